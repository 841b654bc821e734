import type { Result } from '../../../shared/contract.ts';
import type { PreviewView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import type { FilesState, FilesSurroundings } from './store.ts';

export type PathChange = Result<'version.history'>['changes'][number];

/** A closer look at one path: what the file holds, and the versions in which it changed. */
export interface FileLook {
  /** Path that is looked at; null when the panel is closed. */
  looked: string | null;
  lookTab: 'preview' | 'history';
  /** Version whose content is previewed: the page's, or an older one picked from the history. */
  previewRef: string;
  preview: PreviewView | null;
  history: readonly PathChange[] | null;

  look(path: string, tab: 'preview' | 'history'): Promise<void>;
  previewAt(ref: string): Promise<void>;
  setLookTab(tab: 'preview' | 'history'): void;
  closeLook(): void;
}

type SetState = (part: Partial<FilesState>) => void;

export function createFileLook({ client, notices }: FilesSurroundings, set: SetState, get: () => FilesState): FileLook {
  async function loadHistory(artifact: string, path: string): Promise<void> {
    try {
      const { changes } = await client.invoke('version.history', { artifact, path });
      if (get().looked === path) set({ history: changes });
    } catch (error) {
      if (get().looked === path) set({ history: [] });
      tellError(notices, `The history of "${path}" could not be read`, error);
    }
  }

  return {
    looked: null,
    lookTab: 'preview',
    previewRef: '',
    preview: null,
    history: null,

    async look(path, lookTab) {
      const { artifact, ref } = get();
      set({ looked: path, lookTab, history: null });
      await Promise.all([loadHistory(artifact, path), get().previewAt(ref)]);
    },

    async previewAt(ref) {
      const { artifact, looked: path } = get();
      if (path === null) return;
      const isCurrent = (): boolean => get().looked === path && get().previewRef === ref;
      set({ previewRef: ref, preview: null });
      try {
        const preview = await client.invoke('version.preview', { artifact, ref, path });
        if (isCurrent()) set({ preview });
      } catch (error) {
        if (!isCurrent()) return;
        set({ preview: { kind: 'none', size: null, reason: error instanceof Error ? error.message : String(error) } });
      }
    },

    setLookTab: (lookTab) => set({ lookTab }),
    closeLook: () => set({ looked: null, preview: null, history: null }),
  };
}
