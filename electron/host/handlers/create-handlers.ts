import type { Handlers } from '../../../shared/dispatcher.ts';
import type { Engine } from '../../engine/engine.ts';
import { noAutomaticSync, type AutomaticSync } from '../../engine/sync/automatic/automatic-sync.ts';
import type { SyncCore, SyncPorts } from '../../engine/sync/sync-core.ts';
import { apartHandlers } from './apart-handlers.ts';
import { artifactHandlers } from './artifact-handlers.ts';
import { deleteHandlers } from './delete-handlers.ts';
import { healthHandlers } from './health-handlers.ts';
import { keepHandlers } from './keep-handlers.ts';
import { referenceHandlers } from './reference-handlers.ts';
import { linkHandlers } from './link-handlers.ts';
import { passphraseHandlers } from './passphrase-handlers.ts';
import { remoteHandlers } from './remote-handlers.ts';
import { storeHandlers, type HostFacts } from './store-handlers.ts';
import { syncHandlers } from './sync-handlers.ts';
import { versionHandlers } from './version-handlers.ts';

/** The contract, answered by an engine. A method without a handler does not compile. */
export function createHandlers(engine: Engine, host: HostFacts, ports: SyncPorts, automatic: AutomaticSync = noAutomaticSync): Handlers {
  const sync: SyncCore = { ...engine.core, ...ports };
  return {
    ...artifactHandlers(engine),
    ...versionHandlers(engine, sync),
    ...deleteHandlers(engine),
    ...keepHandlers(engine),
    ...storeHandlers(engine, host, sync),
    ...healthHandlers(engine),
    ...remoteHandlers(engine, sync),
    ...passphraseHandlers(sync),
    ...syncHandlers(engine, sync),
    ...linkHandlers(sync, automatic),
    ...apartHandlers(sync),
    ...referenceHandlers(engine, sync),
  };
}
