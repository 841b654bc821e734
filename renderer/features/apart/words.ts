import type { FolderApartView, RenumberedView, UndecidedAliasView, UndecidedEditView, UndecidedView } from '../../../shared/apart-values.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { showMetadataValue } from '../../lib/naming.ts';

/** The person of an actor: `anna@lab` is anna. */
export function personOf(actor: string): string {
  const at = actor.indexOf('@');
  return at > 0 ? actor.slice(0, at) : actor;
}

export function whoDid({ by }: UndecidedView): string {
  return by === null ? 'Somebody else' : personOf(by.actor);
}

/** `anna moved “best” to v7, while you moved it to v5.` */
export function aliasWords(one: UndecidedAliasView): string {
  return `${whoDid(one)} ${changeWords(one, one.theirs, `“${one.alias}”`)}, while you ${changeWords(one, one.ours, 'it')}.`;
}

function changeWords({ base }: UndecidedAliasView, to: UndecidedAliasView['ours'], what: string): string {
  if (to.ref === null) return `removed ${what}`;
  if (to.ref === base.ref) return to.protected ? `protected ${what} at ${to.ref}` : `unprotected ${what} at ${to.ref}`;
  return `${base.ref === null ? 'set' : 'moved'} ${what} to ${to.ref}${to.protected && !base.protected ? ' and protected it' : ''}`;
}

/** What a side's button says of it: `v7`, or that the alias goes. */
export function stateWords({ ref }: UndecidedAliasView['ours']): string {
  return ref ?? 'no version';
}

/** What a field is called. */
export function fieldWords({ field }: UndecidedEditView): string {
  const names: Readonly<Record<string, string>> = { description: 'Description', pinned: 'Pinned', timeToLive: 'Time to live', metadata: 'All metadata' };
  return names[field] ?? field.replace(/^metadata\./, '');
}

/** A field's value on one side. */
export function valueWords(value: UndecidedEditView['ours'], field: string): string {
  if (value === null) return field.startsWith('metadata.') ? 'removed' : 'nothing';
  if (field === 'pinned') return value === true ? 'yes' : 'no';
  if (value === '') return 'empty';
  return field === 'description' && typeof value === 'string' ? value : showMetadataValue(value);
}

export function renumberedWords({ from, to, by }: RenumberedView): string {
  return `Your ${from} is now ${to}, because ${personOf(by)}’s ${from} came first.`;
}

/** The folder has nothing of its own that theirs lacks. */
export function isBehind({ totals }: FolderApartView): boolean {
  return totals.here + totals.both === 0;
}

export function folderWords(folder: FolderApartView): string {
  const { here, there, by, base, totals } = folder;
  const who = personOf(by);
  if (isBehind(folder)) return `${who} made ${there}; your folder is at ${here}.`;
  const made = base === null ? '' : ` was made from ${base} and`;
  const both = totals.both === 0 ? '' : `; ${formatNumberOf(totals.both, 'path')} changed on both sides`;
  return `${here}${made} does not have the changes of ${there} by ${who}${both}.`;
}
