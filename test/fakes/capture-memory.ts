import { digestOf, digester } from '../../electron/adapters/digester-node.ts';
import { buildChunkList } from '../../electron/engine/chunking/chunk-list.ts';
import { createChunker, maximumChunk } from '../../electron/engine/chunking/chunker.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { childPath, nameOf, parentOf } from '../../electron/engine/model/entry-path.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { Capture, Captured, CapturedFile, CapturedFolder, CaptureSession } from '../../electron/engine/ports/capture.ts';
import type { ContainerStore, PackWriter, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import { encodeListing, decodeListing, sameStamp } from '../../electron/engine/scan/listing.ts';
import type { AskedFile } from '../contracts/asked-files.ts';
import type { MemoryStat, MemoryTree } from './memory-tree.ts';

export interface MemoryCaptureOptions {
  readonly tree: MemoryTree;
  readonly containers: ContainerStore;
  /** Whether the catalog names a chunk. */
  readonly isStored: (digest: Digest) => boolean;
  /** Bytes taken with one read; between two reads others have their turn. */
  readonly pieceLength?: number;
}

const tries = 5;
const racyMs = 50;
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Captures files of a memory tree. Every file is read one after the other; between reads the test has its turn. */
export function createMemoryCapture(options: MemoryCaptureOptions): Capture {
  return { open: (request) => openSession(options, request) };
}

function openSession(options: MemoryCaptureOptions, request: Parameters<Capture['open']>[0]): CaptureSession {
  const { tree, containers, isStored, pieceLength = 64 * 1024 } = options;
  const { root, keep, signal, onProgress } = request;
  const queue: AskedFile[] = [];
  const lists = new Map<Digest, Uint8Array>();
  const done = { files: 0, bytes: 0 };
  let pack: PackWriter | null = null;
  let sealed: SealedContainer | null = null;
  let closed = false;
  let ended = false;
  let abandoned = false;
  let wake = (): void => undefined;

  function check(): void {
    signal.throwIfAborted();
    if (abandoned) throw new Failure('operation.cancelled', 'Reading was stopped.');
  }

  function store(kind: 'data' | 'list', bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    if (!keep || isStored(digest)) return digest;
    pack ??= containers.createPack();
    pack.append(kind, digest, bytes);
    return digest;
  }

  function storeBlob(bytes: Uint8Array): Digest | null {
    if (!keep || bytes.length === 0) return null;
    if (bytes.length <= maximumChunk) {
      store('data', bytes);
      return null;
    }
    const chunker = createChunker();
    const chunks: { digest: Digest; length: number }[] = [];
    for (let start = 0; start < bytes.length; ) {
      const end = chunker.nextBoundary(bytes, start, bytes.length, true);
      chunks.push({ digest: store('data', bytes.subarray(start, end)), length: end - start });
      start = end;
    }
    const list = buildChunkList(chunks, digester);
    for (const [digest, node] of list.nodes) {
      lists.set(digest, node);
      store('list', node);
    }
    return list.root;
  }

  /** Reads the file once. Null: it changed. */
  async function tryRead(path: string): Promise<{ bytes: Uint8Array; stat: MemoryStat } | null> {
    const handle = tree.open(path);
    const stat = handle.stat();
    if (stat.kind !== 'file') throw Object.assign(new Error(), { code: 'EISDIR' });
    const parts: Uint8Array[] = [];
    let read = 0;
    for (let piece = handle.read(0, pieceLength); piece.length > 0; piece = handle.read(read, pieceLength)) {
      parts.push(piece);
      read += piece.length;
      done.bytes += piece.length;
      onProgress({ ...done });
      await turn();
      check();
    }
    if (!sameStamp(handle.stat(), stat) || read !== stat.size) {
      done.bytes -= read;
      return null;
    }
    return { bytes: new Uint8Array(Buffer.concat(parts)), stat };
  }

  async function captureFile({ path, stamp }: AskedFile): Promise<CapturedFile> {
    for (let attempt = 0; attempt < tries; attempt++) {
      const started = tree.now();
      const read = await tryRead(`${root}/${path}`);
      // As on a disk, the first look must find what the scan saw, or the file is looked at once more.
      if (read === null || (attempt === 0 && !sameStamp(read.stat, stamp) && tree.lstat(`${root}/${path}`).inode !== read.stat.inode)) continue;
      const { bytes, stat } = read;
      const { size, modifiedMs, changedMs, inode, mode } = stat;
      const content = { blob: digestOf(bytes), size, list: storeBlob(bytes) };
      return { outcome: 'captured', path, content, stamp: { size, modifiedMs, changedMs, inode, mode }, racy: changedMs > started - racyMs };
    }
    return { outcome: 'unsettled', path };
  }

  async function answer(file: AskedFile): Promise<CapturedFile> {
    try {
      return await captureFile(file);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO'].includes(code)) return { outcome: 'gone', path: file.path };
      if (!['EACCES', 'EPERM', 'EIO'].includes(code)) throw error;
      return { outcome: 'unreadable', path: file.path, reason: `It cannot be read (${code}).` };
    } finally {
      done.files += 1;
      onProgress({ ...done });
    }
  }

  async function* results(): AsyncGenerator<readonly CapturedFolder[]> {
    for (;;) {
      check();
      const file = queue.shift();
      if (file !== undefined) {
        await turn();
        yield [folderOf(file, await answer(file))];
      } else if (closed) {
        ended = true;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
  }

  async function seal(): Promise<Captured> {
    check();
    if (!ended) throw new Error('a session is sealed after its results ended');
    sealed = pack?.seal() ?? null;
    return { containers: sealed === null ? [] : [sealed], lists: [...lists].map(([digest, bytes]) => ({ digest, bytes })) };
  }

  async function abandon(): Promise<void> {
    abandoned = true;
    closed = true;
    wake();
    pack?.abandon();
    if (sealed !== null) containers.remove(sealed.id);
  }

  return {
    add: (folders) => {
      if (closed) throw new Error('the session is closed');
      for (const folder of folders) {
        for (const child of decodeListing(folder.files)) {
          if (child.kind === 'file') queue.push({ path: childPath(folder.path, child.name), stamp: child.stamp });
        }
      }
      wake();
    },
    close: () => {
      closed = true;
      wake();
    },
    results,
    seal,
    abandon,
  };
}

/** One file's answer as a piece of its folder: the plainest form that the port allows. */
function folderOf({ path, stamp }: AskedFile, file: CapturedFile): CapturedFolder {
  const files = encodeListing([{ kind: 'file', name: nameOf(path), stamp }]);
  return { path: parentOf(path), files, blobs: new Uint8Array(32), others: [{ at: 0, file }] };
}
