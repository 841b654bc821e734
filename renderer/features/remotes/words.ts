import type { RemoteView, SyncResultView } from '../../../shared/values.ts';
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

/** What a push or a pull did, in one line. */
export function syncWords({ pushed, pulled, renumbered }: SyncResultView): string {
  const parts = [
    pushed.versions > 0 ? `${formatNumberOf(pushed.versions, 'version')} pushed (${formatBytes(pushed.bytes)})` : '',
    pulled.versions > 0 ? `${formatNumberOf(pulled.versions, 'version')} pulled (${formatBytes(pulled.bytes)})` : '',
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
