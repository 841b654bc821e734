import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ApartView, FolderApartView, SidesView, UndecidedView } from '../../../shared/apart-values.ts';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

/** Rows that are asked for; the totals say when there are more. */
const limit = 20_000;

const nothing: ApartView = { undecided: [], renumbered: [], folder: null };

export interface ApartState extends ApartView {
  /** The artifact that is open. */
  artifact: string;
  /** Both sides, while they are looked at; `view` is null while they are compared. */
  sides: { readonly of: FolderApartView; readonly view: SidesView | null } | null;
  /** Paths of theirs that are to be taken. */
  ticked: readonly string[];

  open(artifact: string): Promise<void>;
  fold(event: EngineEvent): void;
  settle(one: UndecidedView, keep: 'ours' | 'theirs'): Promise<void>;
  sawRenumbered(): Promise<void>;
  keepMine(): Promise<void>;
  openSides(): Promise<void>;
  closeSides(): void;
  tick(path: string): void;
}

export type ApartStore = StoreApi<ApartState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createApartStore({ client, notices }: Surroundings): ApartStore {
  return createStore<ApartState>()((set, get) => {
    /** What was asked for before an answer to a later question came is old. */
    let asked = 0;
    async function load(): Promise<void> {
      const { artifact } = get();
      if (artifact === '') return;
      asked += 1;
      const mine = asked;
      const apart = await client.invoke('artifact.apart', { artifact }).catch(() => nothing); // it is gone, or the engine is away: both are told elsewhere
      if (mine === asked && get().artifact === artifact) set(apart);
    }

    async function act(title: string, work: () => Promise<unknown>): Promise<void> {
      try {
        await work();
      } catch (error) {
        tellError(notices, title, error);
      }
      await load();
    }

    return {
      ...nothing,
      artifact: '',
      sides: null,
      ticked: [],

      async open(artifact) {
        if (get().artifact !== artifact) set({ ...nothing, artifact, sides: null, ticked: [] });
        await load();
      },

      fold(event) {
        if (concerns(event, get().artifact)) void load();
      },

      settle(one, keep) {
        const { artifact } = get();
        const what = one.kind === 'alias' ? { kind: one.kind, alias: one.alias } : { kind: one.kind, ref: one.ref, field: one.field };
        return act('It was not decided', () => client.invoke('artifact.settle', { artifact, what, keep, seen: one.seen }));
      },

      sawRenumbered: () => act('The notice stays', () => client.invoke('artifact.sawRenumbered', { artifact: get().artifact })),

      async keepMine() {
        const { artifact, folder } = get();
        if (folder === null) return;
        set({ sides: null, ticked: [] });
        await act('The notice stays', () => client.invoke('artifact.keepMine', { artifact, there: folder.there }));
      },

      async openSides() {
        const { artifact, folder } = get();
        if (folder === null) return;
        const { base, here, there } = folder;
        set({ sides: { of: folder, view: null }, ticked: [] });
        try {
          const view = await client.invoke('artifact.sides', { artifact, base, here, there, limit });
          if (get().sides?.of === folder) set({ sides: { of: folder, view } });
        } catch (error) {
          set({ sides: null });
          tellError(notices, `${here} and ${there} could not be compared`, error);
        }
      },

      closeSides: () => set({ sides: null, ticked: [] }),
      tick: (path) => set(({ ticked }) => ({ ticked: ticked.includes(path) ? ticked.filter((one) => one !== path) : [...ticked, path] })),
    };
  });
}

/** Whether a fact may change what is apart. */
function concerns(event: EngineEvent, artifact: string): boolean {
  switch (event.kind) {
    case 'version.created':
    case 'version.edited':
    case 'restore.finished':
      return event.artifact === artifact;
    case 'versions.deleted':
    case 'versions.revived':
    case 'version.renumbered':
      return event.artifact.name === artifact;
    case 'operation.recorded':
      return event.operation.artifact === artifact;
    case 'activity.finished':
      return event.activity.artifact === artifact && event.activity.kind !== 'verify';
    case 'remote.removed':
      return true;
    default:
      return false;
  }
}
