import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type {
  ChunkKind,
  ContainerId,
  ContainerStore,
  IndexedChunk,
  SealedContainer,
} from '../../electron/engine/ports/container-store.ts';

/** A store to test, with the accidents that can happen to it. */
export interface ContainerStoreInstance {
  readonly store: ContainerStore;
  /** A sealed clone of a file that is these chunks one after the other. */
  clone(...chunks: readonly Uint8Array[]): Promise<SealedContainer>;
  /** A clone whose maker stops before it is sealed. */
  crashWhileCloning(): void;
  /** The same containers seen by a store that was just opened. */
  reopen(): ContainerStore;
  /** Changes one stored byte of this chunk. */
  flip(id: ContainerId, digest: Digest): void;
  /** Cuts the end of the container off. */
  tear(id: ContainerId): void;
  /** From now on only this many more bytes fit. */
  leaveRoom(bytes: number): void;
  /** A writer that stops in the middle, as a crash would leave it. */
  crashWhileWriting(): void;
  close(): void;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const noise = (length: number, seed: number): Uint8Array => {
  const made = new Uint8Array(length);
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    made[i] = state >>> 24;
  }
  return made;
};

/** Stores texts as data in one pack. */
function storeTexts(store: ContainerStore, ...texts: string[]): SealedContainer {
  const pack = store.createPack();
  for (const text of texts) pack.append('data', digestOf(bytes(text)), bytes(text));
  const sealed = pack.seal();
  if (sealed === null) throw new Error('nothing was stored');
  return sealed;
}

const first = (sealed: SealedContainer): IndexedChunk => sealed.chunks.at(0);

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

export function describeContainerStore(name: string, createInstance: () => ContainerStoreInstance): void {
  describe(`container store: ${name}`, () => {
    let instance: ContainerStoreInstance;
    let store: ContainerStore;
    beforeEach(() => {
      instance = createInstance();
      store = instance.store;
    });
    afterEach(() => instance.close());

    it('reads back every chunk of a sealed pack', () => {
      const sealed = storeTexts(store, 'cat', 'dog', 'rat');
      expect([...sealed.chunks].map((chunk) => new TextDecoder().decode(store.read(chunk.digest, chunk)))).toEqual(['cat', 'dog', 'rat']);
    });

    it('gives back chunks of all kinds, small and big, whatever they hold', () => {
      const chunk = fc.record({
        kind: fc.constantFrom<ChunkKind>('data', 'list', 'manifest'),
        bytes: fc.oneof(
          fc.uint8Array({ minLength: 0, maxLength: 300 }),
          fc.tuple(fc.integer({ min: 1, max: 300_000 }), fc.nat(1000)).map(([length, seed]) => noise(length, seed)),
          fc.integer({ min: 1, max: 1_500_000 }).map((length) => new Uint8Array(length).fill(7)),
        ),
      });
      fc.assert(
        fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
          const pack = store.createPack();
          for (const one of chunks) pack.append(one.kind, digestOf(one.bytes), one.bytes);
          const sealed = pack.seal();
          const wanted = new Map(chunks.toReversed().map((one) => [digestOf(one.bytes), one]));
          expect(new Set([...(sealed?.chunks ?? [])].map((one) => one.digest))).toEqual(new Set(wanted.keys()));
          for (const one of sealed?.chunks ?? []) {
            expect(one.kind).toBe(wanted.get(one.digest)?.kind);
            expect(Buffer.compare(store.read(one.digest, one), wanted.get(one.digest)?.bytes as Uint8Array)).toBe(0);
          }
        }),
        { numRuns: 25 },
      );
    });

    it('copies what is appended, so that the caller may use its buffer again', () => {
      const buffer = bytes('first');
      const pack = store.createPack();
      pack.append('data', digestOf(buffer), buffer);
      buffer.fill(0);
      const sealed = pack.seal() as SealedContainer;
      expect(new TextDecoder().decode(store.read(first(sealed).digest, first(sealed)))).toBe('first');
    });

    it('keeps a digest once per pack and counts its bytes once', () => {
      const pack = store.createPack();
      pack.append('data', digestOf(bytes('same')), bytes('same'));
      pack.append('data', digestOf(bytes('same')), bytes('same'));
      expect(pack.length).toBe(4);
      expect(pack.seal()?.chunks).toHaveLength(1);
    });

    it('makes no container of nothing', () => {
      expect(store.createPack().seal()).toBeNull();
      expect(store.list()).toEqual([]);
    });

    it('lists a pack only when it is sealed', () => {
      const pack = store.createPack();
      pack.append('data', digestOf(bytes('cat')), bytes('cat'));
      expect(store.list()).toEqual([]);
      const sealed = pack.seal() as SealedContainer;
      expect(store.list()).toEqual([{ id: sealed.id, size: sealed.size }]);
    });

    it('lists every sealed container and shows its own index, also after it was opened again', () => {
      const one = storeTexts(store, 'cat', 'dog');
      const two = storeTexts(store, 'rat');
      const again = instance.reopen();
      expect(new Set(again.list().map(({ id }) => id))).toEqual(new Set([one.id, two.id]));
      expect(again.readIndex(one.id)).toEqual(one);
      expect(again.readIndex(two.id)).toEqual(two);
    });

    it('leaves nothing of an abandoned pack, and abandoning a sealed one does no harm', () => {
      const pack = store.createPack();
      pack.append('data', digestOf(bytes('cat')), bytes('cat'));
      pack.abandon();
      expect(store.list()).toEqual([]);
      expect(store.removeUnsealed()).toBe(0);
      const other = store.createPack();
      other.append('data', digestOf(bytes('dog')), bytes('dog'));
      const sealed = other.seal() as SealedContainer;
      other.abandon();
      expect(store.list()).toEqual([{ id: sealed.id, size: sealed.size }]);
    });

    it('removes a container and nothing else; removing it twice does nothing', () => {
      const one = storeTexts(store, 'cat');
      const two = storeTexts(store, 'dog');
      store.read(first(one).digest, first(one));
      store.remove(one.id);
      store.remove(one.id);
      expect(store.list().map(({ id }) => id)).toEqual([two.id]);
      expect(failureOf(() => store.read(first(one).digest, first(one))).code).toBe('store.damaged');
      expect(new TextDecoder().decode(store.read(first(two).digest, first(two)))).toBe('dog');
    });

    describe('clones', () => {
      const texts = (sealed: SealedContainer, from: ContainerStore): string[] =>
        [...sealed.chunks].map((chunk) => new TextDecoder().decode(from.read(chunk.digest, chunk)));

      it('reads back every chunk of a clone where it lies, and knows it for a clone', async () => {
        const sealed = await instance.clone(bytes('cat'), bytes('dog'), bytes('rat'));
        const pack = storeTexts(store, 'cow');
        expect(texts(sealed, store)).toEqual(['cat', 'dog', 'rat']);
        expect(first(sealed).kind).toBe('data');
        expect([store.isClone(sealed.id), store.isClone(pack.id)]).toEqual([true, false]);
        expect(store.isClone('0123456789abcdef0123456789abcdef' as ContainerId)).toBe(false);
      });

      it('lists them beside packs and shows their own index, also after the store was opened again', async () => {
        const sealed = await instance.clone(bytes('cat'), noise(50_000, 1));
        const pack = storeTexts(store, 'cow');
        const again = instance.reopen();
        expect(new Map(again.list().map(({ id, size }) => [id, size]))).toEqual(new Map([sealed, pack].map(({ id, size }) => [id, size])));
        expect(again.readIndex(sealed.id)).toEqual(sealed);
        expect(Buffer.compare(again.read(sealed.chunks.at(1).digest, sealed.chunks.at(1)), noise(50_000, 1))).toBe(0);
      });

      it('removes one and nothing else; removing it twice does nothing', async () => {
        const one = await instance.clone(bytes('cat'));
        const two = await instance.clone(bytes('dog'));
        store.read(first(one).digest, first(one));
        store.remove(one.id);
        store.remove(one.id);
        expect(store.list().map(({ id }) => id)).toEqual([two.id]);
        expect(store.isClone(one.id)).toBe(false);
        expect(failureOf(() => store.read(first(one).digest, first(one))).code).toBe('store.damaged');
      });

      it('says which container and chunk are damaged instead of giving other bytes', async () => {
        const sealed = await instance.clone(bytes('cat'), bytes('dog'));
        instance.flip(sealed.id, first(sealed).digest);
        const failure = failureOf(() => instance.reopen().read(first(sealed).digest, first(sealed)));
        expect(failure).toMatchObject({ code: 'store.damaged', data: { container: sealed.id, digest: first(sealed).digest } });
        expect(failureOf(() => store.read(digestOf(bytes('cow')), sealed.chunks.at(1))).code).toBe('store.damaged');
      });

      it('refuses the index of a torn one', async () => {
        const sealed = await instance.clone(bytes('cat'));
        instance.tear(sealed.id);
        expect(failureOf(() => instance.reopen().readIndex(sealed.id))).toMatchObject({ code: 'store.damaged', data: { container: sealed.id } });
      });

      it('shows nothing of one that was not sealed, and removes it', async () => {
        const sealed = await instance.clone(bytes('cat'));
        instance.crashWhileCloning();
        const again = instance.reopen();
        expect(again.list().map(({ id }) => id)).toEqual([sealed.id]);
        expect(again.removeUnsealed()).toBe(1);
        expect(again.removeUnsealed()).toBe(0);
        expect(texts(sealed, again)).toEqual(['cat']);
      });

      it('can be rewritten into a pack, together with packs', async () => {
        const clone = await instance.clone(bytes('cat'), noise(70_000, 1), bytes('rat'));
        const pack = storeTexts(store, 'cow', 'cat');
        const steps = store.rewrite([clone.id, pack.id], (digest) => digest !== digestOf(bytes('rat')));
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        const made = step.value as SealedContainer;
        store.remove(clone.id);
        store.remove(pack.id);
        expect(store.isClone(made.id)).toBe(false);
        expect(new Set([...made.chunks].map(({ digest }) => digest))).toEqual(new Set([bytes('cat'), noise(70_000, 1), bytes('cow')].map(digestOf)));
        for (const chunk of made.chunks) expect(digestOf(store.read(chunk.digest, chunk))).toBe(chunk.digest);
      });
    });

    describe('rewriting containers', () => {
      /** Runs a rewrite to its end. */
      function rewrite(ids: readonly ContainerId[], wanted: (digest: Digest, from: ContainerId) => boolean): SealedContainer | null {
        const steps = store.rewrite(ids, wanted);
        for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
      }
      const textsIn = (sealed: SealedContainer | null): string[] =>
        [...(sealed?.chunks ?? [])].map((chunk) => new TextDecoder().decode(store.read(chunk.digest, chunk)));

      it('keeps what is wanted of several containers in a new one, and leaves the old ones alone', () => {
        const one = storeTexts(store, 'cat', 'dog', 'rat');
        const two = storeTexts(store, 'cow', 'hen');
        const dropped = new Set([digestOf(bytes('dog')), digestOf(bytes('hen'))]);
        const made = rewrite([one.id, two.id], (digest) => !dropped.has(digest));
        expect(textsIn(made).toSorted()).toEqual(['cat', 'cow', 'rat']);
        expect(new Set(store.list().map(({ id }) => id))).toEqual(new Set([one.id, two.id, made?.id]));
        expect(textsIn(one)).toEqual(['cat', 'dog', 'rat']);
        store.remove(one.id);
        store.remove(two.id);
        expect(textsIn(store.readIndex(made?.id as ContainerId)).toSorted()).toEqual(['cat', 'cow', 'rat']);
      });

      it('writes a chunk once that several of them hold, and asks for each copy by where it lies', () => {
        const one = storeTexts(store, 'cat', 'dog');
        const two = storeTexts(store, 'cat', 'hen');
        expect(textsIn(rewrite([one.id, two.id], () => true)).toSorted()).toEqual(['cat', 'dog', 'hen']);
        expect(textsIn(rewrite([one.id, two.id], (_, from) => from === two.id)).toSorted()).toEqual(['cat', 'hen']);
      });

      it('makes nothing when nothing is wanted', () => {
        const one = storeTexts(store, 'cat');
        expect(rewrite([one.id], () => false)).toBeNull();
        expect(store.list().map(({ id }) => id)).toEqual([one.id]);
        expect(store.removeUnsealed()).toBe(0);
      });

      it('gives back exactly the wanted chunks, whatever lies in between', () => {
        const chunk = fc.record({
          kind: fc.constantFrom<ChunkKind>('data', 'list', 'manifest'),
          bytes: fc.oneof(
            fc.uint8Array({ minLength: 1, maxLength: 300 }),
            fc.tuple(fc.integer({ min: 1, max: 300_000 }), fc.nat(1000)).map(([length, seed]) => noise(length, seed)),
            fc.integer({ min: 1, max: 1_500_000 }).map((length) => new Uint8Array(length).fill(7)),
          ),
          wanted: fc.boolean(),
        });
        fc.assert(
          fc.property(fc.array(fc.array(chunk, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), (packs) => {
            const wanted = new Map<Digest, { readonly kind: ChunkKind; readonly bytes: Uint8Array }>();
            const ids = packs.flatMap((chunks) => {
              const pack = store.createPack();
              for (const one of chunks) pack.append(one.kind, digestOf(one.bytes), one.bytes);
              for (const one of chunks) if (one.wanted) wanted.set(digestOf(one.bytes), one);
              return pack.seal()?.id ?? [];
            });
            const made = rewrite(ids, (digest) => wanted.has(digest));
            expect(new Set([...(made?.chunks ?? [])].map(({ digest }) => digest))).toEqual(new Set(wanted.keys()));
            for (const one of made?.chunks ?? []) {
              expect(Buffer.compare(store.read(one.digest, one), wanted.get(one.digest)?.bytes as Uint8Array)).toBe(0);
            }
            if (made !== null) expect(store.readIndex(made.id)).toEqual(made);
          }),
          { numRuns: 15 },
        );
      });

      it('leaves nothing when it is stopped half way', () => {
        const one = storeTexts(store, 'cat', 'dog');
        const steps = store.rewrite([one.id], () => true);
        steps.next();
        steps.return(null);
        expect(store.list().map(({ id }) => id)).toEqual([one.id]);
        expect(store.removeUnsealed()).toBe(0);
      });

      it('says which container is damaged and leaves nothing', () => {
        const one = storeTexts(store, 'cat');
        const two = storeTexts(store, 'dog');
        instance.tear(two.id);
        const failure = failureOf(() => rewrite([one.id, two.id], () => true));
        expect(failure).toMatchObject({ code: 'store.damaged', data: { container: two.id } });
        expect(store.removeUnsealed()).toBe(0);
      });

      it('says that the disk is full and leaves nothing', () => {
        const pack = store.createPack();
        for (let i = 0; i < 40; i++) pack.append('data', digestOf(noise(100_000, i)), noise(100_000, i));
        const sealed = pack.seal() as SealedContainer;
        instance.leaveRoom(1000);
        expect(failureOf(() => rewrite([sealed.id], () => true)).code).toBe('store.full');
        expect(store.list().map(({ id }) => id)).toEqual([sealed.id]);
        expect(store.removeUnsealed()).toBe(0);
      });
    });

    it('says which container and chunk are damaged instead of giving other bytes', () => {
      const sealed = storeTexts(store, 'cat', 'dog');
      instance.flip(sealed.id, first(sealed).digest);
      const failure = failureOf(() => instance.reopen().read(first(sealed).digest, first(sealed)));
      expect(failure.code).toBe('store.damaged');
      expect(failure.data).toMatchObject({ container: sealed.id, digest: first(sealed).digest });
    });

    it('never gives bytes of another digest', () => {
      const sealed = storeTexts(store, 'cat', 'dog');
      expect(failureOf(() => store.read(digestOf(bytes('dog')), first(sealed))).code).toBe('store.damaged');
    });

    it('refuses the index of a torn container', () => {
      const sealed = storeTexts(store, 'cat', 'dog');
      instance.tear(sealed.id);
      const failure = failureOf(() => instance.reopen().readIndex(sealed.id));
      expect(failure.code).toBe('store.damaged');
      expect(failure.data).toMatchObject({ container: sealed.id });
    });

    it('refuses the index of a container that is not there', () => {
      const failure = failureOf(() => store.readIndex('0123456789abcdef0123456789abcdef' as ContainerId));
      expect(failure.code).toBe('store.damaged');
    });

    it('makes the index of a torn container again from what lies in it', () => {
      const sealed = storeTexts(store, 'cat', 'dog');
      instance.tear(sealed.id);
      const recovered = instance.reopen().recoverIndex(sealed.id);
      expect(new Set(recovered.chunks)).toEqual(new Set(sealed.chunks));
      for (const chunk of recovered.chunks) expect(store.read(chunk.digest, chunk)).toHaveLength(3);
      expect([...store.recoverIndex('0123456789abcdef0123456789abcdef' as ContainerId).chunks]).toEqual([]);
    });

    it('shows nothing of a writer that crashed, and removes what it left', () => {
      const sealed = storeTexts(store, 'cat');
      instance.crashWhileWriting();
      const again = instance.reopen();
      expect(again.list().map(({ id }) => id)).toEqual([sealed.id]);
      expect(again.removeUnsealed()).toBe(1);
      expect(again.removeUnsealed()).toBe(0);
      expect(again.read(first(sealed).digest, first(sealed))).toHaveLength(3);
    });

    it('says that the disk is full and keeps what was sealed before', () => {
      const sealed = storeTexts(store, 'cat');
      instance.leaveRoom(1000);
      const failure = failureOf(() => {
        const pack = store.createPack();
        for (let i = 0; i < 40; i++) pack.append('data', digestOf(noise(100_000, i)), noise(100_000, i));
        pack.seal();
      });
      expect(failure.code).toBe('store.full');
      expect(store.list().map(({ id }) => id)).toEqual([sealed.id]);
      expect(store.read(first(sealed).digest, first(sealed))).toHaveLength(3);
    });
  });
}
