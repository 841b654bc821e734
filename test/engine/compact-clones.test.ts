import { describe, expect, it, vi } from 'vitest';
import { compact } from '../../electron/engine/delete/compact.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { DigestTable } from '../../electron/engine/model/digest-table.ts';
import type { MemoryContainerStore } from '../fakes/container-store-memory.ts';
import { digester } from '../fakes/digester-node.ts';
import { createWorld } from './memory-world.ts';

const chunks = Array.from({ length: 8 }, (_, i) => new Uint8Array(1000).fill(i + 1));
const digests = chunks.map((bytes) => digester.digest(bytes));

async function openClone() {
  const ports = createWorld().ports();
  const { core } = await createEngine(ports, { watch: false });
  const containers = core.containers as MemoryContainerStore;
  const clone = containers.clone(...chunks);
  const counted = (some: readonly Digest[]): DigestTable => DigestTable.of(some.map((digest) => [digest, 1]));
  core.catalog.transact((writer) => {
    writer.addContainer(clone);
    writer.addReferences(counted(digests));
  });
  const forget = async (some: readonly Digest[]): Promise<void> => {
    core.catalog.transact((writer) => writer.removeReferences(counted(some)));
    await compact(core);
  };
  const kinds = (): boolean[] => containers.list().map(({ id }) => containers.isClone(id));
  return { core, containers, forget, kinds, clone };
}

describe('compacting a clone', () => {
  it('waits until a quarter of it is dead, since what is alive would take new room', async () => {
    const { core, containers, forget, kinds, clone } = await openClone();
    await forget(digests.slice(0, 1));
    expect(kinds()).toEqual([true]);
    expect(core.catalog.containers()).toEqual([{ id: clone.id, size: 8000, rawBytes: 8000, deadBytes: 1000 }]);
    await forget(digests.slice(1, 2));
    expect(kinds()).toEqual([false]);
    expect(core.catalog.containers()).toMatchObject([{ size: 6000, deadBytes: 0 }]);
    for (const digest of digests.slice(2)) {
      const known = core.catalog.chunk(digest);
      expect(digester.digest(containers.read(digest, known!.location!))).toBe(digest);
    }
  });

  it('spares nothing of what is dead when a path was purged', async () => {
    const { core, forget, kinds } = await openClone();
    await forget(digests.slice(0, 1));
    await compact(core, 'purge');
    expect(kinds()).toEqual([false]);
  });

  it('rewrites for a purge what holds bytes of a chunk that was stored elsewhere and is no more', async () => {
    const { core, containers, kinds } = await openClone();
    const beside = vi.spyOn(containers, 'beside').mockReturnValue([digests[0] as Digest]);
    await compact(core, 'purge');
    expect(kinds()).toEqual([true]);
    beside.mockReturnValue([digester.digest(new Uint8Array(5))]);
    await compact(core);
    expect(kinds()).toEqual([true]);
    await compact(core, 'purge');
    expect(kinds()).toEqual([false]);
  });

  it('removes it when nothing of it is alive, without writing anything', async () => {
    const { core, containers, forget } = await openClone();
    await forget(digests);
    expect(containers.list()).toEqual([]);
    expect(core.catalog.containers()).toEqual([]);
    expect(containers.calls.seals).toBe(0);
  });
});
