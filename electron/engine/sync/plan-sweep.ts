import type { ContainerId } from '../ports/container-store.ts';
import type { BucketChunk } from '../ports/remote-catalog.ts';

/**
 * Between the word that something goes from a bucket and its going, ms by the bucket's clock. So long a deletion can be taken back, and so much longer than
 * any push counts on what it read in the index that nothing goes on which one under way counts.
 */
export const sweepGrace = 24 * 60 * 60_000;

/** What of one container is to go. */
export interface GoingPart {
  readonly container: ContainerId;
  readonly size: number;
  readonly chunks: readonly BucketChunk[];
}

export interface AnnouncePlan {
  readonly parts: readonly GoingPart[];
  /** Raw bytes of contents that will be free. */
  readonly bytes: number;
  /** Raw bytes of contents that nobody needs, and that stay, since most of their container is needed. */
  readonly restBytes: number;
}

/** A container of which no more is alive is rather written anew than kept for the rest, raw bytes. */
const littleAlive = 4 * 1024 * 1024;

/**
 * What is to go. Nodes that nobody needs always do, since whoever finds a node counts on all below it. Contents do when half of their container is
 * dead, or little of it alive, or when nothing may stay (`entirely`). `chunks` are all those in the containers of dead contents.
 */
export function planAnnouncement(deadNodes: readonly BucketChunk[], chunks: readonly BucketChunk[], isAlive: (chunk: BucketChunk) => boolean, entirely: boolean): AnnouncePlan {
  const parts: GoingPart[] = [];
  for (const [container, some] of Map.groupBy(deadNodes, (chunk) => chunk.container)) parts.push({ container, size: some[0]?.containerSize ?? 0, chunks: some });
  let [bytes, restBytes] = [0, 0];
  for (const [container, all] of Map.groupBy(chunks, (chunk) => chunk.container)) {
    const dead = all.filter((chunk) => !isAlive(chunk));
    const fresh = dead.filter(({ going }) => going === null);
    const [deadBytes, aliveBytes] = [sum(dead), sum(all) - sum(dead)];
    if (fresh.length === 0) continue;
    if (!(entirely || deadBytes >= aliveBytes || aliveBytes <= littleAlive)) restBytes += sum(fresh);
    else {
      parts.push({ container, size: fresh[0]?.containerSize ?? 0, chunks: fresh });
      bytes += sum(fresh);
    }
  }
  return { parts, bytes, restBytes };
}

function sum(chunks: readonly BucketChunk[]): number {
  return chunks.reduce((bytes, { length }) => bytes + length, 0);
}

export interface RemovalPlan {
  /** Containers that go. */
  readonly containers: readonly ContainerId[];
  /** What of them is needed, and moves first. */
  readonly moving: readonly BucketChunk[];
  /** Raw bytes of contents that go for good. */
  readonly bytes: number;
}

/**
 * What goes of containers that were announced: chunks whose time has come (`due`, ms by the bucket's clock) and that nothing needs. All else that lies in
 * them moves.
 */
export function planRemoval(containers: readonly ContainerId[], chunks: readonly BucketChunk[], due: number, isNeeded: (chunk: BucketChunk) => boolean): RemovalPlan {
  const goes = (chunk: BucketChunk): boolean => isDue(chunk, due) && !isNeeded(chunk);
  const dead = chunks.filter(goes).filter(({ kind }) => kind === 'data');
  return { containers, moving: chunks.filter((chunk) => !goes(chunk)), bytes: sum(dead) };
}

/** Whether it was announced so long ago that no push counts on it any more. */
export function isDue({ going }: Pick<BucketChunk, 'going'>, due: number): boolean {
  return going !== null && going <= due;
}
