import type { EngineEvent } from '../../../shared/contract.ts';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { SyncResultView } from '../../../shared/remote-values.ts';
import { engineIsAway, sentenceOf, wasCancelled } from '../../lib/errors.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

/** How the last push or pull of an artifact went, since the window was opened. */
export type LastSync =
  | { readonly outcome: 'done'; readonly result: SyncResultView; readonly at: number }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly message: string };

export interface Syncing {
  /** The artifact that is open. */
  linkOf: string;
  /** The remote that it belongs to; null: to none, or not known yet. */
  link: LinkView | null;
  /** What goes on, by artifact. */
  syncing: Readonly<Record<string, 'push' | 'pull'>>;
  lastSync: Readonly<Record<string, LastSync>>;

  /** Why a remote is waited for, while something of it is under way. */
  troubles: Readonly<Record<string, string>>;

  foldTrouble(event: EngineEvent): void;
  openLink(artifact: string): Promise<void>;
  /** Reads anew how the open artifact stands to its remote. */
  loadLink(): Promise<void>;
  foldLink(event: EngineEvent): void;
  push(artifact: string, remote?: string): Promise<void>;
  pull(artifact: string): Promise<void>;
}

/** Pushing and pulling the artifact that is open. */
export function createSyncing({ client }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Syncing {
  async function load(): Promise<void> {
    const artifact = get().linkOf;
    if (artifact === '') return;
    try {
      const { link } = await client.invoke('artifact.link', { artifact });
      if (get().linkOf === artifact) set({ link });
    } catch {
      // It is gone, or the engine is away: both are told elsewhere.
      if (get().linkOf === artifact) set({ link: null });
    }
  }

  async function run(artifact: string, kind: 'push' | 'pull', work: () => Promise<SyncResultView>): Promise<void> {
    if (get().syncing[artifact] !== undefined) return;
    set(({ syncing }) => ({ syncing: { ...syncing, [artifact]: kind } }));
    const last = await work().then(
      (result): LastSync => ({ outcome: 'done', result, at: Date.now() }),
      (error: unknown): LastSync | null => {
        if (engineIsAway(error)) return null;
        return wasCancelled(error) ? { outcome: 'cancelled' } : { outcome: 'failed', message: sentenceOf(error) };
      },
    );
    set(({ syncing, lastSync }) => ({
      syncing: Object.fromEntries(Object.entries(syncing).filter(([name]) => name !== artifact)),
      lastSync: last === null ? lastSync : { ...lastSync, [artifact]: last },
    }));
    await Promise.all([load(), get().loadPlaces()]);
  }

  return {
    linkOf: '',
    link: null,
    syncing: {},
    lastSync: {},
    troubles: {},

    foldTrouble(event) {
      if (event.kind === 'remote.waiting') set(({ troubles }) => ({ troubles: { ...troubles, [event.remote]: event.message } }));
      // Whatever was waited for goes on, or is over.
      if (event.kind === 'activity.progressed' || event.kind === 'activity.finished') {
        const { artifact, kind } = event.activity;
        const isSync = kind === 'push' || kind === 'pull' || kind === 'fetch';
        if (isSync && artifact === get().linkOf && Object.keys(get().troubles).length > 0) set({ troubles: {} });
      }
    },

    loadLink: load,

    async openLink(artifact) {
      if (get().linkOf !== artifact) set({ linkOf: artifact, link: null, places: {} });
      await Promise.all([load(), get().loadPlaces()]);
    },

    foldLink(event) {
      if (event.kind === 'sync.changed' && event.artifact === get().linkOf) void load();
      if (!concerns(event, get().linkOf)) return;
      void load();
      void get().loadPlaces();
    },

    push: (artifact, remote) => run(artifact, 'push', () => client.invoke('artifact.push', { artifact, ...(remote === undefined ? {} : { remote }) })),
    pull: (artifact) => run(artifact, 'pull', () => client.invoke('artifact.pull', { artifact })),
  };
}

/** Whether a fact may change how far the artifact is from its remote. */
function concerns(event: EngineEvent, artifact: string): boolean {
  switch (event.kind) {
    case 'version.created':
      return event.artifact === artifact;
    case 'versions.deleted':
    case 'versions.revived':
    case 'version.renumbered':
      return event.artifact.name === artifact;
    case 'operation.recorded':
      return event.operation.artifact === artifact && (event.operation.kind === 'push' || event.operation.kind === 'pull');
    case 'remote.changed':
    case 'remote.removed':
      return true;
    default:
      return false;
  }
}
