import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { documents } from './document-schemas.ts';
import { runCli, runJson } from './run-cli.ts';

describe('A command line that is wrong', () => {
  test.for([
    ['an unknown command', ['lss'], /unknown command 'lss'; did you mean ls\?/i],
    ['an unknown option', ['ls', '--colour'], /unknown option '--colour'/i],
    ['a missing argument', ['track'], /missing required argument 'dir'/i],
    ['one argument too many', ['show', 'animals', 'v3'], /too many arguments/i],
    ['a number that is none', ['log', 'animals', '--limit', 'many'], /whole number/],
    ['a mode that does not exist', ['track', '.', '--mode', 'move'], /copy, reference/],
    ['a version where a name belongs', ['log', 'animals:v3'], /names a version/],
    ['a REF that can be none', ['show', 'animals:a/b'], /cannot be a REF/],
    ['metadata without a value', ['meta', 'animals', 'accuracy'], /"accuracy" is not KEY=JSON/],
    ['metadata that is no finite number', ['meta', 'animals', 'loss=NaN'], /only finite numbers/],
    ['no metadata at all', ['meta', 'animals'], /Nothing to set/],
    ['an empty folder', ['track', ''], /must not be empty/],
    ['an empty target', ['restore', 'animals', '--to', ''], /must not be empty/],
    ['an empty root', ['use', 'animals', '--root', ''], /must not be empty/],
    ['an empty home', ['--home', '', 'ls'], /must not be empty/],
    ['metadata that is nested too deeply', ['meta', 'animals', `deep=${'['.repeat(5000)}${']'.repeat(5000)}`], /nested/],
    ['metadata under a name that no record can hold', ['meta', 'animals', '__proto__=1'], /__proto__/],
    ['a command without its second word', ['alias'], /command is missing/],
  ] as const)('with %s ends with 2, one sentence, and with --json one document', async ([, words, sentence]) => {
    const home = temporaryFolder();
    const [plain, json] = await Promise.all([runCli(words, { home }), runJson(words, { home })]);
    expect(plain).toMatchObject({ status: 2, stdout: '' });
    expect(plain.stderr).toMatch(sentence);
    expect(plain.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(json.status).toBe(2);
    const { error } = documents.error.parse(json.document);
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(sentence);
  });
});

describe('Help', () => {
  test('names every command of the contract, in 80 columns', async () => {
    const { status, stdout, stderr } = await runCli(['--help'], { home: temporaryFolder() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const contract =
      'track untrack snapshot watch ls log show files diff history restore use alias tag describe meta rm keep limit du verify rebuild ops undo';
    for (const name of contract.split(' ')) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('of one command has an example', async () => {
    const home = temporaryFolder();
    const [option, word] = await Promise.all([
      runCli(['restore', '--help'], { home }),
      runCli(['help', 'restore'], { home }),
    ]);
    expect(option.stdout).toContain('strata restore animals:v0 --dry-run');
    expect(word.stdout).toBe(option.stdout);
    expect([option.status, word.status]).toEqual([0, 0]);
  });

  test('comes when no command is given, with the status of a usage error', async () => {
    const { status, stdout } = await runCli([], { home: temporaryFolder() });
    expect(status).toBe(2);
    expect(stdout).toContain('strata track ./animals');
  });

  test('and the version need no home', async () => {
    const { status, stdout } = await runCli(['--version'], { home: temporaryFolder() });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
