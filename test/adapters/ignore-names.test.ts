import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { defaultIgnores } from '../../electron/adapters/ignore-defaults.ts';
import { compileNames } from '../../electron/adapters/ignore-names.ts';

const patterns = defaultIgnores.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** Names that match a default, nearly match one, or have nothing to do with any. */
const nearNames = fc
  .tuple(
    fc.constantFrom(...patterns).map((pattern) => pattern.replace(/\/$/, '').replace(/^\\/, '')),
    fc.string({ unit: fc.constantFrom('a', '.', '~', '#', 'é', '$', ' ', '*'), maxLength: 3 }),
    fc.constantFrom('', 'x', '.', '~', 'X'),
    fc.constantFrom('', 'x', '.', '~', '#'),
    fc.boolean(),
  )
  .map(([pattern, star, before, after, upper]) => {
    const name = `${before}${pattern.replace('*', star)}${after}`;
    return upper ? name.toUpperCase() : name;
  });
const names = fc.oneof(nearNames, fc.string({ minLength: 1, maxLength: 12 })).filter((name) => !/[/\0]/.test(name) && !/^\.{0,2}$/.test(name));

describe('the defaults', () => {
  it('are tested as gitignore means them', () => {
    const isNoise = compileNames(defaultIgnores);
    const git = ignore({ ignorecase: false }).add(defaultIgnores);
    fc.assert(
      fc.property(names, fc.boolean(), (name, isFolder) => {
        expect(isNoise(name, isFolder)).toBe(git.ignores(isFolder ? `${name}/` : name));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(patterns)('hide a name made from %s', (pattern) => {
    const name = pattern.replace(/\/$/, '').replace(/^\\/, '').replace('*', 'x');
    const isNoise = compileNames(defaultIgnores);
    expect(isNoise(name, true)).toBe(true);
    expect(isNoise(name, false)).toBe(!pattern.endsWith('/'));
  });

  it('let ordinary names through', () => {
    const isNoise = compileNames(defaultIgnores);
    for (const name of ['cat.txt', 'README', '.env', '.gitignore', 'git', 'node_modules.md', 'a~b', '#todo', 'part', 'é', '.strataignore']) {
      expect([name, isNoise(name, false), isNoise(name, true)]).toEqual([name, false, false]);
    }
  });
});

describe('compiling names', () => {
  it.each(['a/b', 'a**', '*a*', '!a', '[ab]', 'a?', 'a\\b', '/a', 'a ', 'é'])('refuses the line %j, which it could not test', (line) => {
    expect(() => compileNames(line)).toThrow(RangeError);
  });

  it('hides folders and files of a name when one line asks for folders and another for both', () => {
    expect(compileNames('x/\nx')('x', false)).toBe(true);
    expect(compileNames('x\nx/')('x', false)).toBe(true);
  });
});
