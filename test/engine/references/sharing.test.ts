import { expect, test } from 'vitest';
import { findArtifact } from '../../../electron/engine/find-version.ts';
import { entriesWithin } from '../../../electron/engine/manifest/read-manifest.ts';
import { addReference } from '../../../electron/engine/references/add-reference.ts';
import { setPermission } from '../../../electron/engine/references/configure-references.ts';
import { restore } from '../../../electron/engine/restore/restore.ts';
import { clone } from '../../../electron/engine/sync/clone.ts';
import { cloneInto } from '../../../electron/engine/sync/clone-into.ts';
import { linkArtifact } from '../../../electron/engine/sync/link.ts';
import { push } from '../../../electron/engine/sync/push.ts';
import { createBucketInMemory } from '../../fakes/bucket-memory.ts';
import { createClient, findings, save, versionOf, type Client } from '../sync-world.ts';

const team = { 'gs://zoo/cat.txt': 'meow', 'https://wiki.internal/page': 'intern' };

/** Two desks with one bucket between them; the first has pushed an artifact of references, one of them to a file of its own. */
async function shared() {
  const bucket = createBucketInMemory();
  const [ann, bob] = [await createClient('ann', bucket), await createClient('bob', bucket)];
  for (const { world } of [ann, bob]) for (const [uri, content] of Object.entries(team)) world.references.put(uri, content);
  ann.world.tree.write('/data/mine.txt', 'mine');
  bob.world.tree.write('/data/mine.txt', 'of bob');
  for (const uri of [...Object.keys(team), 'file:///data/mine.txt']) {
    await addReference(ann.core, { artifact: 'work', uri, path: null, checksum: true, type: null });
  }
  linkArtifact(ann.core, 'work', ann.remote, 'all');
  await push(ann.core, 'work');
  return { ann, bob };
}

const paths = ({ core }: Client, root: Parameters<typeof entriesWithin>[0]): string[] => [...entriesWithin(root, '', core.nodes)].map(({ path, kind }) => `${kind} ${path}`);

async function bring({ core, engine }: Client, target: string) {
  const { problems } = await restore(core, engine.live, { artifact: findArtifact(core.catalog, 'work'), reference: 'latest', paths: null, target, deleteExtra: false });
  return problems.map(({ path }) => path);
}

test('references travel with the history, without any bytes, and reach at another desk what is public alone', async () => {
  const { bob } = await shared();
  await clone(bob.core, bob.remote, 'work');
  expect(paths(bob, versionOf(bob, 'latest').root)).toEqual(['reference cat.txt', 'reference mine.txt', 'reference page']);
  bob.world.references.asked.splice(0);
  expect(await bring(bob, '/home/me/out')).toEqual(['mine.txt', 'page']);
  expect(bob.world.tree.snapshot('/home/me/out')).toEqual({ 'cat.txt': 'meow' });
  expect(bob.world.references.asked.filter((one) => one.includes('/data'))).toEqual([]);
  expect(await findings(bob)).toEqual([]);
  setPermission(bob.core, 'work', 'https://wiki.internal', true);
  setPermission(bob.core, 'work', 'file:///data/', true);
  // The file of that name here is another one, and is not taken for it.
  expect(await bring(bob, '/home/me/out')).toEqual(['mine.txt']);
  expect(bob.world.tree.snapshot('/home/me/out')).toEqual({ 'cat.txt': 'meow', page: 'intern' });
});

test('what somebody adds at his desk permits nothing for what others refer to', async () => {
  const { bob } = await shared();
  await clone(bob.core, bob.remote, 'work');
  bob.world.references.put('https://wiki.internal/other', 'other');
  await addReference(bob.core, { artifact: 'work', uri: 'https://wiki.internal/other', path: null, checksum: true, type: null });
  expect(await bring(bob, '/home/me/out')).toEqual(['mine.txt', 'page']);
});

test('a folder of a clone gets no bytes of references, and keeps them all in its versions', async () => {
  const { ann, bob } = await shared();
  const { artifact, version } = await cloneInto(bob.core, bob.engine.live, { remote: 'team', artifact: 'work', path: '/home/me/work' });
  expect(artifact.mode).toBe('copy');
  expect(version?.index).toBe(versionOf(ann, 'latest').index);
  expect(bob.world.tree.snapshot('/home/me/work')).toEqual({});
  bob.world.tree.write('/home/me/work/notes.txt', 'of bob');
  expect(paths(bob, (await save(bob)).root)).toEqual(['reference cat.txt', 'reference mine.txt', 'file notes.txt', 'reference page']);
});
