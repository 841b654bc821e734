import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { Notices } from '../../lib/notices.ts';
import { createFileLook } from './file-look.ts';
import type { FileLook } from './file-look.ts';
import { unloaded } from './folder-pages.ts';
import type { FolderPages } from './folder-pages.ts';
import type { RowPlace } from './open-folders.ts';
import { createPageLoading, omit } from './page-loading.ts';
import type { PageLoading } from './page-loading.ts';
import { createSearch } from './search.ts';
import type { SearchState } from './search.ts';

export interface FilesState extends SearchState, FileLook, PageLoading {
  artifact: string;
  /** `v3`; empty while no version is shown. */
  ref: string;
  folders: Readonly<Record<string, FolderPages>>;
  expanded: Readonly<Record<string, true>>;
  /** How often versions of the artifact were written anew: what was loaded before is of another content. */
  rewritten: number;
  /** There are no rows because a part of the manifest cannot be read. */
  unreadable: boolean;
  /** The row that has the keyboard. */
  active: RowPlace | null;

  show(artifact: string, ref: string): Promise<void>;
  /** Opens or closes the folder that stands at that place of the one it is in. */
  toggle(folder: string, place: number, expanded: boolean): void;
  fold(event: EngineEvent): void;
  setActive(place: RowPlace | null): void;
}

export type FilesStore = StoreApi<FilesState>;

export interface FilesSurroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export function createFilesStore({ client, notices }: FilesSurroundings): FilesStore {
  return createStore<FilesState>()((set, get) => {
    const loadOpen = (): Promise<unknown> => Promise.all(['', ...Object.keys(get().expanded)].map((folder) => get().loadPage(folder, 0)));
    async function showAnew(): Promise<void> {
      set(({ rewritten }) => ({ folders: {}, rewritten: rewritten + 1, unreadable: false, active: null }));
      get().resetSearch();
      await loadOpen();
    }

    return {
      artifact: '',
      ref: '',
      folders: {},
      expanded: {},
      rewritten: 0,
      unreadable: false,
      active: null,
      ...createSearch({ client, notices }, set, get),
      ...createFileLook({ client, notices }, set, get),
      ...createPageLoading({ client, notices }, set, get),

      async show(artifact, ref) {
        const before = get();
        if (before.artifact === artifact && before.ref === ref && '' in before.folders) return;
        const { expanded, filter } = before.artifact === artifact ? before : { expanded: {}, filter: '' };
        set({ artifact, ref, folders: {}, expanded, filter, unreadable: false, active: null });
        get().resetSearch();
        await loadOpen();
      },

      fold(event) {
        const { artifact, unreadable } = get();
        const isPurged = event.kind === 'operation.recorded' && event.operation.kind === 'purge' && event.operation.artifact === artifact;
        if (isPurged) get().closeLook();
        // Others' versions may have the numbers by now under which this was read.
        const isRenumbered = event.kind === 'version.renumbered' && event.artifact.name === artifact;
        // What could not be read may have been repaired.
        if (isPurged || isRenumbered || (event.kind === 'store.changed' && unreadable)) void showAnew();
      },

      toggle(folder, place, expand) {
        const isNew = expand && get().folders[folder] === undefined;
        set(({ expanded, folders }) => ({
          expanded: expand ? { ...expanded, [folder]: true } : omit(expanded, folder),
          folders: isNew ? { ...folders, [folder]: unloaded(place) } : folders,
        }));
        if (isNew) void get().loadPage(folder, 0);
      },

      setActive: (active) => set({ active }),
    };
  });
}
