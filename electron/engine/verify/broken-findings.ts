import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { Broken, Finding } from './finding.ts';
import { touchedBy, type Touch } from './touched-by.ts';
import type { NamedVersion } from './walk-trees.ts';

/** Damaged chunks as findings, with what they touch. With `all` also those that touch no version: deletions that wait have their own. */
export function brokenFindings(core: Pick<Core, 'nodes'>, broken: ReadonlyMap<Digest, Broken>, versions: readonly NamedVersion[], all: boolean): Finding[] {
  if (broken.size === 0) return [];
  const touches = touchedBy(core, versions, new Set(broken.keys()));
  const findings: Finding[] = [];
  for (const [digest, { code, message }] of broken) {
    const touched = touches.get(digest) ?? [];
    if (touched.length === 0 && !all) continue;
    findings.push({ code, message: `${message}: ${inWords(touched)}.`, touches: touched });
  }
  return findings;
}

function inWords(touches: readonly Touch[]): string {
  const [first] = touches;
  if (first === undefined) return 'no version needs it, or only one that was deleted';
  const versions = new Set(touches.map(({ version }) => version));
  const where = versions.size === 1 ? `of ${first.version}` : `of ${first.version} and ${plural(versions.size - 1, 'more version')}`;
  const paths = new Set(touches.map(({ path }) => path));
  if (first.path === null) return `a part of the manifest ${where} cannot be read`;
  return paths.size === 1 ? `"${first.path}" ${where} cannot be brought back whole` : `${plural(paths.size, 'file')} ${where} cannot be brought back whole`;
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
