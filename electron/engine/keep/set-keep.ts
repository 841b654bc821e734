import type { Core } from '../core.ts';
import type { DeleteResult } from '../delete/delete-versions.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { sameRule } from '../model/keep.ts';
import type { Operation } from '../model/operation.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { applyKeep } from './apply-keep.ts';
import { changed, type KeepChange } from './preview-keep.ts';

export interface KeepResult {
  readonly artifact: Artifact;
  /** Takes the rule back; null when it was like that already. */
  readonly operation: Operation | null;
  /** What went at once, in an operation of its own. */
  readonly thinned: DeleteResult | null;
}

/** Gives an artifact another rule or time to live, and lets go at once what they take. Both can be taken back, each by itself. */
export async function setKeep(core: Core, live: LiveArtifacts, name: string, change: KeepChange): Promise<KeepResult> {
  const before = findArtifact(core.catalog, name);
  const next = changed(before, change);
  const isSame = sameRule(before.keep, next.keep) && before.timeToLive === next.timeToLive;
  const operation = isSame ? null : store(core, before, next);
  if (operation !== null) tellKeep(core, live, name, operation);
  const thinned = await applyKeep(core, live, before.id);
  return { artifact: findArtifact(core.catalog, name), operation, thinned };
}

function store(core: Core, before: Artifact, next: Pick<Artifact, 'keep' | 'timeToLive'>): Operation {
  return core.catalog.transact((writer) => {
    writer.updateArtifact(before.id, next);
    writer.markRecordPending(before.id, null);
    return recordOperation(core, writer, {
      kind: 'keep',
      artifact: before.name,
      arguments: { rule: next.keep, timeToLive: next.timeToLive },
      undo: { kind: 'keep', rule: before.keep, timeToLive: before.timeToLive },
    });
  });
}

function tellKeep(core: Core, live: LiveArtifacts, name: string, operation: Operation): void {
  writePendingRecords(core);
  const artifact = findArtifact(core.catalog, name);
  live.configured(artifact);
  core.facts.tell({ kind: 'artifact.changed', artifact });
  core.facts.tell({ kind: 'operation.recorded', operation });
}
