import { ContractError } from '../../../shared/errors.ts';
import { sentenceOf } from '../../lib/errors.ts';
import { tellError } from '../../lib/notices.ts';
import { addParams, changed, checkParams, newDraft } from './draft.ts';
import type { RemoteDraft } from './draft.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

/** An encrypted bucket is asked for its passphrase, and for no new one. */
function lockedBy(code: string | null): Partial<RemoteDraft> {
  return code === 'bucket.locked' ? { isLocked: true, encrypt: false, passphrase: '', again: '' } : {};
}

export interface Drafting {
  draft: RemoteDraft | null;
  openDraft(): void;
  closeDraft(): void;
  change(part: Partial<RemoteDraft>): void;
  /** Asks for the folder, or for the key file, with the system's dialog. */
  chooseFolder(): Promise<void>;
  chooseKeyFile(): Promise<void>;
  /** Something was dropped on the window while the dialog is open. */
  takeDrop(paths: readonly string[]): void;
  testDraft(): Promise<void>;
  add(): Promise<void>;
}

/** A bucket that is going to be a remote: written down, tested, added. */
export function createDrafting({ client, shell, notices }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Drafting {
  /** Changes the draft if it is still that one. */
  function changeIf(same: (draft: RemoteDraft) => boolean, part: Partial<RemoteDraft>): void {
    set(({ draft }) => (draft !== null && same(draft) ? { draft: { ...draft, ...part } } : {}));
  }

  return {
    draft: null,
    openDraft: () => set(({ keyStore }) => ({ draft: newDraft(keyStore) })),
    closeDraft: () => set({ draft: null }),
    change: (part) => set(({ draft, remotes }) => (draft === null ? {} : { draft: changed(draft, part, remotes) })),

    async chooseFolder() {
      try {
        const { path } = await shell.invoke('shell.chooseFolder', { title: 'Choose the folder that the team shares', button: 'Choose' });
        if (path !== null) get().change({ folder: path });
      } catch (error) {
        tellError(notices, 'No folder could be chosen', error);
      }
    },

    async chooseKeyFile() {
      try {
        const { path } = await shell.invoke('shell.chooseFile', { title: 'Choose the key file of a service account' });
        if (path !== null) get().change({ keyFile: path, credentials: 'key-file' });
      } catch (error) {
        tellError(notices, 'No file could be chosen', error);
      }
    },

    takeDrop(paths) {
      const [path] = paths;
      if (path === undefined) return;
      get().change(get().draft?.kind === 'folder' ? { folder: path } : { keyFile: path, credentials: 'key-file' });
    },

    async testDraft() {
      const { draft } = get();
      if (draft === null) return;
      const params = checkParams(draft);
      const isSame = (now: RemoteDraft): boolean => JSON.stringify(checkParams(now)) === JSON.stringify(params);
      set({ draft: { ...draft, testing: true, check: null, refusal: null } });
      try {
        const check = await client.invoke('remote.check', params);
        changeIf(isSame, { check, testing: false, ...lockedBy(check.code) });
      } catch (error) {
        changeIf(isSame, { testing: false, refusal: sentenceOf(error) });
      }
    },

    async add() {
      const { draft } = get();
      if (draft === null || draft.adding) return;
      set({ draft: { ...draft, adding: true, refusal: null } });
      try {
        const { remote, check, recoveryCode } = await client.invoke('remote.add', addParams(draft));
        set({ draft: null, recovery: recoveryCode === null ? null : { remote: remote.name, code: recoveryCode } });
        notices.tell({ title: `"${remote.name}" was added`, message: check.message, tone: check.writable ? 'good' : 'warning' });
      } catch (error) {
        changeIf(() => true, { adding: false, refusal: sentenceOf(error), ...lockedBy(error instanceof ContractError ? error.code : null) });
      }
    },
  };
}
