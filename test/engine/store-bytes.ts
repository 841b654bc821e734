import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';

function containerFiles(home: string): string[] {
  const found = readdirSync(path.join(home, 'containers'), { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Bytes of all containers on the disk. */
export function storeBytes(home: string): number {
  return containerFiles(home).reduce((sum, file) => sum + statSync(file).size, 0);
}

/** Content bytes that containers hold by their own indexes, whatever the catalog says: uncompressed data chunks, nodes not counted. */
export function contentBytes(home: string): number {
  const store = createContainerStore({
    containers: path.join(home, 'containers'),
    temporary: path.join(home, 'tmp'),
    newId: () => {
      throw new Error('nothing is written here');
    },
  });
  try {
    const chunks = store.list().flatMap(({ id }) => [...store.readIndex(id).chunks]);
    return chunks.reduce((sum, { kind, length }) => sum + (kind === 'data' ? length : 0), 0);
  } finally {
    store.close();
  }
}

/** Whether some container holds these bytes as they are (what does not compress is stored so). */
export function storeHolds(home: string, bytes: Uint8Array): boolean {
  return containerFiles(home).some((file) => readFileSync(file).includes(Buffer.from(bytes)));
}
