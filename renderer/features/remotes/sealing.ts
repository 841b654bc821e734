import { tellError } from '../../lib/notices.ts';
import type { RemotesState, RemotesSurroundings, SetRemotes } from './store.ts';

export interface Sealing {
  /** A recovery code that was just made; it is shown until somebody says that he kept it. */
  recovery: { readonly remote: string; readonly code: string } | null;
  /** Rejects when it is not the passphrase. */
  unlock(remote: string, passphrase: string): Promise<void>;
  /** Rejects when the proof is none. */
  setPassphrase(remote: string, proof: { readonly passphrase: string } | { readonly recoveryCode: string }, next: string, newKey: boolean): Promise<void>;
  copyCode(): Promise<void>;
  saveCode(): Promise<void>;
  closeRecovery(): void;
}

/** Passphrases and recovery codes of encrypted remotes. */
export function createSealing({ client, shell, notices }: RemotesSurroundings, set: SetRemotes, get: () => RemotesState): Sealing {
  return {
    recovery: null,

    async unlock(remote, passphrase) {
      await client.invoke('remote.unlock', { remote, passphrase });
      notices.tell({ title: `"${remote}" is unlocked`, message: 'It can be pushed to and pulled from again.', tone: 'good' });
    },

    async setPassphrase(remote, proof, next, newKey) {
      const { recoveryCode } = await client.invoke('remote.setPassphrase', { remote, ...proof, next, newKey });
      if (recoveryCode !== null) set({ recovery: { remote, code: recoveryCode } });
      notices.tell({ title: `"${remote}" has a new passphrase`, message: 'It holds for the whole team.', tone: 'good' });
    },

    async copyCode() {
      try {
        await shell.invoke('shell.copyText', { text: get().recovery?.code ?? '' });
        notices.tell({ title: 'The recovery code is on the clipboard', message: 'Paste it where you keep such things.', tone: 'plain' });
      } catch (error) {
        tellError(notices, 'The code was not copied', error);
      }
    },

    async saveCode() {
      const { recovery } = get();
      if (recovery === null) return;
      try {
        const text = `Recovery code of the encrypted Strata remote "${recovery.remote}":\n\n    ${recovery.code}\n\nIt opens the bucket when the passphrase is lost. Whoever has it can set a new passphrase.\n`;
        const { path } = await shell.invoke('shell.saveText', { title: 'Save the recovery code', name: `${recovery.remote}-recovery-code.txt`, text });
        if (path !== null) notices.tell({ title: 'The recovery code was saved', message: path, tone: 'good' });
      } catch (error) {
        tellError(notices, 'The code was not saved', error);
      }
    },

    closeRecovery: () => set({ recovery: null }),
  };
}
