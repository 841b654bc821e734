import type { ArtifactId } from '../../../electron/engine/model/artifact.ts';
import type { Digest } from '../../../electron/engine/model/digest.ts';
import type { Version } from '../../../electron/engine/model/version.ts';

/** A version made by a save, with nothing about it. */
export function versionOf(index: number, change: Partial<Version> = {}): Version {
  return {
    artifact: 1 as ArtifactId,
    index,
    digest: 'ab'.repeat(32) as Digest,
    root: 'cd'.repeat(32) as Digest,
    files: 1,
    bytes: 1,
    addedBytes: 1,
    createdAt: 0,
    actor: 'ada@lab',
    origin: 'save',
    identicalTo: null,
    changes: { added: 1, modified: 0, removed: 0, renamed: 0 },
    problems: [],
    description: '',
    metadata: {},
    tags: [],
    aliases: [],
    protectedAliases: [],
    pinned: false,
    timeToLive: 'inherit',
    ...change,
  };
}

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Thursday, 15 January 2026, noon. */
export const noon = Date.UTC(2026, 0, 15, 12);
