import { createBucketSeals } from '../../electron/adapters/bucket-seals-node.ts';
import { createBucketTrial } from '../../electron/adapters/bucket-trial-node.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import type { EnginePorts } from '../../electron/engine/core.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import { isStored } from '../../electron/engine/store/stored-nodes.ts';
import { createMemoryCapture } from '../fakes/capture-memory.ts';
import { createCatalogInMemory } from '../fakes/catalog-memory.ts';
import { createMemoryContainerStore, type MemoryContainerStore } from '../fakes/container-store-memory.ts';
import { createMemoryDelivery } from '../fakes/delivery-memory.ts';
import { digester } from '../fakes/digester-node.ts';
import { createMemoryMaterialize } from '../fakes/materialize-memory.ts';
import { createMemoryTree, type MemoryTree } from '../fakes/memory-tree.ts';
import { createMemoryProving } from '../fakes/proving-memory.ts';
import { createRecordsInMemory } from '../fakes/records-memory.ts';
import { createSourceInMemory, type MemorySource } from '../fakes/reference-source-memory.ts';
import { createReserveInMemory } from '../fakes/reserve-memory.ts';
import { createSecretsInMemory } from '../fakes/secrets-memory.ts';
import { createMemoryWatcher } from '../fakes/watcher-memory.ts';
import { createMemoryWorkTree } from '../fakes/work-tree-memory.ts';

type WrapPort = <Port extends object>(name: string, port: Port) => Port;

/** The folder that is tracked. */
export const work = '/home/me/work';

/** What outlives the engine: the folder, the store, the catalog, the records. */
export interface World {
  readonly tree: MemoryTree;
  /** Where references lead. */
  readonly references: MemorySource;
  readonly containers: MemoryContainerStore;
  /** Ports onto it; `wrap` may put something around each of them. */
  readonly ports: (faults?: { wrap: WrapPort }) => EnginePorts;
}

/** What may be another than in memory. */
export type WorldParts = Partial<Pick<EnginePorts, 'newId' | 'actor' | 'containers' | 'catalog'>>;

export function createWorld(clock: Clock = createSystemClock(), who: WorldParts = {}): World {
  const tree = createMemoryTree();
  const references = createSourceInMemory(tree);
  const inMemory = createMemoryContainerStore();
  const containers = who.containers ?? inMemory;
  const catalog = who.catalog ?? createCatalogInMemory();
  const records = createRecordsInMemory();
  const reserve = createReserveInMemory(() => Number.MAX_SAFE_INTEGER);
  const secrets = createSecretsInMemory();
  let ids = 0;
  const ports = (faults: { wrap: WrapPort } = { wrap: (_, port) => port }): EnginePorts => {
    const store = faults.wrap('containers', containers);
    return {
      clock,
      digester,
      containers: store,
      workTree: faults.wrap('workTree', createMemoryWorkTree(tree)),
      capture: faults.wrap('capture', createMemoryCapture({ tree, containers: store, isStored: (digest) => isStored(catalog, digest) })),
      materialize: faults.wrap('materialize', createMemoryMaterialize({ tree, containers: store })),
      delivery: faults.wrap('delivery', createMemoryDelivery(tree)),
      references: faults.wrap('references', references),
      watcher: faults.wrap('watcher', createMemoryWatcher(tree)),
      proving: faults.wrap('proving', createMemoryProving(store)),
      records: faults.wrap('records', records),
      reserve: faults.wrap('reserve', reserve),
      secrets,
      trial: createBucketTrial(secrets),
      seals: createBucketSeals({ cost: { N: 2 ** 10, r: 8, p: 1 } }),
      catalog: faults.wrap('catalog', catalog),
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      newId: who.newId ?? (() => `id${++ids}`),
      actor: who.actor ?? 'me@here',
      home: '/home/me/strata',
    };
  };
  return { tree, references, containers: inMemory, ports };
}
