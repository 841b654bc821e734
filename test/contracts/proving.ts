import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { ContainerId, ContainerStore, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import type { Proving, ProvenPart } from '../../electron/engine/ports/proving.ts';
import { noise } from '../noise.ts';

/** Containers and what proves them, with the accidents that can happen. */
export interface ProvingInstance {
  readonly store: ContainerStore;
  readonly proving: Proving;
  /** Changes one stored byte of this chunk. */
  flip(id: ContainerId, digest: Digest): void;
  /** Cuts the end of the container off. */
  tear(id: ContainerId): void;
  close(): Promise<void>;
}

function fill(store: ContainerStore, chunks: number, length: number): SealedContainer {
  const pack = store.createPack();
  for (let i = 0; i < chunks; i++) pack.append('data', digestOf(noise(length, i)), noise(length, i));
  return pack.seal() as SealedContainer;
}

export function describeProving(name: string, createInstance: () => ProvingInstance): void {
  describe(`proving: ${name}`, () => {
    let instance: ProvingInstance;
    beforeEach(() => {
      instance = createInstance();
    });
    afterEach(() => instance.close());

    /** All parts of a container together. */
    async function proveAll(id: ContainerId): Promise<ProvenPart & { readonly parts: number }> {
      const damaged: Digest[] = [];
      let [bytes, crc, parts] = [0, 0, 0];
      for (let from: number | null = 0; from !== null; parts++) {
        const part: ProvenPart = await instance.proving.prove({ id, from, crc });
        damaged.push(...part.damaged);
        bytes += part.bytes;
        ({ crc, next: from } = part);
      }
      return { next: null, crc, bytes, damaged, parts };
    }

    it('reads every chunk of a container, in several parts when it is big, and always sums up the same', async () => {
      const small = fill(instance.store, 3, 100);
      const big = fill(instance.store, 100, 250_000);
      expect(await proveAll(small.id)).toMatchObject({ bytes: 300, damaged: [] });
      const once = await proveAll(big.id);
      expect(once).toMatchObject({ bytes: 25_000_000, damaged: [] });
      expect(once.parts).toBeGreaterThan(1);
      expect(await proveAll(big.id)).toEqual(once);
    });

    it('names the chunks whose bytes changed since, and goes on behind them', async () => {
      const sealed = fill(instance.store, 5, 200);
      const before = await proveAll(sealed.id);
      const third = [...sealed.chunks][4]?.digest as Digest;
      instance.flip(sealed.id, third);
      const after = await proveAll(sealed.id);
      expect(after).toMatchObject({ bytes: 1_000, damaged: [third] });
      expect(before.damaged).toEqual([]);
    });

    it('refuses a container whose end is gone, and one that is not there', async () => {
      const sealed = fill(instance.store, 5, 200);
      instance.tear(sealed.id);
      await expect(proveAll(sealed.id)).rejects.toMatchObject({ code: 'store.damaged', data: { container: sealed.id } });
      await expect(proveAll('0'.repeat(32) as ContainerId)).rejects.toMatchObject({ code: 'store.damaged' });
    });

    it('has nothing to say against a catalog that is in order', async () => {
      expect(await instance.proving.proveCatalog()).toEqual([]);
    });
  });
}
