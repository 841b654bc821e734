import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeCloneFooter } from '../../electron/adapters/clone-format.ts';
import type { OpenClone } from '../../electron/adapters/clone-file.ts';
import { createContainerStore, type FsContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { systemError } from '../fakes/memory-tree.ts';
import { describeContainerStore, type ContainerStoreInstance } from './container-store.ts';

describeContainerStore('in memory', () => {
  const store = createMemoryContainerStore();
  return {
    store,
    clone: async (...chunks) => store.clone(...chunks),
    crashWhileCloning: () => store.createPack().append('data', digestOf(new Uint8Array(6)), new Uint8Array(6)),
    reopen: () => store,
    flip: store.flip,
    tear: store.tear,
    leaveRoom: store.leaveRoom,
    crashWhileWriting: () => store.createPack().append('data', digestOf(new Uint8Array(5)), new Uint8Array(5)),
    close: () => undefined,
  };
});

describeContainerStore('in a folder', (): ContainerStoreInstance => {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-store-'));
  const newId = countingIds();
  let room = Infinity;
  const open = (): FsContainerStore =>
    createContainerStore({
      containers: path.join(home, 'containers'),
      temporary: path.join(home, 'tmp'),
      newId,
      clone: (source, target) => copyFileSync(source, target),
      write: (fd, bytes) => {
        if (room <= 0) throw systemError('ENOSPC', 'write', '');
        const written = writeSync(fd, bytes, 0, Math.min(bytes.length, room));
        room -= written;
        return written;
      },
    });
  const stores = [open()];
  const pathOf = (id: ContainerId): string =>
    path.join(home, 'containers', id.slice(0, 2), `${id}.${stores[0]!.isClone(id) ? 'clone' : 'pack'}`);
  const beginClone = (...chunks: readonly Uint8Array[]): OpenClone => {
    const source = path.join(home, 'a file');
    writeFileSync(source, Buffer.concat(chunks));
    return stores[0]!.createClone(source, statSync(source).size)!;
  };
  return {
    store: stores[0]!,
    clone: async (...chunks) => {
      let end = 0;
      const cut = chunks.map((bytes) => ({ digest: digestOf(bytes), offset: (end += bytes.length) - bytes.length, length: bytes.length, isBeside: false }));
      const { id, size, footer } = await beginClone(...chunks).seal(cut);
      return decodeCloneFooter(footer, id, size);
    },
    crashWhileCloning: () => void beginClone(new Uint8Array(5000)),
    reopen: () => {
      stores.push(open());
      return stores.at(-1)!;
    },
    flip: (id, digest) => {
      const chunk = [...stores[0]!.readIndex(id).chunks].find((one) => one.digest === digest)!;
      const bytes = readFileSync(pathOf(id));
      const at = chunk.frameOffset + chunk.frameLength - 1;
      // Short texts are stored raw, so the chunk lies at the frame's end; any byte of the payload would do.
      for (let i = 0; i < 6; i++) bytes[at - i] = bytes[at - i]! ^ 0x10;
      writeFileSync(pathOf(id), bytes);
    },
    tear: (id) => truncateSync(pathOf(id), readFileSync(pathOf(id)).length - 7),
    leaveRoom: (bytes) => {
      room = bytes;
    },
    crashWhileWriting: () => {
      const pack = stores[0]!.createPack();
      for (let i = 0; i < 20; i++) {
        const bytes = new Uint8Array(100_000).fill(i);
        pack.append('data', digestOf(bytes), bytes);
      }
    },
    close: () => {
      for (const store of stores) store.close();
      rmSync(home, { recursive: true });
    },
  };
});
