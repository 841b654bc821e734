import type { Client } from '../../../shared/client.ts';
import type { RestoreResultView } from '../../../shared/values.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import type { RestoreOrder } from './store.ts';

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

/** Tells what a restore did, with the button that takes it back. */
export function tellResult(surroundings: Surroundings, order: RestoreOrder, result: RestoreResultView): void {
  const { operation } = result;
  const problems = result.problems.length;
  surroundings.notices.tell({
    id: operation === null ? `restore:${result.target}` : `restore:${operation}`,
    title: `${order.ref} of ${order.artifact} restored`,
    message: resultSentence(result),
    tone: problems === 0 ? 'good' : 'warning',
    stays: operation !== null || problems > 0,
    ...(operation === null
      ? {}
      : { action: { label: 'Undo', run: () => void undo(surroundings, order.artifact, operation) } }),
  });
}

async function undo({ client, notices }: Surroundings, artifact: string, operation: number): Promise<void> {
  try {
    await client.invoke('operation.undo', { operation });
    notices.tell({
      id: `restore:${operation}`,
      title: 'Restore taken back',
      message: `${artifact} is as it was before.`,
      tone: 'good',
    });
  } catch (error) {
    tellError(notices, 'The restore could not be taken back', error);
  }
}

/** `3 files written, 1 deleted.` and what could not be done. */
export function resultSentence({ written, deleted, unchanged, problems, safetyVersion }: RestoreResultView): string {
  const done =
    written + deleted === 0
      ? `Nothing had to change: ${formatNumberOf(unchanged, 'file')} were right already.`
      : `${formatNumberOf(written, 'file')} written, ${deleted} deleted.`;
  const safety = safetyVersion === null ? '' : ` The state before is kept as ${safetyVersion}.`;
  const first = problems[0];
  const lacks = first === undefined ? '' : ` ${formatNumberOf(problems.length, 'problem')}: ${first.message}`;
  return done + safety + lacks;
}
