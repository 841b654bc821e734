import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAdaptiveCapture } from '../../electron/adapters/capture-adaptive.ts';
import { createClaimsMemory, openClaims } from '../../electron/adapters/capture-claims.ts';
import { createSession, type CaptureLane, type RunWay } from '../../electron/adapters/capture-session.ts';
import { createSink, SinkError } from '../../electron/adapters/capture-sink.ts';
import { createWorkersCapture } from '../../electron/adapters/capture-workers.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createContainerStore, type FsContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { stampOf } from '../../electron/adapters/scan-stamp.ts';
import { createWorkerPool, type WorkerPool } from '../../electron/adapters/worker-pool.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { CapturedFile, CapturedFolder, CaptureFolder, CaptureSession } from '../../electron/engine/ports/capture.ts';
import { sumFiles } from '../../electron/engine/scan/listing.ts';
import { capturedFiles } from '../../electron/engine/snapshot/captured-files.ts';
import { foldersOf, takeAll, type AskedFile } from '../contracts/asked-files.ts';
import { countingIds } from '../fakes/container-store-memory.ts';
import { noise } from '../noise.ts';

let home: string;
let root: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'strata-lanes-'));
  root = path.join(home, 'animals');
  mkdirSync(root);
});
afterEach(() => rmSync(home, { recursive: true }));

const newId = countingIds();
const openStore = (at = home): FsContainerStore =>
  createContainerStore({ containers: path.join(at, 'containers'), temporary: path.join(at, 'tmp'), newId });

function file(name: string, content: Uint8Array): AskedFile {
  writeFileSync(path.join(root, name), content);
  return { path: name as EntryPath, stamp: stampOf(lstatSync(path.join(root, name))) };
}

const rest = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 60));

describe('where a thread puts its chunks', () => {
  const put = (sink: ReturnType<typeof createSink>, bytes: Uint8Array): void => sink.keep('data', digestOf(bytes), bytes);

  it('begins another pack when one is full, and removes all of them when it is abandoned', async () => {
    const store = openStore();
    const sink = createSink({ store, claims: openClaims(createClaimsMemory()), isStored: () => false, packCapacity: 1_000_000 });
    for (let i = 0; i < 35; i++) put(sink, noise(100_000, i));
    await vi.waitFor(() => expect(store.list()).toHaveLength(3));
    const { packs } = await sink.seal();
    expect(packs).toHaveLength(4);
    expect(store.list()).toHaveLength(4);
    await sink.abandon();
    expect(store.list()).toEqual([]);
    expect(store.removeUnsealed()).toBe(0);
  });

  it('removes a pack that is just becoming durable when it is abandoned', async () => {
    const store = openStore();
    const sink = createSink({ store, claims: openClaims(createClaimsMemory()), isStored: () => false, packCapacity: 1_000_000 });
    for (let i = 0; i < 25; i++) put(sink, noise(100_000, i));
    await sink.abandon();
    expect(store.list()).toEqual([]);
    expect(store.removeUnsealed()).toBe(0);
  });

  it('tells which chunks it left to another thread', async () => {
    const memory = createClaimsMemory();
    const sinks = [0, 1].map(() => createSink({ store: openStore(), claims: openClaims(memory), isStored: () => false }));
    const [first, second] = sinks as [(typeof sinks)[0], (typeof sinks)[0]];
    put(first, noise(1000, 1));
    put(second, noise(1000, 1));
    put(second, noise(1000, 2));
    put(second, noise(1000, 2));
    put(first, noise(1000, 2));
    expect((await first.seal()).lent).toEqual([digestOf(noise(1000, 2))]);
    expect((await second.seal()).lent).toEqual([digestOf(noise(1000, 1))]);
  });

  it('marks what goes wrong in the store, so that no file is blamed for it', () => {
    const store = createContainerStore({ containers: path.join(home, 'c'), temporary: path.join(home, 'a file', 'tmp'), newId: countingIds() });
    writeFileSync(path.join(home, 'a file'), '');
    const sink = createSink({ store, claims: openClaims(createClaimsMemory()), isStored: () => false });
    expect(() => {
      for (let i = 0; i < 30; i++) put(sink, noise(100_000, i));
    }).toThrow(SinkError);
  });
});

describe('a session over lanes', () => {
  const captured = (folder: CaptureFolder): CapturedFolder => {
    const { files } = sumFiles(folder.files);
    return { ...folder, blobs: new Uint8Array(files * 32), others: [] };
  };
  const answering = (folder: CaptureFolder | undefined, file: Omit<Extract<CapturedFile, { outcome: 'captured' }>, 'path' | 'outcome'>) => {
    const asked = captured(folder!);
    const { path } = capturedFiles(asked).next().value!;
    return { captured: [{ ...asked, others: [{ at: 0, file: { ...file, path, outcome: 'captured' as const } }] }], quietBytes: 0 };
  };
  const lane = (change: Partial<CaptureLane> = {}): CaptureLane => ({
    depth: 1,
    capture: async (folders) => ({ captured: folders.map(captured), quietBytes: 0 }),
    clone: async () => null,
    seal: async () => ({ containers: [], lists: [], lent: [] }),
    abandon: async () => undefined,
    ...change,
  });
  const files = (count: number): AskedFile[] =>
    Array.from({ length: count }, (_, i) => ({ path: `f${i}` as EntryPath, stamp: { size: 1, modifiedMs: 0, changedMs: 0, inode: i, mode: 0 } }));
  const open = (lanes: readonly CaptureLane[]): CaptureSession =>
    createSession({ lanes: () => lanes, keep: true, signal: new AbortController().signal, onProgress: () => undefined, isStored: () => false });

  it('refuses to be sealed when no lane stored a chunk that one left to another', async () => {
    let abandoned = 0;
    const lanes = [
      lane({ seal: async () => ({ containers: [], lists: [], lent: [digestOf(noise(1, 1))] }), abandon: async () => void abandoned++ }),
      lane({ abandon: async () => void abandoned++ }),
    ];
    const session = open(lanes);
    session.add(foldersOf(files(200)));
    session.close();
    expect(await takeAll(session)).toHaveLength(200);
    await expect(session.seal()).rejects.toThrow('no thread stored');
    expect(abandoned).toBe(2);
  });

  it('lets two lanes each do one half of a single big file', async () => {
    const ways: RunWay[] = [];
    const [big] = files(1) as [AskedFile];
    const one: AskedFile = { ...big, stamp: { ...big.stamp, size: 1e9 } };
    const list = digestOf(noise(2, 2));
    const halves = [0, 1].map((i) =>
      lane({
        depth: 2,
        capture: async ([folder], _, way) => {
          ways[i] = way;
          const content = { blob: digestOf(noise(3, i)), size: 1e9, list: way.part === 'chunks' ? list : null };
          return answering(folder, { content, stamp: one.stamp, racy: i === 1 });
        },
      }),
    );
    const session = open(halves);
    session.add(foldersOf([one]));
    session.close();
    expect(await takeAll(session)).toMatchObject([{ outcome: 'captured', content: { blob: digestOf(noise(3, 1)), list }, racy: true }]);
    expect(ways.map((way) => way.part)).toEqual(['chunks', 'digest']);
  });

  it('lets both lanes read the clone that one of them made', async () => {
    const ways: RunWay[] = [];
    const [big] = files(1) as [AskedFile];
    const one: AskedFile = { ...big, stamp: { ...big.stamp, size: 1e9 } };
    const made = { id: '0'.repeat(32) as ContainerId, path: '/tmp/clone', stamp: one.stamp, racy: false };
    const asked: string[] = [];
    const halves = [0, 1].map((i) =>
      lane({
        clone: async (folders) => {
          asked.push(`lane ${i}: ${folders.length}`);
          return made;
        },
        capture: async ([folder], _, way) => {
          ways[i] = way;
          return answering(folder, { content: { blob: digestOf(noise(3, i)), size: 1e9, list: null }, stamp: one.stamp, racy: false });
        },
      }),
    );
    const session = open(halves);
    session.add(foldersOf([one]));
    session.close();
    await takeAll(session);
    expect(asked).toEqual(['lane 0: 1']);
    expect(ways).toMatchObject([{ part: 'chunks', cloned: made }, { part: 'digest', cloned: made }]);
  });

  it('reads the file once more when the two lanes did not see the same', async () => {
    const parts: string[] = [];
    const [big] = files(1) as [AskedFile];
    const one: AskedFile = { ...big, stamp: { ...big.stamp, size: 1e9 } };
    const lanes = [0, 1].map((i) =>
      lane({
        capture: async ([folder], onBytes, way) => {
          parts.push(way.part);
          onBytes(1000);
          const content = { blob: digestOf(noise(3, 9)), size: 1000, list: null };
          return answering(folder, { content, stamp: { ...one.stamp, inode: way.part === 'all' ? 7 : i }, racy: false });
        },
      }),
    );
    const told: number[] = [];
    const signal = new AbortController().signal;
    const session = createSession({ lanes: () => lanes, keep: true, signal, onProgress: ({ bytes }) => told.push(bytes), isStored: () => false });
    session.add(foldersOf([one]));
    session.close();
    expect(await takeAll(session)).toMatchObject([{ outcome: 'captured', stamp: { inode: 7 } }]);
    expect(parts).toEqual(['chunks', 'digest', 'all']);
    expect(told.at(-1)).toBe(1000);
  });

  it('ends with the first error of a lane, and takes nothing more', async () => {
    let runs = 0;
    const failing = lane({
      capture: async () => {
        runs++;
        throw new Error('the lane broke');
      },
    });
    const session = open([failing]);
    session.add(foldersOf(files(3000)));
    await expect(takeAll(session)).rejects.toThrow('the lane broke');
    expect(runs).toBe(1);
  });

  it('is not sealed before its results ended', async () => {
    const session = open([lane()]);
    session.add(foldersOf(files(1)));
    await expect(session.seal()).rejects.toThrow('after its results ended');
    session.close();
    expect(() => session.add(foldersOf(files(1)))).toThrow('closed');
  });
});

describe('capturing in workers', () => {
  let pool: WorkerPool;
  beforeEach(() => {
    pool = createWorkerPool({ script: { url: new URL('../../electron/adapters/worker.ts', import.meta.url) }, size: 2 });
  });
  afterEach(() => pool.close());

  function options(at: string, started: () => void = () => undefined) {
    const catalogPath = path.join(home, 'catalog.db');
    const db = new Database(catalogPath);
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE IF NOT EXISTS chunks (digest BLOB PRIMARY KEY, container INTEGER) WITHOUT ROWID; CREATE TABLE IF NOT EXISTS damaged_chunks (digest BLOB PRIMARY KEY) WITHOUT ROWID');
    db.close();
    const counted: WorkerPool = {
      threads: () => {
        started();
        return pool.threads();
      },
      rest: () => pool.rest(),
      close: () => pool.close(),
    };
    const place = { containers: path.join(at, 'containers'), temporary: path.join(at, 'tmp') };
    return { pool: counted, place, catalogPath, store: openStore(at), isStored: () => false, clock: createSystemClock() };
  }
  const request = { keep: true, signal: new AbortController().signal, onProgress: (): void => undefined };

  it('says that the disk of the store is full, and leaves nothing on it', async ({ skip }) => {
    const mount = path.join(home, 'small');
    mkdirSync(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mount], { stdio: 'ignore' });
    } catch {
      return skip('only root can mount a small disk');
    }
    try {
      const given = options(mount);
      for (const content of [noise(8_000_000, 1), Buffer.alloc(30_000_000, 'many lines of text that differ little\n')]) {
        const added = [file('big', content)];
        await rest();
        const session = createWorkersCapture(given).open({ ...request, root });
        session.add(foldersOf(added));
        session.close();
        const outcome = (async () => {
          await takeAll(session);
          await session.seal();
        })();
        if (content.length < 10_000_000) await expect(outcome).rejects.toMatchObject({ name: 'Failure', code: 'store.full' });
        else await outcome;
        await session.abandon();
        expect(given.store.list()).toEqual([]);
        expect(readdirSync(path.join(mount, 'tmp'))).toEqual([]);
      }
    } finally {
      execFileSync('umount', [mount]);
    }
    return undefined;
  });

  it('does not wake them for few small files, and does for many or big ones', async () => {
    let started = 0;
    const given = options(home, () => void started++);
    const run = async (added: readonly AskedFile[]): Promise<void> => {
      const session = createAdaptiveCapture(given).open({ ...request, root });
      session.add(foldersOf(added));
      session.close();
      expect(await takeAll(session)).toHaveLength(added.length);
      await session.seal();
    };
    const few = Array.from({ length: 63 }, (_, i) => file(`few ${i}`, Buffer.from(`${i}`)));
    const big = [file('big', noise(9_000_000, 1))];
    await rest();
    await run(few);
    expect(started).toBe(0);
    await run(big);
    await run([...few, ...Array.from({ length: 10 }, (_, i) => few[i] as AskedFile)]);
    expect(started).toBe(2);
  });

  it('stores content once that this thread and a worker meet in one session', async () => {
    const given = options(home);
    const same = noise(5000, 7);
    const added = Array.from({ length: 200 }, (_, i) => file(`f${i}`, i % 2 === 0 ? same : noise(50, i)));
    await rest();
    const session = createAdaptiveCapture(given).open({ ...request, root });
    for (let i = 0; i < 200; i += 20) session.add(foldersOf(added.slice(i, i + 20)));
    session.close();
    await takeAll(session);
    const chunks = (await session.seal()).containers.flatMap((container) => [...container.chunks].map((chunk) => chunk.digest));
    expect(chunks).toHaveLength(101);
    expect(new Set(chunks).size).toBe(101);
  });

  it('ends with an error when the workers are closed meanwhile, and leaves nothing sealed', async () => {
    const given = options(home);
    const added = [file('big', noise(30_000_000, 1))];
    await rest();
    const session = createWorkersCapture(given).open({ ...request, root });
    session.add(foldersOf(added));
    session.close();
    const answers = takeAll(session);
    answers.catch(() => undefined); // looked at below
    await pool.close();
    await expect(answers).rejects.toMatchObject({ code: 'engine.closing' });
    await session.abandon();
    expect(given.store.list()).toEqual([]);
  });
});
