import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClaimsMemory, openClaims } from '../../electron/adapters/capture-claims.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';

const digest = (i: number): Digest => digestOf(Buffer.from(String(i)));

describe('claims', () => {
  it('give each digest to the first who asks, whoever asks again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(40)), { maxLength: 200 }), (asks) => {
        const memory = createClaimsMemory();
        const askers = [openClaims(memory), openClaims(memory), openClaims(memory)];
        const claimed = new Set<number>();
        for (const [asker, number] of asks) {
          expect(askers[asker]?.claim(digest(number))).toBe(!claimed.has(number));
          claimed.add(number);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('tell digests apart that begin alike, and take one of zeros', () => {
    const claims = openClaims(createClaimsMemory());
    const similar = ['0'.repeat(64), `${'0'.repeat(31)}2${'0'.repeat(32)}`, `${'0'.repeat(8)}1${'0'.repeat(55)}`, '1'.repeat(64)] as Digest[];
    for (const one of similar) expect(claims.claim(one)).toBe(true);
    for (const one of similar) expect(claims.claim(one)).toBe(false);
  });

  it('go on when a table is full', () => {
    const memory = createClaimsMemory();
    const [first, second] = [openClaims(memory), openClaims(memory)];
    for (let i = 0; i < 60_000; i++) expect((i % 2 === 0 ? first : second).claim(digest(i))).toBe(true);
    for (let i = 0; i < 60_000; i++) expect((i % 2 === 0 ? second : first).claim(digest(i))).toBe(false);
  });

  it('give nothing twice to threads that ask at the same time', async () => {
    const memory = createClaimsMemory();
    const script = new URL('./fixtures/claiming.ts', import.meta.url);
    const counts = await Promise.all(
      [0, 1, 2].map(
        (offset) =>
          new Promise<number>((resolve, reject) => {
            const worker = new Worker(script, { workerData: { memory, offset, count: 8000 }, execArgv: [] });
            worker.on('message', resolve);
            worker.on('error', reject);
          }),
      ),
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(8000);
  });
});
