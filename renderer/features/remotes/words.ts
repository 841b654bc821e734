import type { RemoteView, SweptView, SyncResultView } from '../../../shared/remote-values.ts';
import { dueTime } from '../../lib/dates.ts';
import { formatBytes, formatNumberOf, formatRate } from '../../lib/format.ts';

/** How one is known to a remote, and what it is limited to, on one line. */
export function accessWords({ kind, credentials, endpoint, bytesPerSecond, keyFile }: RemoteView): string {
  const as = {
    default: 'signed in with Google’s tools',
    'key-file': `key file ${keyFile ?? ''}`,
    'kept-key': 'key in the system’s key store',
    none: kind === 'folder' ? '' : 'without a key',
  }[credentials];
  const parts = [endpoint === null ? '' : `at ${endpoint}`, as, bytesPerSecond === null ? '' : `at most ${formatRate(bytesPerSecond)}`];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What goes from a remote, and when; what was deleted here and not there yet. */
export function goingWords({ going, deleting = [] }: Pick<RemoteView, 'going' | 'deleting'>, now: number): string {
  const parts = [
    going == null ? '' : `${formatBytes(going.bytes)} that nobody needs ${going.dueAt <= now ? 'can be freed there now, or with the next push' : `will be free there ${dueTime(going.dueAt, now)}`}.`,
    deleting.length === 0 ? '' : `${deleting.join(', ')} ${deleting.length === 1 ? 'was' : 'were'} deleted here, and will be there with the next push.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What a sweep freed, and what it will. */
export function sweptWords(swept: SweptView | null): string {
  if (swept === null) return 'Somebody else is at it; it is done in a while.';
  const parts = [
    swept.removedBytes > 0 ? `${formatBytes(swept.removedBytes)} that nobody needs are gone; it holds ${formatBytes(Math.max(0, swept.freedBytes))} less.` : '',
    swept.announcedBytes > 0 ? `${formatBytes(swept.announcedBytes)} will be free tomorrow.` : '',
    swept.restBytes > 0 ? `${formatBytes(swept.restBytes)} stay until more of what lies with them is needed no more.` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing lies there that nobody needs.' : parts.join(' ');
}

const none = { put: [], taken: [] };

/** What a push or a pull did, in one line. */
export function syncWords({ pushed, pulled, renumbered, deletions, aliases = none, edits = none }: SyncResultView): string {
  const parts = [
    deletions === undefined || deletions.put.length === 0 ? '' : `${deletions.put.join(', ')} deleted there too`,
    deletions === undefined || deletions.taken.length === 0 ? '' : `${deletions.taken.join(', ')} deleted here, as somebody did for everybody; Storage tells how to take it back`,
    deletions === undefined || deletions.returned.length === 0 ? '' : `${deletions.returned.join(', ')} brought back`,
    pushed.versions > 0 ? `${formatNumberOf(pushed.versions, 'version')} pushed (${formatBytes(pushed.bytes)})` : '',
    pulled.versions > 0 ? `${formatNumberOf(pulled.versions, 'version')} pulled (${formatBytes(pulled.bytes)})` : '',
    aliases.put.length > 0 ? `${aliases.put.join(', ')} put` : '',
    aliases.taken.length > 0 ? `${aliases.taken.join(', ')} taken` : '',
    edits.put.length > 0 ? `edits of ${edits.put.join(', ')} put` : '',
    edits.taken.length > 0 ? `edits of ${edits.taken.join(', ')} taken` : '',
    ...renumbered.slice(0, 3).map(({ from, to }) => `your ${from} is ${to} now, because others had made ${from} before`),
    renumbered.length > 3 ? `${renumbered.length - 3} more have other numbers` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing new on either side.' : `${parts.join('; ')}.`;
}

/** Of which versions contents are kept here. */
export const offlineWords = { 'as-needed': 'What is asked for', newest: 'The newest version', all: 'Every version' } as const;

/** Where it is, as people write it: the path of a folder, or the bucket. */
export function placeWords({ kind, address }: Pick<RemoteView, 'kind' | 'address'>): string {
  if (kind !== 'folder') return address;
  const path = address.replace(/^file:\/\//, '').replace(/^\/(?=[A-Za-z]:)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
