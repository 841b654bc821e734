import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { FolderRow } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';
import { createFileLook } from './file-look.ts';
import type { FileLook } from './file-look.ts';
import { createSearch } from './search.ts';
import type { SearchState } from './search.ts';

/** Rows asked for at once inside one folder. */
const pageSize = 5_000;

/** One folder of the version, as far as it is loaded. */
export interface FolderPages {
  readonly rows: readonly FolderRow[];
  readonly total: number;
  readonly files: number;
  readonly bytes: number;
  readonly loading: boolean;
}

export interface FilesState extends SearchState, FileLook {
  artifact: string;
  /** `v3`; empty while no version is shown. */
  ref: string;
  folders: Readonly<Record<string, FolderPages>>;
  expanded: Readonly<Record<string, true>>;
  /** Path of the row that has the keyboard. */
  active: string | null;

  show(artifact: string, ref: string): Promise<void>;
  loadFolder(folder: string): Promise<void>;
  toggle(folder: string, expanded: boolean): void;
  setActive(path: string | null): void;
}

export type FilesStore = StoreApi<FilesState>;

export interface FilesSurroundings {
  readonly client: Client;
  readonly notices: Notices;
}

const emptyFolder: FolderPages = { rows: [], total: 0, files: 0, bytes: 0, loading: false };

export function createFilesStore({ client, notices }: FilesSurroundings): FilesStore {
  return createStore<FilesState>()((set, get) => {
    const isShown = (artifact: string, ref: string): boolean => get().artifact === artifact && get().ref === ref;
    const put = (folder: string, part: Partial<FolderPages>): void =>
      set(({ folders }) => ({ folders: { ...folders, [folder]: { ...(folders[folder] ?? emptyFolder), ...part } } }));

    return {
      artifact: '',
      ref: '',
      folders: {},
      expanded: {},
      active: null,
      ...createSearch({ client, notices }, set, get),
      ...createFileLook({ client, notices }, set, get),

      async show(artifact, ref) {
        if (isShown(artifact, ref) && '' in get().folders) return;
        const { expanded, filter } = get().artifact === artifact ? get() : { expanded: {}, filter: '' };
        set({ artifact, ref, folders: {}, expanded, filter, active: null });
        get().resetSearch();
        await Promise.all(['', ...Object.keys(expanded)].map((folder) => get().loadFolder(folder)));
      },

      async loadFolder(folder) {
        const { artifact, ref, folders } = get();
        const known = folders[folder];
        if (ref === '' || known?.loading === true) return;
        if (known !== undefined && known.rows.length >= known.total && known.total > 0) return;
        put(folder, { loading: true });
        const offset = known?.rows.length ?? 0;
        try {
          const page = await client.invoke('version.folder', { artifact, ref, folder, offset, limit: pageSize });
          if (!isShown(artifact, ref)) return;
          const { total, files, bytes } = page;
          put(folder, { rows: [...(known?.rows ?? []), ...page.rows], total, files, bytes, loading: false });
        } catch (error) {
          if (!isShown(artifact, ref)) return;
          set(({ folders, expanded }) => ({ folders: omit(folders, folder), expanded: omit(expanded, folder) }));
          // The folder was open in the version shown before and does not exist in this one.
          if (folder === '' || known !== undefined) tellError(notices, 'The files could not be listed', error);
        }
      },

      toggle(folder, expand) {
        set(({ expanded }) => ({ expanded: expand ? { ...expanded, [folder]: true } : omit(expanded, folder) }));
        if (expand && get().folders[folder] === undefined) void get().loadFolder(folder);
      },

      setActive: (active) => set({ active }),
    };
  });
}

function omit<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
