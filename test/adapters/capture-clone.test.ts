import { appendFileSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInlineCapture } from '../../electron/adapters/capture-inline.ts';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import type { CloneFile } from '../../electron/adapters/clone-file.ts';
import { createContainerStore, type FsContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { createInlineMaterialize } from '../../electron/adapters/materialize-inline.ts';
import { stampOf } from '../../electron/adapters/scan-stamp.ts';
import { readChunkList } from '../../electron/engine/chunking/chunk-list.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { Captured, CapturedFile } from '../../electron/engine/ports/capture.ts';
import type { ChunkLocation, ContainerId, IndexedChunk } from '../../electron/engine/ports/container-store.ts';
import type { FileRecipe, MaterializeProblem } from '../../electron/engine/ports/materialize.ts';
import { foldersOf, takeAll } from '../contracts/asked-files.ts';
import { countingIds } from '../fakes/container-store-memory.ts';
import { systemError } from '../fakes/memory-tree.ts';
import { noise } from '../noise.ts';

const mib = 1024 * 1024;

type Taken = Extract<CapturedFile, { outcome: 'captured' }>;

describe('a store beside files that can be cloned', () => {
  let home: string;
  let root: string;
  let store: FsContainerStore;
  /** What stands in for the file system; a plain copy unless a test says otherwise. */
  let clone: CloneFile;
  /** Where each chunk lies, as the catalog would know it. */
  const known = new Map<Digest, IndexedChunk>();
  const lists = new Map<Digest, Uint8Array>();
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'strata-clone-'));
    root = path.join(home, 'animals');
    mkdirSync(root);
    clone = (source, target) => copyFileSync(source, target);
    const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp') };
    store = createContainerStore({ ...place, newId: countingIds(), clone: (source, target) => clone(source, target) });
    known.clear();
    lists.clear();
  });
  afterEach(() => {
    store.close();
    rmSync(home, { recursive: true });
  });

  const at = (name: string): string => path.join(root, name);
  const rest = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 60));

  function open() {
    const options = { store, isStored: (digest: Digest) => known.has(digest), clock: createSystemClock() };
    return createInlineCapture(options).open({ root, keep: true, signal: new AbortController().signal, onProgress: () => undefined });
  }

  async function capture(...names: string[]): Promise<{ files: Map<string, Taken>; captured: Captured }> {
    const session = open();
    session.add(foldersOf(names.map((name) => ({ path: name as EntryPath, stamp: stampOf(lstatSync(at(name))) }))));
    session.close();
    const answers = await takeAll(session);
    const captured = await session.seal();
    for (const { chunks } of captured.containers) for (const chunk of chunks) if (!known.has(chunk.digest)) known.set(chunk.digest, chunk);
    for (const { digest, bytes } of captured.lists) lists.set(digest, bytes);
    return { files: new Map(answers.map((answer) => [answer.path, answer as Taken])), captured };
  }

  async function save(name: string, content: Uint8Array): Promise<{ file: Taken; captured: Captured }> {
    writeFileSync(at(name), content);
    await rest();
    const { files, captured } = await capture(name);
    return { file: files.get(name)!, captured };
  }

  function recipe({ path: name, content, stamp }: Taken): FileRecipe {
    const listed = [...readChunkList(content.list as Digest, { read: (digest) => lists.get(digest) as Uint8Array })];
    const chunks = listed.map(({ digest }) => ({ digest, location: known.get(digest) as ChunkLocation }));
    const entry = { kind: 'file', path: name, executable: false, mode: stamp.mode & 0o777, modifiedAt: 1, ...content } as const;
    return { entry, chunks };
  }

  async function restore(file: Taken): Promise<{ target: string; told: number[]; problems: readonly MaterializeProblem[] }> {
    const target = mkdtempSync(path.join(home, 'restored-'));
    const told: number[] = [];
    const problems = await createInlineMaterialize({ store, clock: createSystemClock() }).run({
      root: target,
      stagingId: 'test',
      steps: [{ kind: 'write', entry: recipe(file).entry }],
      locate: () => [recipe(file)],
      durable: true,
      signal: new AbortController().signal,
      onProgress: ({ bytes }) => void told.push(bytes),
    });
    return { target: path.join(target, file.path), told, problems };
  }

  const clones = ({ containers }: Captured): string[] => containers.map(({ id }) => id).filter((id) => store.isClone(id));
  const sizes = (captured: Captured): number => captured.containers.reduce((sum, { size }) => sum + size, 0);

  it('keeps a big file that does not compress as a clone, with every chunk where the file has it', async () => {
    const content = noise(9 * mib, 1);
    const { file, captured } = await save('model', content);
    const [id] = clones(captured);
    expect(file.content).toMatchObject({ blob: digestOf(content), size: content.length });
    let position = 0;
    for (const { digest, location } of recipe(file).chunks) {
      expect(location).toMatchObject({ container: id, frameOffset: position, offset: 0 });
      expect(digestOf(store.read(digest, location))).toBe(digest);
      position += location.length;
    }
    expect(position).toBe(content.length);
    // The file's bytes are not written a second time: beside the clone there is only its list of chunks.
    expect(captured.containers).toHaveLength(2);
    expect(sizes(captured)).toBeLessThan(content.length + 30_000);
  });

  it.each([
    ['is small', noise(7 * mib, 2)],
    ['compresses well', Buffer.from('a line of many that differ little\n'.repeat(400_000))],
    ['is mostly a hole', Buffer.concat([noise(2 * mib, 3), Buffer.alloc(10 * mib)])],
  ])('puts a file that %s into packs', async (_, content) => {
    const { file, captured } = await save('file', content);
    expect(clones(captured)).toEqual([]);
    expect(file.content.blob).toBe(digestOf(content));
    expect(readFileSync((await restore(file)).target).equals(content)).toBe(true);
  });

  it('falls back to packs without a word where the file systems cannot, and leaves nothing behind', async () => {
    clone = () => {
      throw systemError('EXDEV', 'copyfile', '');
    };
    const content = noise(9 * mib, 1);
    const { file, captured } = await save('model', content);
    expect(clones(captured)).toEqual([]);
    expect(file.content.blob).toBe(digestOf(content));
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
  });

  it('stores only what an edit changed, in a pack', async () => {
    const content = noise(12 * mib, 1);
    await save('model', content);
    const edited = Buffer.concat([content.subarray(0, 5 * mib), Buffer.from('an insert'), content.subarray(5 * mib)]);
    const { file, captured } = await save('model', edited);
    expect(clones(captured)).toEqual([]);
    expect(sizes(captured)).toBeLessThan(600_000);
    expect(readFileSync((await restore(file)).target).equals(edited)).toBe(true);
  });

  it('stores nothing of a file that is there already, and the same file once in one session', async () => {
    const content = noise(9 * mib, 1);
    for (const name of ['one', 'two']) writeFileSync(at(name), content);
    await rest();
    const { files, captured } = await capture('one', 'two');
    expect(clones(captured)).toHaveLength(1);
    expect(files.get('one')?.content).toEqual(files.get('two')?.content);
    expect((await capture('one')).captured.containers).toEqual([]);
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
  });

  it('tells which chunks a clone holds beside its own, since the file has them and the store had them before', async () => {
    const other = noise(9 * mib, 1);
    const { captured: before } = await save('other', other);
    const content = Buffer.concat([noise(9 * mib, 2), other.subarray(0, 2 * mib)]);
    const { file, captured } = await save('model', content);
    const [id] = clones(captured) as [ContainerId];
    const beside = store.beside(id);
    const [otherId] = clones(before);
    expect(beside.length).toBeGreaterThan(10);
    for (const digest of beside) expect(known.get(digest)?.container).toBe(otherId);
    expect([...store.readIndex(id).chunks].some(({ digest }) => beside.includes(digest))).toBe(false);
    expect(store.beside(otherId as ContainerId)).toEqual([]);
    expect(readFileSync((await restore(file)).target).equals(content)).toBe(true);
  });

  it('takes what the file held when it was cloned, whatever becomes of it a moment later', async () => {
    const content = noise(9 * mib, 1);
    writeFileSync(at('model'), content);
    await rest();
    const session = open();
    const stamp = stampOf(lstatSync(at('model')));
    session.add(foldersOf([{ path: 'model' as EntryPath, stamp }]));
    session.close();
    // The first breath comes long after the clone was made.
    setImmediate(() => writeFileSync(at('model'), noise(9 * mib, 7)));
    const [answer] = await takeAll(session);
    expect(readFileSync(at('model')).equals(noise(9 * mib, 7))).toBe(true);
    expect(answer).toMatchObject({ outcome: 'captured', stamp, content: { blob: digestOf(content) } });
    await session.abandon();
  });

  it('does not trust a clone that was made while the file changed', async () => {
    let times = 0;
    clone = (source, target) => {
      copyFileSync(source, target);
      if (times++ === 0) appendFileSync(at('model'), 'one more save');
    };
    const content = noise(9 * mib, 1);
    const { file, captured } = await save('model', content);
    expect(file.content.blob).toBe(digestOf(Buffer.concat([content, Buffer.from('one more save')])));
    expect(file.stamp).toEqual(stampOf(lstatSync(at('model'))));
    expect(clones(captured)).toHaveLength(1);
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
  });

  it('keeps the clone of a file for its owner alone, whatever the file allows', async () => {
    const { captured } = await save('model', noise(9 * mib, 1));
    const [id] = clones(captured) as [string];
    expect(lstatSync(path.join(home, 'containers', id.slice(0, 2), `${id}.clone`)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing of an abandoned session, sealed or not', async () => {
    for (const isSealed of [false, true]) {
      writeFileSync(at('model'), noise(9 * mib, 1));
      await rest();
      const session = open();
      session.add(foldersOf([{ path: 'model' as EntryPath, stamp: stampOf(lstatSync(at('model'))) }]));
      session.close();
      await takeAll(session);
      if (isSealed) await session.seal();
      await session.abandon();
      expect(store.list()).toEqual([]);
      expect(store.removeUnsealed()).toBe(0);
    }
  });

  describe('when a file comes back', () => {
    let cloned: number;
    beforeEach(() => {
      cloned = 0;
      clone = (source, target) => {
        copyFileSync(source, target);
        if (source.endsWith('.clone')) cloned++;
      };
    });

    it('begins as a clone of the clone, without its index, and as permissive as it was', async () => {
      const content = noise(9 * mib, 1);
      const { file } = await save('model', content);
      const { target, told } = await restore({ ...file, stamp: { ...file.stamp, mode: 0o640 } });
      expect(cloned).toBe(1);
      expect(readFileSync(target).equals(content)).toBe(true);
      expect(lstatSync(target).mode & 0o777).toBe(0o640);
      expect(told.at(-1)).toBe(content.length);
    });

    it('has what later versions changed in place, shortened or added written over it', async () => {
      const content = noise(12 * mib, 1);
      await save('model', content);
      const edited = Buffer.from(content);
      edited.write('changed in place', 3 * mib);
      for (const version of [edited, content.subarray(0, 9 * mib), Buffer.concat([content, noise(mib, 9)])]) {
        const { file, captured } = await save('model', version);
        expect(clones(captured)).toEqual([]);
        expect(readFileSync((await restore(file)).target).equals(version)).toBe(true);
      }
      expect(cloned).toBe(3);
    });

    it('keeps sharing what repeats in it', async () => {
      const piece = noise(mib, 1);
      const content = Buffer.concat([noise(11 * mib, 2), piece, piece]);
      const { file } = await save('model', content);
      expect(readFileSync((await restore(file)).target).equals(content)).toBe(true);
      expect(cloned).toBe(1);
    });

    it('is a problem with its path when the clone is damaged, and nothing is put in place', async () => {
      const { file, captured } = await save('model', noise(9 * mib, 1));
      const [id] = clones(captured) as [string];
      const container = path.join(home, 'containers', id.slice(0, 2), `${id}.clone`);
      const bytes = readFileSync(container);
      bytes[5 * mib] = bytes[5 * mib]! ^ 1;
      writeFileSync(container, bytes);
      const { target, problems } = await restore(file);
      expect(problems).toEqual([{ path: 'model', message: expect.stringContaining('model') }]);
      expect(readdirSync(path.dirname(target))).toEqual([]);
    });

    it('is written chunk by chunk where the target cannot be cloned to', async () => {
      const content = noise(9 * mib, 1);
      const { file } = await save('model', content);
      clone = () => {
        throw systemError('EXDEV', 'copyfile', '');
      };
      expect(readFileSync((await restore(file)).target).equals(content)).toBe(true);
    });
  });
});
