import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { ContainerId, ContainerStore, FrameChunk, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import type { OutgoingPacks, StoredChunk } from '../../electron/engine/ports/outgoing-packs.ts';

export interface OutgoingPacksInstance {
  /** The store that chunks come from. */
  readonly store: ContainerStore;
  readonly outgoing: OutgoingPacks;
  /** As another run of the program finds it. */
  reopen(): OutgoingPacks;
  close(): void;
}

const bytesOf = (text: string, length = 300): Uint8Array => new TextEncoder().encode(text.repeat(Math.ceil(length / text.length))).slice(0, length);

async function contentOf(outgoing: OutgoingPacks, id: ContainerId, offset = 0): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of outgoing.open(id).open(offset, 'send')) pieces.push(Uint8Array.from(piece));
  return new Uint8Array(Buffer.concat(pieces));
}

export function describeOutgoingPacks(name: string, open: () => OutgoingPacksInstance): void {
  describe(`packs on their way (${name})`, () => {
    let instance: OutgoingPacksInstance;
    let outgoing: OutgoingPacks;

    beforeEach(() => {
      instance = open();
      outgoing = instance.outgoing;
    });
    afterEach(() => instance.close());

    function stored(...texts: readonly string[]): StoredChunk[] {
      const pack = instance.store.createPack();
      for (const text of texts) pack.append('data', digestOf(bytesOf(text)), bytesOf(text));
      return [...pack.seal()!.chunks].map(({ digest, kind, ...location }) => ({ digest, kind, location }));
    }

    function written(chunks: readonly StoredChunk[]): SealedContainer | null {
      const steps = outgoing.write(chunks);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        expect(step.value).toBeGreaterThan(0);
      }
    }

    /** Every chunk of a pack, unpacked from the bytes that a bucket would get. */
    async function chunksOf(pack: SealedContainer): Promise<Map<string, Uint8Array>> {
      const bytes = await contentOf(outgoing, pack.id);
      expect(bytes.length).toBe(pack.size);
      return new Map(
        [...pack.chunks].map(({ digest, frameOffset, frameLength, offset, length }) => {
          const raw = outgoing.unpack(bytes.subarray(frameOffset, frameOffset + frameLength))!;
          return [digest, raw.slice(offset, offset + length)];
        }),
      );
    }

    it('hold the chunks they were asked for, wherever these lay, and no others', async () => {
      const some = stored('one', 'two', 'three', 'four');
      const others = stored('five', 'six');
      const wanted = [some[0]!, some[2]!, ...others];
      const chunks = await chunksOf(written(wanted)!);
      expect([...chunks.keys()].toSorted()).toEqual(wanted.map(({ digest }) => digest).toSorted());
      for (const [digest, bytes] of chunks) expect(digestOf(bytes)).toBe(digest);
      expect(instance.store.list()).toHaveLength(2);
    });

    it('hold no byte of what lay beside it and is not wanted', async () => {
      const random = (seed: number): Uint8Array => Uint8Array.from({ length: 300 }, (_, i) => (seed * (i + 7) * 2_654_435_761) >>> 24);
      const pack = instance.store.createPack();
      for (const seed of [1, 2]) pack.append('data', digestOf(random(seed)), random(seed));
      const [first] = [...pack.seal()!.chunks].map(({ digest, kind, ...location }) => ({ digest, kind, location }));
      const bytes = await contentOf(outgoing, written([first!])!.id);
      expect(Buffer.from(bytes).includes(Buffer.from(random(2)))).toBe(false);
    });

    it('stay the same byte for byte, after a restart too, and can be read from anywhere', async () => {
      const pack = written(stored('one', 'two'))!;
      const bytes = await contentOf(outgoing, pack.id);
      const again = instance.reopen();
      expect(again.list()).toEqual([pack.id]);
      expect([...again.readIndex(pack.id).chunks]).toEqual([...pack.chunks]);
      expect(again.open(pack.id).size).toBe(pack.size);
      expect(await contentOf(again, pack.id, 5)).toEqual(bytes.slice(5));
    });

    describe('have frames that a store takes over as they came', () => {
      async function frameOf(pack: SealedContainer): Promise<{ readonly stored: Uint8Array; readonly chunks: FrameChunk[] }> {
        const [first] = [...pack.chunks];
        const bytes = await contentOf(outgoing, pack.id);
        const chunks = [...pack.chunks].filter(({ frameOffset }) => frameOffset === first!.frameOffset).map(({ digest, kind, offset, length }) => ({ digest, kind, offset, length }));
        return { stored: bytes.slice(first!.frameOffset, first!.frameOffset + first!.frameLength), chunks };
      }

      it('and reads chunk by chunk', async () => {
        const { stored: frame, chunks } = await frameOf(written(stored('one', 'two', 'three'))!);
        const pack = instance.store.createPack();
        pack.append('data', digestOf(bytesOf('before')), bytesOf('before'));
        expect(pack.takeFrame(frame, chunks)).toBe(true);
        frame.fill(0);
        pack.append('data', digestOf(bytesOf('after')), bytesOf('after'));
        const sealed = pack.seal()!;
        const texts = new Map(['before', 'one', 'two', 'three', 'after'].map((text) => [digestOf(bytesOf(text)), bytesOf(text)]));
        expect(sealed.chunks.length).toBe(5);
        for (const chunk of sealed.chunks) expect(Uint8Array.from(instance.store.read(chunk.digest, chunk))).toEqual(texts.get(chunk.digest));
        expect([...instance.store.readIndex(sealed.id).chunks]).toEqual([...sealed.chunks]);
      });

      it('unless they hold anything but the chunks that were proven', async () => {
        const { stored: frame, chunks } = await frameOf(written(stored('one', 'two', 'three'))!);
        const pack = instance.store.createPack();
        expect(pack.takeFrame(frame, chunks.slice(1))).toBe(false);
        expect(pack.takeFrame(frame, chunks.slice(0, 2))).toBe(false);
        expect(pack.takeFrame(frame, chunks.toReversed())).toBe(false);
        expect(pack.takeFrame(frame, [{ ...chunks[0]!, length: chunks[0]!.length - 1 }, ...chunks.slice(1)])).toBe(false);
        expect(pack.takeFrame(Uint8Array.from([...frame, 0]), chunks)).toBe(false);
        expect(pack.takeFrame(frame.slice(0, -1), chunks)).toBe(false);
        expect(pack.length).toBe(0);
        expect(pack.seal()).toBeNull();
      });

      it('unless it has one of their chunks already', async () => {
        const { stored: frame, chunks } = await frameOf(written(stored('one', 'two'))!);
        const pack = instance.store.createPack();
        pack.append('data', digestOf(bytesOf('two')), bytesOf('two'));
        expect(pack.takeFrame(frame, chunks)).toBe(false);
        expect(pack.seal()!.chunks.length).toBe(1);
      });
    });

    it('are gone when they are removed; removing one that is not there does nothing', () => {
      const pack = written(stored('one'))!;
      outgoing.remove(pack.id);
      outgoing.remove(pack.id);
      expect(outgoing.list()).toEqual([]);
      expect(() => outgoing.readIndex(pack.id)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
    });

    it('are not made of nothing, and leave nothing when they are stopped', () => {
      expect(written([])).toBeNull();
      const steps = outgoing.write(stored('one', 'two', 'three', 'four'));
      steps.next();
      steps.return(null);
      expect(outgoing.list()).toEqual([]);
    });

    it('are refused when a chunk is not what it should be', () => {
      const [chunk] = stored('one');
      expect(() => written([{ ...chunk!, digest: digestOf(bytesOf('another')) }])).toThrow(expect.objectContaining({ code: 'store.damaged' }));
      expect(outgoing.list()).toEqual([]);
    });

    it('unpack nothing from bytes that are no frame', () => {
      expect(outgoing.unpack(new Uint8Array(0))).toBeNull();
      expect(outgoing.unpack(new Uint8Array(64))).toBeNull();
      expect(outgoing.unpack(Uint8Array.from({ length: 64 }, () => 0xff))).toBeNull();
    });
  });
}
