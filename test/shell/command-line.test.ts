import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../electron/main/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

describe('what a start of the app was asked for', () => {
  it('is a command when "--cli" and "--" stand before it', () => {
    expect(wordsOf(['/opt/strata-desktop', '--no-sandbox', '--cli', '--', 'ls', '--json'])).toEqual(['ls', '--json']);
    expect(wordsOf(['electron', '/app', '--cli', '--'])).toEqual([]);
    expect(wordsOf(['/opt/strata-desktop', '--cli', '--', 'show', '--', '--cli'])).toEqual(['show', '--', '--cli']);
  });

  it('is the window otherwise', () => {
    expect(wordsOf(['/opt/strata-desktop'])).toBeNull();
    expect(wordsOf(['/opt/strata-desktop', '--track=/data', '--hidden'])).toBeNull();
    expect(wordsOf(['/opt/strata-desktop', '--cli'])).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')("the package's strata command", () => {
  /** A package whose program says what it was started with. */
  function createPackage(): string {
    const folder = path.join(temporaryFolder(), 'Strata 1.0');
    const bin = path.join(folder, 'resources/bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(folder, 'strata-desktop'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(path.join(folder, 'strata-desktop'), 0o755);
    copyFileSync(path.resolve(import.meta.dirname, '../../build/launchers/strata'), path.join(bin, 'strata'));
    chmodSync(path.join(bin, 'strata'), 0o755);
    return path.join(bin, 'strata');
  }
  const switches = ['--no-sandbox', '--no-zygote', '--log-level=3', '--cli', '--'];
  const linesOf = (file: string, words: readonly string[]) => execFileSync(file, words, { encoding: 'utf8' }).trimEnd().split('\n');

  it('hands every word on as it is', () => {
    expect(linesOf(createPackage(), ['track', 'my  animals', '--json', '*', '$HOME'])).toEqual([...switches, 'track', 'my  animals', '--json', '*', '$HOME']);
  });

  it('can be linked to from anywhere, also through another link', () => {
    const file = createPackage();
    const bin = path.join(temporaryFolder(), 'bin');
    mkdirSync(bin);
    symlinkSync(file, path.join(bin, 'strata-1'));
    symlinkSync('strata-1', path.join(bin, 'strata'));
    expect(linesOf(path.join(bin, 'strata'), ['ls'])).toEqual([...switches, 'ls']);
  });
});
