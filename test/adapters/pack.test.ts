import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContainerStore, type FsContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { decodeFrame, encodeFrame, frameHeadLength, wholeFrame } from '../../electron/adapters/frame.ts';
import { decodeFooter, encodeFooter, encodeHeader, encodeTrailer, trailerLength } from '../../electron/adapters/pack-format.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import type { ContainerId, SealedContainer } from '../../electron/engine/ports/container-store.ts';
import type { WriteBytes } from '../../electron/adapters/pack-file.ts';
import { countingIds } from '../fakes/container-store-memory.ts';
import { systemError } from '../fakes/memory-tree.ts';
import { ChunkRows, type ChunkRow } from '../../electron/adapters/chunk-rows.ts';
import { noise } from '../noise.ts';

const text = (length: number, seed: number): Uint8Array => new TextEncoder().encode(`line ${seed} of many lines\n`.repeat(length / 20).slice(0, length));

describe('packs', () => {
  let home: string;
  let store: FsContainerStore;
  const open = (): FsContainerStore =>
    createContainerStore({ containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp'), newId: countingIds() });
  const pathOf = (id: ContainerId): string => path.join(home, 'containers', id.slice(0, 2), `${id}.pack`);
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'strata-pack-'));
    store = open();
  });
  afterEach(() => {
    store.close();
    rmSync(home, { recursive: true });
  });

  /** A pack with chunks of all kinds in several frames. */
  function mixedPack(): { sealed: SealedContainer; contents: Map<string, Uint8Array> } {
    const contents = new Map<string, Uint8Array>();
    const pack = store.createPack();
    const put = (kind: 'data' | 'list' | 'manifest', bytes: Uint8Array): void => {
      contents.set(digestOf(bytes), bytes);
      pack.append(kind, digestOf(bytes), bytes);
    };
    for (let i = 0; i < 6; i++) put('data', text(3000 + i, i));
    for (let i = 0; i < 4; i++) put('data', noise(2000 + i, i));
    put('list', noise(500, 77));
    put('manifest', text(900, 99));
    put('manifest', new Uint8Array());
    return { sealed: pack.seal() as SealedContainer, contents };
  }

  const allowed = new Set(['store.damaged', 'store.newer-format']);

  /** What reading gives: nothing but the right thing or a failure that says so. */
  function expectRightOrRefused(sealed: SealedContainer, contents: ReadonlyMap<string, Uint8Array>): number {
    const damaged = open();
    let refused = 0;
    const attempt = (act: () => void): void => {
      try {
        act();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        expect(allowed).toContain(error.code);
        refused++;
      }
    };
    attempt(() => expect(damaged.readIndex(sealed.id)).toEqual(sealed));
    for (const chunk of sealed.chunks) {
      attempt(() => expect(Buffer.compare(damaged.read(chunk.digest, chunk), contents.get(chunk.digest) as Uint8Array)).toBe(0));
    }
    damaged.close();
    return refused;
  }

  it('never give wrong bytes when any one bit of them is flipped', () => {
    const { sealed, contents } = mixedPack();
    const whole = readFileSync(pathOf(sealed.id));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        writeFileSync(pathOf(sealed.id), bytes);
        expectRightOrRefused(sealed, contents);
      }),
      { numRuns: 300 },
    );
    writeFileSync(pathOf(sealed.id), whole);
    expect(expectRightOrRefused(sealed, contents)).toBe(0);
  });

  it('are refused when they are cut anywhere, or something follows', () => {
    const { sealed } = mixedPack();
    const whole = readFileSync(pathOf(sealed.id));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        writeFileSync(pathOf(sealed.id), whole.subarray(0, length));
        const damaged = open();
        expect(() => damaged.readIndex(sealed.id)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
        damaged.close();
      }),
      { numRuns: 100 },
    );
    writeFileSync(pathOf(sealed.id), Buffer.concat([whole, Buffer.from('x')]));
    expect(() => open().readIndex(sealed.id)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
  });

  it('are not read further when a file was cut while it was open', () => {
    const { sealed } = mixedPack();
    store.readIndex(sealed.id);
    truncateSync(pathOf(sealed.id), 40);
    const chunk = sealed.chunks.at(3);
    expect(() => store.read(chunk.digest, chunk)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
  });

  it('of a newer format are refused as such', () => {
    const { sealed } = mixedPack();
    const bytes = readFileSync(pathOf(sealed.id));
    bytes[8] = 2;
    bytes[bytes.length - trailerLength + 40] = 2;
    writeFileSync(pathOf(sealed.id), bytes);
    expect(() => open().readIndex(sealed.id)).toThrow(expect.objectContaining({ code: 'store.newer-format' }));
  });

  it('whose begin and end tell different formats are damaged, not newer', () => {
    const { sealed } = mixedPack();
    const bytes = readFileSync(pathOf(sealed.id));
    bytes[8] = 2;
    writeFileSync(pathOf(sealed.id), bytes);
    expect(() => open().readIndex(sealed.id)).toThrow(expect.objectContaining({ code: 'store.damaged' }));
  });

  it('lie where their name says, and nothing else is taken for one', () => {
    const { sealed } = mixedPack();
    const folder = path.dirname(pathOf(sealed.id));
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
    writeFileSync(path.join(folder, 'notes.txt'), 'x');
    writeFileSync(path.join(folder, `${'ab'.repeat(16)}.pack`), 'wrong folder');
    mkdirSync(path.join(home, 'containers', 'zz'));
    expect(store.list()).toEqual([{ id: sealed.id, size: sealed.size }]);
  });

  it('can be asked for by nothing but an id', () => {
    const { sealed } = mixedPack();
    const chunk = sealed.chunks.at(0);
    for (const id of ['../../x', '', '0'.repeat(31), `${'0'.repeat(31)}/`]) {
      expect(() => store.read(chunk.digest, { ...chunk, container: id as ContainerId })).toThrow(RangeError);
    }
  });

  it('keep incompressible data as they are and compress the rest', () => {
    const dense = Array.from({ length: 40 }, (_, i) => noise(100_000, i));
    const light = Array.from({ length: 40 }, (_, i) => text(100_000, i));
    const sizeOf = (chunks: readonly Uint8Array[]): number => {
      const pack = store.createPack();
      for (const bytes of chunks) pack.append('data', digestOf(bytes), bytes);
      return (pack.seal() as SealedContainer).size;
    };
    const denseSize = sizeOf(dense);
    expect(denseSize).toBeGreaterThan(4_000_000);
    expect(denseSize).toBeLessThan(4_010_000);
    const lightSize = sizeOf(light);
    expect(lightSize).toBeLessThan(400_000);
    // Side by side each still gets what suits it.
    expect(sizeOf(dense.flatMap((bytes, i) => [bytes, light[i] as Uint8Array]).map((bytes, i) => Buffer.concat([bytes, Buffer.from(`${i}`)])))).toBeLessThan(
      denseSize + lightSize + 100_000,
    );
  });

  it('keep a chunk that is bigger than a frame', () => {
    const big = text(3_000_000, 1);
    const pack = store.createPack();
    pack.append('data', digestOf(new Uint8Array(10)), new Uint8Array(10));
    pack.append('data', digestOf(big), big);
    const sealed = pack.seal() as SealedContainer;
    for (const chunk of sealed.chunks) expect(store.read(chunk.digest, chunk)).toHaveLength(chunk.length);
    expect(() => store.createPack().append('data', digestOf(big), new Uint8Array(17 * 1024 * 1024))).toThrow(RangeError);
  });

  it('end on a disk that is really full with a failure that says so, and leave nothing', ({ skip }) => {
    const mount = path.join(home, 'small');
    mkdirSync(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mount], { stdio: 'ignore' });
    } catch {
      return skip('only root can mount a small disk');
    }
    try {
      const small = createContainerStore({ containers: path.join(mount, 'containers'), temporary: path.join(mount, 'tmp'), newId: countingIds() });
      const kept = small.createPack();
      kept.append('data', digestOf(noise(500_000, 1)), noise(500_000, 1));
      const sealed = kept.seal() as SealedContainer;
      const pack = small.createPack();
      expect(() => {
        for (let i = 0; i < 40; i++) pack.append('data', digestOf(noise(100_000, i)), noise(100_000, i));
        pack.seal();
      }).toThrow(expect.objectContaining({ code: 'store.full' }));
      expect(small.list().map(({ id }) => id)).toEqual([sealed.id]);
      expect(small.removeUnsealed()).toBe(0);
      const chunk = sealed.chunks.at(0);
      expect(small.read(chunk.digest, chunk)).toHaveLength(500_000);
      small.close();
    } finally {
      execFileSync('umount', [mount]);
    }
    return undefined;
  });

  describe('that compress in the background', () => {
    const openBackground = (write?: WriteBytes): FsContainerStore =>
      createContainerStore({ containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp'), newId: countingIds(), inBackground: () => true, write });

    it('hold the same as others once they settled', async () => {
      const contents = Array.from({ length: 120 }, (_, i) => (i % 3 === 0 ? noise(90_000 + i, i) : text(90_000 + i, i)));
      const pack = openBackground().createPack();
      let wasCrowded = false;
      for (const bytes of contents) {
        pack.append('data', digestOf(bytes), bytes);
        wasCrowded ||= pack.crowded;
        if (pack.crowded) await pack.relieved();
        expect(pack.crowded).toBe(false);
      }
      expect(wasCrowded).toBe(true);
      await pack.settled();
      const sealed = pack.seal() as SealedContainer;
      expect(store.readIndex(sealed.id)).toEqual(sealed);
      const chunks = new Map([...sealed.chunks].map((chunk) => [chunk.digest, chunk]));
      for (const bytes of contents) expect(Buffer.compare(store.read(digestOf(bytes), chunks.get(digestOf(bytes))!), bytes)).toBe(0);
    });

    it('say that the disk is full to whoever waits, and leave nothing', async () => {
      const pack = openBackground(() => {
        throw systemError('ENOSPC', 'write', '');
      }).createPack();
      for (let i = 0; i < 12; i++) pack.append('data', digestOf(text(100_000, i)), text(100_000, i));
      await expect(pack.settled()).rejects.toMatchObject({ code: 'store.full' });
      expect(() => pack.append('data', digestOf(text(10, 1)), text(10, 1))).toThrow(expect.objectContaining({ code: 'store.full' }));
      expect(() => pack.seal()).toThrow(expect.objectContaining({ code: 'store.full' }));
      expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
    });

    it('can be abandoned while frames are compressed', async () => {
      const pack = openBackground().createPack();
      for (let i = 0; i < 60; i++) pack.append('data', digestOf(text(100_000, i)), text(100_000, i));
      expect(() => pack.seal()).toThrow('after it settled');
      pack.abandon();
      await pack.settled().catch(() => undefined);
      expect(store.list()).toEqual([]);
      expect(store.removeUnsealed()).toBe(0);
    });
  });

  it('stay within few open files, however many are read', () => {
    const packs = Array.from({ length: 80 }, (_, i) => {
      const pack = store.createPack();
      pack.append('data', digestOf(text(50, i)), text(50, i));
      return pack.seal() as SealedContainer;
    });
    for (const { chunks } of packs) store.read(chunks.at(0).digest, chunks.at(0));
    const open = readdirSync('/proc/self/fd').length;
    for (const { chunks } of packs) store.read(chunks.at(0).digest, chunks.at(0));
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(open);
    expect(open).toBeLessThan(80);
  });
});

describe('frames', () => {
  const mood = () => ({ strength: { level: 1 }, wary: false });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.boolean(), (bytes, isWary) => {
        const { head, payload } = encodeFrame('data', bytes, [bytes.length], { strength: { level: 1 }, wary: isWary });
        expect(Buffer.compare(decodeFrame(Buffer.concat([head, payload])), bytes)).toBe(0);
      }),
    );
  });

  it('refuse to unpack more than they declare', () => {
    const bomb = zstdCompressSync(new Uint8Array(200 * 1024 * 1024));
    const head = Buffer.alloc(frameHeadLength);
    head[0] = 1;
    head.writeUInt32LE(1000, 4);
    head.writeUInt32LE(bomb.length, 8);
    head.writeUInt32LE(crc32(Buffer.alloc(0), crc32(head.subarray(0, 16))), 16);
    const before = process.memoryUsage().rss;
    expect(() => decodeFrame(Buffer.concat([head, bomb]))).toThrow('cannot be unpacked');
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('refuse to declare more than any frame holds', () => {
    const head = Buffer.alloc(frameHeadLength);
    head.writeUInt32LE(17 * 1024 * 1024, 4);
    head.writeUInt32LE(crc32(Buffer.alloc(0), crc32(head.subarray(0, 16))), 16);
    expect(() => decodeFrame(head)).toThrow('impossible length');
  });

  it('are not taken over when more is stored than they hold', () => {
    const raw = text(1_000, 1);
    const skipped = Buffer.alloc(8 + 100_000);
    skipped.writeUInt32LE(0x184d2a50, 0);
    skipped.writeUInt32LE(100_000, 4);
    const payload = Buffer.concat([zstdCompressSync(raw), skipped]);
    const head = Buffer.alloc(frameHeadLength + 4);
    head[0] = 1;
    head.writeUInt32LE(raw.length, 4);
    head.writeUInt32LE(payload.length, 8);
    head.writeUInt32LE(1, 12);
    head.writeUInt32LE(raw.length, frameHeadLength);
    head.writeUInt32LE(crc32(head.subarray(frameHeadLength), crc32(head.subarray(0, 16))), 16);
    const chunk = { digest: digestOf(raw), kind: 'data' as const, offset: 0, length: raw.length };
    const small = encodeFrame('data', raw, [raw.length], mood());
    expect(wholeFrame(Buffer.concat([small.head, small.payload]), [chunk])).toBe(raw.length);
    expect(wholeFrame(Buffer.concat([head, payload]), [chunk])).toBeNull();
  });

  it('learn from a frame that did not compress, and notice when data do again', () => {
    const learnt = mood();
    encodeFrame('data', noise(1_000_000, 1), [1_000_000], learnt);
    expect(learnt.wary).toBe(true);
    const { payload } = encodeFrame('data', text(1_000_000, 1), [1_000_000], learnt);
    expect(payload.length).toBeLessThan(100_000);
    expect(learnt.wary).toBe(false);
  });
});

describe('the index of a pack', () => {
  function rowsOf(chunks: readonly ChunkRow[]): ChunkRows {
    const rows = new ChunkRows();
    for (const chunk of chunks) rows.add(chunk);
    return rows;
  }
  const id = '0'.repeat(32) as ContainerId;
  const digest = digestOf(new Uint8Array());

  it('is refused when it names frames or chunks that cannot be', () => {
    const frame = { offset: 16, length: 100, rawLength: 500 };
    const chunk = { digest, kind: 'data', frame: 0, offset: 0, length: 500 } as const;
    const size = 1000;
    const decode = (frames: (typeof frame)[], chunks: { [K in keyof typeof chunk]: K extends 'digest' | 'kind' ? (typeof chunk)[K] : number }[]) =>
      decodeFooter(encodeFooter(frames, rowsOf(chunks)), id, size);
    expect(decode([frame], [chunk]).chunks).toHaveLength(1);
    expect(() => decode([{ ...frame, offset: 0 }], [])).toThrow('impossible frame');
    expect(() => decode([{ ...frame, length: 990 }], [])).toThrow('impossible frame');
    expect(() => decode([{ ...frame, rawLength: 1 << 25 }], [])).toThrow('impossible frame');
    expect(() => decode([frame, frame], [])).toThrow('impossible frame');
    expect(() => decode([frame], [{ ...chunk, frame: 1 }])).toThrow('impossible chunk');
    expect(() => decode([frame], [{ ...chunk, length: 501 }])).toThrow('impossible chunk');
    expect(() => decode([frame], [{ ...chunk, offset: 0xffffffff }])).toThrow('impossible chunk');
  });

  it('has a layout that does not change', () => {
    expect(Buffer.from(encodeHeader()).toString('hex')).toBe('5374726174615 06b01000000 00000000'.replaceAll(' ', ''));
    const footer = encodeFooter([{ offset: 16, length: 30, rawLength: 10 }], rowsOf([{ digest, kind: 'list', frame: 0, offset: 2, length: 8 }]));
    expect(Buffer.from(footer).toString('hex')).toBe(
      `0100000001000000${'1000000000000000'}1e0000000a000000${digest}01${'00000000'}${'02000000'}${'08000000'}`,
    );
    expect(Buffer.from(encodeTrailer(69, digest)).toString('hex')).toBe(`4500000000000000${digest}01000000000000005374726174615045`);
  });
});
