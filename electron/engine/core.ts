import type { Activities } from './activities/activities.ts';
import type { Facts } from './facts.ts';
import type { FolderOutline } from './manifest/folder-outline.ts';
import type { NodeSource } from './manifest/node-source.ts';
import type { Digest } from './model/digest.ts';
import type { FolderPath } from './model/entry-path.ts';
import type { MasterKey } from './model/bucket-seal.ts';
import type { RemoteId } from './model/remote.ts';
import type { BucketSeals } from './ports/bucket-seals.ts';
import type { BucketTrial } from './ports/bucket-trial.ts';
import type { Capture } from './ports/capture.ts';
import type { Catalog } from './ports/catalog.ts';
import type { Clock } from './ports/clock.ts';
import type { ContainerStore } from './ports/container-store.ts';
import type { Delivery } from './ports/delivery.ts';
import type { Digester } from './ports/digester.ts';
import type { Log } from './ports/log.ts';
import type { Materialize } from './ports/materialize.ts';
import type { Proving } from './ports/proving.ts';
import type { ReferenceSource } from './ports/reference-source.ts';
import type { Records } from './ports/records.ts';
import type { Reserve } from './ports/reserve.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Watcher } from './ports/watcher.ts';
import type { WorkTree } from './ports/work-tree.ts';
import type { Sharing } from './sharing.ts';
import type { Turns } from './turns.ts';

/** Everything outside that the engine needs. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly digester: Digester;
  readonly containers: ContainerStore;
  readonly workTree: WorkTree;
  readonly capture: Capture;
  readonly materialize: Materialize;
  readonly delivery: Delivery;
  readonly references: ReferenceSource;
  readonly watcher: Watcher;
  readonly proving: Proving;
  readonly records: Records;
  readonly reserve: Reserve;
  readonly catalog: Catalog;
  readonly trial: BucketTrial;
  readonly seals: BucketSeals;
  readonly secrets: Secrets;
  readonly log: Log;
  /** A new random id: letters and digits. */
  readonly newId: () => string;
  /** Who acts: `user@host`. */
  readonly actor: string;
  /** Absolute path of the home folder, links resolved; never tracked. */
  readonly home: string;
}

/** The ports and the few things that all operations share. */
export interface Core extends EnginePorts {
  readonly facts: Facts;
  readonly activities: Activities;
  readonly turns: Turns;
  /**
   * What is stored: used by whoever counts on chunks or on where they lie over more than one step (snapshots, restores, verify); taken
   * away from by deletions. Asked for inside an artifact's turn, never before it, and never twice by one work.
   */
  readonly stored: Sharing;
  readonly nodes: NodeSource;
  /** Keys of encrypted remotes that were opened since the engine began, in memory alone; null: the one that was kept opens it no more. */
  readonly unlocked: Map<RemoteId, MasterKey | null>;
  /** Outlines of the folders of manifests. */
  readonly outlineOf: (root: Digest, folder: FolderPath) => FolderOutline;
}
