import type { Digest } from '../engine/model/digest.ts';
import type { ContainerId, IndexedChunk, SealedContainer } from '../engine/ports/container-store.ts';
import { checkFrameHead } from './frame.ts';
import type { PackReader } from './pack-reader.ts';
import type { FootedPackWriter } from './pack-writer.ts';

/** Whether the store still needs the copy of a chunk that lies in this container. */
export type IsWanted = (digest: Digest, from: ContainerId) => boolean;

/**
 * Writes what is wanted of some packs and clones into another pack. A frame of which all is wanted moves as it is stored; of other
 * frames and of clones the wanted chunks are unpacked, proven by their digests, and gathered into new frames. Yields stored bytes
 * dealt with.
 */
export function* rewritePacks(
  reader: PackReader,
  pack: FootedPackWriter,
  ids: readonly ContainerId[],
  isWanted: IsWanted,
): Generator<number, SealedContainer | null> {
  let whole = false;
  try {
    for (const id of ids) {
      for (const frame of framesOf(reader.readIndex(id))) {
        moveFrame(reader, pack, frame, isWanted);
        yield frame.chunks[0]?.frameLength ?? 0;
      }
    }
    const sealed = pack.seal();
    whole = true;
    return sealed;
  } finally {
    if (!whole) pack.abandon();
  }
}

interface IndexedFrame {
  readonly chunks: IndexedChunk[];
}

/** The frames of a pack in the order in which they lie. */
function framesOf({ chunks }: SealedContainer): IndexedFrame[] {
  const frames = new Map<number, IndexedFrame>();
  for (const chunk of chunks) {
    const known = frames.get(chunk.frameOffset);
    if (known === undefined) frames.set(chunk.frameOffset, { chunks: [chunk] });
    else known.chunks.push(chunk);
  }
  return [...frames].toSorted(([a], [b]) => a - b).map(([, frame]) => frame);
}

function moveFrame(reader: PackReader, pack: FootedPackWriter, { chunks }: IndexedFrame, isWanted: IsWanted): void {
  const wanted = chunks.filter(({ digest, container }) => !pack.has(digest) && isWanted(digest, container));
  const [first] = wanted;
  if (first === undefined) return;
  const stored = wanted.length === chunks.length ? reader.readFrame(first) : null;
  if (stored !== null) {
    pack.appendFrame(stored, checkFrameHead(stored).rawLength, wanted);
    return;
  }
  for (const chunk of wanted) pack.append(chunk.kind, chunk.digest, reader.read(chunk.digest, chunk));
}
