import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../electron/engine/delete/empty-undo-window.ts';
import { planDelete, planParts } from '../../electron/engine/delete/plan-delete.ts';
import { waitingBytes } from '../../electron/engine/delete/release.ts';
import type { Core } from '../../electron/engine/core.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { restore } from '../../electron/engine/restore/restore.ts';
import { takeSnapshot } from '../../electron/engine/snapshot/take-snapshot.ts';
import { childrenOf } from '../../electron/engine/store/children-of.ts';
import { bytesOfDeletions, compositions, reclaimOf } from '../../electron/engine/store/shares.ts';
import { usage } from '../../electron/engine/store/usage.ts';
import { verify } from '../../electron/engine/verify/verify.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import { createWorld } from '../engine/memory-world.ts';

const names = ['cats', 'dogs'] as const;
const paths = ['a', 'b', 'sub/a', 'sub/deep/c'] as const;

/** Contents by number: some small, some of several chunks that share a part. */
const shared = 'shared by the big ones; '.repeat(20_000);
const contents = ['', 'one', 'two', 'three', `${shared}${'x'.repeat(40_000)}`, `${'y'.repeat(90_000)}${shared}`] as const;

type Step =
  | { readonly kind: 'save'; readonly name: (typeof names)[number]; readonly path: (typeof paths)[number]; readonly content: number | null }
  | { readonly kind: 'delete'; readonly name: (typeof names)[number]; readonly picks: readonly number[]; readonly now: boolean }
  | { readonly kind: 'delete artifact'; readonly name: (typeof names)[number]; readonly now: boolean }
  | { readonly kind: 'undo' | 'empty' };

const name = fc.constantFrom(...names);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      name,
      path: fc.constantFrom(...paths),
      content: fc.option(fc.nat(contents.length - 1), { freq: 5 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('delete' as const), name, picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), now: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete artifact' as const), name, now: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'empty' as const) }) },
);

/** Content bytes and raw bytes of all that these roots reach, each chunk once: counted by walking everything. */
function walked(core: Core, roots: readonly Digest[]): { content: number; raw: number } {
  const seen = new Set<Digest>();
  const sum = { content: 0, raw: 0 };
  const open = roots.map((digest) => ({ digest, kind: 'manifest' as 'manifest' | 'list' | 'data' }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.digest)) continue;
    seen.add(next.digest);
    const bytes = core.containers.read(next.digest, core.catalog.chunk(next.digest)!.location!);
    sum.raw += bytes.length;
    if (next.kind === 'data') sum.content += bytes.length;
    else open.push(...childrenOf(next, bytes));
  }
  return sum;
}

const survivingRoots = (core: Core): Digest[] => core.catalog.artifacts().flatMap(({ id }) => core.catalog.versions(id).map(({ root }) => root));
const waitingRoots = (core: Core): Digest[] => core.catalog.deletions().flatMap(({ versions }) => versions.map(({ root }) => root));
const allRoots = (core: Core): Digest[] => [...survivingRoots(core), ...waitingRoots(core)];

/** One history in memory, with what each version held when it was made. */
async function openHistory() {
  const world = createWorld();
  const engine = await createEngine(world.ports(), { watch: false });
  const { core, live } = engine;
  const held = new Map<string, Record<string, string>>();
  const folder = (of: string): string => `/home/me/${of}`;

  async function save({ name: of, path, content }: Extract<Step, { kind: 'save' }>): Promise<void> {
    const at = `${folder(of)}/${path}`;
    if (content === null) world.tree.remove(at);
    else world.tree.write(at, contents[content] as string);
    world.tree.advance(10_000);
    const known = core.catalog.artifactByName(of);
    if (known === null) await track(core, live, { path: folder(of), name: of, mode: 'copy' });
    else {
      const request = { artifact: known, folders: [{ path: '' as const, deep: true }], origin: 'manual' as const, waitForRest: false };
      await core.activities.run({ kind: 'snapshot', artifact: of, phase: '' }, (activity) => takeSnapshot(core, request, activity));
    }
    const { id } = findArtifact(core.catalog, of);
    const [newest] = core.catalog.versions(id, { limit: 1 });
    if (newest !== undefined) held.set(`${id} ${newest.index}`, world.tree.snapshot(folder(of)));
  }

  /** Deletes; what was predicted must be what is gone. */
  async function remove(request: Parameters<typeof deleteVersions>[2]): Promise<void> {
    const predicted = (await planDelete(core, request)).freedBytes;
    const before = walked(core, allRoots(core)).content;
    const waitedBefore = await waitingBytes(core);
    expect(await reclaimNow(engine, request.targets, request.now)).toBe(predicted);
    await deleteVersions(core, live, request);
    if (request.now) expect(before - walked(core, allRoots(core)).content).toBe(predicted);
    else expect((await waitingBytes(core)) - waitedBefore).toBe(predicted);
  }

  async function empty(): Promise<void> {
    const waiting = await waitingBytes(core);
    const before = walked(core, allRoots(core)).content;
    expect(before - walked(core, survivingRoots(core)).content).toBe(waiting);
    expect((await emptyUndoWindow(core, live, null)).freedBytes).toBe(waiting);
    expect(before - walked(core, allRoots(core)).content).toBe(waiting);
  }

  async function undoDeletion(): Promise<void> {
    const [deletion] = core.catalog.deletions().toReversed();
    if (deletion === undefined) return;
    const present = core.catalog.artifactByName(deletion.artifact.name);
    if (deletion.whole ? present !== null : present?.id !== deletion.artifact.id) return;
    await undo(core, live, deletion.operation);
  }

  return { world, engine, held, folder, save, remove, empty, undoDeletion };
}

type History = Awaited<ReturnType<typeof openHistory>>;

async function take(history: History, step: Step): Promise<void> {
  const { core } = history.engine;
  switch (step.kind) {
    case 'save':
      return history.save(step);
    case 'undo':
      return history.undoDeletion();
    case 'empty':
      return history.empty();
    case 'delete artifact':
      if (core.catalog.artifactByName(step.name) === null) return undefined;
      return history.remove({ targets: [{ artifact: step.name, references: null }], deleteAliases: false, now: step.now });
    case 'delete': {
      const artifact = core.catalog.artifactByName(step.name);
      const versions = artifact === null ? [] : core.catalog.versions(artifact.id);
      if (versions.length === 0) return undefined;
      const references = step.picks.map((pick) => `v${versions[pick % versions.length]!.index}`);
      return history.remove({ targets: [{ artifact: step.name, references }], deleteAliases: false, now: step.now });
    }
  }
}

/** What the table of shares says that deleting these would free. */
async function reclaimNow({ core, shares }: Engine, targets: Parameters<typeof planDelete>[1]['targets'], now = false): Promise<number> {
  const table = await shares.read();
  const parts = planParts(core, { targets, deleteAliases: true, now: false });
  const going = new Set(parts.flatMap(({ artifact, versions }) => versions.map(({ index }) => `${artifact.id} ${index}`)));
  const numbers = table.holders.flatMap(({ artifact, index }, number) => (going.has(`${artifact} ${index}`) ? [number] : []));
  return reclaimOf(table, new Set(numbers), now);
}

/** The table of shares tells what walking everything, and planning every deletion, tells. */
async function expectShares(engine: Engine, masks: readonly number[]): Promise<void> {
  const { core, shares } = engine;
  const table = await shares.read();
  expect([...bytesOfDeletions(table).values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(await waitingBytes(core));
  const shown = usage(core, table, null);
  const oldest = shown.map(({ artifact, index }) => core.catalog.version(findArtifact(core.catalog, artifact).id, index)!.root);
  for (const [at, { cost }] of shown.entries()) {
    expect(cost).toBe(walked(core, oldest.slice(0, at + 1)).content - walked(core, oldest.slice(0, at)).content);
  }
  const alone = (artifact: string, ...references: string[]) => [{ artifact, references }];
  const freed = async (targets: Parameters<typeof planDelete>[1]['targets'], now = false): Promise<number> =>
    (await planDelete(core, { targets, deleteAliases: true, now })).freedBytes;
  for (const { artifact, index, reclaim } of shown) expect(reclaim).toBe(await freed(alone(artifact, `v${index}`)));
  for (const mask of masks) {
    const targets = names.flatMap((artifact) => {
      const references = shown.filter((one, at) => one.artifact === artifact && (mask >> at % 16) % 2 === 1).map(({ index }) => `v${index}`);
      return references.length === 0 ? [] : [{ artifact, references }];
    });
    expect(await reclaimNow(engine, targets)).toBe(await freed(targets));
    expect(await reclaimNow(engine, targets, true)).toBe(await freed(targets, true));
  }
  for (const { id } of core.catalog.artifacts()) {
    const { shared: several, unique, elsewhere } = compositions(table).get(id) ?? { shared: 0, unique: 0, elsewhere: 0 };
    expect(several + unique + elsewhere).toBe(walked(core, core.catalog.versions(id).map(({ root }) => root)).content);
  }
}

async function expectWhole({ world, engine, held }: History, masks: readonly number[]): Promise<void> {
  const { core, live } = engine;
  await expectShares(engine, masks);
  const report = await core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  expect(report.findings).toEqual([]);
  const costs = usage(core, await engine.shares.read(), null).reduce((sum, { cost }) => sum + cost, 0);
  expect(costs).toBe(walked(core, survivingRoots(core)).content);
  for (const artifact of core.catalog.artifacts()) {
    for (const version of core.catalog.versions(artifact.id)) {
      const target = `/elsewhere/${artifact.id}-${version.index}`;
      await restore(core, live, { artifact, reference: `v${version.index}`, paths: null, target, deleteExtra: false });
      expect(world.tree.snapshot(target)).toEqual(held.get(`${artifact.id} ${version.index}`));
    }
  }
  await expectNothingDead(engine);
}

/** When nothing waits, the store holds the chunks that versions reach and not a byte more. */
async function expectNothingDead({ core, live }: Engine): Promise<void> {
  await emptyUndoWindow(core, live, null);
  const dead = core.catalog.containers().reduce((sum, { deadBytes }) => sum + deadBytes, 0);
  expect(dead).toBe(0);
  const stored = core.containers.list().reduce((sum, { size }) => sum + size, 0);
  expect(stored).toBe(walked(core, survivingRoots(core)).raw);
}

test('over 1,000 histories of saves and deletions: what is predicted is freed, and what survives comes back byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 14 }), fc.array(fc.nat(0xffff), { maxLength: 5 }), async (given, masks) => {
      const history = await openHistory();
      for (const of of names) history.world.tree.folder(history.folder(of));
      for (const step of given) await take(history, step);
      await expectWhole(history, masks);
      await history.engine.close();
    }),
    { numRuns: 1_000 },
  );
}, 300_000);
