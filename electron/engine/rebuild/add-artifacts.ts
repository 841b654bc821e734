import { latest } from '../model/alias.ts';
import { defaultQuietWindow, defaultType, type Artifact } from '../model/artifact.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { RebuildProblem } from './rebuild-report.ts';
import type { Recorded } from './read-records.ts';

/** Adds artifacts with their versions and aliases, the oldest first. */
export function addArtifacts(writer: CatalogWriter, artifacts: Iterable<Recorded>, problems: RebuildProblem[]): void {
  const age = ({ record, versions }: Recorded): number => record?.createdAt ?? Math.min(...[...versions.values()].map(({ createdAt }) => createdAt));
  const sorted = [...artifacts].toSorted((a, b) => age(a) - age(b) || (a.name < b.name ? -1 : 1));
  for (const recorded of sorted) addArtifact(writer, recorded, problems);
}

function addArtifact(writer: CatalogWriter, recorded: Recorded, problems: RebuildProblem[]): void {
  const { name, record, versions } = recorded;
  const oldest = Math.min(...[...versions.values()].map(({ createdAt }) => createdAt));
  const createdAt = record?.createdAt ?? (Number.isFinite(oldest) ? oldest : 0);
  const { type, mode, path, quietWindow } = record ?? { type: defaultType, mode: 'copy', path: null, quietWindow: defaultQuietWindow };
  const artifact = writer.insertArtifact({ name, type, mode, path, quietWindow, createdAt });
  const nextIndex = Math.max(record?.nextIndex ?? 0, recorded.nextIndex);
  writer.updateArtifact(artifact.id, { nextIndex, paused: record?.paused ?? false });
  for (const index of [...versions.keys()].toSorted((a, b) => a - b)) {
    const version = versions.get(index);
    if (version !== undefined) writer.reviveVersion({ ...version, artifact: artifact.id, aliases: [], protectedAliases: [] });
  }
  addAliases(writer, artifact, recorded);
  if (record === null) {
    problems.push({ of: 'record', message: `What "${name}" is and where its folder lies is not known any more: it comes back untracked, without aliases.` });
  }
  if (record === null || recorded.isDue || nextIndex !== record.nextIndex) {
    writer.markRecordPending(artifact.id, null);
    for (const index of versions.keys()) writer.markRecordPending(artifact.id, index);
  }
}

function addAliases(writer: CatalogWriter, { id }: Artifact, { record, versions }: Recorded): void {
  for (const [alias, index] of record?.aliases ?? []) if (alias !== latest && versions.has(index)) writer.setAlias(id, alias, index);
  const there = writer.aliases(id);
  for (const alias of record?.protectedAliases ?? []) if (there.has(alias)) writer.setAliasProtected(id, alias, true);
  const newest = Math.max(...versions.keys());
  if (Number.isFinite(newest)) writer.setAlias(id, latest, newest);
}
