import type { RestoreStep } from '../engine/ports/materialize.ts';

/**
 * How files come into place:
 * - `each`: one by one; written beside its place, renamed.
 * - `batch`: all are written beside their places, then all are renamed.
 * - `tree`: all are written at their paths into a new folder of this run, whose children are moved into place then.
 */
export type Settling = 'each' | 'batch' | 'tree';

/** How what is written becomes durable: when the system pleases, file by file, or the whole file system at once. */
export type Durability = 'none' | 'each' | 'together';

export interface RunWay {
  readonly settling: Settling;
  readonly durability: Durability;
  /** Files and bytes to write. */
  readonly files: number;
  readonly bytes: number;
}

/** Up to this many steps each is finished on its own; beyond, all of a batch at once. */
const fewSteps = 256;

export interface RunQuestion {
  readonly steps: readonly RestoreStep[];
  readonly durable: boolean;
  /** Nothing is in the target. */
  readonly isEmpty: boolean;
  readonly canSyncFileSystem: boolean;
}

/** Decides how a run is done. */
export function chooseWay({ steps, durable, isEmpty, canSyncFileSystem }: RunQuestion): RunWay {
  const writes = steps.flatMap((step) => (step.kind === 'write' ? [step.entry.size] : []));
  // A whole tree can be staged only where nothing is yet and nothing must go first.
  const isTree = isEmpty && steps.every(({ kind }) => kind === 'write' || kind === 'link' || kind === 'directory');
  const isFew = steps.length <= fewSteps;
  return {
    settling: isTree ? 'tree' : isFew ? 'each' : 'batch',
    durability: !durable ? 'none' : isFew || !canSyncFileSystem ? 'each' : 'together',
    files: writes.length,
    bytes: writes.reduce((sum, size) => sum + size, 0),
  };
}
