import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { Shell } from '../../../shared/shell.ts';
import type { RemoteCheckView, RemoteView } from '../../../shared/remote-values.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { createCloning } from './cloning.ts';
import type { Cloning } from './cloning.ts';
import { createDrafting } from './drafting.ts';
import type { Drafting } from './drafting.ts';
import { createLinking } from './linking.ts';
import type { Linking } from './linking.ts';
import { createPlaces } from './places.ts';
import type { Places } from './places.ts';
import { createSealing } from './sealing.ts';
import type { Sealing } from './sealing.ts';
import { sweptWords } from './words.ts';
import { createSyncing } from './syncing.ts';
import type { Syncing } from './syncing.ts';

/** How a remote stood the test that was asked for here; null while it goes on. */
export type Tests = Readonly<Record<string, RemoteCheckView | null>>;

export interface RemotesState extends Drafting, Sealing, Syncing, Cloning, Places, Linking {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  remotes: readonly RemoteView[];
  /** Keys can be kept in the system's key store. */
  keyStore: boolean;
  tests: Tests;
  /** The remote that is being freed of what nobody needs; null: none. */
  sweeping: string | null;

  load(): Promise<void>;
  fold(event: EngineEvent): void;
  /** Tests a remote again. */
  test(remote: string): Promise<void>;
  remove(remote: string): Promise<void>;
  /** Bytes in a second; null: no limit. */
  limit(remote: string, bytesPerSecond: number | null): Promise<void>;
  /** Tells a remote what was deleted for everybody, and removes from it what nobody needs. */
  sweep(remote: string): Promise<void>;
}

export type RemotesStore = StoreApi<RemotesState>;
export type SetRemotes = (change: Partial<RemotesState> | ((state: RemotesState) => Partial<RemotesState>)) => void;

export interface RemotesSurroundings {
  readonly client: Client;
  readonly shell: Shell;
  readonly notices: Notices;
  /** Opens an artifact that came from a remote. */
  readonly cloned: (artifact: string) => void;
}

export function createRemotesStore(surroundings: RemotesSurroundings): RemotesStore {
  const { client, notices } = surroundings;
  return createStore<RemotesState>()((set, get) => ({
    status: 'idle',
    remotes: [],
    keyStore: false,
    tests: {},
    sweeping: null,

    async load() {
      if (get().status === 'idle') set({ status: 'loading' });
      try {
        const { remotes, keyStore } = await client.invoke('remote.list', {});
        set({ remotes, keyStore, status: 'ready' });
      } catch (error) {
        set({ status: 'failed' });
        tellError(notices, 'The remotes could not be listed', error);
      }
    },

    fold(event) {
      get().foldLink(event);
      get().foldTrouble(event);
      get().foldPlaces(event);
      if (event.kind === 'remote.added' || event.kind === 'remote.changed') set(({ remotes }) => ({ remotes: withRemote(remotes, event.remote) }));
      if (event.kind === 'remote.removed') set(({ remotes }) => ({ remotes: remotes.filter(({ name }) => name !== event.remote) }));
    },

    async test(remote) {
      set(({ tests }) => ({ tests: { ...tests, [remote]: null } }));
      try {
        const check = await client.invoke('remote.checkAgain', { remote });
        set(({ tests }) => ({ tests: { ...tests, [remote]: check } }));
      } catch (error) {
        set(({ tests }) => ({ tests: Object.fromEntries(Object.entries(tests).filter(([name]) => name !== remote)) }));
        tellError(notices, `"${remote}" could not be tested`, error);
      }
    },

    async remove(remote) {
      try {
        await client.invoke('remote.remove', { remote });
        set(({ tests }) => ({ tests: Object.fromEntries(Object.entries(tests).filter(([name]) => name !== remote)) }));
        notices.tell({ title: `"${remote}" is no remote any more`, message: 'The bucket itself stays as it is.', tone: 'plain' });
      } catch (error) {
        tellError(notices, `"${remote}" was not removed`, error);
      }
    },

    async limit(remote, bytesPerSecond) {
      try {
        await client.invoke('remote.setLimit', { remote, bytesPerSecond });
      } catch (error) {
        tellError(notices, `The limit of "${remote}" was not set`, error);
      }
    },

    async sweep(remote) {
      if (get().sweeping !== null) return;
      set({ sweeping: remote });
      try {
        const { swept } = await client.invoke('remote.sweep', { remote });
        notices.tell({ title: `“${remote}” was swept`, message: sweptWords(swept), tone: 'good' });
        await get().load();
      } catch (error) {
        tellError(notices, `"${remote}" could not be swept`, error);
      } finally {
        set({ sweeping: null });
      }
    },

    ...createDrafting(surroundings, set, get),
    ...createSealing(surroundings, set, get),
    ...createSyncing(surroundings, set, get),
    ...createCloning(surroundings, set, get),
    ...createPlaces(surroundings, set, get),
    ...createLinking(surroundings, set, get),
  }));
}

function withRemote(remotes: readonly RemoteView[], remote: RemoteView): readonly RemoteView[] {
  const isKnown = remotes.some(({ name }) => name === remote.name);
  return isKnown ? remotes.map((one) => (one.name === remote.name ? remote : one)) : [...remotes, remote];
}
