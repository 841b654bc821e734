import type { Core } from '../core.ts';
import type { BucketOpener } from '../ports/bucket-opener.ts';
import type { OutgoingPacks } from '../ports/outgoing-packs.ts';

/** What push, pull and clone need beside the core. */
export interface SyncPorts {
  readonly buckets: BucketOpener;
  readonly outgoing: OutgoingPacks;
}

export type SyncCore = Core & SyncPorts;
