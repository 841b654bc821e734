import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { readChunkList } from '../../electron/engine/chunking/chunk-list.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Capture, Captured, CapturedFile, CaptureProgress, CaptureSession, FileStamp } from '../../electron/engine/ports/capture.ts';
import type { ContainerStore, IndexedChunk } from '../../electron/engine/ports/container-store.ts';
import { foldersOf, takeAll, type AskedFile } from './asked-files.ts';
import { noise } from '../noise.ts';

/** A capture to test, and the folder whose files it reads. */
export interface CaptureInstance {
  readonly capture: Capture;
  readonly containers: ContainerStore;
  readonly root: string;
  /** Writes a file in place. */
  write(path: string, content: string | Uint8Array): void;
  /** Writes another file and renames it over. */
  replace(path: string, content: string | Uint8Array): void;
  folder(path: string): void;
  link(path: string, target: string): void;
  /** Puts a FIFO in place. */
  fifo(path: string): void;
  remove(path: string): void;
  stamp(path: string): FileStamp;
  /** Takes the permission to read; null where that cannot be done (for root). */
  readonly deny: ((path: string) => void) | null;
  /** Lets every stamp become old enough to be trusted. */
  rest(): Promise<void>;
  /** Makes the store know these chunks, as the catalog would after a snapshot. */
  name(captured: Captured): void;
  /** From now on the store has no room; null where that cannot be had. */
  readonly fillUp: (() => void) | null;
  close(): Promise<void>;
}

const kib = 1024;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

interface Run {
  readonly results: Map<string, CapturedFile>;
  readonly answers: CapturedFile[];
  readonly captured: Captured;
  readonly progress: CaptureProgress[];
}

export function describeCapture(name: string, createInstance: () => CaptureInstance | Promise<CaptureInstance>): void {
  describe(`capture: ${name}`, () => {
    let instance: CaptureInstance;
    beforeEach(async () => {
      instance = await createInstance();
    });
    afterEach(() => instance.close());

    const files = (paths: readonly string[]) => paths.map((path) => ({ path: path as EntryPath, stamp: instance.stamp(path) }));

    function open(given: { keep?: boolean; signal?: AbortSignal; onProgress?: (progress: CaptureProgress) => void } = {}): CaptureSession {
      return instance.capture.open({
        root: instance.root,
        keep: given.keep ?? true,
        signal: given.signal ?? new AbortController().signal,
        onProgress: given.onProgress ?? (() => undefined),
      });
    }

    async function run(added: readonly AskedFile[], given: { keep?: boolean; onProgress?: (progress: CaptureProgress) => void } = {}): Promise<Run> {
      const progress: CaptureProgress[] = [];
      const session = open({
        ...given,
        onProgress: (one) => {
          progress.push(one);
          given.onProgress?.(one);
        },
      });
      session.add(foldersOf(added));
      session.close();
      const answers = await takeAll(session);
      return { answers, results: new Map(answers.map((one) => [one.path, one])), captured: await session.seal(), progress };
    }

    function contentOf(result: CapturedFile | undefined): Extract<CapturedFile, { outcome: 'captured' }> {
      if (result?.outcome !== 'captured') throw new Error(`not captured: ${JSON.stringify(result)}`);
      return result;
    }

    /** Puts a captured file together again from what was stored. */
    function readBack(result: CapturedFile | undefined, captured: Captured): Uint8Array {
      const { content } = contentOf(result);
      const chunks = new Map<Digest, IndexedChunk>(captured.containers.flatMap((one) => [...one.chunks].map((chunk) => [chunk.digest, chunk] as const)));
      const nodes = new Map(captured.lists.map((list) => [list.digest, list.bytes]));
      const read = (digest: Digest): Uint8Array => instance.containers.read(digest, chunks.get(digest) as IndexedChunk);
      if (content.size === 0) return new Uint8Array();
      if (content.list === null) return read(content.blob);
      const listed = [...readChunkList(content.list, { read: (digest) => nodes.get(digest) as Uint8Array })];
      return new Uint8Array(Buffer.concat(listed.map((chunk) => read(chunk.digest))));
    }

    it('gives back what files held, from 0 bytes to many chunks', async () => {
      const wanted: Record<string, Uint8Array> = {
        'empty': new Uint8Array(),
        'one': noise(1, 1),
        'cat.txt': new TextEncoder().encode('meow\n'.repeat(400)),
        'one chunk exactly': noise(256 * kib, 2),
        'deep/down/two chunks at least': noise(256 * kib + 1, 3),
        'deep/big zeros': new Uint8Array(1500 * kib),
        'deep/big': noise(3000 * kib, 4),
      };
      for (const [path, bytes] of Object.entries(wanted)) instance.write(path, bytes);
      await instance.rest();
      const { results, captured } = await run(files(Object.keys(wanted)));
      for (const [path, bytes] of Object.entries(wanted)) {
        const { content, stamp } = contentOf(results.get(path));
        expect(content.blob, path).toBe(digestOf(bytes));
        expect(content.size).toBe(bytes.length);
        expect(content.list === null, path).toBe(bytes.length <= 256 * kib);
        expect(stamp).toEqual(instance.stamp(path));
        expect(Buffer.compare(readBack(results.get(path), captured), bytes), path).toBe(0);
      }
    });

    it('gives back a file of many megabytes that is captured alone', async () => {
      const bytes = noise(34 * 1024 * kib, 11);
      instance.write('big', bytes);
      await instance.rest();
      const { results, captured, progress } = await run(files(['big']));
      expect(contentOf(results.get('big')).content.blob).toBe(digestOf(bytes));
      expect(Buffer.compare(readBack(results.get('big'), captured), bytes)).toBe(0);
      expect(progress.at(-1)).toEqual({ files: 1, bytes: bytes.length });
    });

    it('stores an empty file as no chunk', async () => {
      instance.write('empty', '');
      const { results, captured } = await run(files(['empty']));
      expect(contentOf(results.get('empty')).content.blob).toBe(digestOf(new Uint8Array()));
      expect(captured).toEqual({ containers: [], lists: [] });
    });

    it('answers every file exactly once, in however many portions they are added', async () => {
      const paths = Array.from({ length: 400 }, (_, i) => `folder ${i % 7}/file ${i}`);
      for (const path of paths) instance.write(path, `content of ${path}`);
      await instance.rest();
      const session = open();
      const answers: CapturedFile[] = [];
      const taking = takeAll(session, answers);
      for (let i = 0; i < 400; i += 50) {
        session.add(foldersOf(files(paths.slice(i, i + 50))));
        await new Promise((resolve) => void setTimeout(resolve, 1));
      }
      session.close();
      await taking;
      expect(answers.map((one) => one.path).toSorted()).toEqual(paths.toSorted());
      const captured = await session.seal();
      for (const answer of answers) expect(text(readBack(answer, captured))).toBe(`content of ${answer.path}`);
    });

    it('ends its results when nothing was added', async () => {
      const { answers, captured } = await run([]);
      expect(answers).toEqual([]);
      expect(captured.containers).toEqual([]);
    });

    it('stores the same content once, wherever it is met', async () => {
      const paths = Array.from({ length: 300 }, (_, i) => `${i % 10}/${i}`);
      paths.forEach((path, i) => instance.write(path, `content ${i % 4}`));
      const big = noise(700 * kib, 9);
      instance.write('big a', big);
      instance.write('big b', big);
      await instance.rest();
      const { captured, results } = await run(files([...paths, 'big a', 'big b']));
      const stored = captured.containers.flatMap((one) => [...one.chunks].map((chunk) => chunk.digest));
      expect(new Set(stored).size).toBe(stored.length);
      expect(text(readBack(results.get('3/13'), captured))).toBe('content 1');
      expect(contentOf(results.get('big a')).content).toEqual(contentOf(results.get('big b')).content);
      const lists = captured.lists.map((one) => one.digest);
      expect(new Set(lists).size).toBe(lists.length);
    });

    it('stores nothing that the catalog names already, but tells the lists all the same', async () => {
      instance.write('cat', 'meow');
      instance.write('big', noise(700 * kib, 5));
      await instance.rest();
      const first = await run(files(['cat', 'big']));
      instance.name(first.captured);
      const second = await run(files(['cat', 'big']));
      expect(second.captured.containers).toEqual([]);
      expect(second.captured.lists).toEqual(first.captured.lists);
      expect(contentOf(second.results.get('big')).content).toEqual(contentOf(first.results.get('big')).content);
    });

    it('only digests files that are tracked by reference', async () => {
      instance.write('cat', 'meow');
      const big = noise(700 * kib, 5);
      instance.write('big', big);
      const huge = noise(33 * 1024 * kib, 6);
      instance.write('huge', huge);
      await instance.rest();
      const alone = await run(files(['huge']), { keep: false });
      expect(contentOf(alone.results.get('huge')).content).toEqual({ blob: digestOf(huge), size: huge.length, list: null });
      const { results, captured } = await run(files(['cat', 'big']), { keep: false });
      expect(contentOf(results.get('cat')).content).toEqual({ blob: digestOf(new TextEncoder().encode('meow')), size: 4, list: null });
      expect(contentOf(results.get('big')).content).toEqual({ blob: digestOf(big), size: big.length, list: null });
      expect(captured).toEqual({ containers: [], lists: [] });
      expect(instance.containers.list()).toEqual([]);
    });

    it('says that a file is gone when it is missing, became a folder, a link or a FIFO', async () => {
      for (const path of ['removed', 'folder', 'link', 'fifo', 'inner/x']) instance.write(path, 'was here');
      await instance.rest();
      const added = files(['removed', 'folder', 'link', 'fifo', 'inner/x']);
      for (const path of ['removed', 'folder', 'link', 'fifo', 'inner']) instance.remove(path);
      instance.folder('folder');
      instance.write('elsewhere', 'was here');
      instance.link('link', 'elsewhere');
      instance.fifo('fifo');
      instance.write('inner', 'a file where a folder was');
      const { answers, captured } = await run(added);
      expect(answers.map(({ path, outcome }) => [path, outcome]).toSorted()).toEqual([
        ['fifo', 'gone'],
        ['folder', 'gone'],
        ['inner/x', 'gone'],
        ['link', 'gone'],
        ['removed', 'gone'],
      ]);
      expect(captured.containers).toEqual([]);
    });

    it('captures a file that was replaced or saved after the scan as it is now, with the stamp it has now', async () => {
      instance.write('saved', 'old');
      instance.write('replaced', 'old');
      instance.write('became big', 'old');
      await instance.rest();
      const added = files(['saved', 'replaced', 'became big']);
      instance.write('saved', 'newer');
      instance.replace('replaced', 'other');
      instance.write('became big', noise(600 * kib, 6));
      await instance.rest();
      const { results, captured } = await run(added);
      expect(text(readBack(results.get('saved'), captured))).toBe('newer');
      expect(text(readBack(results.get('replaced'), captured))).toBe('other');
      expect(readBack(results.get('became big'), captured)).toHaveLength(600 * kib);
      for (const { path } of added) expect(contentOf(results.get(path)).stamp).toEqual(instance.stamp(path));
    });

    it('never holds a mixture of two saves', async () => {
      const states = [1, 2, 3].map((seed) => noise(12 * 1024 * kib, seed));
      instance.write('busy', states[0] as Uint8Array);
      await instance.rest();
      let saves = 0;
      const { results, captured } = await run(files(['busy']), {
        onProgress: ({ bytes }) => {
          if (bytes > 0 && saves < 2) instance.write('busy', states[++saves] as Uint8Array);
        },
      });
      expect(saves).toBeGreaterThan(0);
      const result = results.get('busy');
      if (result?.outcome === 'unsettled') return;
      const whole = readBack(result, captured);
      expect(states.map((state) => Buffer.compare(state, whole) === 0)).toContain(true);
      expect(digestOf(whole)).toBe(contentOf(result).content.blob);
    });

    it('trusts the stamp of a file that rested, and marks one as racy that changed a moment ago', async () => {
      instance.write('old', 'old');
      await instance.rest();
      const old = files(['old']);
      let racy = false;
      // On a busy machine the reading may begin too late for a change to count as fresh: then another one is made.
      for (let i = 0; i < 100 && !racy; i++) {
        instance.write('fresh', `fresh ${i}`);
        const { results } = await run([...old, ...files(['fresh'])]);
        expect(contentOf(results.get('old')).racy).toBe(false);
        racy = contentOf(results.get('fresh')).racy;
      }
      expect(racy).toBe(true);
    });

    it('goes on after a file that it may not read, and says why', async ({ skip }) => {
      if (instance.deny === null) return skip('everything can be read by root');
      instance.write('secret', 'hidden');
      instance.write('cat', 'meow');
      await instance.rest();
      const added = files(['secret', 'cat']);
      instance.deny('secret');
      const { results } = await run(added);
      expect(results.get('secret')).toMatchObject({ outcome: 'unreadable', reason: expect.stringMatching(/\w/) });
      expect(results.get('cat')?.outcome).toBe('captured');
    });

    it('tells progress that ends with all files and bytes', async () => {
      const paths = ['a', 'b', 'big'];
      instance.write('a', 'meow');
      instance.write('b', 'purr');
      instance.write('big', noise(20 * 1024 * kib, 5));
      await instance.rest();
      const { progress } = await run(files(paths));
      expect(progress.at(-1)).toEqual({ files: 3, bytes: 8 + 20 * 1024 * kib });
      expect(progress.some(({ files: done, bytes }) => done < 3 && bytes > 8)).toBe(true);
    });

    it('makes nothing durable before it is sealed, and leaves nothing when it is abandoned', async () => {
      instance.write('cat', noise(3000 * kib, 1));
      await instance.rest();
      const session = open();
      session.add(foldersOf(files(['cat'])));
      session.close();
      await takeAll(session);
      expect(instance.containers.list()).toEqual([]);
      await session.abandon();
      expect(instance.containers.list()).toEqual([]);
      expect(instance.containers.removeUnsealed()).toBe(0);
    });

    it('removes what it sealed when it is abandoned afterwards', async () => {
      instance.write('cat', 'meow');
      const session = open();
      session.add(foldersOf(files(['cat'])));
      session.close();
      await takeAll(session);
      expect((await session.seal()).containers).toHaveLength(1);
      await session.abandon();
      expect(instance.containers.list()).toEqual([]);
    });

    it('stops inside a big file when it is aborted, with the signal’s reason, and leaves nothing', async () => {
      instance.write('big', noise(48 * 1024 * kib, 1));
      await instance.rest();
      const controller = new AbortController();
      const reason = new Error('enough');
      const session = open({ signal: controller.signal, onProgress: () => controller.abort(reason) });
      session.add(foldersOf(files(['big'])));
      session.close();
      await expect(takeAll(session)).rejects.toBe(reason);
      await expect(session.seal()).rejects.toBe(reason);
      await session.abandon();
      expect(instance.containers.list()).toEqual([]);
      expect(instance.containers.removeUnsealed()).toBe(0);
    });

    it('can be abandoned while it reads', async () => {
      instance.write('big', noise(20 * 1024 * kib, 1));
      await instance.rest();
      const session = open();
      session.add(foldersOf(files(['big'])));
      const taking = takeAll(session);
      taking.catch(() => undefined);
      await session.abandon();
      await expect(taking).rejects.toThrow();
      expect(instance.containers.list()).toEqual([]);
      expect(instance.containers.removeUnsealed()).toBe(0);
    });

    it('says that the disk of the store is full', async ({ skip }) => {
      if (instance.fillUp === null) return skip('a full disk cannot be had here');
      instance.write('big', noise(9 * 1024 * kib, 1));
      await instance.rest();
      instance.fillUp();
      await expect(run(files(['big']))).rejects.toMatchObject({ name: 'Failure', code: 'store.full' });
      expect(instance.containers.list()).toEqual([]);
    });
  });
}
