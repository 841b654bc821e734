import ignore, { type Ignore } from 'ignore';
import { defaultIgnores } from './ignore-defaults.ts';
import { compileNames } from './ignore-names.ts';

/** The file with a folder's own rules. It is tracked like any other file. */
export const rulesFile = '.strataignore';

/** Which children of one folder are ignored. An ignored folder is never entered, so nothing below it is ever asked for. */
export interface FolderRules {
  ignores(name: string, isFolder: boolean): boolean;
  /** The rules inside a child folder that is not ignored, given the text of its own `.strataignore` if it has one. */
  enter(name: string, ownRules: string | null): FolderRules;
}

/** One `.strataignore` as seen from a folder at or below it. */
interface Level {
  readonly text: string;
  /** Patterns that bring back folders which a deeper file brought back against this one. */
  readonly restored: readonly string[];
  readonly matcher: Ignore;
  /** Path from the file's folder to the folder it is seen from: empty, or ending with `/`. */
  readonly prefix: string;
}

const isNoise = compileNames(defaultIgnores);

/** Strata's own temporary files; no rule brings them back. */
export function isOwnTemporary(name: string): boolean {
  return name.startsWith('.strata-') && name.endsWith('.tmp');
}

/** The rules of a work tree's root. Of several rules that match, the deepest file's last one decides; the defaults come last. */
export function rootRules(ownRules: string | null): FolderRules {
  return rulesOf(ownRules === null ? [] : [levelOf(ownRules, [], '')]);
}

/** The defaults alone: no `.strataignore` is in effect. */
const plainRules: FolderRules = {
  ignores: (name, isFolder) => isNoise(name, isFolder) || isOwnTemporary(name),
  enter: (_name, ownRules) => rootRules(ownRules),
};

function levelOf(text: string, restored: readonly string[], prefix: string): Level {
  // Case counts also where the file system folds it: the same rules make the same version on every machine.
  const matcher = ignore({ ignorecase: false }).add(text);
  for (const pattern of restored) matcher.add({ pattern });
  return { text, restored, matcher, prefix };
}

/** `levels` come deepest first. */
function rulesOf(levels: readonly Level[]): FolderRules {
  if (levels.length === 0) return plainRules;
  return {
    ignores(name, isFolder) {
      if (isOwnTemporary(name)) return true;
      const end = isFolder ? '/' : '';
      for (const { matcher, prefix } of levels) {
        const answer = matcher.test(`${prefix}${name}${end}`);
        if (answer.ignored) return true;
        if (answer.unignored) return false;
      }
      return isNoise(name, isFolder);
    },
    enter(name, ownRules) {
      const inside = levels.map((level) => enterLevel(level, name));
      return rulesOf(ownRules === null ? inside : [levelOf(ownRules, [], ''), ...inside]);
    },
  };
}

function enterLevel(level: Level, name: string): Level {
  const folder = `${level.prefix}${name}/`;
  if (!level.matcher.test(folder).ignored) return { ...level, prefix: folder };
  // A deeper file brought this folder back against this one. The matcher would now hold everything inside for ignored;
  // git looks at each path by itself, so the folder alone is brought back here too.
  return levelOf(level.text, [...level.restored, `!/${escapePattern(folder)}`], folder);
}

function escapePattern(path: string): string {
  return path.replace(/[\\*?[\]!# ]/g, '\\$&');
}
