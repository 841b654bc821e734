import { createBucketOpener } from '../adapters/bucket-opener-node.ts';
import type { Home } from '../adapters/home-folder.ts';
import { createOutgoingPacks } from '../adapters/outgoing-packs-fs.ts';
import { systemRandom } from '../adapters/random-node.ts';
import type { Engine } from '../engine/engine.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { accessOf } from '../engine/remotes/remote-access.ts';
import type { SyncPorts } from '../engine/sync/sync-core.ts';
import { newContainerId } from './new-container-id.ts';

/** What pushing and pulling need beside the engine: the buckets of its remotes, and packs on their way to them. */
export function createSyncPorts({ containers, temporary, outgoing: folder }: Home, { core, facts }: Engine, secrets: Secrets): { readonly ports: SyncPorts; close(): void } {
  const buckets = createBucketOpener({
    clock: core.clock,
    random: systemRandom,
    secrets,
    accessOf: (remote) => accessOf(core.catalog, remote),
    onRetry: (remote, { message }, wait) => facts.tell({ kind: 'remote.waiting', remote, message, wait }),
  });
  const outgoing = createOutgoingPacks({ containers, temporary, outgoing: folder, newId: newContainerId });
  const stopListening = facts.listen((fact) => {
    if (fact.kind === 'remote.changed') buckets.relimit(fact.remote.id);
    if (fact.kind === 'remote.removed') buckets.forget(fact.remote.id);
  });
  return {
    ports: { buckets, outgoing },
    close() {
      stopListening();
      outgoing.close();
    },
  };
}
