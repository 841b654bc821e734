import { safeStorage } from 'electron';
import type { Seal } from './key-store.ts';

/**
 * The system's key store, through Electron. On Linux without a keyring Electron would "seal" with a password that everybody knows; that counts as none.
 */
export function systemSeal(): Seal {
  return {
    isAvailable: () => safeStorage.isEncryptionAvailable() && !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'),
    close: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(sealed),
  };
}
