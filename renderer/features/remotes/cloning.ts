import { sentenceOf, wasCancelled } from '../../lib/errors.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

/** What the dialog holds in which an artifact of a remote is chosen. */
export interface CloneDraft {
  readonly remote: string;
  /** Null while the remote is asked. */
  readonly artifacts: readonly string[] | null;
  readonly artifact: string | null;
  /** Empty: the history alone. */
  readonly folder: string;
  readonly cloning: boolean;
  readonly refusal: string | null;
}

export interface Cloning {
  clone: CloneDraft | null;
  openClone(remote: string): Promise<void>;
  changeClone(part: Partial<Pick<CloneDraft, 'artifact' | 'folder'>>): void;
  chooseCloneFolder(): Promise<void>;
  startClone(): Promise<void>;
  closeClone(): void;
}

/** Bringing an artifact of a remote here. */
export function createCloning({ client, shell, notices, cloned }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Cloning {
  const changeOf = (remote: string, part: Partial<CloneDraft>): void => set(({ clone }) => (clone?.remote === remote ? { clone: { ...clone, ...part } } : {}));

  return {
    clone: null,

    async openClone(remote) {
      set({ clone: { remote, artifacts: null, artifact: null, folder: '', cloning: false, refusal: null } });
      try {
        const { artifacts } = await client.invoke('remote.artifacts', { remote });
        changeOf(remote, { artifacts, artifact: artifacts[0] ?? null });
      } catch (error) {
        changeOf(remote, { artifacts: [], refusal: sentenceOf(error) });
      }
    },

    changeClone: (part) => set(({ clone }) => (clone === null ? {} : { clone: { ...clone, ...part, refusal: null } })),

    async chooseCloneFolder() {
      try {
        const { path } = await shell.invoke('shell.chooseFolder', { title: 'Choose an empty folder', button: 'Choose' });
        if (path !== null) get().changeClone({ folder: path });
      } catch (error) {
        tellError(notices, 'No folder could be chosen', error);
      }
    },

    async startClone() {
      const { clone } = get();
      if (clone === null || clone.artifact === null || clone.cloning) return;
      const { remote, artifact } = clone;
      const path = clone.folder.trim();
      set({ clone: { ...clone, cloning: true, refusal: null } });
      try {
        const { sync } = await client.invoke('artifact.clone', { remote, artifact, ...(path === '' ? {} : { path }) });
        set({ clone: null });
        notices.tell({ title: `${artifact} came from ${remote}`, message: `${formatNumberOf(sync.pulled.versions, 'version')}, with their whole history.`, tone: 'good' });
        cloned(artifact);
      } catch (error) {
        changeOf(remote, { cloning: false, refusal: wasCancelled(error) ? null : sentenceOf(error) });
      }
    },

    closeClone: () => set({ clone: null }),
  };
}
