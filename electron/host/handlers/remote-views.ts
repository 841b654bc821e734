import type { RemoteCheckView, RemoteView } from '../../../shared/remote-values.ts';
import type { Core } from '../../engine/core.ts';
import { teamArtifactDeletions } from '../../engine/delete/team-deletions.ts';
import { sweepGrace } from '../../engine/sync/plan-sweep.ts';
import type { Remote } from '../../engine/model/remote.ts';
import type { CheckedRemote } from '../../engine/remotes/check-remote.ts';
import { accessOf } from '../../engine/remotes/remote-access.ts';
import { linkedNames } from '../../engine/remotes/remove-remote.ts';

export function remoteView(core: Pick<Core, 'catalog' | 'unlocked'>, remote: Remote): RemoteView {
  const { endpoint, credentials, bytesPerSecond, writable, seal } = accessOf(core.catalog, remote.id);
  return {
    name: remote.name,
    address: remote.address,
    kind: remote.address.startsWith('file:') ? 'folder' : 'gcs',
    endpoint,
    credentials: credentials.kind,
    keyFile: credentials.kind === 'key-file' ? credentials.path : null,
    bytesPerSecond,
    writable,
    encrypted: seal !== null,
    locked: seal !== null && isLocked(core.unlocked.get(remote.id), seal.kept),
    artifacts: linkedNames(core, remote),
    going: goingFrom(core, remote),
    deleting: teamArtifactDeletions(core.catalog).flatMap(({ name, isSent, remote: from }) => (from === remote.id && !isSent ? [name] : [])),
  };
}

/** `key`: undefined when it was not asked for yet, null when it opens the bucket no more. */
function isLocked(key: string | null | undefined, kept: string | null): boolean {
  return key === undefined ? kept === null : key === null;
}

export function checkView({ site, check, sentence, refusal }: CheckedRemote): RemoteCheckView {
  return {
    ok: refusal === null,
    writable: refusal === null && check.can.write === true,
    address: site.address,
    message: sentence,
    code: refusal?.code ?? null,
    can: { ...check.can },
    clockDifferenceMs: check.clockDifference,
    left: check.left,
  };
}

function goingFrom({ catalog }: Pick<Core, 'catalog'>, { id }: Remote): RemoteView['going'] {
  const pages = catalog.goingPages(id).filter(({ bytes }) => bytes > 0);
  const last = pages.at(-1);
  return last === undefined ? null : { bytes: pages.reduce((sum, { bytes }) => sum + bytes, 0), dueAt: last.putAt + sweepGrace };
}
