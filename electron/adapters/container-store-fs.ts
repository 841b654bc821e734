import { readdirSync, rmSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import type { ContainerId, ContainerStore } from '../engine/ports/container-store.ts';
import type { ProofPart, ProvenPart } from '../engine/ports/proving.ts';
import { syncFolder, systemCode } from './durable-files.ts';
import { createPackProver } from './pack-proof.ts';
import { recoverPackIndex } from './pack-recover.ts';
import { createPackReader } from './pack-reader.ts';
import { rewritePacks } from './pack-rewrite.ts';
import { createPackWriter, type FootedPackWriter, type PackWriting } from './pack-writer.ts';

export interface ContainerStoreOptions extends PackWriting {
  /** Absolute path of the folder `containers/`. */
  readonly containers: string;
  /** Absolute path of the folder `tmp/`, on the same file system. */
  readonly temporary: string;
  /** Makes the name of a new container: 32 random hex characters. */
  readonly newId: () => ContainerId;
}

/** The store in a folder, with what adapters need beyond the port. */
export interface FsContainerStore extends ContainerStore {
  createPack(): FootedPackWriter;
  /** Proves a part of a container in this thread, as `Proving` asks. */
  prove(part: ProofPart): ProvenPart;
  /** Bytes on disk; 0 when it is not there. */
  sizeOf(id: ContainerId): number;
  /** Closes the files kept open for reading; the store stays usable. */
  close(): void;
}

const packName = /^([0-9a-f]{32})\.pack$/;
const prefixName = /^[0-9a-f]{2}$/;

/** Packs at `containers/<first 2 hex>/<id>.pack`; written in `temporary` and renamed when complete. */
export function createContainerStore(options: ContainerStoreOptions): FsContainerStore {
  const pathOf = (id: ContainerId): string => {
    // A location may come from outside (a record, a bucket): nothing but an id may become part of a path.
    if (!packName.test(`${id}.pack`)) throw new RangeError(`not the name of a container: ${JSON.stringify(id)}`);
    return path.join(options.containers, id.slice(0, 2), `${id}.pack`);
  };
  const reader = createPackReader(pathOf);

  function createPack(): FootedPackWriter {
    const id = options.newId();
    return createPackWriter({ id, temporary: path.join(options.temporary, `${id}.pack`), final: pathOf(id) }, options);
  }

  function list(): { id: ContainerId; size: number }[] {
    const found: { id: ContainerId; size: number }[] = [];
    for (const prefix of namesIn(options.containers, prefixName)) {
      for (const name of namesIn(path.join(options.containers, prefix), packName)) {
        if (!name.startsWith(prefix)) continue;
        const size = statSync(path.join(options.containers, prefix, name)).size;
        found.push({ id: name.slice(0, 32) as ContainerId, size });
      }
    }
    return found;
  }

  function remove(id: ContainerId): void {
    reader.forget(id);
    try {
      rmSync(pathOf(id));
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return;
      throw error;
    }
    syncFolder(path.dirname(pathOf(id)));
  }

  function removeUnsealed(): number {
    const left = namesIn(options.temporary, packName);
    for (const name of left) rmSync(path.join(options.temporary, name), { force: true });
    return left.length;
  }

  return {
    createPack,
    prove: createPackProver(pathOf, reader),
    sizeOf: (id) => statSync(pathOf(id), { throwIfNoEntry: false })?.size ?? 0,
    read: (digest, location) => reader.read(digest, location),
    recoverIndex: (id) => recoverPackIndex(id, pathOf(id)),
    readIndex: (id) => reader.readIndex(id),
    list,
    remove,
    rewrite: (ids, wanted) => rewritePacks(reader, createPack(), ids, wanted),
    removeUnsealed,
    close: () => reader.close(),
  };
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
