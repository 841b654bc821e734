import { describe, expect, it } from 'vitest';
import { rootRules, type FolderRules } from '../../electron/adapters/ignore-rules.ts';

/** Texts of `.strataignore` by folder; `''` is the root. */
type RuleFiles = Readonly<Record<string, string>>;

/** Whether a path is hidden, by itself or with a folder above it. A slash at the end makes it a folder. */
function hides(files: RuleFiles, path: string): boolean {
  let rules: FolderRules = rootRules(files[''] ?? null);
  const isFolder = path.endsWith('/');
  const segments = path.split('/').filter((segment) => segment !== '');
  for (const [depth, name] of segments.entries()) {
    const last = depth === segments.length - 1;
    if (rules.ignores(name, last ? isFolder : true)) return true;
    rules = rules.enter(name, files[segments.slice(0, depth + 1).join('/')] ?? null);
  }
  return false;
}

describe('rules of .strataignore', () => {
  it.each<[why: string, files: RuleFiles, hidden: string[], shown: string[]]>([
    ['a name hides files and folders at any depth', { '': 'x' }, ['x', 'a/x', 'a/x/y', 'x/'], ['xx', 'a/b']],
    ['a slash at the end hides folders alone', { '': 'x/' }, ['x/', 'a/x/', 'a/x/y'], ['x', 'a/x']],
    ['a slash at the beginning holds a pattern to its folder', { '': '/x' }, ['x', 'x/y'], ['a/x']],
    ['a slash in the middle does so too', { '': 'a/x' }, ['a/x'], ['b/a/x', 'x']],
    ['** goes through folders', { '': 'a/**/x' }, ['a/x', 'a/b/x', 'a/b/c/x'], ['x', 'b/x']],
    ['/** hides what is inside, not the folder', { '': 'a/**' }, ['a/x', 'a/b/'], ['a/']],
    ['the last rule that matches decides', { '': '*.log\n!keep.log\n' }, ['x.log'], ['keep.log', 'a/keep.log']],
    ['nothing comes back below a hidden folder', { '': 'a/\n!a/x' }, ['a/x'], ['x']],
    ['everything but one folder', { '': '/*\n!/keep/' }, ['x', 'y/z'], ['keep/', 'keep/x', 'keep/y/z']],
    ['comments and empty lines mean nothing', { '': '# x\n\n\\#y\n' }, ['#y'], ['x', '# x']],
    ['lines may end as on Windows', { '': 'x\r\ny\r\n' }, ['x', 'y'], ['z']],
    ['spaces at the end count only with a backslash', { '': 'x  \ny\\ \n' }, ['x', 'y '], ['x  ', 'y']],
    ['case counts', { '': 'Makefile' }, ['Makefile'], ['makefile']],
    ['a deeper file holds for its folder', { a: 'x' }, ['a/x', 'a/b/x'], ['x', 'b/x']],
    ['a deeper file anchors at its folder', { a: '/x' }, ['a/x'], ['a/b/x']],
    ['a deeper file overrules a higher one', { '': '*.log', a: '!*.log' }, ['x.log', 'b/x.log'], ['a/x.log', 'a/b/x.log']],
    ['three files, one over the other', { '': 'x', a: '!x', 'a/b': 'x' }, ['x', 'a/b/x', 'a/b/c/x'], ['a/x', 'a/c/x']],
    ['a folder that a deeper file brings back is whole again', { '': 'x/', a: '!x/' }, ['x/y', 'b/x/y'], ['a/x/', 'a/x/y', 'a/x/z/y']],
    ['but for what the higher file names inside it', { '': 'x/\n*.log', a: '!x/' }, ['a/x/y.log', 'a/x/z/y.log'], ['a/x/y']],
    ['also with a name full of signs', { '': '\\[x\\]\\*\\!\\ #\\\\/', a: '!\\[x\\]\\*\\!\\ #\\\\/' }, ['[x]*! #\\/y'], ['a/[x]*! #\\/y']],
    ['defaults can be brought back', { '': '!.git/\n!*.swp' }, ['.svn/', 'a/b.pyc'], ['.git/', '.git/HEAD', 'a/x.swp']],
    ['a deeper file can bring a default back for its folder', { a: '!node_modules/' }, ['node_modules/'], ['a/node_modules/', 'a/node_modules/x/y']],
    ['names with line breaks', { '': 'a*' }, ['a\nb', 'a\nb/c'], ['b\na']],
    ["Strata's temporaries cannot be brought back", { '': '!.strata-*' }, ['.strata-1a.tmp', 'a/.strata-.tmp'], ['.strata-x', 'strata-1.tmp', '.strataignore']],
    ['a byte order mark is no part of the first rule', { '': '\ufeffx' }, ['x'], ['\ufeffx']],
  ])('%s', (_why, files, hidden, shown) => {
    expect(hidden.filter((path) => !hides(files, path))).toEqual([]);
    expect(shown.filter((path) => hides(files, path))).toEqual([]);
  });
});
