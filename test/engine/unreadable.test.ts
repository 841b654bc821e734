import { expect, test } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createWorld, work } from './memory-world.ts';

async function snapshotNow(engine: Engine) {
  const artifact = findArtifact(engine.core.catalog, 'work');
  return engine.core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(engine.core, { artifact, folders: [{ path: '', deep: true }], origin: 'manual', waitForRest: false }, activity),
  );
}

async function trackedWorld() {
  const world = createWorld();
  world.tree.write(`${work}/open.txt`, 'open');
  world.tree.write(`${work}/closed.txt`, 'first');
  world.tree.write(`${work}/box/inner.txt`, 'inner');
  const engine = await createEngine(world.ports(), { watch: false });
  return { ...world, engine };
}

test('a file that may not be read does not stop the rest, and the version says what it lacks', async () => {
  const { tree, engine } = await trackedWorld();
  tree.setMode(`${work}/closed.txt`, 0o000);
  const { version } = await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  expect(version).toMatchObject({ files: 2, problems: [{ path: 'closed.txt', reason: 'unreadable' }] });
  expect(version.problems[0]?.message).toContain('cannot be read');
  tree.setMode(`${work}/closed.txt`, 0o644);
  expect((await snapshotNow(engine)).version).toMatchObject({ index: 1, files: 3, problems: [] });
});

test('a folder that may not be listed keeps what is known of it, and the version says so', async () => {
  const { tree, engine } = await trackedWorld();
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  tree.setMode(`${work}/box`, 0o000);
  tree.write(`${work}/open.txt`, 'changed');
  expect((await snapshotNow(engine)).version).toMatchObject({ files: 3, problems: [{ path: 'box', reason: 'unreadable' }] });
});

test('a restore leaves a file alone whose present content could not be kept', async () => {
  const { tree, engine } = await trackedWorld();
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  tree.write(`${work}/closed.txt`, 'second');
  await snapshotNow(engine);
  tree.write(`${work}/closed.txt`, 'a third that nobody could read');
  tree.setMode(`${work}/closed.txt`, 0o000);
  tree.write(`${work}/open.txt`, 'changed');
  const artifact = findArtifact(engine.core.catalog, 'work');
  const result = await restore(engine.core, engine.live, { artifact, reference: 'v0', paths: null, target: null, deleteExtra: true });
  expect(result.problems).toMatchObject([{ path: 'closed.txt' }]);
  expect(tree.text(`${work}/open.txt`)).toBe('open');
  expect(tree.text(`${work}/closed.txt`)).toBe('a third that nobody could read');
});

test('a file that changes whenever it is read is left out, said so, and looked at again', async () => {
  const { tree, engine } = await trackedWorld();
  tree.when('read', `${work}/open.txt`, () => tree.write(`${work}/open.txt`, `now ${tree.now()}`), 1_000);
  const { version } = await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  expect(version).toMatchObject({ files: 2, problems: [{ path: 'open.txt', reason: 'unsettled' }] });
});

test('what a restore could not put in place is not counted as written', async () => {
  const { tree, engine } = await trackedWorld();
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  tree.replace(`${work}/open.txt`, 'changed');
  tree.replace(`${work}/box/inner.txt`, 'changed');
  tree.onCall((call) => {
    if (call.name === 'rename' && call.path.startsWith(`${work}/box/`)) throw Object.assign(new Error('refused'), { code: 'EACCES' });
  });
  const artifact = findArtifact(engine.core.catalog, 'work');
  const result = await restore(engine.core, engine.live, { artifact, reference: 'v0', paths: null, target: null, deleteExtra: true });
  expect(result).toMatchObject({ written: 1, bytes: 4, problems: [{ path: 'box/inner.txt' }] });
});
