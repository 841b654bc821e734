import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../shared/client.ts';
import { startEngine } from '../../electron/host/create-engine.ts';
import { rebuildHome, type HomeRebuilt } from '../../electron/host/rebuild-home.ts';
import { clientOf, temporaryFolder } from './ground.ts';
import { facts, writeTree } from './tree.ts';
import { noise } from '../noise.ts';

interface Bench {
  readonly folder: string;
  readonly home: string;
  readonly catalog: string;
  ask<T>(work: (client: Client) => Promise<T>): Promise<T>;
  rebuild(): Promise<HomeRebuilt>;
}

/** A home at rest: two artifacts, aliases, tags, descriptions, metadata, versions deleted for good and versions that wait. */
async function benchOf(): Promise<Bench> {
  const folder = temporaryFolder();
  const home = path.join(folder, 'home');
  const [cats, dogs] = [path.join(folder, 'cats'), path.join(folder, 'dogs')];
  async function ask<T>(act: (client: Client) => Promise<T>): Promise<T> {
    const engine = await startEngine({ home, watch: false });
    try {
      return await act(clientOf(engine));
    } finally {
      await engine.close();
    }
  }
  await ask(async (client) => {
    writeTree(cats, { 'cat.bin': noise(500_000, 1), small: 'meow', link: { link: 'small' }, empty: {} });
    await client.invoke('artifact.track', { path: cats, name: 'cats', type: 'model', quietWindowMs: 300 });
    for (const i of [1, 2, 3, 4, 5]) {
      writeTree(cats, { small: `meow ${i}`, [`new ${i}`]: noise(3_000, i) });
      await client.invoke('artifact.snapshot', { artifact: 'cats', description: `the "${i}"`, aliases: [`a${i}`] });
    }
    writeTree(dogs, { same: 'meow', dog: noise(40_000, 9) });
    await client.invoke('artifact.track', { path: dogs, name: 'dogs' });
    await client.invoke('tag.add', { artifact: 'cats', ref: 'v2', tag: 'seen' });
    await client.invoke('version.setMetadata', { artifact: 'cats', ref: 'v2', set: { accuracy: 0.93, deep: { list: [1, 'x'] } } });
    await client.invoke('artifact.setPaused', { artifact: 'dogs', paused: true });
    await client.invoke('delete.apply', { targets: [{ artifact: 'cats', refs: ['v1'] }], deleteAliases: true, now: true });
    await client.invoke('delete.apply', { targets: [{ artifact: 'cats', refs: ['v3', 'v5'] }], deleteAliases: true });
  });
  const rebuild = (): Promise<HomeRebuilt> => rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined });
  return { folder, home, catalog: path.join(home, 'catalog.db'), ask, rebuild };
}

/** All that can be asked of a home, and every version restored. */
async function everything({ ask, folder }: Bench): Promise<Record<string, unknown>> {
  return ask(async (client) => {
    const { artifacts } = await client.invoke('artifact.list', {});
    const versions: Record<string, unknown> = {};
    for (const { name } of artifacts) {
      for (const version of (await client.invoke('version.list', { artifact: name })).versions) {
        const target = path.join(folder, 'restored');
        const { problems } = await client.invoke('restore.apply', { artifact: name, ref: version.ref, target });
        const { entries } = await client.invoke('version.entries', { artifact: name, ref: version.ref });
        versions[`${name}:${version.ref}`] = { version, entries, problems, restored: facts(target) };
        rmSync(target, { recursive: true });
      }
    }
    const { storeBytes: _, ...usage } = await client.invoke('store.usage', {});
    const { deletions, bytes } = await client.invoke('delete.waiting', {});
    return { artifacts, versions, usage, deletions, bytes };
  });
}

const findings = ({ ask }: Bench) => ask(async (client) => (await client.invoke('store.verify', { deep: true, fresh: true })).findings);
const operations = ({ ask }: Bench) => ask(async (client) => (await client.invoke('operation.list', {})).operations);
const loseCatalog = ({ catalog }: Bench): void => rmSync(catalog);

describe('a rebuild', () => {
  it('makes everything anew when the catalog is gone: versions, files, figures, bytes, deletions, the next index', async () => {
    const bench = await benchOf();
    const before = await everything(bench);
    loseCatalog(bench);
    await expect(bench.ask(async () => undefined)).rejects.toMatchObject({ code: 'store.damaged', message: expect.stringContaining('strata rebuild') });
    expect(await bench.rebuild()).toMatchObject({ artifacts: 2, versions: 4, deletions: 1, operations: 0, history: 'lost', problems: [] });
    expect(await everything(bench)).toEqual(before);
    expect(await findings(bench)).toEqual([]);
    await bench.ask(async (client) => {
      expect((await client.invoke('artifact.snapshot', { artifact: 'dogs' })).created).toBe(false);
      writeTree(path.join(bench.folder, 'cats'), { small: 'purr' });
      const { version } = await client.invoke('artifact.snapshot', { artifact: 'cats' });
      expect(version).toMatchObject({ ref: 'v6', aliases: ['latest'] });
      const { deletions } = await client.invoke('delete.waiting', {});
      await client.invoke('operation.undo', { operation: deletions[0]?.operation as number });
      const { versions } = await client.invoke('version.list', { artifact: 'cats' });
      expect(versions.map(({ ref, aliases }) => [ref, aliases])).toEqual([
        ['v6', ['latest']],
        ['v5', ['a5']],
        ['v4', ['a4']],
        ['v3', ['a3']],
        ['v2', ['a2']],
        ['v0', []],
      ]);
    });
    expect(await findings(bench)).toEqual([]);
  });

  it('takes the history over from an old catalog that can be read, and keeps that one', async () => {
    const bench = await benchOf();
    const before = await operations(bench);
    const everythingBefore = await everything(bench);
    const old = readFileSync(bench.catalog);
    const report = await bench.rebuild();
    expect(report).toMatchObject({ history: 'kept', operations: before.length + 4, problems: [], kept: path.join(bench.home, 'catalog.db.1.old') });
    expect(readFileSync(report.kept as string).length).toBeGreaterThanOrEqual(old.length);
    const after = await operations(bench);
    expect(after[0]).toMatchObject({ kind: 'rebuild' });
    expect(after.slice(5)).toEqual(before);
    expect(await everything(bench)).toEqual(everythingBefore);
    expect((await bench.rebuild()).kept).toBe(path.join(bench.home, 'catalog.db.2.old'));
    expect(await findings(bench)).toEqual([]);
  });

  it('works whatever became of the catalog', async () => {
    const bench = await benchOf();
    const older = path.join(bench.folder, 'older.db');
    copyFileSync(bench.catalog, older);
    await bench.ask(async (client) => {
      writeTree(path.join(bench.folder, 'dogs'), { more: 'x' });
      await client.invoke('artifact.snapshot', { artifact: 'dogs' });
      await client.invoke('delete.apply', { targets: [{ artifact: 'dogs', refs: ['v0'] }], now: true });
    });
    const after = await everything(bench);
    const losses: Record<string, () => void> = {
      'no database': () => writeFileSync(bench.catalog, noise(10_000, 4)),
      empty: () => writeFileSync(bench.catalog, ''),
      cut: () => truncateSync(bench.catalog, 20_000),
      'full of holes': () => {
        const bytes = readFileSync(bench.catalog);
        for (let at = 4_096; at < bytes.length; at += 1_024) bytes.fill(7, at, at + 512);
        writeFileSync(bench.catalog, bytes);
      },
      'an older copy': () => copyFileSync(older, bench.catalog),
    };
    for (const [how, lose] of Object.entries(losses)) {
      lose();
      expect((await bench.rebuild()).problems, how).toEqual([]);
      expect(await everything(bench), how).toEqual(after);
      expect(await findings(bench), how).toEqual([]);
    }
  });

  it('tells of records and containers that are damaged or missing, and makes the rest', async () => {
    const bench = await benchOf();
    loseCatalog(bench);
    writeFileSync(path.join(bench.home, 'versions', 'cats', 'v2.json'), '{"format": 1, "index"');
    rmSync(path.join(bench.home, 'versions', 'dogs', 'artifact.json'));
    const container = containers(bench.home).find((file) => readFileSync(file).includes(noise(40_000, 9).subarray(0, 64))) as string;
    const bytes = readFileSync(container);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] as number) ^ 1;
    writeFileSync(container, bytes);
    const report = await bench.rebuild();
    expect(report).toMatchObject({ artifacts: 2, versions: 3, deletions: 1 });
    expect(report.problems.map(({ of }) => of).toSorted()).toEqual(['container', 'record', 'record']);
    await bench.ask(async (client) => {
      expect((await client.invoke('artifact.get', { artifact: 'dogs' })).artifact).toMatchObject({ path: null, versions: 1 });
      const target = path.join(bench.folder, 'restored');
      expect((await client.invoke('restore.apply', { artifact: 'dogs', ref: 'v0', target })).problems).toEqual([]);
      expect(Object.keys(facts(target))).toEqual(['dog', 'same']);
      // The lost version's record stays, and so does the alias that named it.
      const { lost } = await client.invoke('store.repair', {});
      expect(lost.map(({ code }) => code)).toEqual(['record.differs', 'record.unnamed']);
    });
  });

  it('keeps what it cannot place: a version whose record is found again comes back with the next rebuild', async () => {
    const bench = await benchOf();
    const before = await everything(bench);
    const record = path.join(bench.home, 'versions', 'cats', 'v4.json');
    const whole = readFileSync(record);
    loseCatalog(bench);
    writeFileSync(record, 'x');
    expect((await bench.rebuild()).problems).toHaveLength(1);
    await findings(bench);
    writeFileSync(record, whole);
    loseCatalog(bench);
    expect((await bench.rebuild()).problems).toEqual([]);
    expect(await everything(bench)).toEqual(before);
    expect(await findings(bench)).toEqual([]);
  });

  it('takes an acknowledged version whose record was not written yet from the old catalog', async () => {
    const bench = await benchOf();
    const before = await everything(bench);
    const { default: BetterSqlite } = await import('better-sqlite3');
    const db = new BetterSqlite(bench.catalog);
    db.exec("INSERT INTO pending_records (artifact, idx) SELECT id, 4 FROM artifacts WHERE name = 'cats'");
    db.close();
    rmSync(path.join(bench.home, 'versions', 'cats', 'v4.json'));
    expect((await bench.rebuild()).problems).toEqual([]);
    expect(await everything(bench)).toEqual(before);
    expect(await findings(bench)).toEqual([]);
  });

  it('brings whole artifacts back that wait in the undo window', async () => {
    const bench = await benchOf();
    await bench.ask((client) => client.invoke('delete.apply', { targets: [{ artifact: 'cats' }] }));
    loseCatalog(bench);
    expect(await bench.rebuild()).toMatchObject({ artifacts: 1, deletions: 2, problems: [] });
    await bench.ask(async (client) => {
      const { deletions } = await client.invoke('delete.waiting', {});
      for (const { operation } of deletions.toReversed()) await client.invoke('operation.undo', { operation });
      const { versions } = await client.invoke('version.list', { artifact: 'cats' });
      expect(versions.map(({ ref }) => ref)).toEqual(['v5', 'v4', 'v3', 'v2', 'v0']);
    });
    expect(await findings(bench)).toEqual([]);
  });

  it('refuses a home that an engine owns, and leaves everything as it was when it is called off', async () => {
    const bench = await benchOf();
    await bench.ask(async () => {
      await expect(bench.rebuild()).rejects.toMatchObject({ code: 'home.in-use' });
    });
    const before = readdirSync(bench.home);
    const controller = new AbortController();
    controller.abort(new Error('called off'));
    await expect(rebuildHome({ home: bench.home, signal: controller.signal, onProgress: () => undefined })).rejects.toThrow('called off');
    expect(readdirSync(bench.home)).toEqual(before);
    expect(existsSync(bench.catalog)).toBe(true);
  });
});

function containers(home: string): string[] {
  return readdirSync(path.join(home, 'containers'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
