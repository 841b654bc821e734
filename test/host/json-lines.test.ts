import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineSplitter } from '../../electron/host/json-lines.ts';

function split(pieces: Buffer[], longest = 1_000): (string | null)[] {
  const heard: (string | null)[] = [];
  const feed = createLineSplitter(longest, { onLine: (line) => heard.push(line), onTooLong: () => heard.push(null) });
  for (const piece of pieces) feed(piece);
  return heard;
}

describe('Lines of a socket', () => {
  test('come out whole however the bytes were cut, also inside a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).filter((line) => !line.includes('\n'))),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const pieces: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(split(pieces)).toEqual(lines.filter((line) => line !== ''));
        },
      ),
    );
  });

  test('wait for their newline', () => {
    expect(split([Buffer.from('one\ntw')])).toEqual(['one']);
  });

  test('that grow beyond the limit are dropped once, and the next line is heard again', () => {
    const pieces = ['x'.repeat(6), 'x'.repeat(6), 'x'.repeat(600), 'x\nnext\n'].map((text) => Buffer.from(text));
    expect(split(pieces, 10)).toEqual([null, 'next']);
  });

  test('of exactly the limit are heard', () => {
    expect(split([Buffer.from('x'.repeat(10)), Buffer.from('\n')], 10)).toEqual(['x'.repeat(10)]);
  });
});
