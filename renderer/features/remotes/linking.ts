import type { LinkView, SyncRulesView } from '../../../shared/sync-values.ts';
import { tellError } from '../../lib/notices.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

export type SyncChange = Partial<SyncRulesView> & Partial<Pick<LinkView, 'content' | 'remote'>>;

export interface Linking {
  /** What is missing stays as it is. */
  setSync(artifact: string, change: SyncChange): Promise<void>;
  unlink(artifact: string): Promise<void>;
  /** Tries again at once what stopped or waits. */
  tryAgain(artifact: string): Promise<void>;
}

/** How artifacts go together with their remotes by themselves. */
export function createLinking({ client, notices }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Linking {
  async function edit(title: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      tellError(notices, title, error);
    }
    await get().loadLink();
  }

  return {
    setSync: (artifact, change) => edit(`How "${artifact}" is pushed was not set`, () => client.invoke('sync.set', { artifact, ...change })),
    async unlink(artifact) {
      await edit(`"${artifact}" still belongs to its remote`, () => client.invoke('sync.unlink', { artifact }));
      if (get().linkOf === artifact && get().link === null) set({ places: {} });
    },
    tryAgain: (artifact) => edit(`"${artifact}" was not tried again`, () => client.invoke('sync.tryAgain', { artifact })),
  };
}
