import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../electron/engine/model/digest.ts';
import { Failure } from '../../../electron/engine/model/failure.ts';
import type { Metadata } from '../../../electron/engine/model/metadata.ts';
import { parseRecordName, recordName } from '../../../electron/engine/records/record-name.ts';
import {
  decodeArtifactRecord,
  decodeVersionRecord,
  encodeArtifactRecord,
  encodeVersionRecord,
  type ArtifactRecord,
  type VersionFile,
} from '../../../electron/engine/records/version-record.ts';

const version: VersionFile = {
  artifact: 'animals',
  index: 3,
  digest: 'ab'.repeat(32) as Digest,
  root: 'cd'.repeat(32) as Digest,
  files: 3,
  bytes: 6_000_000,
  addedBytes: 3_000_000,
  createdAt: 1_700_000_000_000,
  actor: 'ada@lab',
  origin: 'save',
  identicalTo: 1,
  changes: { added: 1, modified: 0, removed: 2, renamed: 0 },
  problems: [{ path: 'locked', reason: 'unreadable', message: 'It may not be read.' }],
  description: 'Cats and a dog',
  metadata: { epochs: 3, nested: { list: [1, null, 'two'] } },
  tags: ['wild'],
  pinned: true,
  timeToLive: 86_400,
};

const artifact: ArtifactRecord = {
  name: 'animals',
  type: 'dataset',
  mode: 'copy',
  path: '/home/ada/animals',
  quietWindow: 2_000,
  paused: false,
  keep: { kind: 'last', count: 10 },
  timeToLive: 3_600,
  nextIndex: 4,
  createdAt: 1_700_000_000_000,
  aliases: new Map([
    ['best', 1],
    ['latest', 3],
  ]),
  protectedAliases: new Set(['best']),
};

const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const size = fc.maxSafeNat();
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex') as Digest);
const nameOf = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,20}$/);
/** JSON has no negative zero. */
const jsonValue = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const anyVersion: fc.Arbitrary<VersionFile> = fc.record({
  artifact: nameOf,
  index: fc.nat(),
  digest,
  root: digest,
  files: size,
  bytes: size,
  addedBytes: size,
  createdAt: fc.maxSafeInteger(),
  actor: anyText,
  origin: fc.constantFrom('baseline', 'save', 'manual', 'before-restore', 'restore', 'rescan'),
  identicalTo: fc.option(fc.nat()),
  changes: fc.record({ added: size, modified: size, removed: size, renamed: size }),
  problems: fc.array(
    fc.record({
      path: anyText,
      reason: fc.constantFrom('unreadable', 'unsettled', 'special', 'name', 'unsupported'),
      message: anyText,
    }),
    { maxLength: 3 },
  ),
  description: anyText,
  metadata: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 9 }).filter((key) => key.trim() !== ''),
    jsonValue,
    { maxKeys: 5, noNullPrototype: true },
  ) as fc.Arbitrary<Metadata>,
  tags: fc.array(anyText, { maxLength: 3 }),
  pinned: fc.boolean(),
  timeToLive: fc.oneof(fc.constantFrom('never' as const, 'inherit' as const), fc.integer({ min: 1 })),
});

const anyAlias = fc.oneof(
  fc.constantFrom('latest', 'toString', '__proto__', 'constructor', '42'),
  fc.stringMatching(/^[a-uw-zé🐈]([a-z 0-9.-]{0,10}[a-z0-9])?$/u),
);
const anyAliases = fc.array(fc.tuple(anyAlias, fc.nat(99), fc.boolean())).map((given) => ({
  aliases: new Map(given.map(([alias, index]) => [alias, index])),
  protectedAliases: new Set(given.flatMap(([alias, , isProtected]) => (isProtected ? [alias] : []))),
}));

const anyArtifact: fc.Arbitrary<ArtifactRecord> = fc.record({
  name: nameOf,
  type: anyText,
  mode: fc.constantFrom('copy', 'reference'),
  path: fc.option(anyText),
  quietWindow: size,
  paused: fc.boolean(),
  keep: fc.oneof(
    fc.constantFrom({ kind: 'all' as const }, { kind: 'thin' as const }),
    fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1 }) }),
  ),
  timeToLive: fc.oneof(fc.constant('never' as const), fc.integer({ min: 1 })),
  nextIndex: fc.constant(100),
  createdAt: fc.maxSafeInteger(),
  named: anyAliases,
}).map(({ named, ...each }) => ({ ...each, ...named }));

const versionName = ({ artifact: name, index }: VersionFile): string => recordName({ artifact: name, index });

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

describe('a version record', () => {
  it('comes back as it was written, whatever it says', () => {
    fc.assert(
      fc.property(anyVersion, (each) => {
        expect(decodeVersionRecord(versionName(each), encodeVersionRecord({ name: each.artifact }, each))).toEqual(each);
      }),
    );
  });

  it('is the same text for the same version, in whichever order its fields were put together', () => {
    const reversed = Object.fromEntries(Object.entries(version).reverse()) as unknown as VersionFile;
    expect(encodeVersionRecord({ name: 'animals' }, reversed)).toBe(encodeVersionRecord({ name: 'animals' }, version));
  });

  it('holds nothing that only the catalog knows', () => {
    const known = { ...version, artifact: 7, aliases: ['latest'], protectedAliases: [] };
    expect(encodeVersionRecord({ name: 'animals' }, known)).toBe(encodeVersionRecord({ name: 'animals' }, version));
  });

  it('is plain JSON that begins with its format', () => {
    const document = encodeVersionRecord({ name: 'animals' }, version);
    expect(Object.keys(JSON.parse(document) as object).slice(0, 3)).toEqual(['format', 'artifact', 'index']);
    expect(document.endsWith('}\n')).toBe(true);
  });

  const name = 'animals/v3.json';
  const document = encodeVersionRecord({ name: 'animals' }, version);
  const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(document) as object), ...change });

  it.each([
    ['no text at all', ''],
    ['cut text', document.slice(0, -10)],
    ['another kind of document', '[]'],
    ['null', 'null'],
    ['a missing field', document.replace('"bytes"', '"octets"')],
    ['a size that is no whole number', changed({ bytes: 1.5 })],
    ['a negative size', changed({ bytes: -1 })],
    ['a size beyond what is exact', changed({ bytes: 2 ** 53 })],
    ['a digest in capitals', changed({ digest: 'AB'.repeat(32) })],
    ['a short digest', changed({ root: 'ab' })],
    ['an unknown origin', changed({ origin: 'elsewhere' })],
    ['an artifact that leaves its folder', changed({ artifact: '../animals' })],
    ['another index', changed({ index: 4 })],
    ['another artifact', changed({ artifact: 'maps' })],
    ['tags that are no texts', changed({ tags: [1] })],
    ['tags that are no list', changed({ tags: 'wild' })],
    ['too many keys of metadata', changed({ metadata: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, i])) })],
    ['an unknown reason', changed({ problems: [{ path: 'x', reason: 'bad', message: '' }] })],
    ['a problem that is none', changed({ problems: [null] })],
    ['changes that are missing', changed({ changes: {} })],
    ['a pin that is none', changed({ pinned: 'yes' })],
    ['no time to live', changed({ timeToLive: 0 })],
    ['a format that never was', changed({ format: 0 })],
  ])('with %s is damaged', (_, text) => {
    expect(codeOf(() => decodeVersionRecord(name, text))).toBe('store.damaged');
  });

  it('that nests without end is damaged, not a crash', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(codeOf(() => decodeVersionRecord(name, changed({ metadata: {} }).replace('"metadata":{}', `"metadata":{"x":${deep}}`)))).toBe(
      'store.damaged',
    );
  });

  it('from before versions could be pinned says that it is not, and lives as its artifact says', () => {
    const { pinned: _, timeToLive: __, ...older } = JSON.parse(document) as VersionFile;
    expect(decodeVersionRecord(name, JSON.stringify(older))).toEqual({ ...version, pinned: false, timeToLive: 'inherit' });
  });

  it('of a newer Strata is refused as that', () => {
    expect(codeOf(() => decodeVersionRecord(name, changed({ format: 2 })))).toBe('store.newer-format');
  });

  it('with one wrong field is damaged and nothing else happens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(JSON.parse(document) as object)), fc.jsonValue(), (key, value) => {
        const code = codeOf(() => decodeVersionRecord(name, changed({ [key]: value })));
        expect([null, 'store.damaged', 'store.newer-format']).toContain(code);
      }),
    );
  });

  it('says which field is wrong', () => {
    expect(() => decodeVersionRecord(name, changed({ changes: { added: -1 } }))).toThrow(
      'The version record "animals/v3.json" is damaged: "changes" "added" is negative.',
    );
  });
});

describe('an artifact record', () => {
  const name = 'animals/artifact.json';
  const document = encodeArtifactRecord(artifact, artifact.aliases, artifact.protectedAliases);
  const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(document) as object), ...change });

  it('comes back as it was written, whatever it says', () => {
    fc.assert(
      fc.property(anyArtifact, (each) => {
        const written = encodeArtifactRecord(each, each.aliases, each.protectedAliases);
        expect(decodeArtifactRecord(recordName({ artifact: each.name, index: null }), written)).toEqual(each);
      }),
    );
  });

  it('is the same text in whichever order the aliases were set', () => {
    expect(encodeArtifactRecord(artifact, new Map([...artifact.aliases].reverse()), artifact.protectedAliases)).toBe(document);
  });

  it.each([
    ['an alias that is an index', changed({ aliases: { v3: 1 } })],
    ['an alias of a version that never was', changed({ aliases: { best: 4 } })],
    ['aliases that are no map', changed({ aliases: ['best'] })],
    ['an alias that names no index', changed({ aliases: { best: 'v1' } })],
    ['a protected alias that is none', changed({ protectedAliases: ['better'] })],
    ['protected aliases that are no list', changed({ protectedAliases: { best: true } })],
    ['another name', changed({ name: 'maps' })],
    ['an unknown mode', changed({ mode: 'move' })],
    ['a path that is no text', changed({ path: 7 })],
    ['a missing next index', changed({ nextIndex: null })],
    ['an unknown keep rule', changed({ keep: { kind: 'some' } })],
    ['a keep rule that keeps nothing', changed({ keep: { kind: 'last', count: 0 } })],
    ['a time to live that only a version can have', changed({ timeToLive: 'inherit' })],
  ])('with %s is damaged', (_, text) => {
    expect(codeOf(() => decodeArtifactRecord(name, text))).toBe('store.damaged');
  });

  it('from before there were keep rules keeps all of its versions', () => {
    const { keep: _, timeToLive: __, ...older } = JSON.parse(document) as ArtifactRecord;
    expect(decodeArtifactRecord(name, JSON.stringify(older))).toEqual({ ...artifact, keep: { kind: 'all' }, timeToLive: 'never' });
  });

  it('is not taken for a version', () => {
    expect(codeOf(() => decodeVersionRecord(name, document))).toBe('store.damaged');
    expect(codeOf(() => decodeArtifactRecord('animals/v3.json', encodeVersionRecord({ name: 'animals' }, version)))).toBe('store.damaged');
  });
});

describe('the name of a record', () => {
  it('tells the artifact and the index', () => {
    expect(parseRecordName('animals/v12.json')).toEqual({ artifact: 'animals', index: 12 });
    expect(parseRecordName('animals/artifact.json')).toEqual({ artifact: 'animals', index: null });
  });

  it.each(['animals/v01.json', 'animals/v1.JSON', '../v1.json', './v1.json', 'a/b/v1.json', 'v1.json', 'a/v1.json.tmp'])(
    'is not %s',
    (name) => expect(parseRecordName(name)).toBeNull(),
  );
});
