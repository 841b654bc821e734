import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog, openCatalog } from '../../electron/database/catalog-sqlite.ts';
import { migrate } from '../../electron/database/migrate.ts';
import { migrations, type Migration } from '../../electron/database/migrations.ts';
import { openDatabase } from '../../electron/database/open-database.ts';
import { openStoredChunks } from '../../electron/database/stored-chunks.ts';
import type { FolderPath } from '../../electron/engine/model/entry-path.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { Catalog } from '../../electron/engine/ports/catalog.ts';
import { containerOf, digest, recordOf } from '../contracts/catalog.ts';
import { DigestTable } from '../../electron/engine/model/digest-table.ts';

let folder: string;
let file: string;
const opened: { close(): void }[] = [];
const closing = <T extends { close(): void }>(each: T): T => (opened.push(each), each);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'strata-catalog-'));
  file = path.join(folder, 'catalog.db');
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  rmSync(folder, { recursive: true });
});

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

function fill(catalog: Catalog): void {
  catalog.transact((writer) => {
    const { id } = writer.insertArtifact({
      name: 'animals',
      type: 'dataset',
      mode: 'copy',
      path: '/home/ada/animals',
      quietWindow: 2_000,
      createdAt: 1,
    });
    writer.insertVersion(recordOf(id, 0));
    writer.setAlias(id, 'latest', 0);
    writer.setTags(id, 0, ['wild']);
    writer.putFolder(id, { path: 'cats' as FolderPath, listing: Uint8Array.of(0, 255), timesDiffer: true });
    writer.addContainer(containerOf('a', [1, 2]));
    writer.addReferences(DigestTable.of([[digest(1), 2]]));
    writer.addOperation({ at: 1, actor: 'ada', kind: 'track', artifact: 'animals', arguments: {}, undo: null });
    writer.noteStaging({ id: 'one', root: '/home/ada' });
    writer.markRecordPending(id, 0);
    writer.setSetting('theme', 'dark');
  });
}

const everything = (catalog: Catalog): unknown =>
  catalog.artifacts().map((artifact) => ({
    artifact,
    versions: catalog.versions(artifact.id),
    folders: [...catalog.foldersWithin(artifact.id, '')],
    chunks: [...catalog.chunks()],
    containers: catalog.containers(),
    operations: catalog.operations({ limit: 10 }),
    notes: [catalog.stagingNotes(), catalog.pendingRecords(), catalog.setting('theme')],
  }));

describe('the catalog in its file', () => {
  it('is there again after it was closed', () => {
    const first = openCatalog(file);
    fill(first);
    const before = everything(first);
    first.close();
    expect(everything(closing(openCatalog(file)))).toEqual(before);
    expect(before).toMatchObject([{ versions: [{ aliases: ['latest'] }], folders: [{ path: 'cats' }] }]);
  });

  it('keeps what was acknowledged when it was never closed', () => {
    const first = closing(openCatalog(file));
    fill(first);
    // What a crash leaves: the file and its write-ahead log as they are now.
    const copy = path.join(folder, 'copy.db');
    for (const end of ['', '-wal']) writeFileSync(copy + end, readFileSync(file + end));
    expect(everything(closing(openCatalog(copy)))).toEqual(everything(first));
  });

  it('keeps every acknowledged transaction, whole, of a process that was killed', async () => {
    openCatalog(file).close();
    const module = new URL('../../electron/database/catalog-sqlite.ts', import.meta.url).href;
    const script = `
      import { openCatalog } from ${JSON.stringify(module)};
      const catalog = openCatalog(process.argv[1]);
      for (let i = 1; ; i++) {
        catalog.transact((writer) => {
          writer.setSetting('first', String(i));
          writer.addOperation({ at: i, actor: 'x', kind: 'verify', artifact: null, arguments: {}, undo: null });
          writer.setSetting('second', String(i));
        });
        process.stdout.write(i + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('40\n')) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    const acknowledged = Number(said.trimEnd().split('\n').at(-1));
    const catalog = closing(openCatalog(file));
    const kept = Number(catalog.setting('first'));
    expect(acknowledged).toBeGreaterThanOrEqual(40);
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
    expect(catalog.setting('second')).toBe(String(kept));
    expect(catalog.operations({ limit: 1 })[0]?.at).toBe(kept);
  });

  it('can be closed twice', () => {
    const catalog = openCatalog(file);
    catalog.close();
    expect(() => catalog.close()).not.toThrow();
  });

  it('is readable by its owner alone, with its write-ahead log', () => {
    fill(closing(openCatalog(file)));
    for (const end of ['', '-wal', '-shm']) expect(statSync(file + end).mode & 0o077).toBe(0);
  });

  it('is written through to the disk before a transaction ends, and keeps its references whole', () => {
    const db = closing(openDatabase(file));
    const setting = (name: string): unknown => db.pragma(name, { simple: true });
    expect([setting('journal_mode'), setting('synchronous'), setting('foreign_keys')]).toEqual(['wal', 2, 1]);
  });

  it('of a newer Strata is refused and left as it is', () => {
    openCatalog(file).close();
    const newer = new BetterSqlite(file);
    newer.pragma(`user_version = ${migrations.length + 1}`);
    newer.close();
    const before = readFileSync(file);
    const failure = failureOf(() => openCatalog(file));
    expect(failure.code).toBe('store.newer-format');
    expect(failure.message).toContain('newer Strata');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that is no database is called damaged and left as it is', () => {
    const text = 'These are my notes and not a database. '.repeat(100);
    writeFileSync(file, text);
    expect(failureOf(() => openCatalog(file)).code).toBe('store.damaged');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it("that is another program's database is refused and left as it is", () => {
    const other = new BetterSqlite(file);
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    const before = readFileSync(file);
    expect(failureOf(() => openCatalog(file)).code).toBe('store.damaged');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that cannot grow says that the disk is full, keeps what was there and goes on once there is room', () => {
    const db = openDatabase(file);
    const catalog = closing(createCatalog(db));
    fill(catalog);
    const { id } = catalog.artifacts()[0]!;
    const before = everything(catalog);
    const put = (): void =>
      catalog.transact((writer) => {
        writer.putFolder(id, { path: 'big' as FolderPath, listing: new Uint8Array(1_000_000), timesDiffer: false });
        writer.setSetting('theme', 'light');
      });

    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 10}`);
    expect(failureOf(put).code).toBe('store.full');
    expect(everything(catalog)).toEqual(before);

    db.pragma('max_page_count = 1000000');
    put();
    expect(catalog.folder(id, 'big' as FolderPath)?.listing).toHaveLength(1_000_000);
  });

  it('whose pages were overwritten says that it is damaged', () => {
    const first = openCatalog(file);
    fill(first);
    first.close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4_096);
    writeFileSync(file, bytes);
    const failure = failureOf(() => closing(openCatalog(file)).artifacts());
    expect(failure.code).toBe('store.damaged');
    expect(failure.message).toContain('strata rebuild');
  });

  it('that is damaged while it is open says so, whatever is asked of it', () => {
    const db = openDatabase(file);
    const catalog = closing(createCatalog(db));
    fill(catalog);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 4_096));
    db.pragma('shrink_memory');
    expect(failureOf(() => catalog.artifacts()).code).toBe('store.damaged');
    expect(failureOf(() => catalog.transact((writer) => writer.setSetting('theme', 'light'))).code).toBe('store.damaged');
    expect(failureOf(() => [...catalog.chunks()]).code).toBe('store.damaged');
  });
});

describe('migrations', () => {
  const open = () => closing(new BetterSqlite(file));
  const newest = migrations.length;
  const next: Migration = { id: newest + 1, name: 'colours', sql: 'CREATE TABLE colours (name TEXT) STRICT;' };

  it('have ids that count up from one', () => {
    expect(migrations.map((each) => each.id)).toEqual(migrations.map((_, i) => i + 1));
  });

  it('bring an older catalog on and keep what is in it', () => {
    const catalog = openCatalog(file);
    fill(catalog);
    catalog.close();
    const db = open();
    migrate(db, [...migrations, next]);
    expect(db.pragma('user_version', { simple: true })).toBe(newest + 1);
    expect(db.prepare('SELECT count(*) FROM colours').pluck().get()).toBe(0);
    expect(db.prepare('SELECT name FROM artifacts').pluck().all()).toEqual(['animals']);
  });

  it('do nothing to a catalog that is up to date', () => {
    const db = open();
    migrate(db, migrations);
    const before = db.serialize();
    migrate(db, migrations);
    expect(db.serialize().equals(before)).toBe(true);
  });

  it('that fail leave the catalog at the step before', () => {
    const db = open();
    const broken = { id: newest + 1, name: 'broken', sql: `${next.sql} INSERT INTO nowhere VALUES (1);` };
    expect(() => migrate(db, [...migrations, broken])).toThrow();
    expect(db.pragma('user_version', { simple: true })).toBe(newest);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'colours'").pluck().get()).toBe(0);
    migrate(db, [...migrations, next]);
    expect(db.pragma('user_version', { simple: true })).toBe(newest + 1);
  });
});

describe('stored chunks', () => {
  it('are those that a committed transaction named', () => {
    const catalog = closing(openCatalog(file));
    fill(catalog);
    const stored = closing(openStoredChunks(file));
    expect([1, 2, 3].map((each) => stored.has(digest(each)))).toEqual([true, true, false]);
    catalog.transact((writer) => {
      writer.addContainer(containerOf('b', [3]));
      expect(stored.has(digest(3))).toBe(false);
    });
    expect(stored.has(digest(3))).toBe(true);
  });

  it('are known to another thread while this one writes', async () => {
    const catalog = closing(openCatalog(file));
    fill(catalog);
    const source = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { openStoredChunks } from ${JSON.stringify(new URL('../../electron/database/stored-chunks.ts', import.meta.url).href)};
      const stored = openStoredChunks(workerData.file);
      parentPort.on('message', (digest) => {
        if (digest === null) { stored.close(); parentPort.close(); }
        else parentPort.postMessage(stored.has(digest));
      });`;
    const worker = new Worker(source, { eval: true, workerData: { file } });
    const ask = (number: number): Promise<boolean> =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve).once('error', reject);
        worker.postMessage(digest(number));
      });
    expect(await ask(1)).toBe(true);
    expect(await ask(9)).toBe(false);
    catalog.transact((writer) => writer.addContainer(containerOf('b', [9])));
    expect(await ask(9)).toBe(true);
    await new Promise((resolve) => {
      worker.once('exit', resolve);
      worker.postMessage(null);
    });
  });

  it('are never written by those who look them up', () => {
    expect(() => openStoredChunks(file)).toThrow();
    openCatalog(file).close();
    const stored = closing(openStoredChunks(file));
    expect(stored.has(digest(1))).toBe(false);
  });
});
