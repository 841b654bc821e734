import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import type { ContentProof, Delivery, DeliveryRequest } from '../../electron/engine/ports/delivery.ts';

/** A delivery to test, and a folder to deliver into. */
export interface DeliveryInstance {
  readonly delivery: Delivery;
  /** Absolute path of the folder; its parent is there, it is not. */
  readonly root: string;
  /** Everything below the folder: path → content, `-> target`, `folder`. */
  look(): Record<string, string>;
  write(path: string, content: string): void;
  folder(path: string): unknown;
  link(path: string, target: string): void;
  close(): Promise<void>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (text: string): ContentProof => ({ algorithm: 'sha256', hex: digestOf(bytesOf(text)) });
const meow: readonly ContentProof[] = [
  sha256('meow'),
  { algorithm: 'md5', hex: '4a4be40c96ac6314e91d93f38043a634' },
  { algorithm: 'crc32c', hex: 'bbceaab2' },
];

/** The text in pieces of two bytes, then an error if there is one. */
async function* pieces(text: string, error?: Error): AsyncGenerator<Uint8Array> {
  const bytes = bytesOf(text);
  for (let at = 0; at < bytes.length; at += 2) yield bytes.subarray(at, at + 2);
  if (error !== undefined) throw error;
}

export function describeDelivery(name: string, createInstance: () => DeliveryInstance): void {
  describe(`delivery: ${name}`, () => {
    let instance: DeliveryInstance;
    beforeEach(() => {
      instance = createInstance();
    });
    afterEach(() => instance.close());

    const request = (path: string, text: string, change: Partial<DeliveryRequest> = {}): DeliveryRequest => ({
      root: instance.root,
      path: path as EntryPath,
      key: 'k1',
      size: text.length,
      proofs: [],
      resumable: false,
      durable: false,
      open: (offset) => pieces(text.slice(offset)),
      mayGoOn: () => true,
      onBytes: () => undefined,
      signal: new AbortController().signal,
      ...change,
    });
    const put = (path: string, text: string, change: Partial<DeliveryRequest> = {}) => instance.delivery.put(request(path, text, change));

    it('puts content in place, with the folders that it needs, and tells its digest', async () => {
      expect(await put('a/b/cat.txt', 'meow', { proofs: meow, durable: true })).toEqual({ outcome: 'delivered', bytes: 4, digest: sha256('meow').hex });
      expect(instance.look()).toEqual({ a: 'folder', 'a/b': 'folder', 'a/b/cat.txt': 'meow' });
    });

    it('takes content of an unknown length, and empty content', async () => {
      expect(await put('cat.txt', 'meow', { size: null })).toMatchObject({ outcome: 'delivered', bytes: 4 });
      expect(await put('empty', '', { proofs: [sha256('')] })).toMatchObject({ outcome: 'delivered', bytes: 0 });
      expect(instance.look()).toEqual({ 'cat.txt': 'meow', empty: '' });
    });

    it.each([
      ['another digest', { proofs: [sha256('woof')] }],
      ['another md5', { proofs: [{ algorithm: 'md5', hex: '0'.repeat(32) }] }],
      ['another crc32c', { proofs: [{ algorithm: 'crc32c', hex: '00000000' }] }],
      ['more bytes', { size: 3 }],
      ['fewer bytes', { size: 5 }],
    ] as const)('never puts content with %s in place, and keeps nothing of it', async (_, change) => {
      instance.write('cat.txt', 'before');
      expect(await put('cat.txt', 'meow', { resumable: true, ...change })).toEqual({ outcome: 'other' });
      expect(await put('a/b/cat.txt', 'meow', change)).toEqual({ outcome: 'other' });
      expect(instance.look()).toEqual({ 'cat.txt': 'before' });
    });

    it('goes on behind what an earlier try left', async () => {
      const broken = put('cat.txt', 'meow', { resumable: true, open: () => pieces('me', new Error('reset')) });
      await expect(broken).rejects.toThrow('reset');
      expect(Object.keys(instance.look())).toHaveLength(1);
      expect(Object.keys(instance.look())[0]).toMatch(/^\.strata-.*\.tmp$/);
      const offsets: number[] = [];
      const open = (offset: number) => {
        offsets.push(offset);
        return pieces('meow'.slice(offset));
      };
      expect(await put('cat.txt', 'meow', { resumable: true, proofs: meow, open })).toMatchObject({ outcome: 'delivered', bytes: 4 });
      expect(offsets).toEqual([2]);
      expect(instance.look()).toEqual({ 'cat.txt': 'meow' });
    });

    it('keeps nothing of a try that cannot be gone on with', async () => {
      await expect(put('cat.txt', 'meow', { open: () => pieces('me', new Error('reset')) })).rejects.toThrow('reset');
      expect(instance.look()).toEqual({});
    });

    it('keeps nothing when the rest will never come, and nothing of nothing', async () => {
      const gone = new Error('gone');
      const mayGoOn = (error: unknown): boolean => error !== gone;
      await expect(put('cat.txt', 'meow', { resumable: true, mayGoOn, open: () => pieces('me', gone) })).rejects.toThrow('gone');
      await expect(put('cat.txt', 'meow', { resumable: true, mayGoOn, open: () => pieces('', new Error('reset')) })).rejects.toThrow('reset');
      expect(instance.look()).toEqual({});
    });

    it('keeps what was gathered when it is called off', async () => {
      const controller = new AbortController();
      const open = async function* () {
        yield bytesOf('me');
        controller.abort(new Error('enough'));
        yield bytesOf('ow');
      };
      await expect(put('cat.txt', 'meow', { resumable: true, open, signal: controller.signal })).rejects.toThrow('enough');
      const offsets: number[] = [];
      await put('cat.txt', 'meow', { resumable: true, open: (offset) => (offsets.push(offset), pieces('meow'.slice(offset))) });
      expect(offsets).toEqual([2]);
    });

    it('replaces a file, and a link but not what that names', async () => {
      instance.write('other', 'precious');
      instance.write('cat.txt', 'before');
      instance.link('link', 'other');
      await put('cat.txt', 'meow');
      await put('link', 'meow');
      expect(instance.look()).toEqual({ 'cat.txt': 'meow', link: 'meow', other: 'precious' });
    });

    it('refuses a way over a link, and a folder at the path', async () => {
      instance.folder('real');
      instance.link('link', 'real');
      expect(await put('link/cat.txt', 'meow')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('link') as unknown });
      expect(await put('real', 'meow')).toMatchObject({ outcome: 'refused', message: expect.stringContaining('folder') as unknown });
      expect(instance.look()).toEqual({ real: 'folder', link: '-> real' });
    });

    it('clears a folder of Strata’s own, also one that is not there', async () => {
      await instance.delivery.clear(instance.root);
      await put('a/b', 'meow');
      await instance.delivery.clear(instance.root);
      expect(await instance.delivery.holds(instance.root, { path: 'a/b' as EntryPath, size: 4, proofs: [] }, new AbortController().signal)).toBe(false);
    });

    it('tells whether a file is as expected', async () => {
      instance.write('cat.txt', 'meow');
      const { signal } = new AbortController();
      const holds = (path: string, size: number | null, proofs: readonly ContentProof[]) =>
        instance.delivery.holds(instance.root, { path: path as EntryPath, size, proofs }, signal);
      expect(await holds('cat.txt', 4, meow)).toBe(true);
      expect(await holds('cat.txt', null, meow)).toBe(true);
      expect(await holds('cat.txt', 4, [])).toBe(true);
      expect(await holds('cat.txt', null, [])).toBe(false);
      expect(await holds('cat.txt', 5, [])).toBe(false);
      expect(await holds('cat.txt', 4, [sha256('woof')])).toBe(false);
      expect(await holds('dog.txt', 4, meow)).toBe(false);
    });
  });
}
