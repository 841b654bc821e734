import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { KnownContainer } from '../ports/catalog.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { damagedChunk, type Found } from './finding.ts';
import { pause, takeInBreaths } from '../breaths.ts';

/** How a container is proven: how far, how gently, and whom to tell. */
export interface ProofWay {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
  /** ms to let pass after a part that took so many: 0 to go on at once. */
  readonly rest: (took: number) => number;
}

/**
 * Reads and digests every byte of a container and notes the proof when all that is alive in it is whole. Damage of what nobody needs any
 * more is no damage. Nothing is taken away from the store meanwhile.
 */
export function proveContainer(core: Core, id: ContainerId, way: ProofWay, found: Found): Promise<void> {
  return core.stored.use(async () => {
    const container = knownContainer(core, id);
    if (container === null) return; // it was replaced meanwhile
    try {
      await proveParts(core, container, way, found);
    } catch (error) {
      if (!(error instanceof Failure) || (error.code !== 'store.damaged' && error.code !== 'store.newer-format')) throw error;
      await readAlive(core, container, error.message, way, found);
    }
  });
}

function knownContainer(core: Core, id: ContainerId): KnownContainer | null {
  return core.catalog.containers().find((container) => container.id === id) ?? null;
}

async function proveParts(core: Core, container: KnownContainer, way: ProofWay, found: Found): Promise<void> {
  const { id } = container;
  const damaged: Digest[] = [];
  let crc = 0;
  for (let from: number | null = 0; from !== null; ) {
    way.signal.throwIfAborted();
    const began = core.clock.now();
    const part = await core.proving.prove({ id, from, crc });
    for (const digest of part.damaged) damaged.push(digest);
    way.onBytes(part.bytes);
    from = part.next;
    crc = part.crc;
    const rest = way.rest(core.clock.now() - began);
    if (rest > 0) await pause(core.clock, rest);
  }
  const alive = damaged.filter((digest) => core.catalog.chunk(digest)?.location?.container === id);
  for (const digest of alive) found.broken.set(digest, damagedChunk(digest));
  if (alive.length === 0) noteProof(core, container, crc, damaged.length > 0, found);
}

/**
 * A container never changes. When all of it is alive and whole and it is another one all the same, a byte changed that nothing reads
 * (compressed data has such bits): no harm, but the disk did it.
 */
function noteProof(core: Core, container: KnownContainer, crc: number, hasDeadDamage: boolean, found: Found): void {
  const { id, deadBytes } = container;
  const before = core.catalog.proofs().get(id);
  if (before !== undefined && before.crc !== crc && deadBytes === 0 && !hasDeadDamage) {
    const message = `The container ${id} changed on the disk, in a place that nothing needs: all that it holds is whole.`;
    found.findings.push({ code: 'container.differs', message, touches: [], container: id });
    return;
  }
  core.catalog.transact((writer) => writer.noteProof(id, { at: core.clock.now(), crc }));
}

/** Begin, index or end are damaged, so the catalog alone knows where chunks lie: each is read for itself. */
async function readAlive(core: Core, { id }: KnownContainer, why: string, way: ProofWay, found: Found): Promise<void> {
  const isKnown = found.findings.some(({ container }) => container === id);
  if (!isKnown) found.findings.push({ code: 'container.differs', message: why, touches: [], container: id });
  await takeInBreaths(core.clock, readEach(core, id, way, found), way.signal);
}

function* readEach(core: Core, id: ContainerId, way: ProofWay, found: Found): Generator<void> {
  for (const { digest, location } of core.catalog.chunks()) {
    yield;
    if (location?.container !== id) continue;
    try {
      core.containers.read(digest, location);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
      found.broken.set(digest, damagedChunk(digest));
    }
    way.onBytes(location.length);
  }
}
