import { digestOf } from '../../electron/adapters/digester-node.ts';
import { isEntryPath, parentOf, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { ContainerStore } from '../../electron/engine/ports/container-store.ts';
import type { FileRecipe, Materialize, MaterializeProblem, MaterializeRequest, RestoreStep } from '../../electron/engine/ports/materialize.ts';
import type { MemoryTree } from './memory-tree.ts';

export interface MemoryMaterializeOptions {
  readonly tree: MemoryTree;
  readonly containers: ContainerStore;
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

class Refusal extends Error {}

/** Restores into a memory tree, one step after the other; between two steps the test has its turn. */
export function createMemoryMaterialize({ tree, containers }: MemoryMaterializeOptions): Materialize {
  let count = 0;

  /** Makes sure that a folder is there and no link leads to it. */
  function ensure(root: string, folder: FolderPath): void {
    if (folder === '') return;
    ensure(root, parentOf(folder));
    const at = `${root}/${folder}`;
    if (!tree.exists(at)) return tree.folder(at);
    const { kind } = tree.lstat(at);
    if (kind === 'link') throw new Refusal(`${folder} is a link`);
    if (kind !== 'folder') throw new Refusal(`${folder} is not a folder`);
  }

  function put(request: MaterializeRequest, step: Exclude<RestoreStep, { kind: 'remove' | 'prune' }>): number {
    const { root, stagingId } = request;
    const { entry } = step;
    const target = `${root}/${entry.path}`;
    const folder = parentOf(entry.path);
    const temporary = `${folder === '' ? root : `${root}/${folder}`}/.strata-${stagingId}-${++count}.tmp`;
    if (step.kind !== 'touch' || tree.exists(`${root}/${folder}`)) ensure(root, folder);
    try {
      if (step.kind === 'write') {
        for (const recipe of request.locate([step.entry])) tree.write(temporary, contentOf(recipe), { mode: step.entry.mode });
        setTime(temporary, step.entry.modifiedAt);
        tree.rename(temporary, target);
        return step.entry.size;
      }
      if (step.kind === 'link') {
        tree.link(temporary, step.entry.target);
        setTime(temporary, step.entry.modifiedAt);
        tree.rename(temporary, target);
        return 0;
      }
      if (step.kind === 'directory') ensure(root, entry.path);
      if (tree.lstat(target).kind !== (step.kind === 'directory' ? 'folder' : 'file')) throw new Refusal('something else stands there');
      tree.setMode(target, step.entry.mode);
      setTime(target, step.entry.modifiedAt);
      return 0;
    } catch (error) {
      tree.remove(temporary);
      throw error;
    }
  }

  function setTime(path: string, modifiedAt: number): void {
    tree.setModified(path, modifiedAt / 1000);
  }

  function contentOf({ entry, chunks }: FileRecipe): Uint8Array {
    const parts = chunks.map(({ digest, location }) => {
      try {
        return containers.read(digest, location);
      } catch (error) {
        throw error instanceof Failure ? new Failure(error.code, error.message, { ...error.data, path: entry.path }) : error;
      }
    });
    const bytes = new Uint8Array(Buffer.concat(parts));
    if (bytes.length === entry.size && digestOf(bytes) === entry.blob) return bytes;
    throw new Failure('store.damaged', `${entry.path} is not what the version says.`, { path: entry.path, digest: entry.blob });
  }

  function clear(root: string, step: Extract<RestoreStep, { kind: 'remove' | 'prune' }>): void {
    const folder = parentOf(step.path);
    if (folder !== '' && !tree.exists(`${root}/${folder}`)) return;
    ensure(root, folder);
    const target = `${root}/${step.path}`;
    if (!tree.exists(target)) return;
    const isFolder = tree.lstat(target).kind === 'folder';
    if (step.kind === 'prune') {
      if (isFolder && tree.list(target).length === 0) tree.remove(target);
    } else if (isFolder && !step.deep) throw new Refusal('a folder stands there');
    else tree.remove(target);
  }

  async function run(request: MaterializeRequest): Promise<readonly MaterializeProblem[]> {
    const problems: MaterializeProblem[] = [];
    const done = { files: 0, bytes: 0 };
    request.signal.throwIfAborted();
    if (!tree.exists(request.root)) tree.folder(request.root);
    for (const step of request.steps) {
      await turn();
      request.signal.throwIfAborted();
      const path = 'path' in step ? step.path : step.entry.path;
      if (!isEntryPath(path)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(path)}`);
      try {
        if (step.kind === 'remove' || step.kind === 'prune') clear(request.root, step);
        else done.bytes += put(request, step);
      } catch (error) {
        if (error instanceof Failure && error.code === 'store.damaged') {
          problems.push({ path, message: error.message });
          continue;
        }
        const code = (error as { code?: string }).code ?? '';
        if (!(error instanceof Refusal) && !['EACCES', 'EPERM', 'EISDIR', 'ENOTEMPTY', 'ENOTDIR', 'ENOENT', 'EEXIST'].includes(code)) throw error;
        problems.push({ path, message: `${path} cannot be restored: ${(error as Error).message}.` });
      }
      if (step.kind === 'write') done.files += 1;
      request.onProgress({ ...done });
    }
    return problems;
  }

  async function removeStaging(root: string, stagingId: string): Promise<void> {
    if (!tree.exists(root)) return;
    for (const path of Object.keys(tree.snapshot(root))) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const isOurs = name === `.strata-${stagingId}.tmp` || (name.startsWith(`.strata-${stagingId}-`) && name.endsWith('.tmp'));
      if (isOurs) tree.remove(`${root}/${path}`);
    }
  }

  return { run, removeStaging };
}
