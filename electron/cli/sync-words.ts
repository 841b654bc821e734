import type { Client } from '../../shared/client.ts';
import type { ActivityView, SyncResultView } from '../../shared/values.ts';
import { counted, humaneSize } from './humane.ts';
import type { Invocation } from './invocation.ts';
import type { Output } from './output.ts';
import { printable } from './text-width.ts';

/** The activities that a push or a pull shows. */
export const syncKinds: readonly ActivityView['kind'][] = ['push', 'pull'];

/** Fields that stay: `pushed` and `pulled` (versions, containers, bytes), `renumbered[]{from,to}`. */
export function syncDocument(result: SyncResultView): Record<string, unknown> {
  const { remote, pushed, pulled, renumbered, conflicts } = result;
  return { remote, pushed, pulled, renumbered, conflicts };
}

export async function writeSync(output: Output, artifact: string, result: SyncResultView): Promise<void> {
  const { remote, pushed, pulled, renumbered, conflicts } = result;
  const parts = [
    pulled.versions > 0 ? `pulled ${counted(pulled.versions, 'version')} (${refsText(pulled.refs)}; ${humaneSize(pulled.bytes)})` : '',
    pushed.versions > 0 ? `pushed ${counted(pushed.versions, 'version')} (${refsText(pushed.refs)}; ${humaneSize(pushed.bytes)})` : '',
  ].filter((part) => part !== '');
  const done = parts.length === 0 ? 'nothing new on either side' : parts.join(', ');
  await output.line(`${artifact} and ${printable(remote)}: ${done}.`);
  for (const { from, to } of renumbered) await output.line(`Your ${from} is ${to} now: others had made ${from} before.`);
  for (const { message } of conflicts) await output.line(output.colours.yellow(printable(message)));
}

function refsText(refs: readonly string[]): string {
  return refs.length <= 3 ? refs.join(', ') : `${refs[0]} … ${refs.at(-1)}`;
}

/** Tells people, while they wait, why they do. */
export function tellTroubles(invocation: Invocation, client: Client): void {
  if (invocation.json) return;
  let told = '';
  client.subscribe((event) => {
    if (event.kind !== 'remote.waiting' || event.message === told) return;
    told = event.message;
    invocation.progress.clear();
    invocation.output.note(invocation.output.errorColours.yellow(printable(event.message)));
  });
}
