import type { Client } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { Shell, ShellEvent } from '../../shared/shell.ts';
import { createApartStore } from '../features/apart/store.ts';
import type { ApartStore } from '../features/apart/store.ts';
import { createActivitiesStore } from '../features/activities/store.ts';
import type { ActivitiesStore } from '../features/activities/store.ts';
import { mostRecent } from '../features/artifacts/selectors.ts';
import { createArtifactsStore } from '../features/artifacts/store.ts';
import type { ArtifactsStore } from '../features/artifacts/store.ts';
import { createChangesStore } from '../features/changes/store.ts';
import type { ChangesStore } from '../features/changes/store.ts';
import { createDeleteStore } from '../features/delete/store.ts';
import type { DeleteStore } from '../features/delete/store.ts';
import { createEngineStore } from '../features/engine/store.ts';
import type { EngineStore } from '../features/engine/store.ts';
import { createFilesStore } from '../features/files/store.ts';
import type { FilesStore } from '../features/files/store.ts';
import { createKeepStore } from '../features/keep/store.ts';
import type { KeepStore } from '../features/keep/store.ts';
import { createOperationsStore } from '../features/operations/store.ts';
import type { OperationsStore } from '../features/operations/store.ts';
import { createPurgeStore } from '../features/purge/store.ts';
import type { PurgeStore } from '../features/purge/store.ts';
import { createReferencesStore } from '../features/references/store.ts';
import type { ReferencesStore } from '../features/references/store.ts';
import { createRemotesStore } from '../features/remotes/store.ts';
import type { RemotesStore } from '../features/remotes/store.ts';
import { createRestoreStore } from '../features/restore/store.ts';
import type { RestoreStore } from '../features/restore/store.ts';
import { createStorageStore } from '../features/storage/store.ts';
import type { StorageStore } from '../features/storage/store.ts';
import { createTrackingStore } from '../features/tracking/store.ts';
import type { TrackingStore } from '../features/tracking/store.ts';
import { createVersionsStore } from '../features/versions/store.ts';
import type { VersionsStore } from '../features/versions/store.ts';
import { formatNumberOf } from '../lib/format.ts';
import { tellError } from '../lib/notices.ts';
import type { Notices } from '../lib/notices.ts';
import { createNavigation } from './navigation.ts';
import type { NavigationStore } from './navigation.ts';

/** What the window stands on; made once and handed to every store. */
export interface Api {
  readonly client: Client;
  readonly shell: Shell;
  readonly notices: Notices;
}

export interface Stores {
  readonly navigation: NavigationStore;
  readonly engine: EngineStore;
  readonly artifacts: ArtifactsStore;
  readonly tracking: TrackingStore;
  readonly versions: VersionsStore;
  readonly files: FilesStore;
  readonly changes: ChangesStore;
  readonly restore: RestoreStore;
  readonly delete: DeleteStore;
  readonly purge: PurgeStore;
  readonly activities: ActivitiesStore;
  readonly operations: OperationsStore;
  readonly storage: StorageStore;
  readonly keep: KeepStore;
  readonly remotes: RemotesStore;
  readonly references: ReferencesStore;
  readonly apart: ApartStore;
}

export function createStores(api: Api): Stores {
  const navigation = createNavigation();
  const stores: Stores = {
    navigation,
    engine: createEngineStore({ ...api, recovered: () => void reload(stores), lost: () => stores.activities.getState().clear() }),
    artifacts: createArtifactsStore(api),
    tracking: createTrackingStore({ ...api, tracked: (artifact) => navigation.getState().openArtifact(artifact) }),
    versions: createVersionsStore(api),
    files: createFilesStore(api),
    changes: createChangesStore(api),
    restore: createRestoreStore(api),
    delete: createDeleteStore({ ...api, revived: (artifact) => navigation.getState().openArtifact(artifact) }),
    purge: createPurgeStore(api),
    activities: createActivitiesStore(api),
    operations: createOperationsStore(api),
    storage: createStorageStore({ ...api, openStorage: () => navigation.getState().openView('storage') }),
    keep: createKeepStore(api),
    apart: createApartStore(api),
    remotes: createRemotesStore({ ...api, cloned: (artifact) => navigation.getState().openArtifact(artifact) }),
    references: createReferencesStore({ ...api, added: (artifact) => navigation.getState().openArtifact(artifact) }),
  };
  return stores;
}

/** Loads what is shown anew: at the start, and each time the engine comes back. */
async function reload(stores: Stores): Promise<void> {
  const { artifacts, activities, versions, operations, navigation } = stores;
  await Promise.all([
    artifacts.getState().load(),
    activities.getState().load(),
    versions.getState().reload(),
    operations.getState().status === 'idle' ? undefined : operations.getState().load(),
    stores.keep.getState().loadRoom(),
    stores.storage.getState().loadHealth(),
    stores.keep.getState().reload(),
    stores.remotes.getState().load(),
    stores.remotes.getState().openLink(stores.remotes.getState().linkOf),
    stores.references.getState().open(stores.references.getState().of),
    stores.storage.getState().shown ? stores.storage.getState().load() : undefined,
  ]);
  stores.files.getState().seeAgain();
  const { byName } = artifacts.getState();
  const { artifact: open, openArtifact, view } = navigation.getState();
  const first = mostRecent(byName);
  if (view === 'artifact' && first !== undefined && (open === null || byName[open] === undefined)) openArtifact(first.name);
}

/** Lets facts and the shell's wishes reach the stores. Returns what ends it. */
export function connect(stores: Stores, api: Api): () => void {
  const { navigation, versions } = stores;
  const ends = [
    api.client.subscribe((event) => foldFact(stores, api, event)),
    api.shell.subscribe((event) => hearShell(stores, api, event)),
    navigation.subscribe((state, before) => {
      if (state.artifact === null || state.artifact === before.artifact) return;
      void versions.getState().open(state.artifact);
      void stores.keep.getState().open(state.artifact);
      void stores.remotes.getState().openLink(state.artifact);
      void stores.references.getState().open(state.artifact);
      void stores.apart.getState().open(state.artifact);
    }),
  ];
  void stores.engine.getState().load();
  return () => {
    for (const end of ends) end();
  };
}

function foldFact(stores: Stores, { notices }: Api, event: EngineEvent): void {
  stores.artifacts.getState().fold(event);
  stores.versions.getState().fold(event);
  stores.activities.getState().fold(event);
  stores.operations.getState().fold(event);
  stores.storage.getState().fold(event);
  stores.keep.getState().fold(event);
  stores.remotes.getState().fold(event);
  stores.references.getState().fold(event);
  stores.apart.getState().fold(event);
  stores.files.getState().fold(event);
  stores.changes.getState().fold(event);
  const { artifact: open, openArtifact } = stores.navigation.getState();
  if (event.kind === 'artifact.tracked' && open === null) openArtifact(event.artifact.name);
  if (event.kind === 'artifact.removed' && open === event.artifact) {
    stores.navigation.getState().leaveArtifact(mostRecent(stores.artifacts.getState().byName)?.name ?? null);
  }
  if (event.kind === 'version.created' && event.version.problems.length > 0) {
    const { artifact, version } = event;
    notices.tell({
      id: `problems:${artifact}`,
      title: `${version.ref} of ${artifact} lacks something`,
      message: `${formatNumberOf(version.problems.length, 'problem')}: ${version.problems[0]?.message ?? ''}`,
      tone: 'warning',
    });
  }
  if (event.kind === 'version.renumbered') {
    const moved = event.renumbered.slice(0, 3).map(({ from, to }) => `${from} is ${to}`);
    const message = `Yours were made under numbers that others had taken before: ${moved.join(', ')} now${event.renumbered.length > 3 ? ', and so on' : ''}.`;
    notices.tell({ id: `renumbered:${event.artifact.name}`, title: `Versions of ${event.artifact.name} have new numbers`, message, tone: 'plain' });
  }
  if (event.kind === 'activity.finished' && event.outcome === 'failed') {
    notices.tell({ id: `error:${event.message}`, title: 'It did not finish', message: event.message, tone: 'bad', stays: true });
  }
}

function hearShell(stores: Stores, { notices }: Api, event: ShellEvent): void {
  switch (event.kind) {
    case 'shell.engineStateChanged':
      stores.engine.getState().changed(event.engine);
      return;
    case 'shell.trackRequested':
      void stores.tracking.getState().trackAll([event.path]);
      return;
    case 'shell.trackRefused':
      tellError(notices, `"${event.path}" was not added`, new ContractError(event.error));
      return;
    case 'shell.openArtifact':
      stores.navigation.getState().openArtifact(event.artifact);
  }
}
