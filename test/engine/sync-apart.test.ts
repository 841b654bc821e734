import { describe, expect, it } from 'vitest';
import { compareThree } from '../../electron/engine/diff/three-way.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { apartOf, noteKeptMine } from '../../electron/engine/sync/apart.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { forgetRenumbered, renumberedNotes } from '../../electron/engine/sync/renumbered-notes.ts';
import { settle, type Decided } from '../../electron/engine/sync/settle.ts';
import { undecidedOf } from '../../electron/engine/sync/undecided.ts';
import { describe as describeVersion, editMetadata, setAlias, setAliasProtected, setPinned, setTimeToLive } from '../../electron/engine/versions/edit-version.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { work } from './memory-world.ts';
import { begin, createClient, follow, save, versionOf, type Client } from './sync-world.ts';

const start = { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three' };

function fill(client: Client, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) client.world.tree.write(`${work}/${path}`, text);
}

/** Ada and Bob have v0 in their folders and in the bucket. */
async function two() {
  const bucket = createBucketInMemory();
  const [ada, bob] = [await createClient('ada', bucket), await createClient('bob', bucket)];
  fill(ada, start);
  await begin(ada);
  await push(ada.core, 'work');
  await clone(bob.core, bob.remote, 'work');
  fill(bob, start);
  await follow(bob);
  return { bucket, ada, bob };
}

async function saved(client: Client, files: Readonly<Record<string, string>>): Promise<void> {
  fill(client, files);
  await save(client);
}

const artifactOf = ({ core }: Client) => findArtifact(core.catalog, 'work');

/** Folder, theirs and the one that both come from, by their indexes. */
function apart(client: Client): readonly (number | null)[] | null {
  const found = apartOf(client.core.catalog, artifactOf(client));
  return found && [found.here.index, found.there.index, found.base?.index ?? null];
}

function sides(client: Client): string[] {
  const found = apartOf(client.core.catalog, artifactOf(client));
  if (found === null) return [];
  const roots = { base: found.base?.root ?? null, here: found.here.root, there: found.there.root };
  return [...compareThree(roots, client.core.nodes)].map(({ path, changed }) => `${path} ${changed}`);
}

describe('a folder of somebody whose team goes on', () => {
  it('lacks nothing while nobody else made a version', async () => {
    const { ada } = await two();
    await saved(ada, { 'a.txt': 'changed' });
    await push(ada.core, 'work');
    expect(apart(ada)).toBeNull();
  });

  it('stands at an older version when others made one', async () => {
    const { ada, bob } = await two();
    await saved(ada, { 'a.txt': 'from ada' });
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect([apart(bob), sides(bob)]).toEqual([[0, 1, 0], ['a.txt there']]);
    fill(bob, { 'a.txt': 'from ada' });
    await save(bob);
    expect(apart(bob)).toBeNull();
  });

  it('lacks what others made when it was saved at the same time, and so do they', async () => {
    const { ada, bob } = await two();
    await saved(ada, { 'a.txt': 'from ada', 'b.txt': 'ada too', 'd.txt': 'both' });
    await saved(bob, { 'b.txt': 'from bob', 'c.txt': 'bob alone', 'd.txt': 'both' });
    await push(ada.core, 'work');
    await push(bob.core, 'work');
    expect([apart(bob), sides(bob)]).toEqual([[2, 1, 0], ['a.txt there', 'b.txt both', 'c.txt here', 'd.txt alike']]);
    await pull(ada.core, 'work');
    expect([apart(ada), sides(ada)]).toEqual([[1, 2, 0], ['a.txt here', 'b.txt both', 'c.txt there', 'd.txt alike']]);
  });

  it('goes on lacking it in the versions that follow, until they have it or it stays as it is on purpose', async () => {
    const { ada, bob } = await two();
    await saved(ada, { 'a.txt': 'from ada' });
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    await saved(bob, { 'c.txt': 'from bob' });
    await saved(bob, { 'c.txt': 'more' });
    await push(bob.core, 'work');
    expect([apart(bob), sides(bob)]).toEqual([[3, 1, 0], ['a.txt there', 'c.txt here']]);
    await saved(bob, { 'a.txt': 'from ada' });
    expect(sides(bob)).toEqual(['a.txt alike', 'c.txt here']);
    bob.core.catalog.transact((writer) => noteKeptMine(writer, artifactOf(bob), 1));
    expect(apart(bob)).toBeNull();
    await push(bob.core, 'work');
    await pull(ada.core, 'work');
    expect([apart(ada), sides(ada)]).toEqual([[1, 4, 0], ['a.txt alike', 'c.txt there']]);
  });
});

describe('versions that got other indexes', () => {
  it('are told with whose came first until somebody looked, also when they move twice', async () => {
    const { bucket, ada, bob } = await two();
    const eve = await createClient('eve', bucket);
    await clone(eve.core, eve.remote, 'work');
    fill(eve, start);
    await follow(eve);
    await saved(ada, { 'a.txt': 'from ada' });
    await saved(eve, { 'a.txt': 'from eve' });
    await saved(bob, { 'b.txt': 'from bob' });
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect(renumberedNotes(bob.core.catalog, artifactOf(bob))).toEqual([{ from: 1, to: 2, by: 'ada@lab' }]);
    await push(eve.core, 'work');
    await push(bob.core, 'work');
    expect(renumberedNotes(bob.core.catalog, artifactOf(bob))).toEqual([{ from: 1, to: 3, by: 'ada@lab' }]);
    expect(renumberedNotes(ada.core.catalog, artifactOf(ada))).toEqual([]);
    bob.core.catalog.transact((writer) => forgetRenumbered(writer, artifactOf(bob)));
    expect(renumberedNotes(bob.core.catalog, artifactOf(bob))).toEqual([]);
    expect(apart(bob)).toEqual([3, 2, 0]);
  });
});

/** Both have v0, v1, v2, and Ada's alias names v1. */
async function withAlias() {
  const { ada, bob } = await two();
  await saved(ada, { 'a.txt': '1' });
  await saved(ada, { 'a.txt': '2' });
  setAlias(ada.core, { artifact: 'work', reference: 'v1' }, 'best');
  await push(ada.core, 'work');
  await pull(bob.core, 'work');
  return { ada, bob };
}

const move = (client: Client, reference: string): unknown => setAlias(client.core, { artifact: 'work', reference }, 'best');
const undecided = ({ core }: Client) => undecidedOf(core.catalog, findArtifact(core.catalog, 'work'));
const best: Decided = { kind: 'alias', alias: 'best' };

describe('an alias that both moved', () => {
  it('stays undecided across restarts with who moved it, and is theirs at once when that is decided', async () => {
    const { ada, bob } = await withAlias();
    move(ada, 'v2');
    move(bob, 'v0');
    await push(ada.core, 'work');
    await push(bob.core, 'work');
    await bob.restart();
    expect(undecided(bob).aliases).toMatchObject([{ alias: 'best', base: { index: 1 }, ours: { index: 0 }, theirs: { index: 2 }, by: { actor: 'ada@lab' } }]);
    settle(bob.core, 'work', { what: best, keep: 'theirs', seen: null });
    expect([versionOf(bob, 'best').index, undecided(bob).aliases]).toEqual([2, []]);
    expect((await push(bob.core, 'work')).aliases).toEqual({ taken: [], put: [], conflicts: [] });
    expect(bob.core.catalog.operations({ artifact: 'work', limit: 50 }).find(({ kind }) => kind === 'settle')?.arguments).toEqual({ alias: 'best', keep: 'theirs' });
  });

  it('is ours in the bucket with the next push, and undecided again when somebody was faster once more', async () => {
    const { ada, bob } = await withAlias();
    move(ada, 'v2');
    move(bob, 'v0');
    await push(ada.core, 'work');
    await push(bob.core, 'work');
    const [seen] = undecided(bob).aliases;
    settle(bob.core, 'work', { what: best, keep: 'ours', seen: seen?.generation ?? null });
    move(ada, 'v1');
    await push(ada.core, 'work');
    await push(bob.core, 'work');
    expect(undecided(bob).aliases).toMatchObject([{ base: { index: 2 }, ours: { index: 0 }, theirs: { index: 1 } }]);
    expect(() => settle(bob.core, 'work', { what: best, keep: 'ours', seen: seen?.generation ?? null })).toThrow(expect.objectContaining({ code: 'undecided.changed' }));
    settle(bob.core, 'work', { what: best, keep: 'ours', seen: null });
    await push(bob.core, 'work');
    await pull(ada.core, 'work');
    expect([versionOf(ada, 'best').index, versionOf(bob, 'best').index]).toEqual([0, 0]);
  });

  it('is decided as well by whoever sets it to what the others have', async () => {
    const { ada, bob } = await withAlias();
    move(ada, 'v2');
    move(bob, 'v0');
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect(undecided(bob).aliases).toHaveLength(1);
    move(bob, 'v2');
    expect(undecided(bob).aliases).toEqual([]);
  });

  it('cannot be ours where somebody else protected it meanwhile, and says who did', async () => {
    const { ada, bob } = await withAlias();
    setAliasProtected(ada.core, 'work', 'best', true);
    move(bob, 'v0');
    await push(ada.core, 'work');
    await push(bob.core, 'work');
    expect(() => settle(bob.core, 'work', { what: best, keep: 'ours', seen: null })).toThrow(expect.objectContaining({ code: 'alias.protected', message: expect.stringContaining('is protected by ada@lab') }));
    settle(bob.core, 'work', { what: best, keep: 'theirs', seen: null });
    expect(() => move(bob, 'v0')).toThrow('"best" of work:v1 is protected by ada@lab: it stays there until you unprotect it.');
    setAliasProtected(bob.core, 'work', 'best', false);
    await push(bob.core, 'work');
    await pull(ada.core, 'work');
    expect(versionOf(ada, 'v1').protectedAliases).toEqual([]);
    setAliasProtected(bob.core, 'work', 'best', true);
    expect(() => move(bob, 'v0')).toThrow('"best" of work:v1 is protected: it stays there until you unprotect it.');
  });
});

describe('edits of one version that both made', () => {
  it('are decided field by field', async () => {
    const { ada, bob } = await two();
    for (const client of [ada, bob]) {
      describeVersion(client.core, { artifact: 'work', reference: 'v0' }, `by ${client.name}`);
      editMetadata(client.core, { artifact: 'work', reference: 'v0' }, { set: { k: client.name }, remove: [] });
    }
    setPinned(ada.core, { artifact: 'work', reference: 'v0' }, true);
    await push(ada.core, 'work');
    setTimeToLive(bob.core, { artifact: 'work', reference: 'v0' }, 60);
    await push(bob.core, 'work');
    await push(bob.core, 'work');
    expect(undecided(bob).edits).toMatchObject([
      { index: 0, field: 'description', base: '', ours: 'by bob', theirs: 'by ada', by: { actor: 'ada@lab' } },
      { index: 0, field: 'metadata.k', base: undefined, ours: 'bob', theirs: 'ada', by: { actor: 'ada@lab' } },
    ]);
    const left = settle(bob.core, 'work', { what: { kind: 'edit', index: 0, field: 'description' }, keep: 'theirs', seen: null });
    expect(left.edits.map(({ field }) => field)).toEqual(['metadata.k']);
    await push(bob.core, 'work');
    expect(undecided(bob).edits).toMatchObject([{ field: 'metadata.k', by: { actor: 'ada@lab' } }]);
    settle(bob.core, 'work', { what: { kind: 'edit', index: 0, field: 'metadata.k' }, keep: 'ours', seen: null });
    await push(bob.core, 'work');
    await pull(ada.core, 'work');
    for (const client of [ada, bob]) expect(versionOf(client, 'v0')).toMatchObject({ description: 'by ada', metadata: { k: 'bob' }, pinned: true });
    expect((await push(ada.core, 'work')).edits).toEqual({ taken: [], put: [], conflicts: [] });
  });
});
