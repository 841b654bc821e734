import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { DiffView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import type { ChangeKind } from './selectors.ts';

/** Rows asked for; the totals say when there are more. */
const limit = 20_000;

export interface ChangesState {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  artifact: string;
  /** The older side; null: there is nothing before. */
  from: string | null;
  to: string;
  diff: DiffView | null;
  filter: string;
  /** Kinds that are hidden. */
  hidden: readonly ChangeKind[];

  show(artifact: string, from: string | null, to: string): Promise<void>;
  fold(event: EngineEvent): void;
  setFilter(filter: string): void;
  toggle(kind: ChangeKind): void;
}

export type ChangesStore = StoreApi<ChangesState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createChangesStore({ client, notices }: Surroundings): ChangesStore {
  return createStore<ChangesState>()((set, get) => ({
    status: 'idle',
    artifact: '',
    from: null,
    to: '',
    diff: null,
    filter: '',
    hidden: [],

    async show(artifact, from, to) {
      const now = get();
      const same = now.artifact === artifact && now.from === from && now.to === to;
      if (same && (now.status === 'ready' || now.status === 'loading')) return;
      set({ artifact, from, to, diff: null, status: from === null ? 'ready' : 'loading' });
      if (from === null) return;
      const isCurrent = (): boolean => get().artifact === artifact && get().from === from && get().to === to;
      try {
        const diff = await client.invoke('version.diff', { artifact, from, to, limit });
        if (isCurrent()) set({ diff, status: 'ready' });
      } catch (error) {
        if (!isCurrent()) return;
        set({ status: 'failed' });
        tellError(notices, `${from} and ${to} could not be compared`, error);
      }
    },

    /** A purge writes versions anew, and what changed between them may be less. Versions that get other numbers leave theirs to others'. */
    fold(event) {
      const { artifact, from, to } = get();
      const isPurged = event.kind === 'operation.recorded' && event.operation.kind === 'purge' && event.operation.artifact === artifact;
      const isRenumbered = event.kind === 'version.renumbered' && event.artifact.name === artifact;
      if (!isPurged && !isRenumbered) return;
      set({ status: 'idle' });
      void get().show(artifact, from, to);
    },

    setFilter: (filter) => set({ filter }),
    toggle: (kind) =>
      set(({ hidden }) => ({
        hidden: hidden.includes(kind) ? hidden.filter((other) => other !== kind) : [...hidden, kind],
      })),
  }));
}
