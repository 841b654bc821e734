import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { compact } from '../../electron/engine/delete/compact.ts';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../electron/engine/delete/empty-undo-window.ts';
import { purge } from '../../electron/engine/delete/purge.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { ContainerStore } from '../../electron/engine/ports/container-store.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createWorld, work } from './memory-world.ts';

/** An engine with two versions, in which somebody cancels all they can as soon as a container is written again. */
async function impatient(): Promise<{ engine: Engine; stopped: () => number; rest: () => void }> {
  const system = createSystemClock();
  let time = system.now();
  // Every look at the clock is a moment later, so that long work always has lasted long enough to let others go first.
  const world = createWorld({ ...system, now: () => (time += 10) });
  let cancelling = true;
  let stopped = 0;
  const engine: Engine = await createEngine(world.ports({ wrap: (name, port) => (name === 'containers' ? (withCancel(port as unknown as ContainerStore) as unknown as typeof port) : port) }), { watch: false });
  function withCancel(store: ContainerStore): ContainerStore {
    return {
      ...store,
      *rewrite(...args) {
        for (const { id } of cancelling ? engine.core.activities.list() : []) stopped += engine.core.activities.cancel(id) ? 1 : 0;
        return yield* store.rewrite(...args);
      },
    };
  }
  world.tree.write(`${work}/stays.txt`, 'stays');
  world.tree.write(`${work}/goes.txt`, 'goes');
  await track(engine.core, engine.live, { path: work, name: 'work', mode: 'copy' });
  world.tree.remove(`${work}/goes.txt`);
  const artifact = findArtifact(engine.core.catalog, 'work');
  await engine.core.activities.run({ kind: 'snapshot', artifact: 'work', phase: '' }, (activity) =>
    takeSnapshot(engine.core, { artifact, folders: [{ path: '', deep: true }], origin: 'manual', waitForRest: false }, activity),
  );
  return { engine, stopped: () => stopped, rest: () => (cancelling = false) };
}

const dead = ({ core }: Engine): number => core.catalog.containers().reduce((sum, { deadBytes }) => sum + deadBytes, 0);

describe('when somebody stops the compacting after it,', () => {
  it('a deletion at once is done all the same, and the space comes later', async () => {
    const { engine, stopped, rest } = await impatient();
    const { core, live } = engine;
    const { plan } = await deleteVersions(core, live, { targets: [{ artifact: 'work', references: ['v0'] }], deleteAliases: false, now: true });
    expect(plan.freedBytes).toBe('goes'.length);
    expect(stopped()).toBe(1);
    expect(dead(engine)).toBeGreaterThan(0);
    rest();
    await compact(core);
    expect(dead(engine)).toBe(0);
    await engine.close();
  });

  it('an emptied undo window is empty all the same', async () => {
    const { engine, stopped } = await impatient();
    const { core, live } = engine;
    await deleteVersions(core, live, { targets: [{ artifact: 'work', references: ['v0'] }], deleteAliases: false, now: false });
    expect(await emptyUndoWindow(core, live, null)).toEqual({ freedBytes: 'goes'.length, versions: 1 });
    expect(stopped()).toBe(1);
    expect(core.catalog.deletions()).toEqual([]);
    await engine.close();
  });

  it('a purge does not stop: no byte of what it took out stays', async () => {
    const { engine, stopped } = await impatient();
    await purge(engine.core, { artifact: 'work', path: 'goes.txt' });
    expect(stopped()).toBe(0);
    expect(dead(engine)).toBe(0);
    await engine.close();
  });
});
