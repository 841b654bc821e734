import type { VersionView } from '../../shared/values.ts';
import { counted, humaneCount, humaneSize } from './humane.ts';
import { printable } from './text-width.ts';

/** `+1 ~2 -0`: what came, changed and went against the version before. */
export function changesText({ changes }: VersionView): string {
  return `+${humaneCount(changes.added)} ~${humaneCount(changes.modified)} -${humaneCount(changes.removed)}${changes.renamed === 0 ? '' : ` >${humaneCount(changes.renamed)}`}`;
}

/** `12 files, 3.2 MB` */
export function extentText(version: VersionView): string {
  return `${counted(version.files, 'file')}, ${humaneSize(version.bytes)}`;
}

/** One line about a version that was just made: `animals:v3  12 files, 3.2 MB (1.1 MB added), +1 ~2 -0`. */
export function newVersionText(artifact: string, version: VersionView): string {
  const twin = version.identicalTo === null ? '' : `, identical to v${version.identicalTo}`;
  const added = `(${humaneSize(version.addedBytes)} added)`;
  return `${artifact}:${version.ref}  ${extentText(version)} ${added}, ${changesText(version)}${twin}`;
}

/** What a version lacks, one line each. */
export function problemLines(version: VersionView): string[] {
  return version.problems.map(({ path, message }) => `  lacks ${printable(path)}: ${printable(message)}`);
}
