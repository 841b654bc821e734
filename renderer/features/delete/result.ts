import type { DeleteResultView } from '../../../shared/values.ts';
import { dueTime } from '../../lib/dates.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { DeleteSurroundings } from './store.ts';

/** Tells what was deleted, with the button that takes it back while it can be. */
export function tellDeleted(surroundings: DeleteSurroundings, result: DeleteResultView): void {
  const { parts, freedBytes, operations, dueAt, bucket } = result;
  const bytes = formatBytes(freedBytes);
  const names = parts.map(({ artifact }) => artifact);
  surroundings.notices.tell({
    id: `delete:${operations.join()}:${names.join()}`,
    title: `${whatWords(result)} deleted`,
    message: `${dueAt === null ? `${bytes} freed.` : `${bytes} will be freed ${dueTime(dueAt, Date.now())}.`}${bucketWords(bucket)}`,
    tone: 'good',
    stays: operations.length > 0,
    ...(operations.length === 0 ? {} : { action: { label: 'Undo', run: () => void undo(surroundings, result) } }),
  });
}

function bucketWords(bucket: DeleteResultView['bucket']): string {
  if (bucket == null) return '';
  const remotes = bucket.remotes.join(', ');
  return bucket.isChosen ? ` It goes from ${remotes} with the next push.` : ` It stays in ${remotes}.`;
}

/** `v3 of animals`, `3 versions of animals`, `animals with 12 versions`. */
export function whatWords({ parts }: Pick<DeleteResultView, 'parts'>): string {
  return parts
    .map(({ artifact, whole, versions }) => {
      const count = formatNumberOf(versions.length, 'version');
      if (whole) return `${artifact} with ${count}`;
      return `${versions.length === 1 ? versions[0]?.ref : count} of ${artifact}`;
    })
    .join(', ');
}

async function undo({ client, notices, revived }: DeleteSurroundings, result: DeleteResultView): Promise<void> {
  try {
    for (const operation of result.operations) await client.invoke('operation.undo', { operation });
    notices.tell({ title: 'Deletion taken back', message: `${whatWords(result)}: all of it is there again.`, tone: 'good' });
    for (const { artifact, whole } of result.parts) if (whole) revived(artifact);
  } catch (error) {
    tellError(notices, 'The deletion could not be taken back', error);
  }
}
