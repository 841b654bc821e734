import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { Result } from '../../../shared/contract.ts';
import type { Shell } from '../../../shared/shell.ts';
import { sentenceOf } from '../../lib/errors.ts';
import { folderName } from '../../lib/format.ts';
import { artifactNameRefusal } from '../../lib/naming.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notice, Notices } from '../../lib/notices.ts';

/** An artifact that is no longer tracked, and goes on with a folder. */
export interface FormerArtifact {
  readonly name: string;
  /** `v3`; null when it never had a version. */
  readonly latest: string | null;
}

/** What the "Add folder" dialog holds. */
export interface TrackingDraft {
  readonly path: string;
  /** Whose versions go on; null for a new artifact. */
  readonly again: FormerArtifact | null;
  /** False when the folder has nothing in common with that artifact's latest version. */
  readonly resembles: boolean;
  readonly name: string;
  readonly type: string;
  readonly quietWindowSeconds: number;
  /** Whether versions hold the bytes of files, or their names and digests alone. */
  readonly mode: 'copy' | 'reference';
  /** The folder is looked at before it can be tracked. */
  readonly inspecting: boolean;
  /** The folder itself is refused: no other name helps. */
  readonly isRefused: boolean;
  /** Why this folder or this name is refused; null when nothing is known against it. */
  readonly refusal: string | null;
}

export interface TrackingState {
  draft: TrackingDraft | null;
  /** Folders whose baseline is being stored. */
  beginning: readonly string[];

  /** Asks for a folder and opens the dialog for it. */
  chooseFolder(again?: FormerArtifact): Promise<void>;
  openDraft(path: string, again?: FormerArtifact): Promise<void>;
  change(part: Partial<Pick<TrackingDraft, 'name' | 'type' | 'quietWindowSeconds' | 'mode'>>): void;
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
  readonly mode?: 'copy' | 'reference';
}

export function createTrackingStore({ client, shell, notices, tracked }: Surroundings): TrackingStore {
  return createStore<TrackingState>()((set, get) => {
    const changeDraft = (path: string, part: Partial<TrackingDraft>): void =>
      set(({ draft }) => (draft?.path === path ? { draft: { ...draft, ...part } } : {}));

    async function track(request: Request): Promise<void> {
      set(({ beginning }) => ({ beginning: [...beginning, request.path] }));
      try {
        const result = await client.invoke('artifact.track', request);
        notices.tell(trackedNotice(result));
        tracked(result.artifact.name);
      } catch (error) {
        tellError(notices, `"${folderName(request.path)}" was not added`, error);
      } finally {
        set(({ beginning }) => ({ beginning: beginning.filter((path) => path !== request.path) }));
      }
    }

    return {
      draft: null,
      beginning: [],

      async chooseFolder(again) {
        try {
          const title = again === undefined ? 'Choose a folder to track' : `Choose the folder of ${again.name}`;
          const { path } = await shell.invoke('shell.chooseFolder', { title });
          if (path !== null) await get().openDraft(path, again);
        } catch (error) {
          tellError(notices, 'No folder could be chosen', error);
        }
      },

      async openDraft(path, again) {
        const open = { path, again: again ?? null, resembles: true, inspecting: true, isRefused: false, refusal: null };
        set({ draft: { ...open, name: '', type: 'dataset', quietWindowSeconds: 2, mode: 'copy' } });
        try {
          const { proposedName, resembles } = await client.invoke('artifact.inspect', { path, ...(again && { artifact: again.name }) });
          changeDraft(path, { name: proposedName, resembles, inspecting: false });
        } catch (error) {
          changeDraft(path, { inspecting: false, isRefused: true, refusal: sentenceOf(error) });
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
        await track(requestOf(draft));
      },

      close: () => set({ draft: null }),

      async trackAll(paths) {
        const { beginning } = get();
        await Promise.all([...new Set(paths)].filter((path) => !beginning.includes(path)).map((path) => track({ path })));
      },
    };
  });
}

/** An artifact that goes on keeps what was set for it. */
function requestOf({ path, name, again, type, quietWindowSeconds, mode }: TrackingDraft): Request {
  if (again !== null) return { path, name: again.name };
  return { path, name, type: type.trim() === '' ? 'dataset' : type.trim(), quietWindowMs: Math.round(quietWindowSeconds * 1000), mode };
}

function trackedNotice({ artifact, version, created, again }: Result<'artifact.track'>): Notice {
  const state = created ? `Its present state is ${version.ref}.` : `It is as it was in ${version.ref}.`;
  return {
    title: again ? `${artifact.name} is tracked again` : `${artifact.name} is tracked`,
    message: `${state} From now on every save becomes a version.`,
    tone: 'good',
  };
}
