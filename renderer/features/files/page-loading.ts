import { codeOf } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import { pageSize, withPage } from './folder-pages.ts';
import type { FolderPages } from './folder-pages.ts';
import { missingPages, pageKey, treeRows } from './selectors.ts';
import type { WantedPage } from './selectors.ts';
import type { FilesState, FilesSurroundings } from './store.ts';

/** Pages asked for at the same time; those that scrolled out of sight meanwhile are not asked for at all. */
const mostAtOnce = 2;
/** Rows that are loaded before they come into sight. */
const ahead = 100;

export interface PageLoading {
  /** Loads what is missing of the rows between two numbers, and a little around them. What was wanted before is dropped. */
  see(first: number, last: number): void;
  /** Loads what is missing of the rows that were in sight last. */
  seeAgain(): void;
  loadPage(folder: string, page: number): Promise<void>;
}

type SetState = (part: Partial<FilesState> | ((state: FilesState) => Partial<FilesState>)) => void;

export function createPageLoading({ client, notices }: FilesSurroundings, set: SetState, get: () => FilesState): PageLoading {
  const loading = new Map<string, Promise<void>>();
  let wanted: readonly WantedPage[] = [];
  let wantedOf = '';
  let sight = { first: 0, last: 0 };

  async function load({ folder, page }: WantedPage): Promise<void> {
    const { ref, artifact, folders: before } = get();
    const version = versionOf(get());
    const isShown = (): boolean => versionOf(get()) === version;
    try {
      const offset = page * pageSize;
      const result = await client.invoke('version.folder', { artifact, ref, folder, offset, limit: pageSize });
      if (isShown()) set(({ folders }) => ({ folders: { ...folders, [folder]: withPage(folders[folder], page, result) } }));
    } catch (error) {
      if (!isShown()) return;
      if (folder === '' && codeOf(error) === 'store.damaged') return set({ unreadable: true });
      const isKnown = before[folder] !== undefined;
      // What shows nothing closes; the folder at the top has nothing to close into, and is asked for again with the next look.
      if (folder !== '' && !hasPages(get().folders[folder])) set(closed(folder));
      // One that was open in the version shown before may not exist in this one.
      if (folder === '' || isKnown) tellError(notices, 'The files could not be listed', error);
    }
  }

  /** Asks once for a page that several want. */
  function loadOnce(page: WantedPage): Promise<void> {
    const key = `${versionOf(get())} ${pageKey(page.folder, page.page)}`;
    const known = loading.get(key);
    if (known !== undefined) return known;
    const begun = load(page).finally(() => {
      loading.delete(key);
      loadNext();
    });
    loading.set(key, begun);
    return begun;
  }

  function loadNext(): void {
    while (loading.size < mostAtOnce) {
      const [next, ...rest] = wanted;
      if (next === undefined || wantedOf !== versionOf(get())) return;
      wanted = rest;
      if (!isThere(get().folders[next.folder], next.page)) void loadOnce(next);
    }
  }

  return {
    see(first, last) {
      sight = { first, last };
      const { ref, matches, folders, expanded } = get();
      if (ref === '' || matches !== null) return;
      wantedOf = versionOf(get());
      wanted = missingPages(treeRows(folders, expanded), first, last, ahead);
      loadNext();
    },
    seeAgain: () => get().see(sight.first, sight.last),
    loadPage: (folder, page) => (get().ref === '' ? Promise.resolve() : loadOnce({ folder, page })),
  };
}

const versionOf = ({ artifact, ref, rewritten }: FilesState): string => `${artifact}:${ref} ${rewritten}`;

function isThere(pages: FolderPages | undefined, page: number): boolean {
  return pages?.pages[page] !== undefined;
}

function hasPages(folder: FolderPages | undefined): boolean {
  return folder !== undefined && Object.keys(folder.pages).length > 0;
}

function closed(folder: string) {
  return ({ folders, expanded }: FilesState): Partial<FilesState> => ({ folders: omit(folders, folder), expanded: omit(expanded, folder) });
}

export function omit<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
