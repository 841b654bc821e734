import { openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { LargeContent } from '../engine/ports/bucket.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import type { OutgoingPacks, StoredChunk } from '../engine/ports/outgoing-packs.ts';
import { openContainer } from './container-store-fs.ts';
import { digestOf } from './digester-node.ts';
import { systemCode } from './durable-files.ts';
import { decodeFrame } from './frame.ts';
import { PackRefusal } from './pack-format.ts';
import { createPackReader, type PackReader } from './pack-reader.ts';
import { createPackWriter, type FootedPackWriter, type PackWriting } from './pack-writer.ts';

export interface OutgoingPacksOptions extends PackWriting {
  /** Absolute path of the store's folder `containers/`. */
  readonly containers: string;
  /** Absolute path of the folder `tmp/`, on the same file system. */
  readonly temporary: string;
  /** Absolute path of the folder `outgoing/`, on the same file system; made when it is needed. */
  readonly outgoing: string;
  /** Makes the name of a new pack: 32 random hex characters. */
  readonly newId: () => ContainerId;
}

export interface FsOutgoingPacks extends OutgoingPacks {
  /** Closes the files kept open for reading; it stays usable. */
  close(): void;
}

const packName = /^([0-9a-f]{32})\.pack$/;
const readAtOnce = 256 * 1024;

/** Packs for a bucket at `outgoing/<id>.pack`; made in `temporary` and renamed when complete. */
export function createOutgoingPacks(options: OutgoingPacksOptions): FsOutgoingPacks {
  const fileOf = (id: ContainerId): string => {
    if (!packName.test(`${id}.pack`)) throw new RangeError(`not the name of a pack: ${JSON.stringify(id)}`);
    return path.join(options.outgoing, `${id}.pack`);
  };
  const stored = createPackReader((id) => openContainer((kind) => path.join(options.containers, id.slice(0, 2), `${id}.${kind}`)));
  const outgoing = createPackReader((id) => ({ fd: openSync(fileOf(id), 'r'), isClone: false }));

  function newPack(): FootedPackWriter {
    const id = options.newId();
    return createPackWriter({ id, temporary: path.join(options.temporary, `${id}.pack`), final: fileOf(id) }, options);
  }

  return {
    write: (chunks) => writeOutgoing(stored, newPack(), chunks),
    list: () => namesIn(options.outgoing).map((name) => name.slice(0, 32) as ContainerId),
    readIndex: (id) => outgoing.readIndex(id),
    open: (id) => contentOf(fileOf(id)),
    remove: (id) => {
      outgoing.forget(id);
      rmSync(fileOf(id), { force: true });
    },
    unpack: unpackOrNull,
    close: () => {
      stored.close();
      outgoing.close();
    },
  };
}

/** In the order in which they lie in the store, so that every frame is read once, and neighbours stay neighbours. */
function* writeOutgoing(reader: PackReader, pack: FootedPackWriter, chunks: readonly StoredChunk[]): Generator<number, SealedContainer | null> {
  let whole = false;
  try {
    for (const frame of framesOf(chunks)) {
      moveFrame(reader, pack, frame);
      yield frame[0]?.location.frameLength ?? 0;
    }
    const sealed = pack.seal();
    whole = true;
    return sealed;
  } finally {
    if (!whole) pack.abandon();
    // Files of the store may be removed from now on.
    for (const id of new Set(chunks.map(({ location }) => location.container))) reader.forget(id);
  }
}

function framesOf(chunks: readonly StoredChunk[]): StoredChunk[][] {
  const sorted = chunks.toSorted(
    ({ location: a }, { location: b }) => (a.container < b.container ? -1 : a.container > b.container ? 1 : a.frameOffset - b.frameOffset || a.offset - b.offset),
  );
  const frames: StoredChunk[][] = [];
  let last: StoredChunk | null = null;
  for (const chunk of sorted) {
    const isSame = last?.location.container === chunk.location.container && last.location.frameOffset === chunk.location.frameOffset;
    if (isSame) frames.at(-1)?.push(chunk);
    else frames.push([chunk]);
    last = chunk;
  }
  return frames;
}

/** A frame moves as it is stored when it holds nothing but what is wanted. */
function moveFrame(reader: PackReader, pack: FootedPackWriter, chunks: readonly StoredChunk[]): void {
  const wanted = chunks.filter(({ digest }) => !pack.has(digest));
  const [first] = wanted;
  if (first === undefined) return;
  const stored = reader.readFrame(first.location);
  if (stored !== null && isProven(stored, wanted)) {
    if (pack.takeFrame(stored, wanted.map(({ digest, kind, location: { offset, length } }) => ({ digest, kind, offset, length })))) return;
  }
  // One by one, and whoever reads them says what is damaged.
  for (const { kind, digest, location } of wanted) pack.append(kind, digest, reader.read(digest, location));
}

/** Whether a frame unpacks to these chunks: nothing else leaves this computer. A frame is read and unpacked once for that. */
function isProven(stored: Uint8Array, chunks: readonly StoredChunk[]): boolean {
  const raw = unpackOrNull(stored);
  if (raw === null) return false;
  return chunks.every(({ digest, location: { offset, length } }) => offset + length <= raw.length && digestOf(raw.subarray(offset, offset + length)) === digest);
}

function contentOf(file: string): LargeContent {
  return {
    size: statSync(file).size,
    open: (offset) => piecesOf(file, offset),
  };
}

/** One buffer serves all pieces: with a new one for each, a third of a push's garbage collections were for them. */
async function* piecesOf(file: string, offset: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  try {
    const buffer = Buffer.allocUnsafeSlow(readAtOnce);
    for (let at = offset; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

function unpackOrNull(frame: Uint8Array): Uint8Array | null {
  try {
    return decodeFrame(frame);
  } catch (error) {
    if (error instanceof PackRefusal) return null;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => packName.test(name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
