import { closeSync, lstatSync, lutimesSync, mkdtempSync, openSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secondsOf } from '../../electron/adapters/materialize-times.ts';
import { microseconds } from '../../electron/engine/scan/listing.ts';

describe('restoring a time', () => {
  let folder: string;
  let file: string;
  let link: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'strata-times-'));
    file = path.join(folder, 'file');
    link = path.join(folder, 'link');
    closeSync(openSync(file, 'w'));
    symlinkSync('nowhere', link);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const year = 365.25 * 86_400 * 1_000_000;
  const times = fc.oneof(
    fc.integer({ min: 50 * year, max: 60 * year }),
    fc.integer({ min: -60 * year, max: 136 * year }),
    fc.constantFrom(0, 1, -1, -1_500_000, 999_999, 1_000_000, -1_000_000, 1_795_446_488_461_469, 2_205_882_446_936_409, 2_233_699_254_596_200),
  );

  it('shows the same microsecond again, before 1970 and in the far future too', () => {
    fc.assert(
      fc.property(times, (time) => {
        utimesSync(file, 0, secondsOf(time));
        expect(microseconds(lstatSync(file).mtimeMs)).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  it('is off by a few microseconds at most after the year 2106, where a double of seconds has no finer steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 136 * year, max: 400 * year }), (time) => {
        utimesSync(file, 0, secondsOf(time));
        expect(Math.abs(microseconds(lstatSync(file).mtimeMs) - time)).toBeLessThanOrEqual(4);
      }),
      { numRuns: 500 },
    );
  });

  it('does so for links, and leaves what they point to alone', () => {
    fc.assert(
      fc.property(times, (time) => {
        lutimesSync(link, 0, secondsOf(time));
        expect(microseconds(lstatSync(link).mtimeMs)).toBe(time);
      }),
      { numRuns: 200 },
    );
  });
});
