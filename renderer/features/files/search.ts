import type { Result } from '../../../shared/contract.ts';
import type { EntryView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import type { FilesState, FilesSurroundings } from './store.ts';

/** Entries looked at in one step, and matches kept: enough to see, never enough to hold up the window. */
const stepSize = 10_000;
const mostMatches = 2_000;

export interface SearchState {
  filter: string;
  /** Entries whose path has every word of the filter; null while there is no filter. */
  matches: readonly EntryView[] | null;
  /** Entries looked at so far. */
  searched: number;
  searching: boolean;
  /** There are more matches than are kept. */
  matchesCut: boolean;

  setFilter(filter: string): Promise<void>;
  resetSearch(): void;
}

type SetState = (part: Partial<FilesState>) => void;

const none = { filter: '', matches: null, searched: 0, searching: false, matchesCut: false } as const;

/** Looks through all entries of the version, step by step; a newer filter or another version ends it. */
export function createSearch({ client, notices }: FilesSurroundings, set: SetState, get: () => FilesState): SearchState {
  let run = 0;

  async function search(current: number, words: readonly string[]): Promise<void> {
    const { artifact, ref } = get();
    let after: string | null = null;
    do {
      const before: readonly EntryView[] = get().matches ?? [];
      const step: Result<'version.search'> = await client.invoke('version.search', {
        artifact,
        ref,
        words: [...words],
        limit: stepSize,
        most: mostMatches + 1 - before.length,
        ...(after === null ? {} : { after }),
      });
      if (current !== run) return;
      const matches = step.entries.length === 0 ? before : [...before, ...step.entries];
      const matchesCut = matches.length > mostMatches;
      set({ matches: matchesCut ? matches.slice(0, mostMatches) : matches, searched: get().searched + step.searched, matchesCut });
      after = matchesCut ? null : step.next;
    } while (after !== null);
    set({ searching: false });
  }

  return {
    ...none,

    async setFilter(filter) {
      run += 1;
      const words = filter.split(/\s+/).filter(Boolean);
      if (words.length === 0) {
        set({ ...none, filter, active: null });
        return;
      }
      set({ filter, matches: [], searched: 0, searching: true, matchesCut: false, active: null });
      const current = run;
      try {
        await search(current, words);
      } catch (error) {
        if (current !== run) return;
        set({ searching: false });
        tellError(notices, 'The files could not be searched', error);
      }
    },

    resetSearch() {
      run += 1;
      const { filter } = get();
      set(none);
      if (filter !== '') void get().setFilter(filter);
    },
  };
}
