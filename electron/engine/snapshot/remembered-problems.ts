import type { Artifact } from '../model/artifact.ts';
import { isEntryPath, parentOf, type FolderPath } from '../model/entry-path.ts';
import type { Problem } from '../model/problem.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** More than these are counted in the last line instead of listed; a version record must stay small. */
const mostProblems = 1_000;

function keyOf(artifact: Artifact): string {
  return `problems:${artifact.id}`;
}

/** The problems of the work tree as of its last scan: a version lacks the same things until they are looked at again. */
export function rememberedProblems(catalog: CatalogReader, artifact: Artifact): Problem[] {
  const text = catalog.setting(keyOf(artifact));
  return text === null ? [] : (JSON.parse(text) as Problem[]);
}

export function rememberProblems(writer: CatalogWriter, artifact: Artifact, problems: readonly Problem[]): void {
  const text = JSON.stringify(problems);
  if ((writer.setting(keyOf(artifact)) ?? '[]') !== text) writer.setSetting(keyOf(artifact), text);
}

/** Old problems in folders that were not looked at stay; the others give way to what was found now. */
export function mergeProblems(
  before: readonly Problem[],
  found: readonly Problem[],
  answered: ReadonlySet<FolderPath>,
): Problem[] {
  const stays = before.filter(({ path }) => isEntryPath(path) && !answered.has(parentOf(path)));
  const merged = new Map([...stays, ...found].map((problem) => [problem.path, problem]));
  const sorted = [...merged.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (sorted.length <= mostProblems) return sorted;
  const rest = sorted.length - mostProblems;
  return [
    ...sorted.slice(0, mostProblems),
    { path: '', reason: 'unsupported', message: `and ${rest} more that are not listed here` },
  ];
}
