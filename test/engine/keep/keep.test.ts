import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../electron/engine/core.ts';
import { createEngine } from '../../../electron/engine/engine.ts';
import type { Fact } from '../../../electron/engine/facts.ts';
import { findArtifact } from '../../../electron/engine/find-version.ts';
import { fatesOf, restoreHold } from '../../../electron/engine/keep/policy-of.ts';
import { previewKeep, type KeepChange } from '../../../electron/engine/keep/preview-keep.ts';
import { setKeep } from '../../../electron/engine/keep/set-keep.ts';
import type { VersionOrigin } from '../../../electron/engine/model/version.ts';
import { undo } from '../../../electron/engine/operations/undo.ts';
import { restore } from '../../../electron/engine/restore/restore.ts';
import { snapshotInTurn } from '../../../electron/engine/snapshot/snapshot-in-turn.ts';
import { verify } from '../../../electron/engine/verify/verify.ts';
import { track } from '../../../electron/engine/tracking/track.ts';
import * as edits from '../../../electron/engine/versions/edit-version.ts';
import { createHandClock, type HandClock } from '../../fakes/clock-memory.ts';
import { createWorld, work } from '../memory-world.ts';
import { day, hour, minute, noon, second } from './versions.ts';

type WrapPort = <Port extends object>(name: string, port: Port) => Port;

/** Lets everything that was begun come to its end; long works breathe, so time goes on by a moment. */
async function settle(clock: HandClock): Promise<void> {
  for (let i = 0; i < 40; i++) {
    clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An engine in memory, whose time a test moves, that tracks one folder. */
async function openWorld(options: { stays?: boolean; wrap?: WrapPort } = {}) {
  const clock = createHandClock(noon);
  const world = createWorld(clock);
  const settled = () => settle(clock);
  const { core, live, facts, close } = await createEngine(world.ports(options.wrap && { wrap: options.wrap }), { watch: options.stays ?? false });
  onTestFinished(close);
  const told: Fact[] = [];
  facts.listen((fact) => void told.push(fact));
  world.tree.folder(work);
  world.tree.write(`${work}/file`, 'baseline');
  world.tree.advance(10_000);
  await track(core, live, { path: work, name: 'animals', mode: 'copy' });
  await settled();

  const refs = (): string[] => core.catalog.versions(artifact().id).map(({ index }) => `v${index}`);
  const artifact = () => findArtifact(core.catalog, 'animals');
  const at = (reference: string) => ({ artifact: 'animals', reference });

  /** A version of this content, so long after the one before. */
  async function save(content: string, after = minute, origin: VersionOrigin = 'save'): Promise<void> {
    clock.advance(after);
    await settled();
    world.tree.write(`${work}/file`, content);
    world.tree.advance(10_000);
    const request = () => ({ artifact: artifact(), folders: [{ path: '' as const, deep: true }], origin, waitForRest: false });
    const beginning = { kind: 'snapshot' as const, artifact: 'animals', phase: '' };
    await core.activities.run(beginning, (activity) => snapshotInTurn(core, 'animals', (take) => take(), request, activity));
    await settled();
  }

  const set = (change: KeepChange) => setKeep(core, live, 'animals', change);
  const restored = (reference: string) => restore(core, live, { artifact: artifact(), reference, paths: null, target: null, deleteExtra: true });
  return { world, clock, settled, core, live, told, refs, artifact, at, save, set, restored, undo: (id: number | null) => undo(core, live, id) };
}

async function expectWhole(core: Core): Promise<void> {
  const checking = core.activities.run({ kind: 'verify', artifact: null, phase: '' }, (activity) => verify(core, null, true, activity));
  await settle(core.clock as HandClock);
  expect((await checking).findings).toEqual([]);
}

const lastTwo: KeepChange = { rule: { kind: 'last', count: 2 } };
const kinds = (core: Core): string[] => core.catalog.operations({ limit: 20 }).map(({ kind }) => kind);

describe('a keep rule', () => {
  it('takes at once what it takes, and the baseline stays', async () => {
    const { core, save, set, refs } = await openWorld();
    for (const content of ['one', 'two', 'three', 'four']) await save(content);
    const { operation, thinned } = await set(lastTwo);
    expect(refs()).toEqual(['v4', 'v3', 'v0']);
    expect(operation).toMatchObject({ kind: 'keep', arguments: { rule: { kind: 'last', count: 2 }, timeToLive: 'never' } });
    expect(thinned).toMatchObject({ due: core.clock.now() + day, operations: [{ kind: 'thin', arguments: { versions: [1, 2] } }] });
    await expectWhole(core);
  });

  it('is previewed with what would go and the bytes that nobody else holds, and nothing is changed', async () => {
    const { core, save, refs, artifact } = await openWorld();
    for (const content of ['one', 'twenty', 'three', 'twenty']) await save(content);
    const { going, freedBytes } = await previewKeep(core, artifact(), lastTwo);
    expect(going.map(({ version }) => version.index)).toEqual([2, 1]);
    expect(freedBytes).toBe('one'.length);
    expect(refs()).toEqual(['v4', 'v3', 'v2', 'v1', 'v0']);
    expect(kinds(core)).not.toContain('keep');
  });

  it('is applied after each new version, quietly and as an operation of its own', async () => {
    const { core, told, save, set, refs } = await openWorld();
    await set(lastTwo);
    for (const content of ['one', 'two', 'three']) await save(content);
    expect(refs()).toEqual(['v3', 'v2', 'v0']);
    expect(kinds(core)).toEqual(['thin', 'snapshot', 'snapshot', 'snapshot', 'keep', 'snapshot', 'track']);
    expect(told.filter(({ kind }) => kind === 'versions.deleted')).toHaveLength(1);
    expect(told.some((fact) => fact.kind === 'activity.started' && fact.activity.kind === 'compact')).toBe(false);
  });

  it('is applied as time passes by an engine that stays, and not by one that only answers a command', async () => {
    for (const stays of [true, false]) {
      const { clock, settled, save, set, refs } = await openWorld({ stays });
      for (const content of ['one', 'two', 'three']) await save(content);
      await set({ rule: { kind: 'thin' } });
      expect(refs()).toEqual(['v3', 'v2', 'v1', 'v0']);
      clock.advance(day + hour);
      await settled();
      expect(refs()).toEqual(stays ? ['v3', 'v0'] : ['v3', 'v2', 'v1', 'v0']);
    }
  });

  it('is taken back by itself, and what it took by itself', async () => {
    const { core, save, set, refs, undo: takeBack, artifact } = await openWorld();
    for (const content of ['one', 'two', 'three']) await save(content);
    const { operation, thinned } = await set(lastTwo);
    await takeBack(operation!.id);
    expect(artifact().keep).toEqual({ kind: 'all' });
    expect(refs()).toEqual(['v3', 'v2', 'v0']);
    await takeBack(thinned!.operations[0]!.id);
    expect(refs()).toEqual(['v3', 'v2', 'v1', 'v0']);
    expect(core.catalog.versions(artifact().id).filter(({ pinned }) => pinned)).toEqual([]);
    await expectWhole(core);
  });

  it('does not take again what somebody took back: it is pinned', async () => {
    const { core, save, set, refs, undo: takeBack, artifact } = await openWorld();
    for (const content of ['one', 'two', 'three']) await save(content);
    await set(lastTwo);
    await takeBack(null);
    expect(core.catalog.version(artifact().id, 1)?.pinned).toBe(true);
    await save('four');
    expect(refs()).toEqual(['v4', 'v3', 'v1', 'v0']);
    expect(core.catalog.operations({ limit: 9 }).find(({ kind }) => kind === 'undo')?.arguments).toMatchObject({ pinned: [1] });
  });

  it('counts what is protected when it is applied, and records of versions that went are gone', async () => {
    const { core, live, world, save, set, at, refs } = await openWorld();
    for (const content of ['one', 'two', 'three', 'four', 'five', 'six']) await save(content);
    edits.setPinned(core, at('v1'), true);
    edits.setAlias(core, at('v2'), 'best');
    edits.describe(core, at('v3'), 'good');
    await set({ rule: { kind: 'last', count: 1 } });
    expect(refs()).toEqual(['v6', 'v3', 'v2', 'v1', 'v0']);
    const written = world.ports().records.list();
    expect(written.map(({ name }) => name).filter((name) => name.startsWith('animals/')).toSorted()).toEqual(['artifact', 'v0', 'v1', 'v2', 'v3', 'v6'].map((name) => `animals/${name}.json`));
    expect(JSON.parse(written.find(({ name }) => name === 'animals/v1.json')!.text)).toMatchObject({ pinned: true, timeToLive: 'inherit' });
    expect(JSON.parse(written.find(({ name }) => name === 'animals/artifact.json')!.text)).toMatchObject({ keep: { kind: 'last', count: 1 } });
    edits.setPinned(core, at('v1'), false);
    edits.removeAlias(core, 'animals', 'best');
    edits.describe(core, at('v3'), '');
    await setKeep(core, live, 'animals', {});
    expect(refs()).toEqual(['v6', 'v0']);
  });

  it('that is no rule is refused, and nothing is changed', async () => {
    const { core, set } = await openWorld();
    for (const change of [{ rule: { kind: 'last', count: 0 } }, { rule: { kind: 'last', count: 1.5 } }, { timeToLive: 0 }, { timeToLive: -1 }] as KeepChange[]) {
      await expect(set(change)).rejects.toMatchObject({ code: 'keep.invalid' });
    }
    expect(kinds(core)).not.toContain('keep');
  });
});

describe('a time to live', () => {
  it('ends versions of the artifact, or one version, while time passes', async () => {
    const { core, clock, settled, save, set, at, refs } = await openWorld({ stays: true });
    for (const content of ['one', 'two', 'three', 'four']) await save(content);
    edits.setTimeToLive(core, at('v1'), (2 * hour) / second);
    edits.setTimeToLive(core, at('v2'), 'never');
    await set({ timeToLive: (10 * hour) / second });
    clock.advance(3 * hour);
    await settled();
    expect(refs()).toEqual(['v4', 'v3', 'v2', 'v0']);
    clock.advance(9 * hour);
    await settled();
    expect(refs()).toEqual(['v4', 'v2', 'v0']);
  });

  it('of one version, and a pin, can be taken back', async () => {
    const { core, at, undo: takeBack, artifact } = await openWorld();
    edits.setTimeToLive(core, at('v0'), 60);
    edits.setPinned(core, at('v0'), true);
    await takeBack(null);
    await takeBack(null);
    expect(core.catalog.version(artifact().id, 0)).toMatchObject({ pinned: false, timeToLive: 'inherit' });
    expect(() => edits.setTimeToLive(core, at('v0'), 0)).toThrow(expect.objectContaining({ code: 'keep.invalid' }));
  });
});

describe('a restore', () => {
  it('keeps the version that it can be taken back to for a month, or until it was taken back', async () => {
    const { core, live, clock, settled, save, set, refs, restored, artifact, undo: takeBack } = await openWorld({ stays: true });
    for (const content of ['one', 'two']) await save(content);
    const { operation } = await restored('v0');
    await set({ rule: { kind: 'last', count: 1 } });
    expect(refs()).toEqual(['v3', 'v2', 'v0']);
    expect(fatesOf(core.catalog, artifact(), clock.now())[1]).toMatchObject({ kept: { code: 'restore' }, goes: { at: clock.now() + restoreHold } });
    expect(core.catalog.undoableRestores('animals').map(({ id }) => id)).toEqual([operation]);
    live.setAllPaused(true); // a month of slow rescans in one moment
    clock.advance(restoreHold - hour);
    await settled();
    expect(refs()).toEqual(['v3', 'v2', 'v0']);
    clock.advance(2 * hour);
    await settled();
    expect(refs()).toEqual(['v3', 'v0']);
    await expect(takeBack(operation)).rejects.toMatchObject({ code: 'operation.not-undoable', message: expect.stringContaining('animals:v2') as string });
  });

  it('that goes on is never disturbed, and what was named meanwhile stays', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    let began = false;
    const wrap: WrapPort = (name, port) =>
      name !== 'materialize'
        ? port
        : { ...port, run: async (order: never) => ((began = true), await gate, (port as unknown as { run: (order: never) => unknown }).run(order)) };
    const { core, settled, save, set, refs, at, restored } = await openWorld({ wrap });
    for (const content of ['one', 'two', 'three']) await save(content);
    const restoring = restored('v1');
    await settled();
    const setting = set({ rule: { kind: 'last', count: 1 } });
    await settled();
    expect(began).toBe(true);
    expect(refs()).toEqual(['v3', 'v2', 'v1', 'v0']);
    edits.setAlias(core, at('v2'), 'best');
    open();
    await restoring;
    await setting;
    expect(refs()).toEqual(['v4', 'v3', 'v2', 'v0']);
    await expectWhole(core);
  });
});

describe('a thinning that fails', () => {
  it('changes nothing, and is done at the next look', async () => {
    let broken = false;
    const wrap: WrapPort = (name, port) =>
      name !== 'catalog'
        ? port
        : {
            ...port,
            transact: (change: (writer: object) => unknown) =>
              (port as unknown as { transact: (change: (writer: object) => unknown) => unknown }).transact((writer) => {
                const result = change(writer);
                if (broken && 'deletions' in writer && (writer.deletions as () => unknown[])().length > 0) throw new Error('the power went');
                return result;
              }),
          };
    const { core, clock, settled, save, set, refs } = await openWorld({ stays: true, wrap });
    await set(lastTwo);
    for (const content of ['one', 'two']) await save(content);
    broken = true;
    await save('three');
    expect(refs()).toEqual(['v3', 'v2', 'v1', 'v0']);
    expect(core.catalog.deletions()).toEqual([]);
    broken = false;
    clock.advance(10 * minute);
    await settled();
    expect(refs()).toEqual(['v3', 'v2', 'v0']);
    await expectWhole(core);
  });
});
