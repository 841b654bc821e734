import { startProving } from '../../electron/adapters/content-proofs.ts';
import { parentOf, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { Delivery } from '../../electron/engine/ports/delivery.ts';
import type { MemoryTree } from './memory-tree.ts';

/** Puts files from outside into a memory tree. */
export function createMemoryDelivery(tree: MemoryTree): Delivery {
  /** Why something cannot stand in a folder; null when it can. */
  function refusal(root: string, folder: FolderPath): string | null {
    if (folder === '') return null;
    const above = refusal(root, parentOf(folder));
    if (above !== null) return above;
    const at = `${root}/${folder}`;
    if (!tree.exists(at)) return null;
    const { kind } = tree.lstat(at);
    return kind === 'folder' ? null : `${folder} is a ${kind}`;
  }

  return {
    async put({ root, path, key, size, proofs, resumable, open, mayGoOn, onBytes, signal }) {
      if (!tree.exists(root)) tree.folder(root);
      const why = refusal(root, parentOf(path));
      if (why !== null) return { outcome: 'refused', message: `${path} cannot be restored: ${why}.` };
      const part = `${root}/.strata-${key}-part.tmp`;
      let bytes = resumable && tree.exists(part) ? tree.content(part) : new Uint8Array();
      let keeps = resumable;
      try {
        onBytes(bytes.length);
        if (size === null || bytes.length < size) {
          for await (const piece of open(bytes.length)) {
            signal.throwIfAborted();
            bytes = new Uint8Array([...bytes, ...piece]);
            tree.write(part, bytes);
            onBytes(bytes.length);
          }
        }
        tree.write(part, bytes);
        keeps = false;
        const proving = startProving(proofs);
        proving.update(bytes);
        const { digest, holds } = proving.finish();
        if (!holds || (size !== null && bytes.length !== size)) return { outcome: 'other' };
        if (tree.exists(`${root}/${path}`) && tree.lstat(`${root}/${path}`).kind === 'folder') {
          return { outcome: 'refused', message: `${path} cannot be restored: a folder is in the way.` };
        }
        if (parentOf(path) !== '') tree.folder(`${root}/${parentOf(path)}`);
        tree.rename(part, `${root}/${path}`);
        return { outcome: 'delivered', bytes: bytes.length, digest };
      } catch (error) {
        keeps &&= mayGoOn(error);
        throw error;
      } finally {
        if (!keeps) tree.remove(part);
      }
    },
    async clear(root) {
      tree.remove(root);
    },
    async holds(root, { path, size, proofs }) {
      const at = `${root}/${path}`;
      if (!tree.exists(at) || tree.lstat(at).kind !== 'file') return false;
      const bytes = tree.content(at);
      if (size !== null && bytes.length !== size) return false;
      if (proofs.length === 0) return size !== null;
      const proving = startProving(proofs);
      proving.update(bytes);
      return proving.finish().holds;
    },
  };
}
