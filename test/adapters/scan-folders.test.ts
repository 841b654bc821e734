import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanFolders, scanTransfers, type ScanJob } from '../../electron/adapters/scan-folders.ts';
import { planTasks } from '../../electron/adapters/scan-work-tree.ts';
import { stampOf } from '../../electron/adapters/scan-stamp.ts';
import { createNodeWorkTree } from '../../electron/adapters/work-tree-node.ts';
import { isWithin, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { ScannedFolder } from '../../electron/engine/ports/work-tree.ts';
import { decodeListing } from '../../electron/engine/scan/listing.ts';

const onLinux = process.platform === 'linux';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'strata-scan-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text = 'x'): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}
const job = (budget: number, ...tasks: [FolderPath, boolean][]): ScanJob => ({
  root,
  tasks: tasks.map(([path, deep]) => ({ path, deep })),
  budget,
});
function namesIn(folder: ScannedFolder | undefined): string[] {
  if (folder?.state !== 'listed') throw new Error(`not listed: ${JSON.stringify(folder)}`);
  return decodeListing(folder.listing).map((child) => child.name);
}

describe('a scan job', () => {
  it('gives back what its budget did not reach, and the rest of the rest finds everything once', () => {
    for (let i = 0; i < 30; i++) write(`a${i % 5}/b${i % 3}/f${i}`);
    const whole = scanFolders(job(Infinity, ['', true])).folders.map((folder) => folder.path);
    const found: FolderPath[] = [];
    for (let batch = scanFolders(job(1, ['', true])), rounds = 0; ; batch = scanFolders({ root, tasks: batch.rest, budget: 10 })) {
      found.push(...batch.folders.map((folder) => folder.path));
      if (batch.rest.length === 0) break;
      expect(++rounds).toBeLessThan(100);
    }
    expect(found.toSorted()).toEqual(whole.toSorted());
    expect(new Set(found).size).toBe(found.length);
  });

  it('finishes a folder that is bigger than its budget, and leaves the others', () => {
    for (let i = 0; i < 3_000; i++) write(`big/${i}`);
    write('other/x');
    const { folders, rest } = scanFolders(job(100, ['other' as FolderPath, true], ['big' as FolderPath, true]));
    expect(folders.map((folder) => [folder.path, namesIn(folder).length])).toEqual([['big', 3_000]]);
    expect(rest).toEqual([{ path: 'other', deep: true }]);
  });

  it('moves each listing in a buffer of its own', () => {
    write('a/x');
    const batch = scanFolders(job(Infinity, ['', true]));
    const copied = structuredClone(batch, { transfer: scanTransfers(batch) });
    expect(copied.folders.map((folder) => (folder.state === 'listed' ? namesIn(folder) : []))).toEqual([['a'], ['x']]);
    expect(scanTransfers(copied)).toHaveLength(2);
  });

  it('takes stamps as lstat tells them', () => {
    write('cat.txt', 'meow');
    const [folder] = scanFolders(job(Infinity, ['', false])).folders;
    if (folder?.state !== 'listed') throw new Error('not listed');
    expect(decodeListing(folder.listing)).toEqual([{ kind: 'file', name: 'cat.txt', stamp: stampOf(lstatSync(join(root, 'cat.txt'))) }]);
  });

  it('lists a folder with more children than it looks at in one breath', () => {
    for (let i = 0; i < 2_500; i++) write(`many/f${i}`);
    const [folder, ...others] = scanFolders(job(Infinity, ['many' as FolderPath, false])).folders;
    expect(others).toEqual([]);
    expect(namesIn(folder)).toHaveLength(2_500);
  });

  it('says so of a .strataignore that is a folder or far too long, and goes on without it', () => {
    mkdirSync(join(root, '.strataignore'));
    write('a/.strataignore', 'x\n'.repeat(600_000));
    write('a/x');
    const folders = scanFolders(job(Infinity, ['', true])).folders;
    expect(folders.map((folder) => folder.path)).toEqual(['', '.strataignore', 'a']);
    expect(namesIn(folders[2])).toEqual(['.strataignore', 'x']);
    expect(folders[2]).toMatchObject({ problems: [{ path: 'a/.strataignore', reason: 'unsupported' }] });
  });

  it('finds the folder below an ancestor that became a link gone', () => {
    write('real/inner/x');
    symlinkSync('real', join(root, 'link'));
    expect(scanFolders(job(Infinity, ['link/inner' as FolderPath, true])).folders).toEqual([{ path: 'link/inner', state: 'gone' }]);
  });
});

describe.runIf(onLinux)('odd things on a disk', () => {
  it('skips names that are not valid Unicode and says so, but keeps a genuine replacement character', () => {
    write('good \ufffd.txt');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad `), Buffer.from([0xff, 0xfe])]), 'x');
    const [folder] = scanFolders(job(Infinity, ['', true])).folders;
    expect(namesIn(folder)).toEqual(['good \ufffd.txt']);
    expect(folder).toMatchObject({ problems: [{ path: 'bad \ufffd\ufffd', reason: 'name' }] });
  });

  it('skips links to names that are not valid Unicode, which could not be made again', () => {
    symlinkSync(Buffer.from([0x61, 0xff]), join(root, 'link'));
    symlinkSync('fine \ufffd', join(root, 'fine'));
    const [folder] = scanFolders(job(Infinity, ['', true])).folders;
    expect(namesIn(folder)).toEqual(['fine']);
    expect(folder).toMatchObject({ problems: [{ path: 'link', reason: 'unsupported' }] });
  });

  it('skips sockets and says so', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'engine.sock'), resolve));
    const [folder] = scanFolders(job(Infinity, ['', true])).folders;
    await new Promise((resolve) => server.close(resolve));
    expect(namesIn(folder)).toEqual([]);
    expect(folder).toMatchObject({ problems: [{ path: 'engine.sock', reason: 'special', message: expect.stringContaining('socket') as string }] });
  });

  it('says nothing of special files that are ignored', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, '.#lock'), resolve));
    const [folder] = scanFolders(job(Infinity, ['', true])).folders;
    await new Promise((resolve) => server.close(resolve));
    expect(folder).toMatchObject({ problems: [] });
  });
});

describe('planning a scan', () => {
  const segments = fc.constantFrom('a', 'a-b', 'a b', 'b', 'é');
  const asked = fc.array(
    fc.record({ path: fc.array(segments, { maxLength: 4 }).map((parts) => parts.join('/') as FolderPath), deep: fc.boolean() }),
    { maxLength: 12 },
  );

  it('walks or covers each asked folder once, parents first, and no deep folder below another', () => {
    fc.assert(
      fc.property(asked, (folders) => {
        const { tasks, covered } = planTasks(folders);
        const order = tasks.toReversed();
        expect([...order.map((task) => task.path), ...covered].toSorted()).toEqual([...new Set(folders.map((folder) => folder.path))].toSorted());
        const deep = order.filter((task) => task.deep).map((task) => task.path);
        for (const path of covered) expect(deep.some((folder) => path !== folder && isWithin(path, folder))).toBe(true);
        for (const task of order) expect(deep.some((folder) => task.path !== folder && isWithin(task.path, folder))).toBe(false);
        for (const folder of folders) if (folder.deep) expect(deep.some((path) => isWithin(folder.path, path))).toBe(true);
        for (const [i, task] of order.entries()) for (const later of order.slice(i + 1)) expect(isWithin(task.path, later.path)).toBe(false);
      }),
    );
  });
});

describe('a scan through workers', () => {
  beforeEach(() => {
    for (let i = 0; i < 200; i++) write(`a${i % 10}/b${i % 40}/f${i}`);
  });

  async function scan(workTree: ReturnType<typeof createNodeWorkTree>, signal = new AbortController().signal): Promise<ScannedFolder[]> {
    const found: ScannedFolder[] = [];
    for await (const batch of workTree.scan({ root, folders: [{ path: '', deep: true }] }, signal)) found.push(...batch);
    return found;
  }

  it('finds what one thread finds, folders before those below them, with never more jobs than lanes', async () => {
    let flying = 0;
    let most = 0;
    const workTree = createNodeWorkTree({
      inlineSlice: 0,
      lanes: 3,
      scanInWorkers: async (given) => {
        most = Math.max(most, ++flying);
        await new Promise((resolve) => setTimeout(resolve, (flying * 7) % 3));
        flying--;
        return scanFolders({ ...given, budget: 8 });
      },
    });
    const found = await scan(workTree);
    const plain = await scan(createNodeWorkTree());
    const byPath = (a: ScannedFolder, b: ScannedFolder): number => (a.path < b.path ? -1 : 1);
    expect(found.toSorted(byPath)).toEqual(plain.toSorted(byPath));
    const order = found.map((folder) => folder.path);
    for (const path of order) if (path.includes('/')) expect(order.indexOf(path)).toBeGreaterThan(order.indexOf(path.split('/')[0] as FolderPath));
    expect(most).toBe(3);
  });

  it('fails when a worker fails', async () => {
    const scanInWorkers = (): Promise<never> => Promise.reject(new Error('the worker died'));
    await expect(scan(createNodeWorkTree({ inlineSlice: 0, scanInWorkers }))).rejects.toThrow('the worker died');
  });

  it('tells the jobs in flight when nobody wants them any more', async () => {
    const signals: AbortSignal[] = [];
    const workTree = createNodeWorkTree({
      inlineSlice: 0,
      scanInWorkers: async (given, signal) => {
        signals.push(signal);
        return scanFolders({ ...given, budget: 1 });
      },
    });
    let batches = 0;
    for await (const _ of workTree.scan({ root, folders: [{ path: '', deep: true }] }, new AbortController().signal)) if (++batches === 3) break;
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every((signal) => signal.aborted)).toBe(true);
  });

  it('does not use them for what is done at once', async () => {
    const scanInWorkers = (): Promise<never> => Promise.reject(new Error('not needed'));
    expect(await scan(createNodeWorkTree({ inlineSlice: 10_000, scanInWorkers }))).toHaveLength(51);
  });
});

it('a scan never makes anything in the folder it looks at', async () => {
  write('a/cat.txt');
  const before = lstatSync(join(root, 'a')).mtimeMs;
  for await (const _ of createNodeWorkTree().scan({ root, folders: [{ path: '', deep: true }] }, new AbortController().signal));
  expect(lstatSync(join(root, 'a')).mtimeMs).toBe(before);
  expect(existsSync(join(root, 'a/cat.txt'))).toBe(true);
});
