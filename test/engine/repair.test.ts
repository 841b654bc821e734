import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../shared/client.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from './ground.ts';
import { facts, writeTree, type Tree } from './tree.ts';
import { noise } from '../noise.ts';

interface Bench {
  readonly home: string;
  readonly work: string;
  readonly folder: string;
  readonly wholes: readonly Record<string, string>[];
  /** What an engine on this home answers. */
  ask<T>(work: (client: Client) => Promise<T>): Promise<T>;
  containers(): string[];
}

/** A home at rest, with one artifact whose folder had these states, each a version. */
async function benchOf(...trees: Tree[]): Promise<Bench> {
  const folder = temporaryFolder();
  const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
  async function ask<T>(act: (client: Client) => Promise<T>): Promise<T> {
    const engine = await startEngine({ home, watch: false });
    try {
      return await act(clientOf(engine));
    } finally {
      await engine.close();
    }
  }
  const wholes: Record<string, string>[] = [];
  await ask(async (client) => {
    for (const [i, tree] of trees.entries()) {
      writeTree(work, tree);
      wholes.push(facts(work));
      if (i === 0) await client.invoke('artifact.track', { path: work, name: 'mine' });
      else await client.invoke('artifact.snapshot', { artifact: 'mine' });
    }
  });
  const containers = (): string[] =>
    readdirSync(path.join(home, 'containers'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  return { home, work, folder, wholes, ask, containers };
}

/** Flips a bit of every container that holds these bytes, somewhere in them. */
function damage({ containers }: Bench, bytes: Buffer): void {
  let done = 0;
  for (const file of containers()) {
    const stored = readFileSync(file);
    const at = stored.indexOf(bytes.subarray(0, 32));
    if (at < 0) continue;
    stored[at + 5] = (stored[at + 5] as number) ^ 4;
    writeFileSync(file, stored);
    done += 1;
  }
  expect(done).toBeGreaterThan(0);
}

const repair = ({ ask }: Bench) => ask((client) => client.invoke('store.repair', {}));
const verify = ({ ask }: Bench) => ask((client) => client.invoke('store.verify', { deep: true, fresh: true }));

async function expectRestored(bench: Bench, ref: string, whole: Record<string, string>): Promise<void> {
  const target = path.join(bench.folder, `restored-${ref}`);
  const { problems } = await bench.ask((client) => client.invoke('restore.apply', { artifact: 'mine', ref, target }));
  expect(problems).toEqual([]);
  expect(facts(target)).toEqual(whole);
}

describe('damage', () => {
  it('is told as a fact when a look finds it, and not again by each look after', async () => {
    const small = noise(5_000, 1);
    const bench = await benchOf({ small }, { small: 'other' });
    damage(bench, small);
    const told: string[] = [];
    await bench.ask(async (client) => {
      client.subscribe((event) => void (event.kind === 'store.damaged' && told.push(event.message)));
      await client.invoke('store.verify', { deep: false });
      expect(told).toEqual([]);
      for (const deep of [true, false, true]) await client.invoke('store.verify', { deep });
    });
    expect(told).toEqual([expect.stringContaining('"small" of mine:v0 cannot be brought back whole')]);
  });
});

describe('a repair', () => {
  it('takes a damaged file from the folder that still holds it, and writes the container again without the damage', async () => {
    const [small, big] = [noise(5_000, 1), noise(700_000, 2)];
    const bench = await benchOf({ small, big, other: noise(9_000, 3), sub: { moved: 'x' } }, { sub: { moved: 'y' } });
    damage(bench, small);
    damage(bench, big);
    const before = bench.containers();
    expect((await verify(bench)).findings).toHaveLength(2);
    const report = await repair(bench);
    expect(report).toMatchObject({ ok: true, repaired: { chunks: 2, records: 0 }, lost: [] });
    expect(report.repaired.containers).toBeGreaterThan(0);
    expect(bench.containers().filter((file) => before.includes(file)).length).toBeLessThan(before.length);
    expect(await verify(bench)).toMatchObject({ ok: true, findings: [] });
    await expectRestored(bench, 'v0', bench.wholes[0] as Record<string, string>);
    await expectRestored(bench, 'v1', bench.wholes[1] as Record<string, string>);
  });

  it('names what is lost for good, and everything else comes back', async () => {
    const gone = noise(5_000, 1);
    const bench = await benchOf({ gone, here: noise(5_000, 2) }, { gone: noise(5_000, 3) });
    damage(bench, gone);
    damage(bench, noise(5_000, 2));
    const report = await repair(bench);
    expect(report).toMatchObject({ ok: false, repaired: { chunks: 1, bytes: 5_000 }, lost: [{ code: 'chunk.damaged', touches: [{ version: 'mine:v0', path: 'gone' }] }] });
    expect((await bench.ask((client) => client.invoke('store.verify', {}))).findings).toMatchObject([{ touches: [{ version: 'mine:v0', path: 'gone' }] }]);
    expect(await bench.ask((client) => client.invoke('store.health', {}))).toMatchObject({ damagedChunks: 1, lastDeep: { findings: 1 } });
    const target = path.join(bench.folder, 'restored');
    const result = await bench.ask((client) => client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', target }));
    expect(result).toMatchObject({ written: 1, bytes: 5_000, problems: [{ path: 'gone' }] });
    expect(Object.keys(facts(target))).toEqual(['here']);
    await expectRestored(bench, 'v1', bench.wholes[1] as Record<string, string>);
  });

  it('is done by the next snapshot that stores the same bytes', async () => {
    const bytes = noise(5_000, 1);
    const bench = await benchOf({ a: bytes, b: 'b' }, { a: 'changed' });
    damage(bench, bytes);
    expect((await verify(bench)).ok).toBe(false);
    writeTree(bench.work, { c: bytes });
    await bench.ask((client) => client.invoke('artifact.snapshot', { artifact: 'mine' }));
    expect(await verify(bench)).toMatchObject({ ok: true, findings: [] });
    await expectRestored(bench, 'v0', bench.wholes[0] as Record<string, string>);
  });

  it('makes manifests and chunk lists again from the folder', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`file ${i}`, `content ${i}`]));
    const bench = await benchOf({ ...files, big: noise(900_000, 1), link: { link: 'big' }, empty: {} });
    for (const file of bench.containers()) {
      const bytes = readFileSync(file);
      if (bytes.includes(noise(900_000, 1).subarray(0, 64))) continue;
      rmSync(file); // the manifest's nodes lie in a container of their own
    }
    const { findings } = await verify(bench);
    expect(findings.map(({ code }) => code)).toContain('container.missing');
    expect(findings.flatMap(({ touches }) => touches)).toContainEqual({ version: 'mine:v0', path: null });
    const report = await repair(bench);
    expect(report).toMatchObject({ ok: true, lost: [] });
    expect(await verify(bench)).toMatchObject({ ok: true, findings: [] });
    await expectRestored(bench, 'v0', bench.wholes[0] as Record<string, string>);
  });

  it('brings everything back when all containers are gone and the folder is as it was', async () => {
    const bench = await benchOf({ a: 'one', big: noise(600_000, 1), sub: { b: 'two' } });
    for (const file of bench.containers()) rmSync(file);
    expect(await repair(bench)).toMatchObject({ ok: true, lost: [] });
    await expectRestored(bench, 'v0', bench.wholes[0] as Record<string, string>);
  });

  it('writes records again, sets counts right, and finds chunks that the catalog looks for in the wrong place', async () => {
    const bench = await benchOf({ a: noise(4_000, 1), b: 'bee', big: noise(400_000, 2) }, { b: 'wasp' });
    rmSync(path.join(bench.home, 'versions', 'mine', 'v0.json'));
    writeFileSync(path.join(bench.home, 'versions', 'mine', 'artifact.json'), '{"format":1');
    rmSync(bench.work, { recursive: true });
    const db = new BetterSqlite(path.join(bench.home, 'catalog.db'));
    db.exec('UPDATE chunks SET refs = refs + 7 WHERE digest = (SELECT min(digest) FROM chunks)');
    db.exec('UPDATE chunks SET offset = offset + 1 WHERE digest = (SELECT max(digest) FROM chunks WHERE kind = 0)');
    db.exec('UPDATE chunks SET kind = 1 WHERE digest = (SELECT min(digest) FROM chunks WHERE kind = 0)');
    db.close();
    expect(await repair(bench)).toMatchObject({ ok: true, repaired: { records: 2, counts: 1 }, lost: [] });
    expect(await verify(bench)).toMatchObject({ ok: true, findings: [] });
    await expectRestored(bench, 'v0', bench.wholes[0] as Record<string, string>);
  });

  it('mends containers whose begin, index or end is damaged', async () => {
    for (const place of [3, 14, -3, -14, -50, -80]) {
      const bench = await benchOf({ a: noise(4_000, 1), b: 'bee' });
      for (const file of bench.containers()) {
        const bytes = readFileSync(file);
        const at = place < 0 ? bytes.length + place : place;
        bytes[at] = (bytes[at] as number) ^ 1;
        writeFileSync(file, bytes);
      }
      const report = await repair(bench);
      expect(report, `byte ${place}`).toMatchObject({ ok: true, repaired: { containers: 2 }, lost: [] });
      expect(await verify(bench)).toMatchObject({ ok: true, findings: [] });
    }
  });

  it('leaves nothing behind and changes nothing when all is whole', async () => {
    const bench = await benchOf({ a: 'one' });
    const before = bench.containers();
    expect(await repair(bench)).toMatchObject({ ok: true, verified: { ok: true }, repaired: { chunks: 0, containers: 0 } });
    expect(bench.containers()).toEqual(before);
  });
});
