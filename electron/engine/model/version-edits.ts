import type { VersionTimeToLive } from './keep.ts';
import type { Metadata } from './metadata.ts';

/** What can be edited about a version without making another one, but for its aliases. */
export interface VersionEdits {
  readonly description: string;
  readonly metadata: Metadata;
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly timeToLive: VersionTimeToLive;
}

export function editsOf({ description, metadata, tags, pinned, timeToLive }: VersionEdits): VersionEdits {
  return { description, metadata, tags, pinned, timeToLive };
}
