import { expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { MaterializeRequest } from '../../electron/engine/ports/materialize.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createWorld, work } from './memory-world.ts';

test('a restore is durable in place and wherever it replaces or deletes something, and not where it only adds', async () => {
  const world = createWorld();
  const ports = world.ports();
  const asked: boolean[] = [];
  const run = (request: MaterializeRequest): ReturnType<typeof ports.materialize.run> => {
    asked.push(request.durable);
    return ports.materialize.run(request);
  };
  const engine = await createEngine({ ...ports, materialize: { ...ports.materialize, run } }, { watch: false });
  world.tree.write(`${work}/cat`, 'meow');
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  const artifact = findArtifact(engine.core.catalog, 'work');
  const restoreTo = (target: string | null, deleteExtra = false) =>
    restore(engine.core, engine.live, { artifact, reference: 'v0', paths: null, target, deleteExtra });

  await restoreTo('/elsewhere/new');
  world.tree.write('/elsewhere/others/mine', 'mine');
  await restoreTo('/elsewhere/others');
  expect(asked).toEqual([false, false]);
  world.tree.replace('/elsewhere/new/cat', 'scratched');
  await restoreTo('/elsewhere/new');
  await restoreTo('/elsewhere/others', true);
  world.tree.remove(`${work}/cat`);
  await restoreTo(null);
  expect(asked).toEqual([false, false, true, true, true]);
  await engine.close();
});
