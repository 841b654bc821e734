import { existsSync, openSync, readdirSync, rmSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import type { ContainerId, ContainerStore } from '../engine/ports/container-store.ts';
import type { ProofPart, ProvenPart } from '../engine/ports/proving.ts';
import { cloneFile, openClone, type CloneFile, type OpenClone } from './clone-file.ts';
import { syncFolder, systemCode } from './durable-files.ts';
import type { PackPlace } from './pack-file.ts';
import { createPackProver } from './pack-proof.ts';
import { createPackReader, type OpenContainer } from './pack-reader.ts';
import { recoverPackIndex } from './pack-recover.ts';
import { rewritePacks } from './pack-rewrite.ts';
import { createPackWriter, type FootedPackWriter, type PackWriting } from './pack-writer.ts';

export interface ContainerStoreOptions extends PackWriting {
  /** Absolute path of the folder `containers/`. */
  readonly containers: string;
  /** Absolute path of the folder `tmp/`, on the same file system. */
  readonly temporary: string;
  /** Makes the name of a new container: 32 random hex characters. */
  readonly newId: () => ContainerId;
  /** How files are cloned, if not by the file system; passed in so that clones can be had in a test where it cannot. */
  readonly clone?: CloneFile | undefined;
}

/** The store in a folder, with what adapters need beyond the port. */
export interface FsContainerStore extends ContainerStore {
  createPack(): FootedPackWriter;
  /** Begins a clone of a file of `size` bytes, not sealed yet; null where the file systems cannot. */
  createClone(source: string, size: number): OpenClone | null;
  /** Makes a new file that shares its blocks with a clone, footer and all. False where that cannot be; then nothing is made. */
  cloneInto(id: ContainerId, target: string): boolean;
  /** Proves a part of a container in this thread, as `Proving` asks. */
  prove(part: ProofPart): ProvenPart;
  /** Bytes on disk; 0 when it is not there. */
  sizeOf(id: ContainerId): number;
  /** Closes the files kept open for reading; the store stays usable. */
  close(): void;
}

export type ContainerKind = 'pack' | 'clone';
const containerName = /^([0-9a-f]{32})\.(pack|clone)$/;
const prefixName = /^[0-9a-f]{2}$/;

/** Containers at `containers/<first 2 hex>/<id>.pack` or `.clone`; made in `temporary` and renamed when complete. */
export function createContainerStore(options: ContainerStoreOptions): FsContainerStore {
  const { clone = cloneFile } = options;
  const pathOf = (id: ContainerId, kind: ContainerKind): string => {
    // A location may come from outside (a record, a bucket): nothing but an id may become part of a path.
    if (!containerName.test(`${id}.${kind}`)) throw new RangeError(`not the name of a container: ${JSON.stringify(id)}`);
    return path.join(options.containers, id.slice(0, 2), `${id}.${kind}`);
  };
  const unsealed = (id: ContainerId, kind: ContainerKind): string => path.join(options.temporary, `${id}.${kind}`);
  const open = (id: ContainerId): OpenContainer => openContainer((kind) => pathOf(id, kind));
  const reader = createPackReader(open);

  function newPlace(kind: ContainerKind): PackPlace {
    const id = options.newId();
    return { id, temporary: unsealed(id, kind), final: pathOf(id, kind) };
  }

  const createPack = (): FootedPackWriter => createPackWriter(newPlace('pack'), options);

  function cloneInto(id: ContainerId, target: string): boolean {
    try {
      clone(pathOf(id, 'clone'), target);
      return true;
    } catch {
      return false;
    }
  }

  function list(): { id: ContainerId; size: number }[] {
    const found: { id: ContainerId; size: number }[] = [];
    for (const prefix of namesIn(options.containers, prefixName)) {
      for (const name of namesIn(path.join(options.containers, prefix), containerName)) {
        if (!name.startsWith(prefix)) continue;
        const size = statSync(path.join(options.containers, prefix, name)).size;
        found.push({ id: name.slice(0, 32) as ContainerId, size });
      }
    }
    return found;
  }

  function remove(id: ContainerId): void {
    reader.forget(id);
    if (removeFile(pathOf(id, 'pack')) || removeFile(pathOf(id, 'clone'))) syncFolder(path.dirname(pathOf(id, 'pack')));
  }

  function removeUnsealed(): number {
    const left = namesIn(options.temporary, containerName);
    for (const name of left) rmSync(path.join(options.temporary, name), { force: true });
    return left.length;
  }

  return {
    createPack,
    createClone: (source, size) => openClone(newPlace('clone'), source, size, { clone, write: options.write }),
    cloneInto,
    isClone: (id) => existsSync(pathOf(id, 'clone')),
    beside: (id) => reader.readBeside(id),
    prove: createPackProver(open, reader),
    sizeOf: (id) => sizeOf(pathOf(id, 'pack')) ?? sizeOf(pathOf(id, 'clone')) ?? 0,
    read: (digest, location) => reader.read(digest, location),
    recoverIndex: (id) => recoverPackIndex(id, pathOf(id, 'pack')),
    readIndex: (id) => reader.readIndex(id),
    list,
    remove,
    rewrite: (ids, wanted) => rewritePacks(reader, createPack(), ids, wanted),
    removeUnsealed,
    close: () => reader.close(),
  };
}

/** A container's kind is told by its file: most are packs. */
export function openContainer(pathOf: (kind: ContainerKind) => string): OpenContainer {
  try {
    return { fd: openSync(pathOf('pack'), 'r'), isClone: false };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return { fd: openSync(pathOf('clone'), 'r'), isClone: true };
  }
}

/** Bytes; null when it is not there. */
function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** False: it was not there. */
function removeFile(file: string): boolean {
  try {
    rmSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function namesIn(folder: string, pattern: RegExp): string[] {
  let children: Dirent[];
  try {
    children = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
  return children.map((child) => child.name).filter((name) => pattern.test(name));
}
