import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { FileEntry } from '../../electron/engine/model/entry.ts';
import type { ContainerStore, IndexedChunk } from '../../electron/engine/ports/container-store.ts';
import type { FileRecipe, Materialize, MaterializeProblem, MaterializeProgress, RestoreStep } from '../../electron/engine/ports/materialize.ts';

/** A materialize to test, and a folder to restore into. */
export interface MaterializeInstance {
  readonly materialize: Materialize;
  readonly containers: ContainerStore;
  /** What every run asks for. */
  readonly durable: boolean;
  /** Absolute path of the target; its parent is there, it is not. */
  readonly root: string;
  /**
   * Everything below the target's parent: path from the target (also `../…`) → content as
   * latin1 text, `-> target`, `folder`. Whether the target itself is there does not show.
   */
  look(): Record<string, string>;
  write(path: string, content: string): void;
  folder(path: string): void;
  link(path: string, target: string): void;
  /** Permission bits, and modification time in microseconds, without following a link. */
  stat(path: string): { mode: number; modifiedAt: number };
  close(): Promise<void>;
}

const kib = 1024;
/** 2021-03-04, with microseconds that no ms can hold. */
const then = 1_614_851_234_567_891;
const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content);

interface FileOptions {
  readonly mode?: number;
  readonly modifiedAt?: number;
  /** Bytes of each chunk. */
  readonly chunkLength?: number;
}

export function describeMaterialize(name: string, createInstance: () => MaterializeInstance | Promise<MaterializeInstance>): void {
  describe(`materialize: ${name}`, () => {
    let instance: MaterializeInstance;
    beforeEach(async () => {
      instance = await createInstance();
    });
    afterEach(() => instance.close());

    /** Stores the contents in one pack and makes a recipe of each. */
    function recipes(files: Readonly<Record<string, string | Uint8Array>>, options: FileOptions = {}): FileRecipe[] {
      const { mode = 0o644, modifiedAt = then, chunkLength = 256 * kib } = options;
      const pack = instance.containers.createPack();
      const cut = Object.entries(files).map(([path, content]) => {
        const bytes = bytesOf(content);
        const digests: Digest[] = [];
        for (let at = 0; at < bytes.length; at += chunkLength) {
          const chunk = bytes.subarray(at, at + chunkLength);
          digests.push(digestOf(chunk));
          pack.append('data', digestOf(chunk), chunk);
        }
        return { path, bytes, digests };
      });
      const chunks = new Map<Digest, IndexedChunk>([...(pack.seal()?.chunks ?? [])].map((chunk) => [chunk.digest, chunk]));
      return cut.map(({ path, bytes, digests }) => {
        const entry: FileEntry = {
          kind: 'file',
          path: path as EntryPath,
          blob: digestOf(bytes),
          size: bytes.length,
          list: digests.length > 1 ? digestOf(bytes) : null,
          executable: (mode & 0o100) !== 0,
          mode,
          modifiedAt,
        };
        return { entry, chunks: digests.map((digest) => ({ digest, location: chunks.get(digest) as IndexedChunk })) };
      });
    }

    /** What `locate` answers. */
    const located = new Map<FileEntry, FileRecipe>();
    const write = (recipe: FileRecipe): RestoreStep => {
      located.set(recipe.entry, recipe);
      return { kind: 'write', entry: recipe.entry };
    };
    const writes = (files: Readonly<Record<string, string | Uint8Array>>, options?: FileOptions): RestoreStep[] =>
      recipes(files, options).map(write);
    const linkStep = (path: string, target: string, modifiedAt = then): RestoreStep => ({
      kind: 'link',
      entry: { kind: 'link', path: path as EntryPath, target, modifiedAt },
    });
    const directoryStep = (path: string, mode = 0o755, modifiedAt = then): RestoreStep => ({
      kind: 'directory',
      entry: { kind: 'directory', path: path as EntryPath, mode, modifiedAt },
    });
    const remove = (path: string, deep = false): RestoreStep => ({ kind: 'remove', path: path as EntryPath, deep });
    const prune = (path: string): RestoreStep => ({ kind: 'prune', path: path as EntryPath });

    async function run(
      steps: readonly RestoreStep[],
      given: { signal?: AbortSignal; onProgress?: (progress: MaterializeProgress) => void; stagingId?: string } = {},
    ): Promise<readonly MaterializeProblem[]> {
      return instance.materialize.run({
        root: instance.root,
        stagingId: given.stagingId ?? 'run1',
        steps,
        locate: (files) => files.map((entry) => located.get(entry) as FileRecipe),
        durable: instance.durable,
        signal: given.signal ?? new AbortController().signal,
        onProgress: given.onProgress ?? (() => undefined),
      });
    }

    const noTemporaries = (): void => expect(Object.keys(instance.look()).filter((path) => path.includes('.strata-'))).toEqual([]);

    it('makes the target and puts files, links and empty folders in place', async () => {
      const files = { 'cat.txt': 'meow', 'deep/down/dog.txt': 'woof', 'empty': '' };
      const problems = await run([...writes(files), linkStep('way', 'deep/down'), linkStep('deep/broken', '../nowhere'), directoryStep('attic/box')]);
      expect(problems).toEqual([]);
      expect(instance.look()).toEqual({
        'attic': 'folder',
        'attic/box': 'folder',
        'cat.txt': 'meow',
        'deep': 'folder',
        'deep/broken': '-> ../nowhere',
        'deep/down': 'folder',
        'deep/down/dog.txt': 'woof',
        'empty': '',
        'way': '-> deep/down',
      });
    });

    it('brings permission bits and times back to the microsecond, whatever the umask', async () => {
      const modes = [0o644, 0o755, 0o600, 0o444, 0o777, 0o666];
      const times = [then, 0, 1, -1, -1_234_567, 4_000_000_000_123_456, then + 1];
      const steps = modes.flatMap((mode) => times.flatMap((modifiedAt, i) => writes({ [`${mode}-${i}`]: `content ${mode} ${i}` }, { mode, modifiedAt })));
      await run([...steps, linkStep('link', 'nowhere', then), directoryStep('folder', 0o770, then + 2)]);
      for (const mode of modes) {
        times.forEach((modifiedAt, i) => expect(instance.stat(`${mode}-${i}`), `${mode} ${modifiedAt}`).toEqual({ mode, modifiedAt }));
      }
      expect(instance.stat('link').modifiedAt).toBe(then);
      expect(instance.stat('folder')).toEqual({ mode: 0o770, modifiedAt: then + 2 });
    });

    it('puts blobs of many chunks together', async () => {
      const big = new Uint8Array(3_000_000).map((_, i) => (i * i) >> 7);
      expect(await run(writes({ big }, { chunkLength: 70_000 }))).toEqual([]);
      expect(digestOf(Buffer.from(instance.look()['big'] as string, 'latin1'))).toBe(digestOf(big));
    });

    it('writes hundreds of files into a new folder, and over them again', async () => {
      const files = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`folder ${i % 20}/file ${i}`, `content ${i}`]));
      const progress: MaterializeProgress[] = [];
      expect(await run([...writes(files), linkStep('link', 'x')], { onProgress: (one) => progress.push(one) })).toEqual([]);
      const present = instance.look();
      for (const [path, content] of Object.entries(files)) expect(present[path]).toBe(content);
      const bytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
      expect(progress.at(-1)).toEqual({ files: 700, bytes });
      const others = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, `new ${content}`]));
      expect(await run(writes(others, { modifiedAt: then + 5 }), { stagingId: 'run2' })).toEqual([]);
      const after = instance.look();
      for (const [path, content] of Object.entries(others)) expect(after[path]).toBe(content);
      expect(instance.stat('folder 3/file 3').modifiedAt).toBe(then + 5);
      noTemporaries();
    });

    it('shows whole files or none to whoever looks at an empty target meanwhile', async () => {
      const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`folder ${i % 9}/file ${i}`, `content ${i}`]));
      let looks = 0;
      const onProgress = (): void => {
        looks += 1;
        const placed = Object.entries(instance.look()).filter(([path, content]) => !path.includes('.strata-') && content !== 'folder');
        for (const [path, content] of placed) expect(content).toBe(files[path]);
      };
      expect(await run(writes(files), { onProgress })).toEqual([]);
      expect(looks).toBeGreaterThan(0);
      expect(instance.look()).toMatchObject(files);
      noTemporaries();
    });

    it('leaves everything else in the target as it is', async () => {
      instance.write('mine.txt', 'mine');
      instance.write('deep/mine.txt', 'mine too');
      await run(writes({ 'deep/cat.txt': 'meow' }));
      expect(instance.look()).toEqual({ 'mine.txt': 'mine', 'deep': 'folder', 'deep/mine.txt': 'mine too', 'deep/cat.txt': 'meow' });
    });

    it('replaces files by links and links by files without following them', async () => {
      instance.write('../outside', 'untouched');
      instance.link('was link', '../outside');
      instance.write('was file', 'old');
      expect(await run([...writes({ 'was link': 'now a file' }), linkStep('was file', 'now/a/link')])).toEqual([]);
      expect(instance.look()).toEqual({ '../outside': 'untouched', 'was link': 'now a file', 'was file': '-> now/a/link' });
    });

    it('removes and prunes in the order of the steps', async () => {
      instance.write('gone', 'x');
      instance.write('tree/a/b', 'x');
      instance.write('empty after/x', 'x');
      instance.write('kept/ignored', 'x');
      instance.write('kept/x', 'x');
      instance.write('file to folder', 'x');
      instance.folder('folder to file');
      const steps = [
        remove('file to folder'),
        prune('folder to file'),
        ...writes({ 'file to folder/cat': 'meow', 'folder to file': 'woof' }),
        remove('gone'),
        remove('never there'),
        remove('nowhere/never there'),
        remove('tree', true),
        remove('empty after/x'),
        prune('empty after'),
        remove('kept/x'),
        prune('kept'),
        prune('never there'),
      ];
      expect(await run(steps)).toEqual([]);
      expect(instance.look()).toEqual({
        'file to folder': 'folder',
        'file to folder/cat': 'meow',
        'folder to file': 'woof',
        'kept': 'folder',
        'kept/ignored': 'x',
      });
    });

    it('does not remove a folder that is not meant to go with all that is in it', async () => {
      instance.write('thing/precious', 'x');
      const problems = await run([remove('thing')]);
      expect(problems).toMatchObject([{ path: 'thing' }]);
      expect(instance.look()['thing/precious']).toBe('x');
    });

    it('removes a link and not what it points to', async () => {
      instance.write('../outside/x', 'untouched');
      instance.link('link', '../outside');
      instance.link('deep link', '../outside');
      expect(await run([remove('link'), remove('deep link', true)])).toEqual([]);
      expect(instance.look()).toEqual({ '../outside': 'folder', '../outside/x': 'untouched' });
    });

    it('refuses to write, touch or remove through a link on the way', async () => {
      instance.write('../outside/x', 'untouched');
      const before = instance.stat('../outside/x');
      instance.link('way', '../outside');
      const steps = [
        ...writes({ 'way/x': 'changed', 'way/new/deep': 'new', 'other': 'fine' }),
        linkStep('way/link', 'x'),
        directoryStep('way/folder'),
        ...recipes({ 'way/x': 'untouched' }).map(({ entry }): RestoreStep => ({ kind: 'touch', entry })),
        remove('way/x'),
        remove('way/x', true),
      ];
      const problems = await run(steps);
      expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(['way/x', 'way/new/deep', 'way/link', 'way/folder']));
      expect(instance.look()).toEqual({ '../outside': 'folder', '../outside/x': 'untouched', 'way': '-> ../outside', 'other': 'fine' });
      expect(instance.stat('../outside/x')).toEqual(before);
    });

    it('says which paths could not be put in place, and does the others', async () => {
      instance.write('folder/in the way/x', 'mine');
      instance.write('file', 'mine');
      const problems = await run(writes({ 'folder/in the way': 'a', 'file/below': 'b', 'fine': 'c' }));
      expect(problems.map(({ path }) => path).toSorted()).toEqual(['file/below', 'folder/in the way']);
      for (const { message } of problems) expect(message).toMatch(/\w.*\.$/);
      expect(instance.look()).toMatchObject({ 'fine': 'c', 'file': 'mine', 'folder/in the way/x': 'mine' });
      noTemporaries();
    });

    it('touches only bits and time of a file that has its bytes already', async () => {
      instance.write('cat', 'meow');
      const [{ entry } = { entry: null }] = recipes({ cat: 'meow' }, { mode: 0o755, modifiedAt: then });
      expect(await run([{ kind: 'touch', entry: entry as FileEntry }])).toEqual([]);
      expect(instance.stat('cat')).toEqual({ mode: 0o755, modifiedAt: then });
      expect(instance.look()).toEqual({ cat: 'meow' });
    });

    it('never puts bytes in place that are not what the entry says', async () => {
      instance.write('cat', 'old');
      const [cat, dog] = recipes({ cat: 'meow', dog: 'woof' }) as [FileRecipe, FileRecipe];
      const wrong = { entry: cat.entry, chunks: dog.chunks };
      expect(await run([write(wrong), write(dog)])).toEqual([{ path: 'cat', message: expect.stringContaining('cat ') }]);
      expect(instance.look()).toEqual({ cat: 'old', dog: 'woof' });
    });

    it('refuses a blob whose chunks are all right but not those of the entry', async () => {
      const [big] = recipes({ big: 'abcdefgh' }, { chunkLength: 2 }) as [FileRecipe];
      const swapped = { entry: big.entry, chunks: big.chunks.toReversed() };
      const short = { entry: { ...big.entry, path: 'short' as EntryPath }, chunks: big.chunks.slice(0, 3) };
      for (const recipe of [swapped, short]) {
        expect(await run([write(recipe)])).toMatchObject([{ path: recipe.entry.path }]);
      }
      expect(instance.look()).toEqual({});
    });

    it('names every path whose container is missing, and leaves nothing half done', async () => {
      const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}`, `content ${i}`]));
      const steps = writes(files);
      for (const { id } of instance.containers.list()) instance.containers.remove(id);
      const problems = await run(steps);
      expect(problems.map(({ path }) => path).toSorted()).toEqual(Object.keys(files).toSorted());
      expect(instance.look()).toEqual({});
    });

    it('refuses paths that would leave the target', async () => {
      for (const path of ['../out', 'a/../../out', '/out', '', 'a//b', 'a/./b']) {
        const [recipe] = recipes({ 'x': 'x' }) as [FileRecipe];
        await expect(run([write({ ...recipe, entry: { ...recipe.entry, path: path as EntryPath } })])).rejects.toThrow(RangeError);
        await expect(run([remove(path, true)])).rejects.toThrow(RangeError);
      }
      expect(Object.values(instance.look())).toEqual([]);
    });

    it('stops between two files when it is aborted, with the signal’s reason, and removes its temporaries', async () => {
      const known: Record<string, string> = {};
      for (const count of [20, 2000]) {
        const controller = new AbortController();
        const reason = new Error('enough');
        const stagingId = `abort${count}`;
        const files = Object.fromEntries(Array.from({ length: count }, (_, i) => [`${count}/f${i}`, `content ${i}`]));
        Object.assign(known, files);
        const running = run(writes(files), { signal: controller.signal, stagingId, onProgress: () => controller.abort(reason) });
        await expect(running).rejects.toBe(reason);
        for (const [path, content] of Object.entries(instance.look())) {
          if (content !== 'folder') expect(content).toBe(known[path]);
        }
        noTemporaries();
      }
    });

    it('does nothing when it was aborted before', async () => {
      const reason = new Error('enough');
      await expect(run(writes({ cat: 'meow' }), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      expect(instance.look()).toEqual({});
    });

    it('removes what a run with this staging id left, and nothing else, however often it is asked', async () => {
      instance.write('.strata-dead1-7.tmp', 'half');
      instance.write('deep/.strata-dead1-2-8.tmp', 'half');
      instance.write('.strata-dead1.tmp/whole/tree', 'half');
      instance.write('.strata-alive-1.tmp', 'another run');
      instance.write('.strata-dead11-1.tmp', 'another run');
      instance.write('deep/cat', 'meow');
      instance.write('../outside/.strata-dead1-1.tmp', 'not below the target');
      instance.link('way', '../outside');
      await instance.materialize.removeStaging(instance.root, 'dead1');
      await instance.materialize.removeStaging(instance.root, 'dead1');
      expect(instance.look()).toEqual({
        '.strata-alive-1.tmp': 'another run',
        '.strata-dead11-1.tmp': 'another run',
        '../outside': 'folder',
        '../outside/.strata-dead1-1.tmp': 'not below the target',
        'deep': 'folder',
        'deep/cat': 'meow',
        'way': '-> ../outside',
      });
    });

    it('has nothing to remove where the target is gone', async () => {
      await instance.materialize.removeStaging(instance.root, 'dead1');
      expect(instance.look()).toEqual({});
    });

    it('puts any tree of files in place', async () => {
      const segment = fc.constantFrom('a', 'b', 'c c', 'ä', '-x', 'new\nline', '.hidden', '\u{1f408}');
      const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
      const tree = fc.dictionary(path, fc.string(), { maxKeys: 12 }).map((files) => {
        const paths = Object.keys(files);
        return Object.fromEntries(Object.entries(files).filter(([one]) => !paths.some((other) => other.startsWith(`${one}/`))));
      });
      let count = 0;
      await fc.assert(
        fc.asyncProperty(tree, async (files) => {
          const folder = `t${++count}`;
          const placed = Object.fromEntries(Object.entries(files).map(([one, content]) => [`${folder}/${one}`, content]));
          expect(await run(writes(placed))).toEqual([]);
          const found = Object.entries(instance.look()).filter(([one, content]) => one.startsWith(`${folder}/`) && content !== 'folder');
          expect(Object.fromEntries(found)).toEqual(
            Object.fromEntries(Object.entries(placed).map(([one, content]) => [one, Buffer.from(content).toString('latin1')])),
          );
        }),
        { numRuns: 20 },
      );
    });
  });
}
