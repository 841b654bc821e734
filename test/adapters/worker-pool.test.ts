import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeAnswers, decodeError, decodeFolders, encodeAnswers, encodeError, encodeFolders } from '../../electron/adapters/worker-messages.ts';
import { createWorkerPool, type WorkerPool, type WorkerThread } from '../../electron/adapters/worker-pool.ts';
import { decodeRecipes, encodeRecipes } from '../../electron/adapters/worker-recipes.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { EntryPath } from '../../electron/engine/model/entry-path.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { CapturedFolder } from '../../electron/engine/ports/capture.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { FileRecipe } from '../../electron/engine/ports/materialize.ts';

describe('a pool of workers', () => {
  let pool: WorkerPool;
  const open = (size = 1): WorkerThread => {
    pool = createWorkerPool({ script: { url: new URL('./fixtures/odd-worker.ts', import.meta.url) }, size });
    return pool.threads()[0] as WorkerThread;
  };
  afterEach(() => pool.close());

  it('passes questions, notes and answers', async () => {
    const thread = open();
    const notes: unknown[] = [];
    expect(await thread.call({ kind: 'note' }, { onNote: (note) => notes.push(note) })).toBe('note');
    expect(notes).toEqual([42]);
  });

  it('passes a refusal as the failure it is', async () => {
    await expect(open().call({ kind: 'refuse' })).rejects.toMatchObject({ name: 'Failure', code: 'store.full', data: { a: 1 } });
  });

  it.each(['die', 'throw'])('refuses what waits when a worker ends by "%s", and starts another', async (kind) => {
    const thread = open();
    const waiting = [thread.call({ kind }), thread.call({ kind: 'behind' })];
    for (const call of waiting) await expect(call).rejects.toThrow(/exit code 3|a fault in the worker/);
    await expect(thread.call({ kind: 'late' })).rejects.toThrow('not running');
    const next = pool.threads()[0] as WorkerThread;
    expect(next).not.toBe(thread);
    expect(await next.call({ kind: 'hello' })).toBe('hello');
  });

  it('rests, and starts again with the next question', async () => {
    const thread = open();
    expect(await thread.call({ kind: 'hello' })).toBe('hello');
    await pool.rest();
    await expect(thread.call({ kind: 'late' })).rejects.toThrow('not running');
    expect(await (pool.threads()[0] as WorkerThread).call({ kind: 'again' })).toBe('again');
  });

  it('closes although a worker never comes back, and refuses everything then', async () => {
    const thread = open(2);
    const call = thread.call({ kind: 'hang' });
    call.catch(() => undefined);
    await pool.close();
    await expect(call).rejects.toMatchObject({ code: 'engine.closing' });
    expect(() => pool.threads()).toThrow(expect.objectContaining({ code: 'engine.closing' }));
    await expect(thread.call({ kind: 'late' })).rejects.toThrow();
  });
});

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex') as Digest);
const path = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => text.replaceAll('\0', 'x') as EntryPath);
const whole = fc.maxSafeNat();
const real = fc.double({ noNaN: true, noDefaultInfinity: true });
const stamp = fc.record({ size: whole, modifiedMs: real, changedMs: real, inode: whole, mode: fc.integer({ min: 0, max: 0o777 }) });

describe('messages of workers', () => {
  it('carry folders and answers unchanged', () => {
    const other = fc.oneof(
      fc.record({ outcome: fc.constantFrom('unsettled' as const, 'gone' as const), path }),
      fc.record({ outcome: fc.constant('unreadable' as const), path, reason: fc.string() }),
      fc.record({
        outcome: fc.constant('captured' as const),
        path,
        content: fc.record({ blob: digest, size: whole, list: fc.option(digest) }),
        stamp,
        racy: fc.boolean(),
      }),
    );
    const bytes = (length: number) => fc.uint8Array({ minLength: 0, maxLength: length });
    const folder = fc.record({
      path: fc.oneof(fc.constant('' as const), path),
      files: bytes(50),
      blobs: bytes(64),
      others: fc.array(fc.record({ at: fc.nat(), file: other })),
    });
    fc.assert(
      fc.property(fc.array(folder), whole, (captured, quietBytes) => {
        const asked = captured.map((one) => ({ path: one.path, files: one.files }));
        const sent = structuredClone({ folders: encodeFolders(asked), answers: encodeAnswers({ captured, quietBytes }) });
        expect(decodeFolders(sent.folders)).toEqual(asked);
        expect(decodeAnswers(sent.answers, asked)).toEqual({ captured, quietBytes } satisfies { captured: CapturedFolder[]; quietBytes: number });
      }),
    );
  });

  it('carry recipes unchanged', () => {
    const location = fc.record({
      container: fc.constantFrom('a'.repeat(32) as ContainerId, 'b'.repeat(32) as ContainerId),
      frameOffset: whole,
      frameLength: fc.nat(),
      offset: fc.nat(),
      length: fc.nat(),
    });
    const mode = fc.integer({ min: 0, max: 0o777 });
    const recipe = fc.record({ path, blob: digest, size: whole, mode, modifiedAt: fc.maxSafeInteger(), chunks: fc.array(fc.record({ digest, location })) });
    fc.assert(
      fc.property(fc.array(recipe), (given) => {
        const recipes = given.map(
          ({ chunks, ...entry }): FileRecipe => ({ entry: { kind: 'file', ...entry, list: null, executable: (entry.mode & 0o100) !== 0 }, chunks }),
        );
        expect(decodeRecipes(encodeRecipes(recipes))).toEqual(recipes);
      }),
    );
  });

  it('carry failures and system errors', () => {
    const failure = decodeError(encodeError(new Failure('store.damaged', 'Broken.', { path: 'x' })));
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'store.damaged', message: 'Broken.', data: { path: 'x' } });
    const system = decodeError(encodeError(Object.assign(new Error('no space'), { code: 'ENOSPC' })));
    expect(system).toMatchObject({ message: 'no space', code: 'ENOSPC' });
    expect(decodeError(encodeError('text'))).toMatchObject({ message: 'text' });
  });
});
