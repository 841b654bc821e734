import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { Shell } from '../../../shared/shell.ts';
import { sentenceOf } from '../../lib/errors.ts';
import { folderName } from '../../lib/format.ts';
import { artifactNameRefusal } from '../../lib/naming.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

/** What the "Add folder" dialog holds. */
export interface TrackingDraft {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly quietWindowSeconds: number;
  /** The folder is looked at before it can be tracked. */
  readonly inspecting: boolean;
  /** Why this folder or this name is refused; null when nothing is known against it. */
  readonly refusal: string | null;
}

export interface TrackingState {
  draft: TrackingDraft | null;
  /** Folders whose baseline is being stored. */
  beginning: readonly string[];

  /** Asks for a folder and opens the dialog for it. */
  chooseFolder(): Promise<void>;
  openDraft(path: string): Promise<void>;
  change(part: Partial<Pick<TrackingDraft, 'name' | 'type' | 'quietWindowSeconds'>>): void;
  confirm(): Promise<void>;
  close(): void;
  /** Tracks each folder at once under its proposed name, as a drop does. */
  trackAll(paths: readonly string[]): Promise<void>;
}

export type TrackingStore = StoreApi<TrackingState>;

interface Surroundings {
  readonly client: Client;
  readonly shell: Shell;
  readonly notices: Notices;
  /** Called with the artifact's name once a folder is tracked. */
  readonly tracked: (artifact: string) => void;
}

interface Request {
  readonly path: string;
  readonly name?: string;
  readonly type?: string;
  readonly quietWindowMs?: number;
}

export function createTrackingStore({ client, shell, notices, tracked }: Surroundings): TrackingStore {
  return createStore<TrackingState>()((set, get) => {
    const changeDraft = (path: string, part: Partial<TrackingDraft>): void =>
      set(({ draft }) => (draft?.path === path ? { draft: { ...draft, ...part } } : {}));

    async function track(request: Request): Promise<void> {
      set(({ beginning }) => ({ beginning: [...beginning, request.path] }));
      try {
        const { artifact, version } = await client.invoke('artifact.track', request);
        notices.tell({
          title: `${artifact.name} is tracked`,
          message: `Its present state is ${version.ref}. From now on every save becomes a version.`,
          tone: 'good',
        });
        tracked(artifact.name);
      } catch (error) {
        tellError(notices, `"${folderName(request.path)}" was not added`, error);
      } finally {
        set(({ beginning }) => ({ beginning: beginning.filter((path) => path !== request.path) }));
      }
    }

    return {
      draft: null,
      beginning: [],

      async chooseFolder() {
        try {
          const { path } = await shell.invoke('shell.chooseFolder', { title: 'Choose a folder to track' });
          if (path !== null) await get().openDraft(path);
        } catch (error) {
          tellError(notices, 'No folder could be chosen', error);
        }
      },

      async openDraft(path) {
        const draft = { path, name: '', type: 'dataset', quietWindowSeconds: 2, inspecting: true, refusal: null };
        set({ draft });
        try {
          const inspected = await client.invoke('artifact.inspect', { path });
          changeDraft(path, { name: inspected.proposedName, inspecting: false });
        } catch (error) {
          changeDraft(path, { inspecting: false, refusal: sentenceOf(error) });
        }
      },

      change: (part) =>
        set(({ draft }) => {
          if (draft === null) return {};
          const next = { ...draft, ...part };
          return { draft: 'name' in part ? { ...next, refusal: artifactNameRefusal(next.name) } : next };
        }),

      async confirm() {
        const { draft } = get();
        if (draft === null || draft.inspecting || draft.refusal !== null) return;
        set({ draft: null });
        await track({
          path: draft.path,
          name: draft.name,
          type: draft.type.trim() === '' ? 'dataset' : draft.type.trim(),
          quietWindowMs: Math.round(draft.quietWindowSeconds * 1000),
        });
      },

      close: () => set({ draft: null }),

      async trackAll(paths) {
        const { beginning } = get();
        await Promise.all([...new Set(paths)].filter((path) => !beginning.includes(path)).map((path) => track({ path })));
      },
    };
  });
}
