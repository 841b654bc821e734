import type { ApartView, FolderApartView, RenumberedView, UndecidedAliasView, UndecidedView } from '../../shared/apart-values.ts';
import { isoTime } from './documents.ts';
import { counted } from './humane.ts';
import { printable } from './text-width.ts';

/** One sentence about what both sides changed to different ends. */
export function undecidedText(one: UndecidedView): string {
  const who = printable(one.by?.actor ?? 'somebody else');
  if (one.kind === 'alias') return `${who} ${aliasChange(one, one.theirs, `"${printable(one.alias)}"`)}, while you ${aliasChange(one, one.ours, 'it')}.`;
  return `${who} set "${printable(one.field)}" of ${one.ref} to ${valueText(one.theirs)}, while you set it to ${valueText(one.ours)}.`;
}

function aliasChange({ base }: UndecidedAliasView, to: UndecidedAliasView['ours'], what: string): string {
  if (to.ref === null) return `removed ${what}`;
  const locked = to.protected && !base.protected ? ' and protected it there' : '';
  if (to.ref === base.ref) return to.protected ? `protected ${what} at ${to.ref}` : `let ${what} at ${to.ref} be unprotected`;
  return `${base.ref === null ? 'set' : 'moved'} ${what} to ${to.ref}${locked}`;
}

function valueText(value: unknown): string {
  return value === null ? 'nothing' : printable(JSON.stringify(value));
}

/** The command that decides it. */
export function settleHint(artifact: string, one: UndecidedView): string {
  const words = one.kind === 'alias' ? `${artifact} ${quoted(one.alias)}` : `${artifact}:${one.ref} ${quoted(one.field)}`;
  return one.kind === 'alias' && one.refusal !== null ? `strata settle ${words} --keep theirs` : `strata settle ${words} --keep theirs|mine`;
}

function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", `'\\''`)}'`;
}

export function renumberedText({ from, to, by }: RenumberedView): string {
  return `Your ${from} is now ${to}, because ${printable(by)}'s ${from} came first.`;
}

/** What the folder lacks, and what to do about it. */
export function folderText(artifact: string, { here, there, by, base, totals }: FolderApartView): string {
  const who = printable(by);
  if (totals.here + totals.both === 0) return `${who} made ${there}; your folder is at ${here}. Bring it there with: strata restore ${artifact}:${there}`;
  const from = base === null ? '' : ` was made from ${base} and`;
  const both = totals.both === 0 ? '' : `, ${counted(totals.both, 'path')} changed by both`;
  return `${here}${from} does not have the changes of ${there} by ${who} (${counted(totals.there + totals.both, 'path')}${both}). See them with: strata sides ${artifact}`;
}

/** All that is apart in an artifact, a sentence each. */
export function apartLines(artifact: string, { undecided, renumbered, folder }: ApartView): string[] {
  const decide = undecided.length === 0 ? [] : [`Decide with: strata settle ${artifact} …; see how with: strata conflicts ${artifact}`];
  return [...undecided.map(undecidedText), ...decide, ...(folder === null ? [] : [folderText(artifact, folder)]), ...renumbered.map(renumberedText)];
}

export function undecidedDocument(one: UndecidedView): Record<string, unknown> {
  const by = one.by === null ? null : { actor: one.by.actor, at: isoTime(one.by.at) };
  if (one.kind === 'alias') return { kind: one.kind, alias: one.alias, base: one.base, ours: one.ours, theirs: one.theirs, by, refusal: one.refusal };
  return { kind: one.kind, ref: one.ref, field: one.field, base: one.base, ours: one.ours, theirs: one.theirs, by };
}

export function apartDocument(artifact: string, { undecided, renumbered, folder }: ApartView): Record<string, unknown> {
  return { name: artifact, undecided: undecided.map(undecidedDocument), renumbered, folder };
}
