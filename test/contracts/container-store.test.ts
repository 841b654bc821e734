import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { ContainerId, ContainerStore } from '../../electron/engine/ports/container-store.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { systemError } from '../fakes/memory-tree.ts';
import { describeContainerStore, type ContainerStoreInstance } from './container-store.ts';

describeContainerStore('in memory', () => {
  const store = createMemoryContainerStore();
  return {
    store,
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
  const open = (): ContainerStore & { close(): void } =>
    createContainerStore({
      containers: path.join(home, 'containers'),
      temporary: path.join(home, 'tmp'),
      newId,
      write: (fd, bytes) => {
        if (room <= 0) throw systemError('ENOSPC', 'write', '');
        const written = writeSync(fd, bytes, 0, Math.min(bytes.length, room));
        room -= written;
        return written;
      },
    });
  const stores = [open()];
  const pathOf = (id: ContainerId): string => path.join(home, 'containers', id.slice(0, 2), `${id}.pack`);
  return {
    store: stores[0]!,
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
