import type { Artifact } from '../model/artifact.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Operation, Undo } from '../model/operation.ts';
import type { Renumbered } from '../model/renumbered.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';

/**
 * Makes room for `by` versions from the bucket at the index `from`: every version here from that index on moves behind them, and with it all that
 * names it – aliases, records, operations, deletions that can be taken back. Inside a transaction; "identical to" is told
 * anew by `tellIdentical` once the others are there.
 */
export function renumber(writer: CatalogWriter, artifact: Artifact, from: number, by: number): Renumbered[] {
  const moved = writer.versions(artifact.id).filter(({ index }) => index >= from).toSorted((a, b) => a.index - b.index);
  writer.renumberVersions(artifact.id, from, by);
  for (const { index } of moved) {
    writer.markRecordPending(artifact.id, index);
    writer.markRecordPending(artifact.id, index + by);
  }
  writer.markRecordPending(artifact.id, null);
  const later = (index: number): number => (index < from ? index : index + by);
  renumberDeletions(writer, artifact, from, later);
  renumberOperations(writer, artifact, from, later);
  return moved.map(({ index }) => ({ from: index, to: index + by }));
}

/** "Identical to" is the oldest version before it with the same content. */
export function tellIdentical(writer: CatalogWriter, artifact: Artifact, indexes: readonly number[]): void {
  for (const index of indexes) {
    const version = writer.version(artifact.id, index);
    if (version === null) continue;
    const oldest = writer.oldestWithDigest(artifact.id, version.digest);
    const identicalTo = oldest === null || oldest >= index ? null : oldest;
    if (identicalTo !== version.identicalTo) writer.setIdenticalTo(artifact.id, index, identicalTo);
  }
}

function renumberDeletions(writer: CatalogWriter, artifact: Artifact, from: number, later: (index: number) => number): void {
  for (const deletion of writer.deletions()) {
    if (deletion.artifact.id !== artifact.id || !deletion.versions.some(({ index }) => index >= from)) continue;
    writer.removeDeletion(deletion.operation);
    writer.addDeletion(renumberedDeletion(deletion, later));
    markDeletionsPending(writer);
  }
}

function renumberedDeletion(deletion: Deletion, later: (index: number) => number): Deletion {
  return { ...deletion, versions: deletion.versions.map((version) => ({ ...version, index: later(version.index) })) };
}

const operationsAtOnce = 256;

/** Only operations since the first of these versions was made can name one of them: it goes back no further than that. */
function renumberOperations(writer: CatalogWriter, artifact: Artifact, from: number, later: (index: number) => number): void {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = writer.operations({ artifact: artifact.name, limit: operationsAtOnce, before });
    for (const operation of page) {
      const told = renumberedArguments(operation.arguments, later);
      const undo = operation.undo === null ? null : renumberedUndo(operation.undo, later);
      if (told !== operation.arguments || undo !== operation.undo) writer.rewriteOperation(operation.id, { arguments: told, undo });
      if (operation.kind === 'snapshot' && operation.arguments['version'] === from) return;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < operationsAtOnce) return;
    before = last.id;
  }
}

/** Arguments in which an operation names versions: one of them, or a list. */
const namingOne: readonly string[] = ['version', 'from'];
const namingMany: readonly string[] = ['versions', 'pinned'];

function renumberedArguments(told: Operation['arguments'], later: (index: number) => number): Operation['arguments'] {
  let found = told;
  for (const key of namingOne) {
    const index = found[key];
    if (typeof index === 'number' && later(index) !== index) found = { ...found, [key]: later(index) };
  }
  for (const key of namingMany) {
    const indexes = found[key];
    if (!Array.isArray(indexes) || !indexes.every((index) => typeof index === 'number')) continue;
    if (indexes.some((index) => later(index) !== index)) found = { ...found, [key]: indexes.map(later) };
  }
  return found;
}

function renumberedUndo(undo: Undo, later: (index: number) => number): Undo {
  if (!('index' in undo) || undo.index === null || later(undo.index) === undo.index) return undo;
  return { ...undo, index: later(undo.index) };
}
