import type { ArtifactView, EntryView, OperationView, VersionView } from '../../shared/values.ts';

/** Believable artifacts, versions and manifests. The same numbers come out every time. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A small repeatable generator of numbers between 0 and 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function digestOf(text: string): string {
  let mixed = 7;
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return mixed.toString(16).padStart(8, '0').repeat(8);
}

export function version(part: Partial<VersionView> & { index: number }): VersionView {
  return {
    ref: `v${part.index}`,
    digest: digestOf(`version ${part.index}`),
    files: 10,
    bytes: 10_000,
    addedBytes: 100,
    createdAt: 1_700_000_000_000 + part.index * minute,
    actor: 'mira@workstation',
    origin: part.index === 0 ? 'baseline' : 'save',
    identicalTo: null,
    changes: { added: 0, modified: 1, removed: 0, renamed: 0 },
    problems: [],
    description: '',
    metadata: {},
    tags: [],
    aliases: [],
    protectedAliases: [],
    pinned: false,
    timeToLive: 'inherit',
    ...part,
  };
}

export function artifact(part: Partial<ArtifactView> & { name: string }): ArtifactView {
  return {
    type: 'dataset',
    mode: 'copy',
    path: `/home/mira/${part.name}`,
    quietWindowMs: 2000,
    references: 0,
    keep: { kind: 'all' },
    timeToLive: 'never',
    state: 'watching',
    stateMessage: '',
    createdAt: 1_700_000_000_000,
    versions: 1,
    latest: null,
    ...part,
  };
}

function entry(path: string, size: number, modifiedAt: number): EntryView {
  return { path, kind: 'file', size, digest: digestOf(path), mode: '0644', modifiedAt, target: null };
}

const words = ['crossing', 'harbour', 'bridge', 'tunnel', 'market', 'station', 'avenue', 'roundabout'];

/** 100,000 entries: images in folders of a thousand, labels beside them, one flat folder of 12,000. */
export function manyEntries(now: number): readonly EntryView[] {
  if (made?.now !== now) made = { now, entries: makeManyEntries(now) };
  return made.entries;
}

let made: { now: number; entries: readonly EntryView[] } | undefined;

function makeManyEntries(now: number): EntryView[] {
  const next = numbers(42);
  const entries: EntryView[] = [];
  for (let folder = 0; folder < 80; folder += 1) {
    for (let file = 0; file < 1000; file += 1) {
      const word = words[Math.floor(next() * words.length)] ?? 'street';
      const name = `${word}-${String(folder * 1000 + file).padStart(6, '0')}.jpg`;
      entries.push(entry(`images/${String(folder).padStart(3, '0')}/${name}`, 4_000 + Math.floor(next() * 9_000), now - Math.floor(next() * 40) * day));
    }
  }
  for (let file = 0; file < 12_000; file += 1) {
    entries.push(entry(`labels/${String(file).padStart(6, '0')}.json`, 200 + Math.floor(next() * 700), now - Math.floor(next() * 40) * day));
  }
  for (let file = 0; file < 7_990; file += 1) {
    entries.push(entry(`splits/fold-${file % 5}/${String(file).padStart(5, '0')}.txt`, 40, now - 9 * day));
  }
  entries.push(
    entry('README.md', 2_412, now - 3 * hour),
    entry('LICENSE', 1_071, now - 60 * day),
    entry('classes.csv', 18_400, now - 2 * day),
    entry('preview.png', 9_120, now - 2 * day),
    entry('weights/backbone.bin', 48_200_000, now - 2 * day),
    { ...entry('weights/current.bin', 12, now - 2 * day), kind: 'link', digest: null, mode: null, target: 'backbone.bin' },
    { ...entry('scratch', 0, now - 2 * day), kind: 'directory', digest: null, size: null },
    entry('notes/Straßenverkehr — Übersicht.txt', 900, now - 5 * day),
    entry('notes/with a\nline break.txt', 90, now - 5 * day),
    entry('notes/a rather long name that describes at great length what was seen on the corner of 5th and Main.txt', 90, now - 5 * day),
  );
  return entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

export function fewEntries(now: number): EntryView[] {
  return [
    entry('README.md', 1_200, now - 4 * minute),
    entry('chapters/01-arrival.md', 18_204, now - 26 * hour),
    entry('chapters/02-the-valley.md', 22_981, now - 4 * minute),
    entry('chapters/03-winter.md', 9_001, now - 2 * day),
    entry('pictures/map.png', 840_112, now - 9 * day),
    entry('pictures/valley.jpg', 2_204_881, now - 9 * day),
  ];
}

const said = [
  'Relabelled the night scenes after the review',
  'First complete export from the cameras',
  'Removed duplicates found by the similarity search\n\nAbout four hundred pairs, kept the sharper one.',
  'Fixed wrong class for trams',
];

/** 300 versions over three weeks, with everything a row can show. */
export function manyVersions(now: number): VersionView[] {
  const next = numbers(7);
  const origins = ['save', 'save', 'save', 'save', 'manual', 'rescan'] as const;
  const versions: VersionView[] = [];
  let at = now - 21 * day;
  let bytes = 840_000_000;
  for (let index = 0; index < 300; index += 1) {
    const left = now - 2 * minute - at;
    at += index === 0 ? 0 : Math.floor((left / (300 - index)) * (0.2 + next() * 1.6));
    const addedBytes = index === 0 ? bytes : Math.floor(next() ** 3 * 4_000_000) + 900;
    bytes += addedBytes;
    versions.push(
      version({
        index,
        createdAt: at,
        files: 100_000,
        bytes,
        addedBytes,
        origin: index === 0 ? 'baseline' : (origins[Math.floor(next() * origins.length)] ?? 'save'),
        changes:
          index === 0
            ? { added: 100_000, modified: 0, removed: 0, renamed: 0 }
            : { added: Math.floor(next() ** 4 * 30), modified: 1 + Math.floor(next() ** 3 * 40), removed: Math.floor(next() ** 6 * 20), renamed: 0 },
        description: next() > 0.86 ? (said[Math.floor(next() * said.length)] ?? '') : '',
      }),
    );
  }
  const decorate = (index: number, part: Partial<VersionView>): void => {
    const before = versions[index];
    if (before !== undefined) versions[index] = { ...before, ...part };
  };
  decorate(299, { aliases: ['latest'], changes: { added: 3, modified: 2, removed: 1, renamed: 0 } });
  decorate(298, { origin: 'restore', identicalTo: 290, addedBytes: 0, changes: { added: 12, modified: 41, removed: 7, renamed: 0 } });
  decorate(297, { origin: 'before-restore' });
  decorate(296, {
    aliases: ['reviewed', 'best'],
    description: said[0] ?? '',
    tags: ['night', 'checked by hand'],
    metadata: { 'accuracy.top1': 0.934, cameras: ['north', 'harbour'], complete: true, source: 'export 14', note: null },
  });
  decorate(294, {
    problems: [
      { path: 'images/012/harbour-012441.jpg', reason: 'unreadable', message: 'It could not be read: permission denied.' },
      { path: 'capture.sock', reason: 'special', message: 'A socket cannot be kept and was skipped.' },
      { path: 'logs/capture.log', reason: 'unsettled', message: 'It never rested while it was read; the version holds its last complete state.' },
    ],
  });
  decorate(290, { aliases: ['production'], tags: ['release'] });
  return versions;
}

export function operations(now: number): OperationView[] {
  const kinds = [
    { kind: 'track', arguments: { path: '/home/mira/street-scenes', version: 'v0' } },
    { kind: 'snapshot', arguments: { version: 'v12' } },
    { kind: 'alias.add', arguments: { version: 'v12', alias: 'best' } },
    { kind: 'alias.move', arguments: { alias: 'best', from: 'v12', to: 'v296' } },
    { kind: 'describe', arguments: { version: 'v296', description: 'Relabelled the night scenes after the review' } },
    { kind: 'restore', arguments: { version: 'v290', written: 41, deleted: 7 } },
    { kind: 'tag.add', arguments: { version: 'v290', tag: 'release' } },
    { kind: 'pause', arguments: {} },
    { kind: 'verify', arguments: { deep: true } },
  ];
  return Array.from({ length: 420 }, (_, place) => {
    const id = 420 - place;
    const what = kinds[id % kinds.length] ?? { kind: 'snapshot', arguments: {} };
    const undoable = ['alias.add', 'alias.move', 'describe', 'restore', 'tag.add'].includes(what.kind) && place < 30;
    return {
      id,
      at: now - place * 47 * minute,
      actor: id % 5 === 0 ? 'ci@buildbox' : 'mira@workstation',
      artifact: what.kind === 'verify' ? null : id % 3 === 0 ? 'churn-model' : 'street-scenes',
      undoable,
      undone: place === 4,
      ...what,
    };
  });
}
