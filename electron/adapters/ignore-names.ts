/** Whether a name is ignored, wherever it stands. */
export type NameTest = (name: string, isFolder: boolean) => boolean;

interface Affix {
  readonly prefix: string;
  readonly suffix: string;
  readonly foldersOnly: boolean;
}

const firstMark = 1;
const lastMark = 2;

/**
 * Turns simple gitignore lines (a name with at most one `*`, an optional `/` at the end, a backslash before a leading `#`)
 * into one test with gitignore's meaning. Nearly every name is let through after looking at its first and last
 * character. Throws a RangeError on a line that is not simple.
 */
export function compileNames(lines: string): NameTest {
  const { exact, affixes } = parseLines(lines);
  const marks = new Uint8Array(128);
  const byFirst = new Map<number, Affix[]>();
  const byLast = new Map<number, Affix[]>();
  for (const name of exact.keys()) mark(marks, name.charCodeAt(0), firstMark);
  for (const affix of affixes) {
    const starts = affix.prefix !== '';
    const code = starts ? affix.prefix.charCodeAt(0) : affix.suffix.charCodeAt(affix.suffix.length - 1);
    mark(marks, code, starts ? firstMark : lastMark);
    const group = starts ? byFirst : byLast;
    group.set(code, [...(group.get(code) ?? []), affix]);
  }

  return (name, isFolder) => {
    const first = name.charCodeAt(0);
    if (first < 128 && ((marks[first] as number) & firstMark) !== 0) {
      const foldersOnly = exact.get(name);
      if (foldersOnly !== undefined && (isFolder || !foldersOnly)) return true;
      if (matches(byFirst.get(first), name, isFolder)) return true;
    }
    const last = name.charCodeAt(name.length - 1);
    return last < 128 && ((marks[last] as number) & lastMark) !== 0 && matches(byLast.get(last), name, isFolder);
  };
}

function mark(marks: Uint8Array, code: number, bit: number): void {
  if (!(code < marks.length)) throw new RangeError('a default that does not begin or end with ASCII');
  marks[code] = (marks[code] as number) | bit;
}

function matches(group: readonly Affix[] | undefined, name: string, isFolder: boolean): boolean {
  if (group === undefined) return false;
  for (const { prefix, suffix, foldersOnly } of group) {
    if (foldersOnly && !isFolder) continue;
    if (name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix)) return true;
  }
  return false;
}

function parseLines(lines: string): { exact: Map<string, boolean>; affixes: Affix[] } {
  const exact = new Map<string, boolean>();
  const affixes: Affix[] = [];
  for (const line of lines.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const foldersOnly = line.endsWith('/');
    const pattern = (foldersOnly ? line.slice(0, -1) : line).replace(/^\\#/, '#');
    const parts = pattern.split('*');
    if (pattern === '' || parts.length > 2 || /^!|[[\]?\\/]|\s$/.test(pattern)) {
      throw new RangeError(`not a simple line: ${JSON.stringify(line)}`);
    }
    const [prefix, suffix] = parts as [string, string | undefined];
    if (suffix !== undefined) affixes.push({ prefix, suffix, foldersOnly });
    else exact.set(pattern, foldersOnly && exact.get(pattern) !== false);
  }
  return { exact, affixes };
}
