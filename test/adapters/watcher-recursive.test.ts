import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FolderListener, WatchFolder } from '../../electron/adapters/watcher-folder.ts';
import { createFsWatcher } from '../../electron/adapters/watcher-fs.ts';
import type { Watch, WatchHint } from '../../electron/engine/ports/watcher.ts';
import { createHandClock, type HandClock } from '../fakes/clock-memory.ts';

/** The system's recursive watching is played here: events are told by hand, as macOS and Windows word them. */
describe('one watch for a whole tree', () => {
  let base: string;
  let root: string;
  let hints: WatchHint[];
  let watch: Watch;
  let clock: HandClock;
  let happens: FolderListener;
  let fails: (error: unknown) => void;
  let open: number;

  const watchFolder: WatchFolder = (folder, listener, failed) => {
    expect(folder).toBe(root);
    happens = listener;
    fails = failed;
    open++;
    return { close: () => void open-- };
  };
  function write(path: string, text = 'x'): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const told = async (): Promise<WatchHint[]> => {
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return hints.splice(0);
  };

  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'strata-recursive-'));
    root = join(base, 'root');
    mkdirSync(root);
    hints = [];
    open = 0;
    clock = createHandClock();
    write('a/b/cat.txt');
    watch = createFsWatcher({ clock, recursive: true, watchFolder }).watch(root, (hint) => hints.push(hint));
    await watch.ready;
  });
  afterEach(async () => {
    await watch.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('tells of files by their paths, however the system writes them', async () => {
    happens('change', 'a/b/cat.txt');
    happens('rename', 'a\\b\\dog.txt');
    expect(await told()).toEqual([
      { kind: 'changed', path: 'a/b/cat.txt' },
      { kind: 'changed', path: 'a/b/dog.txt' },
    ]);
  });

  it('rescans a folder that appeared, because one event stands for all that is in it', async () => {
    write('new/deep/x');
    happens('rename', 'new');
    expect(await told()).toEqual([
      { kind: 'changed', path: 'new' },
      { kind: 'rescan', folder: 'new' },
    ]);
  });

  it('rescans everything when the system lost count', async () => {
    happens('change', null);
    expect(await told()).toEqual([{ kind: 'rescan', folder: '' }]);
  });

  it('tells nothing of ignored names and of what lies in ignored folders', async () => {
    for (const path of ['a/.DS_Store', 'node_modules/x/y.js', '.git/index', 'a/x~']) happens('change', path);
    expect(await told()).toEqual([]);
  });

  it('follows rules as they change', async () => {
    happens('change', 'a/x.log');
    expect(await told()).toHaveLength(1);
    write('a/.strataignore', '*.log\n');
    happens('rename', 'a/.strataignore');
    expect(await told()).toEqual([{ kind: 'rescan', folder: 'a' }]);
    happens('change', 'a/x.log');
    happens('change', 'x.log');
    expect(await told()).toEqual([{ kind: 'changed', path: 'x.log' }]);
  });

  it('tells that the root is gone, once', async () => {
    renameSync(root, join(base, 'elsewhere'));
    happens('rename', 'root');
    clock.advance(60_000);
    expect((await told()).filter((hint) => hint.kind !== 'changed')).toEqual([{ kind: 'root-gone' }]);
    expect(open).toBe(0);
  });

  it('tells that the root is gone when no event said so', async () => {
    renameSync(root, join(base, 'elsewhere'));
    clock.advance(60_000);
    expect(await told()).toEqual([{ kind: 'root-gone' }]);
  });

  it('takes a failure for the end of the root when the root is gone, as Windows tells it', async () => {
    rmSync(root, { recursive: true });
    fails(Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'watch' }));
    expect(await told()).toEqual([{ kind: 'root-gone' }]);
  });

  it('says so when the watch breaks and the root is still there', async () => {
    fails(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'watch' }));
    expect(await told()).toEqual([{ kind: 'degraded', message: expect.stringContaining('EIO') as string }, { kind: 'rescan', folder: '' }]);
  });

  it('ends with closing', async () => {
    await watch.close();
    happens('change', 'a/b/cat.txt');
    fails(new Error('late'));
    expect(await told()).toEqual([]);
    expect([open, clock.waiting]).toEqual([0, 0]);
  });
});
