import type { Client } from '../../shared/client.ts';
import type { SweptView, SyncResultView } from '../../shared/remote-values.ts';
import type { ActivityView } from '../../shared/values.ts';
import { isoTime } from './documents.ts';
import { counted, humaneSize } from './humane.ts';
import type { Invocation } from './invocation.ts';
import type { Output } from './output.ts';
import { printable } from './text-width.ts';

/** The activities that a push or a pull shows. */
export const syncKinds: readonly ActivityView['kind'][] = ['push', 'pull'];

const none = { put: [], taken: [] };

/** Fields that stay: `pushed` and `pulled` (versions, containers, bytes), `renumbered[]{from,to}`, `conflicts[]`, `aliases` and `edits` (`put`, `taken`), `deletions{put,taken,returned,artifacts}`, `swept`. */
export function syncDocument(result: SyncResultView): Record<string, unknown> {
  const { remote, pushed, pulled, renumbered, conflicts, deletions, aliases = none, edits = none, swept } = result;
  const noDeletions = { ...none, returned: [], artifacts: [] };
  return { remote, pushed, pulled, renumbered, conflicts, aliases, edits, deletions: deletions ?? noDeletions, swept: sweptDocument(swept ?? null) };
}

export async function writeSync(output: Output, artifact: string, result: SyncResultView): Promise<void> {
  const { remote, pushed, pulled, renumbered, conflicts, deletions, aliases = none, edits = none, swept } = result;
  const parts = [
    pulled.versions > 0 ? `pulled ${counted(pulled.versions, 'version')} (${refsText(pulled.refs)}; ${humaneSize(pulled.bytes)})` : '',
    pushed.versions > 0 ? `pushed ${counted(pushed.versions, 'version')} (${refsText(pushed.refs)}; ${humaneSize(pushed.bytes)})` : '',
    aliases.taken.length > 0 ? `took ${namesText(aliases.taken)}` : '',
    aliases.put.length > 0 ? `put ${namesText(aliases.put)}` : '',
    edits.taken.length > 0 ? `took edits of ${refsText(edits.taken)}` : '',
    edits.put.length > 0 ? `put edits of ${refsText(edits.put)}` : '',
    deletions !== undefined && deletions.put.length > 0 ? `deleted ${refsText(deletions.put)} there` : '',
    deletions !== undefined && deletions.taken.length > 0 ? `deleted ${refsText(deletions.taken)} here, as somebody did for everybody (\`strata undo\` takes it back)` : '',
    deletions !== undefined && deletions.returned.length > 0 ? `brought back ${refsText(deletions.returned)}` : '',
    ...(deletions?.artifacts ?? []).map((name) => `deleted ${name} there`),
  ].filter((part) => part !== '');
  const done = parts.length === 0 ? 'nothing new on either side' : parts.join(', ');
  await output.line(`${artifact} and ${printable(remote)}: ${done}.`);
  for (const { from, to } of renumbered) await output.line(`Your ${from} is ${to} now: others had made ${from} before.`);
  await writeSwept(output, remote, swept ?? null);
  for (const { message } of conflicts) await output.line(output.colours.yellow(printable(message)));
}

export function sweptDocument(swept: SweptView | null): Record<string, unknown> | null {
  return swept && { ...swept, dueAt: isoTime(swept.dueAt) };
}

/** What a sweep freed, and what it will free. */
export async function writeSwept(output: Output, remote: string, swept: SweptView | null): Promise<void> {
  if (swept === null) return;
  if (swept.removedBytes > 0) await output.line(`${humaneSize(swept.removedBytes)} that nobody needs any more are gone from ${printable(remote)}; it holds ${humaneSize(swept.freedBytes)} less.`);
  if (swept.announcedBytes > 0) await output.line(`${humaneSize(swept.announcedBytes)} will be free in ${printable(remote)} tomorrow.`);
  if (swept.restBytes > 0) await output.line(`${humaneSize(swept.restBytes)} that nobody needs stay there until more of what lies with them is needed no more.`);
}

function namesText(aliases: readonly string[]): string {
  const named = aliases.slice(0, 3).map((alias) => `"${printable(alias)}"`).join(', ');
  return aliases.length <= 3 ? named : `${named} and ${aliases.length - 3} more`;
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
