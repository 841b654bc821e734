import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { EngineEvent } from '../../shared/contract.ts';
import { createDispatcher, type Dispatch } from '../../shared/dispatcher.ts';
import { createBucketSeals } from '../adapters/bucket-seals-node.ts';
import { createBucketTrial } from '../adapters/bucket-trial-node.ts';
import { createAdaptiveCapture } from '../adapters/capture-adaptive.ts';
import { createSystemClock } from '../adapters/clock-system.ts';
import { createContainerStore, type FsContainerStore } from '../adapters/container-store-fs.ts';
import { createFsDelivery } from '../adapters/delivery-fs.ts';
import { digester } from '../adapters/digester-node.ts';
import { openHome, type Home } from '../adapters/home-folder.ts';
import { lockHome } from '../adapters/home-lock.ts';
import { openLog } from '../adapters/log-pino.ts';
import { createAdaptiveMaterialize } from '../adapters/materialize-adaptive.ts';
import { createAdaptiveProving } from '../adapters/proving-adaptive.ts';
import { systemRandom } from '../adapters/random-node.ts';
import { noSecrets } from '../adapters/secrets-none.ts';
import { createRecords } from '../adapters/records-fs.ts';
import { createReferenceSource } from '../adapters/reference-source-node.ts';
import { createReserveFile } from '../adapters/reserve-file.ts';
import { unknownSurroundings } from '../adapters/surroundings-unknown.ts';
import { scanInWorkers } from '../adapters/scan-workers.ts';
import { createFsWatcher } from '../adapters/watcher-fs.ts';
import type { StorePlace } from '../adapters/worker-messages.ts';
import { createWorkerPool, type WorkerPool } from '../adapters/worker-pool.ts';
import { createNodeWorkTree } from '../adapters/work-tree-node.ts';
import { openCatalog } from '../database/catalog-sqlite.ts';
import { proveCatalog } from '../database/prove-catalog.ts';
import type { EnginePorts } from '../engine/core.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { Failure } from '../engine/model/failure.ts';
import { createAutomaticSync, type AutomaticSync } from '../engine/sync/automatic/automatic-sync.ts';
import type { SyncPorts } from '../engine/sync/sync-core.ts';
import { isStored } from '../engine/store/stored-nodes.ts';
import type { Catalog } from '../engine/ports/catalog.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Surroundings } from '../engine/ports/surroundings.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { createHandlers } from './handlers/create-handlers.ts';
import { eventOf } from './handlers/views.ts';
import { createSyncPorts } from './create-sync-ports.ts';
import { newContainerId } from './new-container-id.ts';
import { restWhenIdle } from './rest-when-idle.ts';
import { strataVersion } from './strata-version.ts';
import { workerScript } from './worker-script.ts';

export interface StartOptions {
  /** Absolute path of the home folder; made if missing. */
  readonly home: string;
  /** Whether tracked folders are watched, or only worked on when asked. */
  readonly watch: boolean;
  /** The system's key store; missing: there is none. */
  readonly secrets?: Secrets;
  /** Who tells what the computer runs on; missing: nobody. */
  readonly surroundings?: Surroundings;
}

/** An engine that owns its home until it is closed. */
export interface RunningEngine {
  readonly home: string;
  readonly dispatch: Dispatch;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Cancels what is under way, ends the workers, closes the catalog and gives the home back. */
  close(): Promise<void>;
}

/**
 * The one place that names concrete adapters. Throws Failure `home.in-use` when another engine owns the home. On a full disk the home's
 * reserve is given up, so that an engine can start from which something can be deleted.
 */
export async function startEngine(options: StartOptions): Promise<RunningEngine> {
  const home = openHome(options.home);
  try {
    return await startIn(home, options);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.full' || !createReserveFile(home.reserve).giveUp()) throw error;
    return startIn(home, options);
  }
}

async function startIn(home: Home, options: StartOptions): Promise<RunningEngine> {
  const opened: (() => unknown)[] = [];
  async function closeAll(): Promise<void> {
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close();
  }
  try {
    const lock = lockHome(home.path);
    opened.push(() => lock.release());
    const log = openLog(home.logs);
    const catalog = openCatalog(home.catalog);
    opened.push(() => catalog.close());
    const pool = createWorkerPool({ script: workerScript, size: 2 });
    const store = createContainerStore({ ...placeOf(home), newId: newContainerId });
    opened.push(() => store.close());
    opened.push(() => pool.close());
    const secrets = options.secrets ?? noSecrets;
    const engine = await createEngine(createPorts(home, catalog, store, pool, log, secrets), { watch: options.watch });
    const { ports, close } = createSyncPorts(home, engine, secrets);
    opened.push(close);
    opened.push(() => engine.close());
    const automatic = createAutomaticSync({ ...engine.core, ...ports }, engine.live, options.surroundings ?? unknownSurroundings);
    opened.push(() => automatic.close());
    opened.push(restWhenIdle(engine, () => pool.rest()));
    return runningEngine(engine, ports, automatic, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function runningEngine(engine: Engine, ports: SyncPorts, automatic: AutomaticSync, close: () => Promise<void>): RunningEngine {
  const host = { strataVersion, pid: process.pid, residentBytes: () => process.memoryUsage.rss() };
  const dispatch = createDispatcher(createHandlers(engine, host, ports, automatic));
  let closing: Promise<void> | null = null;
  return {
    home: engine.core.home,
    dispatch,
    subscribe: (listener) => engine.facts.listen((fact) => listener(eventOf(engine, fact))),
    close: () => (closing ??= close()),
  };
}

function placeOf({ containers, temporary }: Home): StorePlace {
  return { containers, temporary };
}

function createPorts(home: Home, catalog: Catalog, store: FsContainerStore, pool: WorkerPool, log: Log, secrets: Secrets): EnginePorts {
  const clock = createSystemClock();
  const place = placeOf(home);
  const isKept = (digest: Parameters<Catalog['chunk']>[0]): boolean => isStored(catalog, digest);
  return {
    clock,
    digester,
    containers: store,
    workTree: createNodeWorkTree({ scanInWorkers: scanInWorkers(pool) }),
    capture: createAdaptiveCapture({ store, place, pool, isStored: isKept, clock, catalogPath: home.catalog }),
    materialize: createAdaptiveMaterialize({ store, place, pool, clock }),
    delivery: createFsDelivery(),
    references: createReferenceSource({ clock, random: systemRandom, environment: process.env }),
    watcher: createFsWatcher({ clock }),
    proving: createAdaptiveProving({ store, place, pool, catalogPath: home.catalog, proveCatalog }),
    records: createRecords(home.versions),
    reserve: createReserveFile(home.reserve),
    secrets,
    trial: createBucketTrial(secrets),
    seals: createBucketSeals(),
    catalog,
    log,
    newId: () => randomBytes(8).toString('hex'),
    actor: `${userInfo().username}@${hostname()}`,
    home: home.path,
  };
}
