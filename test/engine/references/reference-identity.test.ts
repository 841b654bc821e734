import { describe, expect, it } from 'vitest';
import { compareContents, identityRecord, isPinned, type IdentifiedContent, type IdentityComparison } from '../../../electron/engine/model/reference-identity.ts';

const of = (identity: Record<string, string>, size: number | null = 3): IdentifiedContent => ({ size, identity });

function compared(a: IdentifiedContent, b: IdentifiedContent): string {
  const words = (comparison: IdentityComparison): string =>
    comparison.verdict === 'unknown' ? 'unknown' : `${comparison.verdict} by ${comparison.by}, ${comparison.isProof ? 'proven' : 'a hint'}`;
  const both = [compareContents(a, b), compareContents(b, a)].map(words);
  expect(both[0]).toBe(both[1]);
  return both[0] as string;
}

describe('two identities of one place', () => {
  it('differ when their sizes do', () => {
    expect(compared(of({ sha256: 'aa' }, 3), of({ sha256: 'aa' }, 4))).toBe('changed by size, proven');
    expect(compared(of({}, 3), of({}, 4))).toBe('changed by size, proven');
    expect(compared(of({}, 3), of({}, 3))).toBe('unknown');
    expect(compared(of({ sha256: 'aa' }, null), of({ sha256: 'aa' }, 4))).toBe('same by sha256, proven');
  });

  it('are the same by a generation, and otherwise by the digests that both have', () => {
    expect(compared(of({ generation: '1', crc32c: 'aa' }), of({ generation: '1' }))).toBe('same by generation, proven');
    expect(compared(of({ generation: '1', md5: 'aa', crc32c: 'bb' }), of({ generation: '2', md5: 'aa', crc32c: 'bb' }))).toBe('same by md5, proven');
    expect(compared(of({ generation: '1', md5: 'aa', crc32c: 'bb' }), of({ generation: '2', crc32c: 'bb' }))).toBe('same by crc32c, proven');
    expect(compared(of({ generation: '1', crc32c: 'bb' }), of({ generation: '2', crc32c: 'cc' }))).toBe('changed by crc32c, proven');
    expect(compared(of({ generation: '1' }), of({ generation: '2' }))).toBe('changed by generation, proven');
  });

  it('of S3 are the same by a version id, and otherwise by ETag', () => {
    expect(compared(of({ versionId: 'x', etag: '"1"' }), of({ versionId: 'x', etag: '"1"' }))).toBe('same by versionId, proven');
    expect(compared(of({ versionId: 'x', etag: '"1"' }), of({ versionId: 'y', etag: '"1"' }))).toBe('same by etag, proven');
    expect(compared(of({ versionId: 'x', etag: '"1-2"' }), of({ etag: '"2-2"' }))).toBe('changed by etag, proven');
  });

  it('of servers are compared by strong ETags, and else by hints alone', () => {
    expect(compared(of({ etag: '"1"', modifiedAt: '2026-01-01T00:00:00.000Z' }), of({ etag: '"2"', modifiedAt: '2026-01-01T00:00:00.000Z' }))).toBe('changed by etag, proven');
    expect(compared(of({ etag: 'W/"1"' }), of({ etag: 'W/"1"' }))).toBe('same by etag, a hint');
    expect(compared(of({ etag: 'W/"1"' }), of({ etag: '"1"' }))).toBe('same by etag, a hint');
    expect(compared(of({ modifiedAt: '2026-01-01T00:00:00.000Z' }), of({ modifiedAt: '2026-01-02T00:00:00.000Z' }))).toBe('changed by modifiedAt, a hint');
    expect(compared(of({ etag: '"1"' }), of({ modifiedAt: '2026-01-02T00:00:00.000Z' }))).toBe('unknown');
  });

  it('hold a source to one content when they have a name or a strong ETag', () => {
    expect([{ generation: '1' }, { versionId: 'x' }, { etag: '"1"' }].map(isPinned)).toEqual([true, true, true]);
    expect([{}, { etag: 'W/"1"' }, { sha256: 'aa' }, { modifiedAt: 'x' }].map(isPinned)).toEqual([false, false, false, false]);
  });

  it('are kept without what the source did not say', () => {
    expect(identityRecord({ etag: '"1"', versionId: undefined })).toEqual({ etag: '"1"' });
  });
});
