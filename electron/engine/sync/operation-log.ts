import type { Renumbered } from '../model/renumbered.ts';
import { encodeBucketDocument } from './bucket-document.ts';
import { operationKey, timedId } from './bucket-keys.ts';
import { clientId } from './linked.ts';
import type { Syncing } from './pull-versions.ts';
import type { SyncCore } from './sync-core.ts';
import { byDocument } from './version-file.ts';

/** What one push did, for the team's own history. */
export interface PushedOperation {
  readonly versions: readonly number[];
  readonly voids: readonly number[];
  readonly aliases: readonly string[];
  readonly edited: readonly number[];
  readonly deleted: readonly number[];
  /** Versions whose deletion was taken back. */
  readonly returned: readonly number[];
  readonly renumbered: readonly Renumbered[];
}

/** Puts `operations/<id>.json`. Its id carries this computer's time: the history is for people, and nothing is concluded from its order. */
export async function putOperation(core: SyncCore, { bucket, artifact, activity }: Syncing, operation: PushedOperation): Promise<void> {
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const id = timedId(by.at, core.newId());
  const content = encodeBucketDocument({ kind: 'push', by: byDocument(by), ...operation });
  await bucket.put(operationKey(artifact.name, id), content, { kind: 'absent' }, { signal: activity.signal });
}

export function isNothing({ versions, voids, aliases, edited, deleted, returned }: PushedOperation): boolean {
  return versions.length + voids.length + aliases.length + edited.length + deleted.length + returned.length === 0;
}

