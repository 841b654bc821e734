import { describe, expect, it } from 'vitest';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { Fact } from '../../electron/engine/facts.ts';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { settleAlias } from '../../electron/engine/sync/sync-aliases.ts';
import { settleEdits } from '../../electron/engine/sync/sync-edits.ts';
import { addTag, describe as describeVersion, editMetadata, removeAlias, setAlias, setAliasProtected } from '../../electron/engine/versions/edit-version.ts';
import { contentAway } from '../../electron/engine/sync/fetch-content.ts';
import { claimStateOf } from '../../electron/engine/sync/claim-state.ts';
import { linkArtifact } from '../../electron/engine/sync/link.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { createHastyClock } from '../fakes/clock-hasty.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, follow, save, versionOf, type Client } from './sync-world.ts';

function describeOne(client: Client, reference: string, description: string): void {
  describeVersion(client.core, { artifact: 'work', reference }, description);
}

async function team() {
  const bucket = createBucketInMemory();
  const ada = await createClient('ada', bucket);
  const bob = await createClient('bob', bucket);
  ada.world.tree.write(`${work}/a.txt`, 'one');
  ada.world.tree.write(`${work}/sub/b.txt`, 'two');
  ada.world.tree.write(`${work}/big`, 'x'.repeat(270_000));
  await begin(ada);
  return { bucket, ada, bob };
}

describe('a pushed artifact', () => {
  it('is cloned with its history, and with no contents before they are fetched', async () => {
    const { ada, bob } = await team();
    ada.world.tree.write(`${work}/a.txt`, 'changed');
    await save(ada);
    const { pushed, renumbered } = await push(ada.core, 'work');
    expect({ pushed, renumbered }).toEqual({ pushed: [0, 1], renumbered: [] });
    const { pulled } = await clone(bob.core, bob.remote, 'work');
    expect(pulled.pulled).toEqual([0, 1]);
    const theirs = versionOf(bob, 'latest');
    expect(claimStateOf(bob.core.catalog, findArtifact(bob.core.catalog, 'work'), 1)).toMatchObject({ kind: 'shared', pulled: true, by: { actor: 'ada@lab' } });
    const everything = { artifact: findArtifact(bob.core.catalog, 'work'), version: versionOf(bob, 'v1'), paths: null };
    expect(await contentAway(bob.core, everything)).toMatchObject({ bytes: 7 + 3 + 270_000 });
    expect(theirs).toMatchObject({ index: 1, actor: 'ada@lab', digest: versionOf(ada, 'latest').digest });
    expect([...bob.core.catalog.chunks()].filter(({ kind }) => kind === 'data').every(({ location }) => location === null)).toBe(true);
    expect(await contentOf(bob, 'v1')).toEqual({ 'a.txt': 'changed', 'sub/b.txt': 'two', sub: 'folder', big: 'x'.repeat(270_000) });
    expect(await contentOf(bob, 'v0')).toMatchObject({ 'a.txt': 'one' });
    expect(await findings(bob)).toEqual([]);
  });
});

describe('a remote', () => {
  it('is the only one of an artifact', async () => {
    const { ada } = await team();
    const other = ada.core.catalog.transact((writer) => writer.addRemote({ name: 'other', address: 'memory' }));
    expect(() => linkArtifact(ada.core, 'work', other.id, 'all')).toThrow(expect.objectContaining({ code: 'artifact.name-taken' }));
  });

  it('that was removed and added again is joined where it was, with what was saved meanwhile', async () => {
    const { bucket, ada, bob } = await two();
    setAlias(ada.core, { artifact: 'work', reference: 'v0' }, 'best');
    await push(ada.core, 'work');
    bob.core.catalog.transact((writer) => writer.removeRemote(bob.remote));
    ada.world.tree.write(`${work}/a.txt`, 'from ada');
    await save(ada);
    await push(ada.core, 'work');
    bob.world.tree.write(`${work}/a.txt`, 'from bob');
    await save(bob);
    const again = bob.core.catalog.transact((writer) => writer.addRemote({ name: 'again', address: 'memory' }));
    linkArtifact(bob.core, 'work', again.id, 'all');
    expect(await push(bob.core, 'work')).toMatchObject({ pulled: [1], renumbered: [{ from: 1, to: 2 }], pushed: [2], aliases: { taken: ['best'] } });
    expect(await pull(ada.core, 'work')).toMatchObject({ pulled: [2] });
    expect(await contentOf(bob, 'v1')).toMatchObject({ 'a.txt': 'from ada' });
    expect([...bucket.contents.keys()].filter((key) => key.includes('/versions/'))).toHaveLength(3);
    expect(await findings(bob)).toEqual([]);
  });

  it('gets manifests alone when that is asked for, and contents once it is asked for more', async () => {
    const { ada, bob } = await team();
    linkArtifact(ada.core, 'work', ada.remote, 'metadata');
    await push(ada.core, 'work');
    await clone(bob.core, bob.remote, 'work');
    await expect(contentOf(bob, 'v0')).rejects.toMatchObject({ code: 'content.elsewhere', data: { version: 'work:v0', paths: ['a.txt', 'big', 'sub/b.txt'] } });
    linkArtifact(ada.core, 'work', ada.remote, 'all');
    ada.world.tree.write(`${work}/new`, 'new');
    await save(ada);
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect(await contentOf(bob, 'v1')).toMatchObject({ 'a.txt': 'one', new: 'new', big: 'x'.repeat(270_000) });
  });
});

/** Two people with a folder each, who both have what Ada pushed first. */
async function two() {
  const { bucket, ada, bob } = await team();
  await push(ada.core, 'work');
  await clone(bob.core, bob.remote, 'work');
  for (const [path, text] of [['a.txt', 'one'], ['sub/b.txt', 'two'], ['big', 'x'.repeat(270_000)]] as const) bob.world.tree.write(`${work}/${path}`, text);
  await follow(bob);
  return { bucket, ada, bob };
}

describe('two people who both save while they are apart', () => {
  it('keep both versions: the second to push gets the next index, and is told', async () => {
    const { ada, bob } = await two();
    ada.world.tree.write(`${work}/a.txt`, 'from ada');
    bob.world.tree.write(`${work}/sub/b.txt`, 'from bob');
    expect((await save(ada)).index).toBe(1);
    expect((await save(bob)).index).toBe(1);
    addTag(bob.core, { artifact: 'work', reference: 'v1' }, 'mine');
    setAlias(bob.core, { artifact: 'work', reference: 'v1' }, 'best');
    await push(ada.core, 'work');
    const told: Fact[] = [];
    bob.core.facts.listen((fact) => told.push(fact));
    expect(await push(bob.core, 'work')).toMatchObject({ pulled: [1], renumbered: [{ from: 1, to: 2 }], pushed: [2], aliases: { put: ['best'] } });
    expect(told.find(({ kind }) => kind === 'version.renumbered')).toMatchObject({ renumbered: [{ from: 1, to: 2 }] });
    expect(await pull(ada.core, 'work')).toMatchObject({ pulled: [2], renumbered: [], aliases: { taken: ['best'] } });
    for (const client of [ada, bob]) {
      expect(versionOf(client, 'latest')).toMatchObject({ index: 2, actor: 'bob@lab', tags: ['mine'], aliases: ['latest', 'best'] });
      expect(await contentOf(client, 'v1')).toMatchObject({ 'a.txt': 'from ada', 'sub/b.txt': 'two' });
      expect(await contentOf(client, 'v2')).toMatchObject({ 'a.txt': 'one', 'sub/b.txt': 'from bob' });
      expect(await findings(client)).toEqual([]);
    }
  });

  it('do not undo in their folders what the other did: what came is no change of theirs', async () => {
    const { ada, bob } = await two();
    ada.world.tree.write(`${work}/a.txt`, 'from ada');
    await save(ada);
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect(await save(bob)).toMatchObject({ index: 0 });
    expect(versionOf(bob, 'latest').index).toBe(1);
    bob.world.tree.write(`${work}/new`, 'bob');
    expect(await save(bob)).toMatchObject({ index: 2 });
    expect(await contentOf(bob, 'v2')).toMatchObject({ 'a.txt': 'one', new: 'bob' });
  });

  it('make no version when a folder comes to what the other pushed', async () => {
    const { ada, bob } = await two();
    ada.world.tree.write(`${work}/a.txt`, 'from ada');
    await save(ada);
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    bob.world.tree.write(`${work}/a.txt`, 'from ada');
    expect(await save(bob)).toMatchObject({ index: 1 });
    bob.world.tree.write(`${work}/sub/b.txt`, 'then bob');
    expect(await save(bob)).toMatchObject({ index: 2, changes: { modified: 1, added: 0, removed: 0, renamed: 0 } });
    expect(await findings(bob)).toEqual([]);
  });

  it('find deletions and operations of renumbered versions under their new indexes', async () => {
    const { ada, bob } = await two();
    ada.world.tree.write(`${work}/a.txt`, 'from ada');
    await save(ada);
    await push(ada.core, 'work');
    for (const text of ['first', 'second']) {
      bob.world.tree.write(`${work}/sub/b.txt`, text);
      await save(bob);
    }
    describeOne(bob, 'v2', 'the second');
    const { operations } = await deleteVersions(bob.core, bob.engine.live, { targets: [{ artifact: 'work', references: ['v1'] }], deleteAliases: false, now: false });
    expect(await push(bob.core, 'work')).toMatchObject({ renumbered: [{ from: 2, to: 3 }], pushed: [3] });
    expect(bob.core.catalog.operations({ artifact: 'work', limit: 50 }).find(({ kind }) => kind === 'describe')).toMatchObject({ arguments: { version: 3 }, undo: { index: 3 } });
    expect(bob.core.catalog.claim(versionOf(bob, 'v3').artifact, 2)?.state).toBe('void');
    await undo(bob.core, bob.engine.live, operations[0]?.id ?? null);
    expect(await contentOf(bob, 'v2')).toMatchObject({ 'sub/b.txt': 'first' });
    expect(await pull(ada.core, 'work')).toMatchObject({ pulled: [3] });
    expect(await contentOf(ada, 'v3')).toMatchObject({ 'sub/b.txt': 'second' });
    expect(await findings(bob)).toEqual([]);
  });
});

describe('aliases and edits', () => {
  it('travel, protected ones too, and so does their removal', async () => {
    const { ada, bob } = await two();
    setAlias(ada.core, { artifact: 'work', reference: 'v0' }, 'gold standard');
    setAliasProtected(ada.core, 'work', 'gold standard', true);
    describeOne(ada, 'v0', 'where it began');
    expect(await push(ada.core, 'work')).toMatchObject({ aliases: { put: ['gold standard'] }, edits: { put: [0] } });
    expect(await pull(bob.core, 'work')).toMatchObject({ aliases: { taken: ['gold standard'] }, edits: { taken: [0] } });
    expect(versionOf(bob, 'v0')).toMatchObject({ description: 'where it began', protectedAliases: ['gold standard'] });
    setAliasProtected(bob.core, 'work', 'gold standard', false);
    removeAlias(bob.core, 'work', 'gold standard');
    await push(bob.core, 'work');
    await pull(ada.core, 'work');
    expect(versionOf(ada, 'v0').aliases).toEqual(['latest']);
  });

  it('that both moved are a conflict that is told, and nothing is overwritten until somebody decides', async () => {
    const { ada, bob } = await two();
    for (const text of ['1', '2']) {
      ada.world.tree.write(`${work}/a.txt`, text);
      await save(ada);
    }
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    setAlias(ada.core, { artifact: 'work', reference: 'v1' }, 'best');
    setAlias(bob.core, { artifact: 'work', reference: 'v2' }, 'best');
    await push(ada.core, 'work');
    const { aliases } = await push(bob.core, 'work');
    expect(aliases.conflicts).toMatchObject([{ alias: 'best', ours: { index: 2 }, theirs: { index: 1 }, base: { index: null } }]);
    expect(versionOf(bob, 'best').index).toBe(2);
    expect((await push(bob.core, 'work')).aliases.conflicts).toHaveLength(1);
    settleAlias(bob.core, findArtifact(bob.core.catalog, 'work'), aliases.conflicts[0]!, 'ours');
    expect(await push(bob.core, 'work')).toMatchObject({ aliases: { put: ['best'], conflicts: [] } });
    await pull(ada.core, 'work');
    expect(versionOf(ada, 'best').index).toBe(2);
  });

  it('of different fields of one version hold both; of one field they are a conflict', async () => {
    const { ada, bob } = await two();
    describeOne(ada, 'v0', 'from ada');
    editMetadata(ada.core, { artifact: 'work', reference: 'v0' }, { set: { a: 1, both: 'ada' }, remove: [] });
    addTag(ada.core, { artifact: 'work', reference: 'v0' }, 'x');
    addTag(bob.core, { artifact: 'work', reference: 'v0' }, 'y');
    editMetadata(bob.core, { artifact: 'work', reference: 'v0' }, { set: { b: 2, both: 'bob' }, remove: [] });
    await push(ada.core, 'work');
    const { edits } = await push(bob.core, 'work');
    const conflict = { index: 0, field: 'metadata.both', base: undefined, ours: 'bob', theirs: 'ada' };
    expect(edits.conflicts).toMatchObject([conflict]);
    expect((await push(bob.core, 'work')).edits).toMatchObject({ put: [], conflicts: [conflict] });
    await pull(ada.core, 'work');
    expect(versionOf(ada, 'v0').metadata).toMatchObject({ both: 'ada' });
    expect(versionOf(bob, 'v0')).toMatchObject({ description: 'from ada', tags: ['x', 'y'], metadata: { a: 1, b: 2, both: 'bob' } });
    settleEdits(bob.core, findArtifact(bob.core.catalog, 'work'), edits.conflicts, 'theirs');
    expect(await push(bob.core, 'work')).toMatchObject({ edits: { conflicts: [] } });
    await pull(ada.core, 'work');
    for (const client of [ada, bob]) expect(versionOf(client, 'v0')).toMatchObject({ tags: ['x', 'y'], metadata: { a: 1, b: 2, both: 'ada' } });
  });
});

describe('a bucket in a folder of a network drive', () => {
  it('whose listing lags shows a page of the index after the version that needs it, and is waited for', async () => {
    const bucket = createBucketInMemory();
    const ada = await createClient('ada', bucket);
    ada.world.tree.write(`${work}/f`, 'text');
    await begin(ada);
    await push(ada.core, 'work');
    let listings = 0;
    const lagging: Bucket = {
      ...bucket,
      list: async function* (prefix, request) {
        if (prefix === 'index/' && ++listings <= 3) return;
        yield* bucket.list(prefix, request);
      },
    };
    const bob = await createClient('bob', lagging, { clock: createHastyClock() });
    await clone(bob.core, bob.remote, 'work');
    expect(versionOf(bob, 'latest').index).toBe(0);
    expect(listings).toBe(4);
  });
});
