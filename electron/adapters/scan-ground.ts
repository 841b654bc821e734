import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import { childPath, nameOf, parentOf, type EntryPath, type FolderPath } from '../engine/model/entry-path.ts';
import type { Problem } from '../engine/model/problem.ts';
import { rootRules, rulesFile, type FolderRules } from './ignore-rules.ts';
import { saysMissing, unreadable } from './scan-problems.ts';

/** What is known of a folder before it is listed. */
export type Standing =
  | { readonly state: 'there'; readonly rules: FolderRules; readonly stats: Stats; readonly problems: readonly Problem[] }
  /** Not there, no folder, or below a link or an ignored folder. */
  | { readonly state: 'gone' }
  | { readonly state: 'unreadable'; readonly problem: Problem };

/** One work tree during one scan: what its folders are and which rules hold in them. */
export interface Ground {
  absolute(path: FolderPath): string;
  /** Looks at a folder and, once per scan, at all folders above it. */
  stand(folder: FolderPath): Standing;
}

/** A file of rules beyond this many bytes is no file of rules. */
const longestRules = 1_048_576;
const quietly = { throwIfNoEntry: false } as const;

/** Absolute path in the system's own notation. */
export function absolutePath(root: string, path: FolderPath): string {
  if (path === '') return root;
  const below = sep === '/' ? path : path.replaceAll('/', sep);
  return root.endsWith(sep) ? root + below : root + sep + below;
}

export function createGround(root: string): Ground {
  const met = new Map<FolderPath, Standing>();
  const absolute = (path: FolderPath): string => absolutePath(root, path);

  function stand(folder: FolderPath): Standing {
    const standing = look(folder);
    met.set(folder, standing);
    return standing;
  }

  function look(folder: FolderPath): Standing {
    if (folder === '') return lookAt('', rootRules);
    const parent = parentOf(folder as EntryPath);
    const above = met.get(parent) ?? stand(parent);
    if (above.state === 'gone') return above;
    if (above.state === 'unreadable') return { state: 'unreadable', problem: { ...above.problem, path: folder } };
    const name = nameOf(folder as EntryPath);
    return above.rules.ignores(name, true) ? { state: 'gone' } : lookAt(folder, (own) => above.rules.enter(name, own));
  }

  function lookAt(folder: FolderPath, rulesWith: (ownRules: string | null) => FolderRules): Standing {
    try {
      const stats = lstatSync(absolute(folder), quietly);
      if (stats === undefined || !stats.isDirectory()) return { state: 'gone' };
      const { text, problems } = readRules(root, folder);
      return { state: 'there', rules: rulesWith(text), stats, problems };
    } catch (error) {
      return saysMissing(error) ? { state: 'gone' } : { state: 'unreadable', problem: unreadable(folder, error) };
    }
  }

  return { absolute, stand };
}

/** Text of a folder's own `.strataignore`, null when it has none that can be followed. */
export function readRules(root: string, folder: FolderPath): { text: string | null; problems: Problem[] } {
  const path = childPath(folder, rulesFile);
  const file = absolutePath(root, path);
  try {
    const stats = lstatSync(file, quietly);
    if (stats === undefined || !stats.isFile()) return { text: null, problems: [] };
    if (stats.size > longestRules) return { text: null, problems: [tooLong(path)] };
    return { text: readFileSync(file, 'utf8'), problems: [] };
  } catch (error) {
    return { text: null, problems: saysMissing(error) ? [] : [unreadable(path, error)] };
  }
}

function tooLong(path: EntryPath): Problem {
  return { path, reason: 'unsupported', message: `The rules in "${path}" are longer than a megabyte and were not followed.` };
}
