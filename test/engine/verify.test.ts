import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Result } from '../../shared/contract.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from './ground.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { healthOf } from '../../electron/engine/verify/health.ts';
import { sitOnce } from '../../electron/engine/verify/prove-when-idle.ts';
import { createWorld, work } from './memory-world.ts';
import { writeTree, type Tree } from './tree.ts';
import { noise } from '../noise.ts';

/** SQL for another digest than the one in a column, whatever that begins with. */
const anotherFor = (column: string): string => `CAST(CASE substr(${column}, 1, 1) WHEN x'00' THEN x'ff' ELSE x'00' END || substr(${column}, 2) AS BLOB)`;

/** A home at rest, with one artifact whose folder had these states, each a version. Every byte was proven once. */
async function homeOf(...trees: Tree[]) {
  const folder = temporaryFolder();
  const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
  const engine = await startEngine({ home, watch: false });
  const client = clientOf(engine);
  for (const [i, tree] of trees.entries()) {
    writeTree(work, tree);
    if (i === 0) await client.invoke('artifact.track', { path: work, name: 'mine' });
    else await client.invoke('artifact.snapshot', { artifact: 'mine' });
  }
  await client.invoke('store.verify', { deep: true });
  await engine.close();
  return { home, work, folder };
}

async function verifyAt(home: string, params: { deep?: boolean; fresh?: boolean } = {}): Promise<Result<'store.verify'>> {
  const engine = await startEngine({ home, watch: false });
  try {
    return await clientOf(engine).invoke('store.verify', params);
  } finally {
    await engine.close();
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

const catDogRat: Tree = { 'cat.txt': 'meow '.repeat(500), 'dog.bin': noise(3_000, 1), 'rat.bin': noise(400_000, 2) };

describe('a deep verify', () => {
  it('finds a flipped bit anywhere in any container', async () => {
    const { home } = await homeOf(catDogRat, { 'cat.txt': 'purr '.repeat(400) });
    const containers = filesIn(path.join(home, 'containers'));
    expect(containers.length).toBeGreaterThanOrEqual(3);
    const engine = await startEngine({ home, watch: false });
    onTestFinished(() => engine.close());
    const client = clientOf(engine);
    async function expectFound(file: string, at: number, bit: number): Promise<void> {
      const whole = readFileSync(file);
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] as number) ^ (1 << bit);
      writeFileSync(file, flipped);
      try {
        const { ok, findings } = await client.invoke('store.verify', { deep: true, fresh: true });
        expect(ok, `byte ${at} of ${flipped.length} of ${file}`).toBe(false);
        for (const { message } of findings) expect(message).toMatch(/^[A-Z].*\.$/);
      } finally {
        writeFileSync(file, whole);
      }
    }
    for (const file of containers) {
      const size = readFileSync(file).length;
      // Header, frame head, payload, footer, trailer: every byte of the ends, some between.
      const ends = [0, 7, 8, 9, 11, 12, 15, 16, 17, 18, 20, 24, 28, 32, 36];
      const places = [...ends, ...[1, 8, 9, 12, 13, 16, 17, 40, 48, 49, 56, 60, 70, 90].map((back) => size - back)];
      for (const at of places) await expectFound(file, at, at % 8);
    }
    const place = fc.record({ file: fc.constantFrom(...containers), where: fc.double({ min: 0, max: 0.999999, noNaN: true }), bit: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(place, ({ file, where, bit }) => expectFound(file, Math.floor(where * readFileSync(file).length), bit)),
      { numRuns: 30 },
    );
    expect(await client.invoke('store.verify', { deep: true, fresh: true })).toMatchObject({ ok: true, findings: [] });
  }, 240_000);

  it('names every version and path that damage touches', async () => {
    const { home } = await homeOf({ 'dog.bin': noise(3_000, 1), sub: { 'same.bin': noise(3_000, 1) }, 'cat.txt': 'meow' }, { 'cat.txt': 'purr' });
    const [biggest] = filesIn(path.join(home, 'containers')).sort((a, b) => readFileSync(b).length - readFileSync(a).length);
    const bytes = readFileSync(biggest as string);
    const at = bytes.indexOf(Buffer.from(noise(3_000, 1)));
    bytes[at + 1_000] = (bytes[at + 1_000] as number) ^ 1;
    writeFileSync(biggest as string, bytes);
    expect((await verifyAt(home)).ok).toBe(true);
    const { findings } = await verifyAt(home, { deep: true });
    expect(findings).toEqual([
      {
        code: 'chunk.damaged',
        message: expect.stringMatching(/^The bytes of the chunk [0-9a-f]{64} are damaged: 2 files of mine:v\d and 1 more version cannot be brought back whole\.$/),
        touches: expect.arrayContaining([
          { version: 'mine:v0', path: 'dog.bin' },
          { version: 'mine:v0', path: 'sub/same.bin' },
          { version: 'mine:v1', path: 'dog.bin' },
          { version: 'mine:v1', path: 'sub/same.bin' },
        ]),
      },
    ]);
  });

  it('gives no alarm for bytes that nobody needs any more', async () => {
    const { home } = await homeOf({ a: noise(30_000, 1), b: noise(30_000, 2) }, { a: noise(30_000, 3) });
    const container = filesIn(path.join(home, 'containers')).find((file) => readFileSync(file).includes(Buffer.from(noise(30_000, 1)))) as string;
    const bytes = readFileSync(container);
    bytes[bytes.indexOf(Buffer.from(noise(30_000, 1))) + 7] = 99;
    writeFileSync(container, bytes);
    expect((await verifyAt(home, { deep: true })).ok).toBe(false);
    const engine = await startEngine({ home, watch: false });
    const client = clientOf(engine);
    await client.invoke('delete.apply', { targets: [{ artifact: 'mine', refs: ['v0'] }], now: true });
    expect(await client.invoke('store.verify', { deep: true, fresh: true })).toMatchObject({ findings: [] });
    await engine.close();
  });
});

describe('a verify', () => {
  it('finds every change of a version record, and records that are missing or too many', async () => {
    const { home } = await homeOf({ a: 'one' }, { a: 'two' });
    const engine = await startEngine({ home, watch: false });
    const client = clientOf(engine);
    await client.invoke('version.describe', { artifact: 'mine', ref: 'v1', description: 'the "good" one' });
    await client.invoke('alias.set', { artifact: 'mine', ref: 'v0', alias: 'best' });
    await client.invoke('delete.apply', { targets: [{ artifact: 'mine', refs: ['v1'] }] });
    onTestFinished(() => engine.close());
    const records = filesIn(path.join(home, 'versions'));
    expect(records.map((file) => path.relative(path.join(home, 'versions'), file))).toEqual(['mine/artifact.json', 'mine/v0.json', '~deleted/6.json']);
    for (const file of records) {
      const whole = readFileSync(file);
      for (let at = 0; at < whole.length; at += 17) {
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] as number) ^ (1 << at % 8);
        writeFileSync(file, flipped);
        const { findings } = await client.invoke('store.verify', {});
        expect(findings.map(({ code }) => code), `byte ${at} of ${file}`).toEqual([expect.stringMatching(/^record\.(damaged|differs)$/)]);
      }
      rmSync(file);
      expect((await client.invoke('store.verify', {})).findings).toMatchObject([{ code: 'record.missing' }]);
      writeFileSync(file, whole);
    }
    const stray = path.join(home, 'versions', 'mine', 'v1.json');
    writeFileSync(stray, readFileSync(path.join(home, 'versions', 'mine', 'v0.json')));
    expect((await client.invoke('store.verify', {})).findings).toMatchObject([{ code: 'record.unnamed' }]);
    rmSync(stray);
    expect((await client.invoke('store.verify', {})).findings).toEqual([]);
  }, 120_000);

  it('finds every change of a row of the catalog that tells of what is stored', async () => {
    const { home } = await homeOf({ a: noise(300_000, 1), b: 'bee', c: noise(2_000, 2) }, { b: 'wasp' });
    const file = path.join(home, 'catalog.db');
    const changes = [
      'UPDATE chunks SET refs = refs + 1 WHERE rowid_ = ?',
      'UPDATE chunks SET offset = offset + 1 WHERE rowid_ = ?',
      'UPDATE chunks SET length = length + 2 WHERE rowid_ = ?',
      'UPDATE chunks SET frame_offset = frame_offset + 4 WHERE rowid_ = ?',
      'UPDATE chunks SET frame_length = frame_length + 1 WHERE rowid_ = ?',
      'UPDATE chunks SET container = container + 100 WHERE rowid_ = ?',
      'UPDATE chunks SET container = 0 WHERE rowid_ = ?',
      'UPDATE chunks SET kind = (kind + 1) % 3 WHERE rowid_ = ?',
      'UPDATE chunks SET kind = 9 WHERE rowid_ = ?',
      `UPDATE chunks SET digest = ${anotherFor('digest')} WHERE rowid_ = ?`,
      'UPDATE containers SET size = size + 1 WHERE number = 1',
      "UPDATE containers SET id = '0' || substr(id, 2) WHERE number = 1",
      'DELETE FROM containers WHERE number = 1',
      'UPDATE versions SET files = files + 1 WHERE idx = 0',
      'UPDATE versions SET bytes = bytes - 1 WHERE idx = 0',
      `UPDATE versions SET digest = ${anotherFor('digest')} WHERE idx = 1`,
      `UPDATE versions SET root = ${anotherFor('root')} WHERE idx = 1`,
      "UPDATE versions SET actor = 'nobody' WHERE idx = 1",
      "UPDATE versions SET metadata = '{' WHERE idx = 1",
      "UPDATE versions SET problems = '[' WHERE idx = 0",
      'UPDATE artifacts SET next_index = next_index + 1',
      "UPDATE artifacts SET path = '/elsewhere'",
      "UPDATE aliases SET idx = 0 WHERE alias = 'latest'",
    ];
    const whole = readFileSync(file);
    const counting = new BetterSqlite(file, { readonly: true });
    const count = counting.prepare<[], number>('SELECT count(*) FROM chunks').pluck().get() as number;
    counting.close(); // a connection that stays open would keep the last change in SQLite's log
    for (const change of changes) {
      for (const row of change.includes('rowid_') ? [0, Math.floor(count / 2), count - 1] : [0]) {
        writeFileSync(file, whole);
        const db = new BetterSqlite(file);
        db.pragma('foreign_keys = OFF');
        const sql = change.replace('rowid_ = ?', `digest = (SELECT digest FROM chunks ORDER BY digest LIMIT 1 OFFSET ${row})`);
        expect(db.prepare(sql).run().changes).toBe(1);
        db.close();
        const { ok, findings } = await verifyAt(home);
        expect(ok, change).toBe(false);
        expect(findings.length).toBeGreaterThan(0);
      }
    }
  }, 120_000);

  it('that was cut short goes on where it was, and tells how the last one ended', async () => {
    const { home } = await homeOf({ a: noise(3_000_000, 1) }, { b: noise(3_000_000, 2) }, { c: noise(3_000_000, 3) });
    const engine = await startEngine({ home, watch: false });
    onTestFinished(() => engine.close());
    const client = clientOf(engine);
    const stop = client.subscribe((event) => {
      if (event.kind !== 'activity.progressed' || event.activity.kind !== 'verify' || event.activity.files < 1) return;
      if (event.activity.phase === 'Reading every byte') void client.invoke('activity.cancel', { activity: event.activity.id });
    });
    // Progress is told ten times a second at most: some try is cancelled before it is over.
    let isCancelled = false;
    for (let i = 0; i < 50 && !isCancelled; i++) {
      isCancelled = await client.invoke('store.verify', { deep: true, fresh: true }).then(
        () => false,
        () => true,
      );
    }
    stop();
    expect(isCancelled).toBe(true);
    const { round } = await client.invoke('store.health', {});
    expect(round).toMatchObject({ finishedAt: null });
    expect(round?.proven).toBeGreaterThan(0);
    const report = await client.invoke('store.verify', { deep: true });
    expect(report.provenBefore).toBe(round?.proven);
    expect(report.ok).toBe(true);
    expect(report.bytes).toBeLessThan(9_000_000);
    expect(await client.invoke('store.health', {})).toMatchObject({ lastDeep: { findings: 0 }, last: { deep: true }, round: { finishedAt: expect.any(Number) }, damagedChunks: 0 });
    expect((await client.invoke('store.verify', { deep: true })).bytes).toBeGreaterThan(9_000_000);
  }, 60_000);
});

describe('looking after the store', () => {
  it('reads every byte when nothing else goes on, once in a while, and says how it ended', async () => {
    const world = createWorld();
    const engine = await createEngine(world.ports(), { watch: false });
    const { core } = engine;
    world.tree.write(`${work}/a`, 'one');
    world.tree.write(`${work}/big`, 'x'.repeat(500_000));
    await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
    const proofs = (): number => core.catalog.proofs().size;
    await core.activities.run({ kind: 'rescan', artifact: null, phase: '' }, () => sitOnce(core));
    expect(proofs()).toBe(0);
    await sitOnce(core);
    expect(proofs()).toBe(core.catalog.containers().length);
    expect(healthOf(core.catalog)).toMatchObject({ lastDeep: { findings: 0 }, round: { finishedAt: expect.any(Number) } });
    const before = core.catalog.proofs();
    await sitOnce(core);
    expect(core.catalog.proofs()).toEqual(before);
    await engine.close();
  });
});
