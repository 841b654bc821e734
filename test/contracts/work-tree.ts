import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryPath, FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { ScannedFolder, WorkTree } from '../../electron/engine/ports/work-tree.ts';
import { decodeListing, type Child } from '../../electron/engine/scan/listing.ts';
import type { TreeHand } from './tree-hand.ts';

export interface WorkTreeWorld {
  readonly workTree: WorkTree;
  readonly hand: TreeHand;
  close?(): Promise<void>;
}

type Asked = readonly (readonly [path: string, depth: 'deep' | 'shallow'])[];

/** The law of `WorkTree`, for every implementation. */
export function describeWorkTree(name: string, createWorld: () => WorkTreeWorld): void {
  describe(`the work tree: ${name}`, () => {
    let world: WorkTreeWorld;
    let hand: TreeHand;
    beforeEach(() => {
      world = createWorld();
      hand = world.hand;
    });
    afterEach(async () => {
      await world.close?.();
      hand.dispose();
    });

    async function scan(asked: Asked, signal = new AbortController().signal): Promise<ScannedFolder[]> {
      const folders = asked.map(([path, depth]) => ({ path: path as FolderPath, deep: depth === 'deep' }));
      const found: ScannedFolder[] = [];
      for await (const batch of world.workTree.scan({ root: hand.root, folders }, signal)) found.push(...batch);
      return found;
    }
    const all = (): Promise<ScannedFolder[]> => scan([['', 'deep']]);

    async function one(path: string): Promise<ScannedFolder> {
      const found = await scan([[path, 'shallow']]);
      expect(found.map((folder) => folder.path)).toEqual([path]);
      return found[0] as ScannedFolder;
    }
    const states = (found: readonly ScannedFolder[]): Record<string, string> =>
      Object.fromEntries(found.map((folder) => [folder.path, folder.state]));
    function children(folder: ScannedFolder | undefined): Child[] {
      if (folder?.state !== 'listed') throw new Error(`not listed: ${JSON.stringify(folder)}`);
      return decodeListing(folder.listing);
    }
    const names = (folder: ScannedFolder | undefined): string[] => children(folder).map((child) => child.name);
    /** Every path that a scan met, folders with a slash at the end. */
    function paths(found: readonly ScannedFolder[]): string[] {
      return found
        .filter((folder) => folder.state === 'listed')
        .flatMap((folder) =>
          children(folder).map((child) => `${folder.path === '' ? '' : `${folder.path}/`}${child.name}${child.kind === 'folder' ? '/' : ''}`),
        )
        .sort();
    }

    describe('listing a folder', () => {
      it('lists files, links and folders by name, files and links with their stamps', async () => {
        hand.write('cat.txt', 'meow!');
        hand.setMode('cat.txt', 0o640);
        hand.setModified('cat.txt', 1_600_000_000_123);
        hand.folder('barn');
        hand.link('alias', 'cat.txt');
        const [alias, barn, cat] = children(await one(''));
        expect(barn).toEqual({ kind: 'folder', name: 'barn' });
        expect(cat).toMatchObject({ kind: 'file', name: 'cat.txt', stamp: { size: 5, modifiedMs: 1_600_000_000_123, mode: 0o640 } });
        expect(alias).toMatchObject({ kind: 'link', name: 'alias', stamp: { size: 7 } });
        if (cat?.kind !== 'file') throw new Error('the cat is a file');
        expect(cat.stamp.inode).toBeGreaterThan(0);
        expect(cat.stamp.changedMs).toBeGreaterThan(1_600_000_000_123);
      });

      it('finds nothing in an empty folder', async () => {
        expect(children(await one(''))).toEqual([]);
      });

      it('tells the permission bits and the modification time of the folder itself, in microseconds', async () => {
        hand.folder('barn');
        hand.setMode('barn', 0o750);
        hand.setModified('barn', 1_600_000_000_123);
        expect(await one('barn')).toMatchObject({ state: 'listed', mode: 0o750, modifiedAt: 1_600_000_000_123_000, problems: [] });
      });

      it('gives the same bytes for a folder that did not change', async () => {
        for (const name of ['b', 'a', 'Z', 'ä', '😀', 'c']) hand.write(name, name);
        const [first, second] = [await one(''), await one('')];
        expect(second).toEqual(first);
        expect(names(first)).toEqual(['Z', 'a', 'b', 'c', 'ä', '😀']);
      });

      it('shows a save of the same size by its stamp', async () => {
        hand.write('cat.txt', 'meow');
        hand.setModified('cat.txt', 1_600_000_000_000);
        const before = await one('');
        hand.write('cat.txt', 'purr');
        expect(await one('')).not.toEqual(before);
      });

      it('shows nothing of what happens inside a subfolder', async () => {
        hand.write('barn/cow.txt', 'moo');
        const before = await one('');
        hand.write('barn/calf.txt', 'moo');
        expect((await one('')) as { listing: Uint8Array }).toHaveProperty('listing', (before as { listing: Uint8Array }).listing);
      });

      it('keeps every name as it is', async () => {
        const odd = ['-rf', ' leading', 'trailing ', 'two\nlines', 'back\\slash', '\u00e9', 'e\u0301', '\ufeffmark', 'kept \ufffd', '[a]*?', '#a', '!a'];
        for (const name of odd) hand.write(name, '');
        expect(names(await one(''))).toEqual(odd.toSorted());
      });

      it('does not follow links', async () => {
        hand.write('../outside/secret.txt', 'x');
        hand.link('out', '../outside');
        hand.link('loop', '.');
        expect(paths(await all())).toEqual(['loop', 'out']);
      });

      it('skips what is no file, link or folder, and says so', async () => {
        hand.special('pipe');
        hand.write('cat.txt', 'meow');
        const found = await one('');
        expect(names(found)).toEqual(['cat.txt']);
        expect(found).toMatchObject({ problems: [{ path: 'pipe', reason: 'special', message: expect.stringContaining('pipe') as string }] });
      });
    });

    describe('which folders are answered', () => {
      beforeEach(() => {
        hand.write('a/b/c/deep.txt', '1');
        hand.write('a/b.txt', '2');
        hand.write('a-b/x.txt', '3');
        hand.folder('empty');
      });

      it('answers a shallow request with that folder alone', async () => {
        expect(states(await scan([['a', 'shallow']]))).toEqual({ a: 'listed' });
      });

      it('answers a deep request with every folder below, each once and after the one it lies in', async () => {
        const found = (await all()).map((folder) => folder.path);
        expect(found.toSorted()).toEqual(['', 'a', 'a-b', 'a/b', 'a/b/c', 'empty']);
        for (const path of found) if (path !== '') expect(found.indexOf(path)).toBeGreaterThan(found.indexOf(path.split('/').slice(0, -1).join('/') as FolderPath));
      });

      it('answers each folder once when requests overlap or repeat, parents first', async () => {
        const found = await scan([['a/b/c', 'shallow'], ['a/b', 'deep'], ['a', 'shallow'], ['a', 'shallow'], ['a/b/c', 'deep'], ['', 'shallow']]);
        expect(found.map((folder) => folder.path)).toEqual(['', 'a', 'a/b', 'a/b/c']);
        expect(paths(found)).toContain('a/b/c/deep.txt');
      });

      it('answers nothing when nothing is asked', async () => {
        expect(await scan([])).toEqual([]);
      });

      it('says gone of what is not there, is a file, or is a link', async () => {
        hand.link('link', 'a');
        const found = await scan([['missing', 'deep'], ['a/b.txt', 'shallow'], ['link', 'deep'], ['a/b.txt/x', 'shallow']]);
        expect(states(found)).toEqual({ missing: 'gone', 'a/b.txt': 'gone', link: 'gone', 'a/b.txt/x': 'gone' });
      });

      it('says gone of a folder below a link', async () => {
        hand.link('link', 'a');
        expect(states(await scan([['link/b', 'deep']]))).toEqual({ 'link/b': 'gone' });
      });

      it('also answers what is gone when a folder above it is asked for deeply', async () => {
        expect(states(await scan([['a', 'deep'], ['a/missing', 'shallow']]))).toEqual({
          a: 'listed',
          'a/b': 'listed',
          'a/b/c': 'listed',
          'a/missing': 'gone',
        });
      });

      it('says gone of a root that was removed, or is a file now', async () => {
        hand.remove('');
        expect(states(await all())).toEqual({ '': 'gone' });
        hand.write('', 'a file');
        expect(states(await all())).toEqual({ '': 'gone' });
      });
    });

    describe('what cannot be read', () => {
      it('says unreadable of a folder it may not list, and lists the others', async () => {
        hand.write('open/cat.txt', 'meow');
        hand.write('closed/diary.txt', 'x');
        hand.setMode('closed', 0o000);
        const found = await hand.asOrdinaryUser(all);
        hand.setMode('closed', 0o755);
        expect(states(found)).toEqual({ '': 'listed', open: 'listed', closed: 'unreadable' });
        expect(found.find((folder) => folder.path === 'closed')).toMatchObject({
          problem: { path: 'closed', reason: 'unreadable', message: expect.stringContaining('closed') as string },
        });
        expect(names(found.find((folder) => folder.path === ''))).toEqual(['closed', 'open']);
      });

      it('says unreadable of a root it may not list', async () => {
        hand.setMode('', 0o000);
        const found = await hand.asOrdinaryUser(all);
        hand.setMode('', 0o755);
        expect(found).toMatchObject([{ path: '', state: 'unreadable', problem: { path: '', reason: 'unreadable' } }]);
      });

      it('never takes a folder for gone because the one above it may not be entered', async () => {
        hand.write('closed/inner/diary.txt', 'x');
        hand.setMode('closed', 0o000);
        const found = await hand.asOrdinaryUser(() => scan([['closed/inner', 'shallow']]));
        hand.setMode('closed', 0o755);
        expect(states(found)).toEqual({ 'closed/inner': 'unreadable' });
      });
    });

    describe('ignored names', () => {
      it('leaves out the usual noise and does not enter ignored folders', async () => {
        for (const path of ['.DS_Store', 'a/Thumbs.db', 'a/.x.txt.swp', 'b.txt~', 'node_modules/x/y.js', 'a/__pycache__/m.pyc', '.git/HEAD', 'cat.txt']) {
          hand.write(path, 'x');
        }
        expect(paths(await all())).toEqual(['a/', 'cat.txt']);
      });

      it('leaves out what .strataignore names, in its folder and below', async () => {
        hand.write('.strataignore', '*.log\n/build/\n!keep.log\n');
        for (const path of ['x.log', 'keep.log', 'build/out.js', 'a/build/out.js', 'a/y.log', 'a/keep.log', 'a/z.txt']) hand.write(path, 'x');
        expect(paths(await all())).toEqual(['.strataignore', 'a/', 'a/build/', 'a/build/out.js', 'a/keep.log', 'a/z.txt', 'keep.log']);
      });

      it('follows a .strataignore in a subfolder there alone, and before those above it', async () => {
        hand.write('.strataignore', '*.log\n');
        hand.write('a/.strataignore', '!*.log\n*.txt\n');
        for (const path of ['x.log', 'x.txt', 'a/x.log', 'a/x.txt', 'a/b/x.log', 'a/b/x.txt']) hand.write(path, 'x');
        expect(paths(await all())).toEqual(['.strataignore', 'a/', 'a/.strataignore', 'a/b/', 'a/b/x.log', 'a/x.log', 'x.txt']);
      });

      it('brings back what the defaults hide where .strataignore says so', async () => {
        hand.write('.strataignore', '!node_modules/\n!*.swp\n');
        hand.write('node_modules/x/y.js', 'x');
        hand.write('a.swp', 'x');
        expect(paths(await all())).toEqual(['.strataignore', 'a.swp', 'node_modules/', 'node_modules/x/', 'node_modules/x/y.js']);
      });

      it("never shows Strata's own temporary files", async () => {
        hand.write('.strataignore', '!*\n!.strata-*.tmp\n');
        hand.write('.strata-7f3a.tmp', 'half');
        hand.write('.strata-notes.txt', 'mine');
        expect(paths(await all())).toEqual(['.strata-notes.txt', '.strataignore']);
      });

      it('follows the rules of the folders above when only a subfolder is asked for', async () => {
        hand.write('.strataignore', 'a/*.log\n');
        hand.write('a/x.log', 'x');
        hand.write('a/y.txt', 'x');
        expect(names(await one('a'))).toEqual(['y.txt']);
      });

      it('never lists an ignored folder, nor one below it', async () => {
        hand.write('node_modules/x/y.js', 'x');
        const found = await scan([['node_modules', 'deep'], ['node_modules/x', 'shallow']]);
        expect(found.filter((folder) => folder.state === 'listed')).toEqual([]);
        expect(found.map((folder) => folder.path)).toContain('node_modules');
      });
    });

    describe('being called off', () => {
      it('ends with the reason of the signal', async () => {
        hand.write('a/cat.txt', 'x');
        const controller = new AbortController();
        controller.abort(new Error('enough'));
        await expect(scan([['', 'deep']], controller.signal)).rejects.toThrow('enough');
      });

      it('ends between two batches too', async () => {
        for (let i = 0; i < 50; i++) hand.write(`f${i}/a/cat.txt`, 'x');
        const controller = new AbortController();
        const request = { root: hand.root, folders: [{ path: '' as const, deep: true }] };
        const reading = (async () => {
          for await (const _ of world.workTree.scan(request, controller.signal)) controller.abort(new Error('enough'));
        })();
        await expect(reading).rejects.toThrow('enough');
      });
    });

    describe('inspecting a folder', () => {
      it('tells a folder by its path with links resolved, and its name', () => {
        hand.folder('animals');
        hand.link('zoo', 'animals');
        const expected = { state: 'folder', path: `${hand.root}/animals`, name: 'animals' };
        expect(world.workTree.inspect(`${hand.root}/animals`)).toEqual(expected);
        expect(world.workTree.inspect(`${hand.root}/zoo`)).toEqual(expected);
      });

      it('tells what is missing, also behind a file or a link that leads nowhere', () => {
        hand.write('cat.txt', 'x');
        hand.link('nowhere', 'missing');
        for (const path of ['missing', 'cat.txt/inner', 'nowhere']) {
          expect(world.workTree.inspect(`${hand.root}/${path}`)).toEqual({ state: 'missing' });
        }
      });

      it('tells what is no folder', () => {
        hand.write('cat.txt', 'x');
        expect(world.workTree.inspect(`${hand.root}/cat.txt`)).toEqual({ state: 'not-a-folder' });
      });

      it.each([0o000, 0o300, 0o600])('tells what may not be listed or entered (%o)', async (mode) => {
        hand.folder('closed');
        hand.setMode('closed', mode);
        const inspection = await hand.asOrdinaryUser(async () => world.workTree.inspect(`${hand.root}/closed`));
        hand.setMode('closed', 0o755);
        expect(inspection).toEqual({ state: 'unreadable' });
      });
    });

    it('reads the text of a link, and null of what is none', () => {
      hand.link('a/link', '../somewhere/else');
      hand.write('cat.txt', 'x');
      const read = (path: string): string | null => world.workTree.readLink(hand.root, path as EntryPath);
      expect([read('a/link'), read('cat.txt'), read('missing'), read('cat.txt/x'), read('a')]).toEqual(['../somewhere/else', null, null, null, null]);
    });

    it('resolves the links in as much of a path as there is', () => {
      hand.folder('animals');
      hand.link('zoo', 'animals');
      hand.link('nowhere', 'missing');
      const resolve = (path: string): string => world.workTree.resolve(`${hand.root}/${path}`).replace(`${hand.root}/`, '');
      expect(['animals', 'zoo', 'zoo/new/deep', 'nowhere', 'new'].map(resolve)).toEqual(['animals', 'animals', 'animals/new/deep', 'nowhere', 'new']);
    });

    it('tells every name in a folder, also of what is ignored or no file; none where there is no folder', () => {
      hand.write('.strataignore', '*.log\n');
      hand.write('a.log', 'x');
      hand.special('pipe');
      hand.folder('barn');
      hand.link('zoo', '.');
      const names = (folder: string): string[] => [...world.workTree.names(hand.root, folder as FolderPath)].sort();
      expect(names('')).toEqual(['.strataignore', 'a.log', 'barn', 'pipe', 'zoo']);
      expect([names('barn'), names('a.log'), names('missing'), names('zoo')]).toEqual([[], [], [], []]);
    });

    it('tells what would be ignored under other rules, the defaults among them', () => {
      const rules: Record<string, string> = { '': '*.log\nbuild/\n', sub: '!keep.log\n', build: '!*' };
      const isIgnored = world.workTree.ignoring((folder) => rules[folder] ?? null);
      const tell = (path: string): boolean => isIgnored(path as EntryPath, false);
      expect(['a.log', 'deep/a.log', 'build/a', 'build/deep/a', 'sub/x.log', '.DS_Store'].map(tell)).toEqual([true, true, true, true, true, true]);
      expect(['a', 'build', 'sub/keep.log', 'sub/deep/keep.log'].map(tell)).toEqual([false, false, false, false]);
      expect(isIgnored('build' as EntryPath, true)).toBe(true);
    });

    it('tells how many bytes a file takes on disk, at most its size; none when it is gone', () => {
      hand.write('cat', 'x'.repeat(100_000));
      const bytes = world.workTree.bytesOnDisk(hand.root, 'cat' as EntryPath);
      expect([bytes > 0, bytes <= 100_000]).toEqual([true, true]);
      expect(world.workTree.bytesOnDisk(hand.root, 'dog' as EntryPath)).toBe(0);
    });

    it('tells the free bytes of where a path is, or would be', () => {
      expect(world.workTree.freeSpace(hand.root)).toBeGreaterThan(0);
      expect(world.workTree.freeSpace(`${hand.root}/not/yet/there`)).toBeGreaterThan(0);
    });

    it('joins a root and a path below it', () => {
      expect(world.workTree.absolute(hand.root, '')).toBe(hand.root);
      expect(world.workTree.absolute(hand.root, 'a/b c' as EntryPath)).toBe(`${hand.root}/a/b c`);
    });
  });
}
