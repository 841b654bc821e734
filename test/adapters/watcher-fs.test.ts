import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchWithNode, type WatchFolder } from '../../electron/adapters/watcher-folder.ts';
import { createFsWatcher } from '../../electron/adapters/watcher-fs.ts';
import { collectHints, inotifyQueueLength } from '../../electron/adapters/watcher-hints.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Watch, WatchHint } from '../../electron/engine/ports/watcher.ts';
import { covers, eventually } from '../contracts/watcher.ts';
import { createHandClock } from '../fakes/clock-memory.ts';

let base: string;
let root: string;
let hints: WatchHint[];
let watches: Watch[];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'strata-watch-'));
  chmodSync(base, 0o755);
  root = join(base, 'root');
  mkdirSync(root);
  hints = [];
  watches = [];
});
afterEach(async () => {
  await Promise.all(watches.map((watch) => watch.close()));
  rmSync(base, { recursive: true, force: true });
});

function write(path: string, text = 'x'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
async function begin(options: Parameters<typeof createFsWatcher>[0] = {}): Promise<void> {
  const watch = createFsWatcher(options).watch(root, (hint) => hints.push(hint));
  watches.push(watch);
  await watch.ready;
}
const until = (condition: () => boolean): Promise<void> => eventually(condition, () => hints);
const told = (path: string): Promise<void> => until(() => hints.some((hint) => covers(hint, path)));
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
const systemError = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'watch' });

/** A way to watch that tells which folders are watched now. */
function counting(): { watchFolder: WatchFolder; watched: () => string[] } {
  const open: string[] = [];
  const watchFolder: WatchFolder = (folder, listener, failed) => {
    const handle = watchWithNode(folder, listener, failed);
    open.push(folder);
    return {
      close() {
        handle.close();
        open.splice(open.indexOf(folder), 1);
      },
    };
  };
  return { watchFolder, watched: () => open.map((folder) => folder.slice(root.length + 1)).toSorted() };
}

describe('what is watched', () => {
  it('is each folder that is not ignored, once, and nothing after closing', async () => {
    for (const path of ['a/b/x', 'node_modules/y/z', '.git/refs/heads/main', 'c/.venv/lib/q']) write(path);
    const { watchFolder, watched } = counting();
    await begin({ watchFolder });
    expect(watched()).toEqual(['', 'a', 'a/b', 'c']);
    await watches[0]?.close();
    expect(watched()).toEqual([]);
  });

  it('follows folders as they come, move and go', async () => {
    write('a/b/x');
    const { watchFolder, watched } = counting();
    await begin({ watchFolder });
    write('new/deep/er/x');
    await until(() => watched().includes('new/deep/er'));
    renameSync(join(root, 'new'), join(root, 'a/moved'));
    await until(() => watched().includes('a/moved/deep/er'));
    rmSync(join(root, 'a/b'), { recursive: true });
    await until(() => !watched().includes('a/b'));
    expect(watched()).toEqual(['', 'a', 'a/moved', 'a/moved/deep', 'a/moved/deep/er']);
  });

  it('does not grow when a folder is made and removed again and again', async () => {
    const { watchFolder, watched } = counting();
    await begin({ watchFolder });
    for (let i = 0; i < 50; i++) {
      write('come/and/go/x');
      if (i % 3 === 0) await moment();
      rmSync(join(root, 'come'), { recursive: true });
    }
    await until(() => watched().length === 1);
    expect(watched()).toEqual(['']);
  });

  it('follows new rules, in both directions', async () => {
    write('build/out/x');
    write('node_modules/y/z');
    const { watchFolder, watched } = counting();
    await begin({ watchFolder });
    expect(watched()).toEqual(['', 'build', 'build/out']);
    write('.strataignore', 'build/\n!node_modules/\n');
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === ''));
    await until(() => watched().join() === ',node_modules,node_modules/y');
    write('node_modules/y/new');
    await told('node_modules/y/new');
  });

  it('follows rules that are removed', async () => {
    write('.strataignore', 'data/\n');
    write('data/x');
    await begin();
    rmSync(join(root, '.strataignore'));
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === ''));
    write('data/y');
    await until(() => hints.some((hint) => hint.kind === 'changed' && hint.path === 'data/y'));
  });

  it('tells nothing of ignored names', async () => {
    write('a/x');
    await begin();
    for (const path of ['a/.x.swp', 'a/x~', '.strata-1.tmp', 'a/.DS_Store']) write(path);
    write('a/y');
    await told('a/y');
    expect(hints).toEqual([{ kind: 'changed', path: 'a/y' }]);
  });
});

describe('a root', () => {
  it('is told gone when a folder above it is renamed, which no event says', async () => {
    write('a/x');
    const clock = createHandClock();
    await begin({ clock, rootCheck: 5_000 });
    renameSync(base, `${base}-moved`);
    clock.advance(4_999);
    expect(hints).toEqual([]);
    clock.advance(1);
    renameSync(`${base}-moved`, base);
    expect(hints).toEqual([{ kind: 'root-gone' }]);
    clock.advance(60_000);
    expect(hints).toEqual([{ kind: 'root-gone' }]);
  });

  it('is told gone when another folder takes its place, so that an empty mount point is not taken for it', async () => {
    write('a/x');
    const clock = createHandClock();
    await begin({ clock });
    renameSync(root, join(base, 'aside'));
    mkdirSync(root);
    await until(() => hints.some((hint) => hint.kind === 'root-gone'));
  });

  it('is looked at no more after closing', async () => {
    const clock = createHandClock();
    await begin({ clock });
    await watches[0]?.close();
    expect(clock.waiting).toBe(0);
  });
});

describe('a watch that works only in part', () => {
  it.each(['ENOSPC', 'EMFILE'])('says once that the limit is reached (%s), and watches the rest', async (code) => {
    for (const path of ['a/x', 'b/x', 'c/x']) write(path);
    const watchFolder: WatchFolder = (folder, listener, failed) => {
      if (folder.endsWith('/b') || folder.endsWith('/c')) throw systemError(code);
      return watchWithNode(folder, listener, failed);
    };
    await begin({ watchFolder });
    expect(hints).toEqual([{ kind: 'degraded', message: expect.stringContaining('limit') as string }]);
    write('a/y');
    await told('a/y');
    write('d/x');
    await told('d/x');
    expect(hints.filter((hint) => hint.kind === 'degraded')).toHaveLength(1);
  });

  it('says so when not even the root can be watched, and is ready all the same', async () => {
    await begin({
      watchFolder: () => {
        throw systemError('EMFILE');
      },
    });
    expect(hints).toEqual([{ kind: 'degraded', message: expect.stringContaining('limit') as string }]);
  });

  it('covers a folder that could not be watched at first as soon as something happens to it', async () => {
    write('shy/x');
    let refuse = true;
    const watchFolder: WatchFolder = (folder, listener, failed) => {
      if (refuse && folder.endsWith('/shy')) throw systemError('EACCES');
      return watchWithNode(folder, listener, failed);
    };
    await begin({ watchFolder });
    expect(hints).toMatchObject([{ kind: 'degraded', message: expect.stringContaining('"shy"') as string }]);
    refuse = false;
    chmodSync(join(root, 'shy'), 0o700);
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === 'shy'));
    write('shy/y');
    await until(() => hints.some((hint) => hint.kind === 'changed' && hint.path === 'shy/y'));
  });

  it('rescans a folder whose watch breaks and says so', async () => {
    write('a/x');
    let broke: (error: unknown) => void = () => {};
    const watchFolder: WatchFolder = (folder, listener, failed) => {
      if (folder.endsWith('/a')) broke = failed;
      return watchWithNode(folder, listener, failed);
    };
    await begin({ watchFolder });
    broke(systemError('EIO'));
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === 'a'));
    expect(hints.filter((hint) => hint.kind === 'degraded')).toHaveLength(1);
  });

  it('never throws out of a listener', async () => {
    let heard: (event: string, name: string | null) => void = () => {};
    const watchFolder: WatchFolder = (folder, listener, failed) => {
      heard = listener;
      return watchWithNode(folder, listener, failed);
    };
    await begin({ watchFolder });
    expect(() => heard('rename', 'never-there')).not.toThrow();
    expect(() => heard('change', null)).not.toThrow();
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === ''));
  });
});

describe('more events than the system can hold', () => {
  it('lead to a rescan, and folders that came and went unheard are watched rightly in the end', async () => {
    write('a/gone/x');
    write('a/moved/x');
    write('a/kept/x');
    const { watchFolder, watched } = counting();
    await begin({ watchFolder });
    // Without a turn of the event loop in between nothing is read from the system's queue.
    for (let i = 0; i < inotifyQueueLength() + 100; i++) chmodSync(join(root, i % 2 === 0 ? 'a' : 'a/kept/x'), 0o700 + (i % 3));
    write('late/deep/x');
    rmSync(join(root, 'a/gone'), { recursive: true });
    renameSync(join(root, 'a/moved'), join(root, 'a/other'));
    await until(() => hints.some((hint) => hint.kind === 'rescan' && hint.folder === ''));
    await until(() => watched().join() === ',a,a/kept,a/other,late,late/deep');
    hints.length = 0;
    write('late/deep/y');
    write('a/other/y');
    await until(() => ['late/deep/y', 'a/other/y'].every((path) => hints.some((hint) => hint.kind === 'changed' && hint.path === path)));
  });
});

describe('hints', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  let losses = 0;
  beforeEach(() => {
    losses = 0;
  });
  const paths = (count: number): EntryPath[] => Array.from({ length: count }, (_, i) => `f${i}` as EntryPath);

  it('of one turn are told once each', async () => {
    const collected = collectHints((hint) => hints.push(hint), () => losses++, 100);
    for (const path of [...paths(3), ...paths(3)]) {
      collected.count();
      collected.changed(path);
    }
    expect(hints).toEqual([]);
    await turn();
    expect(hints).toEqual(paths(3).map((path) => ({ kind: 'changed', path })));
  });

  it('become a rescan of everything when the queue of the system may have overflowed', async () => {
    const collected = collectHints((hint) => hints.push(hint), () => losses++, 100);
    for (const path of paths(60)) {
      collected.count();
      collected.changed(path);
    }
    await turn();
    expect(hints).toEqual([{ kind: 'rescan', folder: '' }]);
    expect(losses).toBe(1);
    collected.count();
    collected.changed('later' as EntryPath);
    await turn();
    expect(hints.at(-1)).toEqual({ kind: 'changed', path: 'later' });
    expect(losses).toBe(1);
  });

  it('are not told after the end, also from inside a listener', async () => {
    const collected = collectHints((hint) => {
      hints.push(hint);
      collected.stop();
    }, () => losses++, 100);
    for (const path of paths(3)) collected.changed(path);
    await turn();
    collected.rootGone();
    collected.degraded('limit', 'x');
    collected.rescan('');
    await turn();
    expect(hints).toHaveLength(1);
  });
});

describe('whatever happens in a folder', () => {
  const folder = fc.constantFrom('a', 'b', 'a/a', 'a/b', 'b/a', 'a/a/b', 'b/a/a');
  const act = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), path: folder }),
    fc.record({ kind: fc.constant('remove' as const), path: folder }),
    fc.record({ kind: fc.constant('move' as const), path: folder, to: folder }),
    fc.record({ kind: fc.constant('out' as const), path: folder }),
    fc.record({ kind: fc.constant('back' as const), path: folder }),
    fc.record({ kind: fc.constant('breathe' as const) }),
  );

  async function perform(step: typeof act extends fc.Arbitrary<infer Step> ? Step : never): Promise<void> {
    const outside = join(base, 'outside');
    try {
      if (step.kind === 'write') write(`${step.path}/f`, String(Math.random()));
      else if (step.kind === 'remove') rmSync(join(root, step.path), { recursive: true, force: true });
      else if (step.kind === 'move') renameSync(join(root, step.path), join(root, step.to));
      else if (step.kind === 'out') renameSync(join(root, step.path), outside);
      else if (step.kind === 'back') renameSync(outside, join(root, step.path));
      else await new Promise((resolve) => setTimeout(resolve, 1));
    } catch (error) {
      // Not every act is possible at every moment; those are left out.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  function foldersBelow(path: string): string[] {
    const inside = readdirSync(join(root, path), { withFileTypes: true }).filter((child) => child.isDirectory());
    return [path, ...inside.flatMap((child) => foldersBelow(path === '' ? child.name : `${path}/${child.name}`))];
  }

  it('every folder that is there in the end is watched, under its right name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 25 }), async (acts) => {
        rmSync(base, { recursive: true, force: true });
        mkdirSync(root, { recursive: true });
        const { watchFolder, watched } = counting();
        await begin({ watchFolder });
        for (const step of acts) await perform(step);
        await moment();
        hints.length = 0;
        const probes = foldersBelow('').map((path) => (path === '' ? 'probe' : `${path}/probe`));
        for (const probe of probes) write(probe);
        await until(() => probes.every((probe) => hints.some((hint) => hint.kind === 'changed' && hint.path === probe)));
        await moment();
        expect(hints.filter((hint) => hint.kind === 'changed' && !probes.includes(hint.path))).toEqual([]);
        expect(watched()).toEqual(foldersBelow('').toSorted());
        await watches.pop()?.close();
      }),
      { numRuns: 25 },
    );
  });
});
