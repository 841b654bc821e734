import { execFileSync } from 'node:child_process';
import { appendFileSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReadingTools, tryBig, trySmall, type ReadingTools, type ReadTry } from '../../electron/adapters/capture-file.ts';
import { emptySink, type ChunkSink } from '../../electron/adapters/capture-sink.ts';
import { maximumChunk } from '../../electron/engine/chunking/chunker.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { stampOf } from '../../electron/adapters/scan-stamp.ts';
import type { FileStamp } from '../../electron/engine/ports/capture.ts';

const mib = 1024 * 1024;

describe('one try to read a file', () => {
  let folder: string;
  let file: string;
  let kept: number;
  let bytesTold: number;
  let tools: ReadingTools;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'strata-try-'));
    file = path.join(folder, 'file');
    kept = 0;
    bytesTold = 0;
    const sink: ChunkSink = { ...emptySink, keepsNothing: false, keep: () => void kept++ };
    // Its clock is a minute ahead, so that no file of the test is fresh.
    tools = createReadingTools(sink, () => Date.now() + 60_000, (bytes) => void (bytesTold += bytes));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stamp = (): FileStamp => stampOf(lstatSync(file));

  /** Runs a try; `meddle` is called at its first yield. */
  function run(expected: FileStamp | null, meddle?: () => void): ReadTry {
    if (expected !== null && expected.size <= maximumChunk) return trySmall(file, expected, tools);
    const steps = tryBig(file, expected, tools);
    for (let step = steps.next(), turn = 0; ; step = steps.next(), turn++) {
      if (step.done === true) return step.value;
      if (turn === 0) meddle?.();
    }
  }

  it.skipIf(process.platform !== 'linux')('says of a file that the system refuses to read for whatever reason that it is unreadable', () => {
    file = '/proc/self/clear_refs';
    expect(run(null)).toMatchObject({ outcome: 'unreadable' });
  });

  it('takes a file whose stamp is still the one of the scan', () => {
    writeFileSync(file, 'meow');
    const seen = stamp();
    expect(run(seen)).toEqual({ outcome: 'captured', content: { blob: digestOf(Buffer.from('meow')), size: 4, list: null }, stamp: seen, racy: false });
    expect(kept).toBe(1);
  });

  it.each([
    ['grew', () => appendFileSync(file, 'x')],
    ['shrank', () => truncateSync(file, 2)],
    ['holds other bytes of the same length', () => writeFileSync(file, 'purr')],
    ['has another time', () => utimesSync(file, 1, 1)],
    [
      'was replaced',
      () => {
        writeFileSync(`${file}.new`, 'meow');
        renameSync(`${file}.new`, file);
      },
    ],
  ])('keeps nothing of a small file that %s since the scan', (_, change) => {
    writeFileSync(file, 'meow');
    const seen = stamp();
    change();
    expect(run(seen)).toEqual({ outcome: 'changed' });
    expect(kept).toBe(0);
    expect(run(null)).toMatchObject({ outcome: 'captured', stamp: stamp() });
  });

  it.each([
    ['grows', () => appendFileSync(file, 'x')],
    ['shrinks', () => truncateSync(file, 5 * mib)],
    ['shrinks to less than was read', () => truncateSync(file, 1)],
    ['is written in place', () => writeFileSync(file, Buffer.alloc(20 * mib, 2))],
  ])('notices that a big file %s while it is read, and takes back the bytes it told', (_, change) => {
    writeFileSync(file, Buffer.alloc(20 * mib, 1));
    expect(run(stamp(), change)).toEqual({ outcome: 'changed' });
    expect(bytesTold === 0 || bytesTold === 20 * mib).toBe(true);
  });

  it('goes on reading the old file when another is renamed over it meanwhile', () => {
    writeFileSync(file, Buffer.alloc(3 * mib, 1));
    const seen = stamp();
    writeFileSync(`${file}.new`, Buffer.alloc(3 * mib, 2));
    const result = run(seen, () => renameSync(`${file}.new`, file));
    // Losing its name changes the old file's stamp; whichever way, it is no mixture.
    if (result.outcome === 'captured') expect(result.content.blob).toBe(digestOf(Buffer.alloc(3 * mib, 1)));
    else expect(result.outcome).toBe('changed');
  });

  it('leaves a file alone that changed within the last tick of the clock', () => {
    writeFileSync(file, 'meow');
    const fresh = { ...tools, now: () => stamp().changedMs + 5 };
    expect(tryBig(file, stamp(), fresh).next()).toEqual({ done: true, value: { outcome: 'changed' } });
    expect(tryBig(file, null, fresh).next()).toEqual({ done: true, value: { outcome: 'changed' } });
  });

  it('takes a file whose stamp lies in the future, as racy', () => {
    writeFileSync(file, 'meow');
    const early = { ...tools, now: () => stamp().changedMs - 5000 };
    expect(tryBig(file, stamp(), early).next().value).toMatchObject({ outcome: 'captured', racy: true });
  });

  it('does not wait for the other end of a FIFO', () => {
    writeFileSync(file, 'meow');
    const seen = stamp();
    rmSync(file);
    execFileSync('mkfifo', [file]);
    expect(run(seen)).toEqual({ outcome: 'gone' });
    expect(run(null)).toEqual({ outcome: 'gone' });
  });

  it('says why a file cannot be read', ({ skip }) => {
    if (process.platform !== 'linux') return skip('needs a file that fails on read');
    // Reading its first byte is an input/output error on every Linux.
    const result = tryBig('/proc/self/mem', { ...stamp0, size: 10 }, tools).next().value;
    expect(result).toEqual({ outcome: 'unreadable', reason: expect.stringMatching(/disk/) });
    return undefined;
  });

  it('closes the file when it is stopped in the middle', () => {
    writeFileSync(file, Buffer.alloc(20 * mib, 1));
    const before = readdirSync('/proc/self/fd').length;
    const steps = tryBig(file, stamp(), tools);
    steps.next();
    expect(readdirSync('/proc/self/fd').length).toBe(before + 1);
    steps.return({ outcome: 'gone' });
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('lets errors of the store pass instead of blaming the file', () => {
    writeFileSync(file, 'meow');
    const refusal = Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO', syscall: 'write' });
    const sink: ChunkSink = {
      ...emptySink,
      keep: () => {
        throw refusal;
      },
    };
    expect(() => tryBig(file, stamp(), { ...tools, sink }).next()).toThrow(refusal);
  });
});

const stamp0: FileStamp = { size: 0, modifiedMs: 0, changedMs: 0, inode: 0, mode: 0 };
