import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { compareContents, type IdentityRecord } from '../../electron/engine/model/reference-identity.ts';
import { normalReferenceUri } from '../../electron/engine/model/reference-uri.ts';
import type { ByteRange } from '../../electron/engine/ports/bucket.ts';
import type { ReferenceSource, SourceObject } from '../../electron/engine/ports/reference-source.ts';

/** A source, and what a test does to what it leads to. */
export interface SourceWorld {
  readonly source: ReferenceSource;
  /** A prefix that names nothing at first; without a slash at its end. */
  readonly base: string;
  readonly permitted: readonly string[];
  /** Puts a content below the base, or over what lies there. */
  put(name: string, content: Buffer): void;
  remove(name: string): void;
  /** The URI of a name below the base. */
  uriOf(name: string): string;
  /** Whether a prefix names many. */
  readonly lists: boolean;
  /** Whether what is overwritten or deleted is still to be had. */
  readonly keeps: boolean;
  /** Whether names below the base may have empty segments and slashes at their end. */
  readonly hasFreeNames: boolean;
  close(): Promise<void> | void;
}

/** The law of `ports/reference-source.ts`. */
export function describeReferenceSource(name: string, open: () => SourceWorld | Promise<SourceWorld>): void {
  describe(`a source of references, ${name}`, () => {
    let world: SourceWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(async () => world.close());

    const put = (at: string, content: string | Buffer): string => {
      world.put(at, Buffer.from(content));
      return world.uriOf(at);
    };

    async function listed(uri: string): Promise<SourceObject[]> {
      const found: SourceObject[] = [];
      for await (const page of world.source.list(uri, { permitted: world.permitted })) {
        expect(page.length).toBeGreaterThan(0);
        found.push(...page);
      }
      return found;
    }

    const stat = async (uri: string, identity?: IdentityRecord) => world.source.stat(uri, { permitted: world.permitted, identity });

    async function present(uri: string): Promise<SourceObject> {
      const { present: there } = await stat(uri);
      if (there === null) throw new Error(`there is nothing at ${uri}`);
      return there;
    }

    async function read(uri: string, { identity = {}, size = null, range }: { identity?: IdentityRecord; size?: number | null; range?: ByteRange } = {}): Promise<Buffer> {
      const pieces: Uint8Array[] = [];
      for await (const piece of world.source.read(uri, { permitted: world.permitted, identity, size, range })) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces);
    }

    async function codeOf(work: Promise<unknown>): Promise<string> {
      try {
        await work;
      } catch (error) {
        if (error instanceof Failure) return error.code;
        throw error;
      }
      return 'none';
    }

    it('tells of one object its URI, size and identity', async () => {
      const uri = put('animals/cat.txt', 'meow');
      const found = await present(uri);
      expect(found).toEqual({ uri, name: '', size: 4, identity: expect.any(Object) });
      expect(Object.keys(found.identity).length).toBeGreaterThan(0);
      expect(await listed(uri)).toEqual([{ uri, name: '', size: 4, identity: expect.any(Object) }]);
      expect(compareContents((await listed(uri))[0] as SourceObject, found)).toMatchObject({ verdict: 'same' });
    });

    it('says that there is nothing, and fails to list that', async () => {
      put('animals/cat.txt', 'meow');
      expect(await stat(world.uriOf('animals/dog.txt'))).toEqual({ present: null, isKept: false });
      expect(await stat(world.uriOf('animals'))).toEqual({ present: null, isKept: false });
      expect(await codeOf(listed(world.uriOf('animals/dog.txt')))).toBe('reference.missing');
      expect(await codeOf(read(world.uriOf('animals/dog.txt')))).toBe('reference.missing');
    });

    it('lists all objects below a prefix, once, and nothing beside it', async (test) => {
      if (!world.lists) return test.skip();
      const names = ['a', 'b/c', 'b/d e', 'b/ä ö', 'b/100%', 'b/%20', 'b/1+1=2', 'b/#1', "b/(it's) *!", 'c/d/e/f', 'z?x=y&z', ...Array.from({ length: 30 }, (_, i) => `many/${i}`)];
      for (const at of names) put(`animals/${at}`, `content of ${at}`);
      put('animals2/no', 'x');
      put('animal', 'x');
      for (const uri of [world.uriOf('animals'), `${world.uriOf('animals')}/`]) {
        const found = await listed(uri);
        expect(found.map((object) => object.name).sort()).toEqual([...names].sort());
        expect(new Set(found.map((object) => object.uri)).size).toBe(names.length);
        for (const object of found) {
          expect(object.uri).toBe(normalReferenceUri(object.uri));
          expect(object.uri).toBe(world.uriOf(`animals/${object.name}`));
          expect(object.size).toBe(Buffer.byteLength(`content of ${object.name}`));
        }
      }
    });

    it('reads what it lists, by what the list says of it', async (test) => {
      if (!world.lists) return test.skip();
      for (const at of ['a', 'b/ä ö', 'b/100%', 'b/1+1=2#?', "(it's) *!"]) put(`animals/${at}`, `content of ${at}`);
      for (const { uri, name: at, identity, size } of await listed(world.uriOf('animals'))) {
        expect((await read(uri, { identity, size })).toString()).toBe(`content of ${at}`);
        expect(compareContents({ identity, size }, await present(uri))).toMatchObject({ verdict: 'same', isProof: true });
      }
    });

    it('lists an object and what lies below it when both are there, and leaves out what is only a folder to some tools', async (test) => {
      if (!world.hasFreeNames) return test.skip();
      put('animals', 'a list of them');
      put('animals/', '');
      put('animals/cat.txt', 'meow');
      put('animals/empty/', '');
      put('animals//twice', 'x');
      put('animals/full/', 'not empty');
      expect((await listed(world.uriOf('animals'))).map((object) => [object.name, object.size]).sort()).toEqual([
        ['', 14],
        ['/twice', 1],
        ['cat.txt', 4],
        ['full/', 9],
      ]);
    });

    it('reads whole contents, empty ones and long ones', async () => {
      const long = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `line ${i}\n`).join(''));
      const uri = put('long', long);
      const empty = put('empty', '');
      const { identity, size } = await present(uri);
      expect((await read(uri, { identity, size })).equals(long)).toBe(true);
      expect(await read(empty, await present(empty))).toHaveLength(0);
      expect((await read(uri)).equals(long)).toBe(true);
    });

    it('reads ranges, as far as there is something', async () => {
      const uri = put('letters', 'abcdefghij');
      const { identity, size } = await present(uri);
      const ranges: [number, number, string][] = [[0, 3, 'abc'], [4, 2, 'ef'], [8, 10, 'ij'], [9, 1, 'j'], [10, 5, ''], [50, 5, ''], [3, 0, ''], [0, 10, 'abcdefghij'], [2, Number.MAX_SAFE_INTEGER - 2, 'cdefghij']]; // prettier-ignore
      for (const [offset, length, expected] of ranges) {
        const range = { offset, length };
        expect([range, (await read(uri, { identity, size, range })).toString()]).toEqual([range, expected]);
        expect([range, (await read(uri, { range })).toString()]).toEqual([range, expected]);
      }
    });

    it('is left in the middle and gives the same again', async () => {
      const uri = put('long', Buffer.alloc(4_000_000, 'abc'));
      for await (const piece of world.source.read(uri, { permitted: world.permitted, identity: {}, size: null })) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect(await read(uri)).toHaveLength(4_000_000);
    });

    it('tells changed content from unchanged, also of the same size', async () => {
      const uri = put('animals/cat.txt', 'meow');
      const before = await present(uri);
      expect(compareContents(before, await present(uri))).toMatchObject({ verdict: 'same' });
      put('animals/cat.txt', 'purr');
      expect(compareContents(before, await present(uri))).toMatchObject({ verdict: 'changed' });
    });

    it('gives nothing else than what was recorded', async (test) => {
      if (world.keeps) return test.skip();
      const uri = put('animals/cat.txt', 'meow');
      const before = await present(uri);
      put('animals/cat.txt', 'purr');
      expect(await codeOf(read(uri, before))).toBe('reference.changed');
      expect((await stat(uri, before.identity)).isKept).toBe(false);
      put('animals/cat.txt', 'longer than it was');
      expect(await codeOf(read(uri, before))).toBe('reference.changed');
      expect(await codeOf(read(uri, { ...before, range: { offset: 1, length: 2 } }))).toBe('reference.changed');
      world.remove('animals/cat.txt');
      expect(await codeOf(read(uri, before))).toBe('reference.missing');
      expect(await stat(uri, before.identity)).toEqual({ present: null, isKept: false });
    });

    it('gives what was recorded when something else lies there now, or nothing', async (test) => {
      if (!world.keeps) return test.skip();
      const uri = put('animals/cat.txt', 'meow');
      const before = world.lists ? ((await listed(world.uriOf('animals')))[0] as SourceObject) : await present(uri);
      expect(await stat(uri, before.identity)).toMatchObject({ present: { size: 4 }, isKept: true });
      put('animals/cat.txt', 'longer than it was');
      expect((await read(uri, before)).toString()).toBe('meow');
      expect((await read(uri, { ...before, range: { offset: 1, length: 2 } })).toString()).toBe('eo');
      expect(await stat(uri, before.identity)).toMatchObject({ present: { size: 18 }, isKept: true });
      world.remove('animals/cat.txt');
      expect((await read(uri, before)).toString()).toBe('meow');
      expect(await stat(uri, before.identity)).toEqual({ present: null, isKept: true });
      expect(await codeOf(read(uri))).toBe('reference.missing');
    });

    it('stops when it is told to', async () => {
      const uri = put('long', Buffer.alloc(4_000_000, 'abc'));
      const reason = new Error('enough');
      const aborted = { permitted: world.permitted, signal: AbortSignal.abort(reason) };
      await expect(world.source.stat(uri, aborted)).rejects.toBe(reason);
      await expect(world.source.list(uri, aborted)[Symbol.asyncIterator]().next()).rejects.toBe(reason);
      await expect(world.source.read(uri, { ...aborted, identity: {}, size: null })[Symbol.asyncIterator]().next()).rejects.toBe(reason);
      const controller = new AbortController();
      const reading = async (): Promise<void> => {
        for await (const piece of world.source.read(uri, { permitted: world.permitted, identity: {}, size: null, signal: controller.signal })) {
          if (piece.length > 0) controller.abort(reason);
        }
      };
      await expect(reading()).rejects.toBe(reason);
    });

    it('takes no URI that is none, or that bears a credential', async () => {
      for (const [uri, code] of [['ftp://example.com/x', 'reference.uri-invalid'], ['https://anna:secret@example.com/x', 'reference.credentials']] as const) {
        expect(await codeOf(stat(uri))).toBe(code);
        expect(await codeOf(listed(uri))).toBe(code);
        expect(await codeOf(read(uri))).toBe(code);
      }
    });
  });
}
