import { expect, test } from 'vitest';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { compact } from '../../electron/engine/delete/compact.ts';
import type { EnginePorts } from '../../electron/engine/core.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { Capture } from '../../electron/engine/ports/capture.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { createWorld, work, type World } from './memory-world.ts';

/** What a file held while it was read, and no longer when it was read again. */
const stray = (length: number): Uint8Array => new Uint8Array(length).fill(7);

/** A capture that has read a file which changed meanwhile: chunks of the first try are in the store, and no file has them. */
function straying(ports: EnginePorts, bytes: () => Uint8Array | null): EnginePorts {
  const capture: Capture = {
    open: (request) => {
      const session = ports.capture.open(request);
      return {
        ...session,
        async seal() {
          const { containers, lists } = await session.seal();
          const left = bytes();
          if (left === null) return { containers, lists };
          const pack = ports.containers.createPack();
          for (const { digest, kind, ...location } of containers.flatMap(({ chunks }) => [...chunks])) {
            pack.append(kind, digest, ports.containers.read(digest, location));
          }
          pack.append('data', digestOf(left), left);
          for (const { id } of containers) ports.containers.remove(id);
          const sealed = pack.seal();
          return { containers: sealed === null ? [] : [sealed], lists };
        },
      };
    },
  };
  return { ...ports, capture };
}

/** A capture whose sessions all wait until so many have read everything: none of them knows yet what the others store. */
function meeting(ports: EnginePorts, sessions: () => number): EnginePorts {
  const waiting: (() => void)[] = [];
  const meet = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length >= sessions()) for (const go of waiting.splice(0)) go();
    });
  const capture: Capture = {
    open: (request) => {
      const session = ports.capture.open(request);
      return { ...session, seal: () => meet().then(session.seal) };
    },
  };
  return { ...ports, capture };
}

async function open(world: World, bytes: () => Uint8Array | null): Promise<Engine> {
  world.tree.write(`${work}/a.txt`, 'kept');
  return createEngine(straying(world.ports(), bytes), { watch: false });
}

const snapshotNow = ({ core }: Engine, name = 'work') =>
  core.activities.run({ kind: 'snapshot', artifact: name, phase: '' }, (activity) =>
    takeSnapshot(core, { artifact: findArtifact(core.catalog, name), folders: [{ path: '', deep: true }], origin: 'manual', waitForRest: false }, activity),
  );
const findings = async ({ core }: Engine) =>
  (await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity))).findings;
const deadBytes = ({ core }: Engine): number => core.catalog.containers().reduce((sum, container) => sum + container.deadBytes, 0);

test('what was read of a file that changed meanwhile belongs to no version: it is dead from the start, and compacted like all that is', async () => {
  const world = createWorld();
  const engine = await open(world, () => stray(1_000));
  const { core } = engine;
  await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
  expect(core.catalog.chunk(digestOf(stray(1_000)))).toBeNull();
  expect([...core.catalog.chunks()].filter(({ references }) => references === 0)).toEqual([]);
  expect(deadBytes(engine)).toBe(1_000);
  expect(await findings(engine)).toEqual([]);
  await compact(core);
  expect(deadBytes(engine)).toBe(0);
  expect(world.containers.list().reduce((sum, { size }) => sum + size, 0)).toBeLessThan(1_000);
  expect(await findings(engine)).toEqual([]);
  await engine.close();
});

test('what an older version holds stays alive when it is read once more in vain', async () => {
  const world = createWorld();
  let left: Uint8Array | null = null;
  const engine = await open(world, () => left);
  const { core } = engine;
  world.tree.write(`${work}/b.bin`, 'the older content');
  await track(core, engine.live, { path: work, name: 'work', mode: 'copy' });
  left = new TextEncoder().encode('the older content');
  world.tree.replace(`${work}/b.bin`, 'the newer content');
  await snapshotNow(engine);
  expect(core.catalog.chunk(digestOf(left))?.references).toBe(1);
  expect(deadBytes(engine)).toBe(left.length);
  await compact(core);
  expect(core.catalog.chunk(digestOf(left))?.references).toBe(1);
  expect(await findings(engine)).toEqual([]);
  await engine.close();
});

test('what two artifacts store at the same time is kept once in the end', async () => {
  const world = createWorld();
  const same = new TextEncoder().encode('x'.repeat(10_000));
  let sessions = 1;
  const engine = await createEngine(meeting(world.ports(), () => sessions), { watch: false });
  const { core, live } = engine;
  for (const name of ['cats', 'dogs']) {
    world.tree.write(`/home/me/${name}/own.txt`, name);
    await track(core, live, { path: `/home/me/${name}`, name, mode: 'copy' });
    world.tree.write(`/home/me/${name}/same.bin`, same);
  }
  sessions = 2;
  await Promise.all(['cats', 'dogs'].map((name) => snapshotNow(engine, name)));
  expect(core.catalog.chunk(digestOf(same))?.references).toBe(2);
  expect(deadBytes(engine)).toBe(same.length);
  await compact(core);
  expect(deadBytes(engine)).toBe(0);
  expect(world.containers.list().reduce((sum, { size }) => sum + size, 0)).toBeLessThan(2 * same.length);
  expect(await findings(engine)).toEqual([]);
  await engine.close();
});
