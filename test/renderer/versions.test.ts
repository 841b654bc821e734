import { describe, expect, it } from 'vitest';
import type { VersionView } from '../../shared/values.ts';
import { comparisonChoices, indexBefore, makerWords, movableAliases, timelineRows, versionLabel } from '../../renderer/features/versions/selectors.ts';
import { emptyTimeline, foldTimeline, withFirstPage, withOlderPage } from '../../renderer/features/versions/fold.ts';
import { version } from './stand-in-data.ts';
import { noon, openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

const name = 'street-scenes';

async function openVersions() {
  const window = await openStandInWindow();
  const { versions } = window.stores;
  return { ...window, versions, aliasesOf: (index: number) => versions.getState().shown[index]?.aliases };
}

describe('the timeline folds facts', () => {
  const loaded = withFirstPage(emptyTimeline(name), [version({ index: 1, aliases: ['latest', 'best'] }), version({ index: 0 })], 2);

  it('puts a version that was made elsewhere on top and counts it', () => {
    const after = foldTimeline(loaded, { kind: 'version.created', artifact: name, version: version({ index: 2, aliases: ['latest'] }) });
    expect(after.order).toEqual([2, 1, 0]);
    expect(after.total).toBe(3);
  });

  it('takes an alias away from the version that had it when another one is told with it', () => {
    const after = foldTimeline(loaded, { kind: 'version.created', artifact: name, version: version({ index: 2, aliases: ['latest'] }) });
    expect(after.told[1]?.aliases).toEqual(['best']);
    expect(after.told[2]?.aliases).toEqual(['latest']);
  });

  it('counts a version that is told twice once', () => {
    const event = { kind: 'version.created', artifact: name, version: version({ index: 2 }) } as const;
    expect(foldTimeline(foldTimeline(loaded, event), event)).toMatchObject({ order: [2, 1, 0], total: 3 });
  });

  it('puts versions that are told out of order in their order', () => {
    const late = foldTimeline(loaded, { kind: 'version.created', artifact: name, version: version({ index: 3 }) });
    expect(foldTimeline(late, { kind: 'version.created', artifact: name, version: version({ index: 2 }) }).order).toEqual([3, 2, 1, 0]);
  });

  it('stays the same object for facts of another artifact', () => {
    expect(foldTimeline(loaded, { kind: 'version.created', artifact: 'other', version: version({ index: 2 }) })).toBe(loaded);
  });

  it('does not add a row for an edited version that is on no loaded page', () => {
    const page = withFirstPage(emptyTimeline(name), [version({ index: 9 })], 10);
    expect(foldTimeline(page, { kind: 'version.edited', artifact: name, version: version({ index: 2 }) }).order).toEqual([9]);
  });

  it('repeats no row when pages overlap, and knows when there is no more', () => {
    const page = withOlderPage(withFirstPage(emptyTimeline(name), [version({ index: 3 }), version({ index: 2 })], 4), [version({ index: 2 }), version({ index: 1 }), version({ index: 0 })], 4);
    expect(page).toMatchObject({ order: [3, 2, 1, 0], hasMore: false });
  });
});

describe('the timeline is loaded in pages', () => {
  it('shows the newest page first and selects the newest version', async () => {
    const { versions } = await openVersions();
    expect(versions.getState().timeline.order).toHaveLength(200);
    expect(versions.getState().timeline.order[0]).toBe(299);
    expect(versions.getState().selected).toBe(299);
  });

  it('loads older versions behind it until the first', async () => {
    const { versions } = await openVersions();
    await versions.getState().loadMore();
    expect(versions.getState().timeline.order).toHaveLength(300);
    expect(versions.getState().timeline.order.at(-1)).toBe(0);
    expect(versions.getState().timeline.hasMore).toBe(false);
  });

  it('asks for a page only once while it is on its way', async () => {
    const { versions, engine } = await openVersions();
    await Promise.all([versions.getState().loadMore(), versions.getState().loadMore()]);
    expect(engine.calls.filter(({ method }) => method === 'version.list')).toHaveLength(2);
  });

  it('tells when a page could not be read, and can ask again', async () => {
    const { versions, engine, told } = await openVersions();
    engine.failNext('version.list', refusal('store.damaged', 'The catalog cannot be read.'));
    await versions.getState().loadMore();
    expect(told.at(-1)).toMatchObject({ tone: 'bad', message: 'The catalog cannot be read.', stays: true });
    await versions.getState().loadMore();
    expect(versions.getState().timeline.order).toHaveLength(300);
  });

  it('fetches a version that is on no loaded page when it is opened, without giving it a row', async () => {
    const { versions } = await openVersions();
    await versions.getState().select(3);
    expect(versions.getState().shown[3]?.ref).toBe('v3');
    expect(versions.getState().timeline.order).not.toContain(3);
  });

  it('drops the answer for an artifact that was left meanwhile', async () => {
    const { versions, stores } = await openVersions();
    stores.navigation.getState().openArtifact('churn-model');
    stores.navigation.getState().openArtifact('field-notes');
    await settled();
    expect(versions.getState().timeline.artifact).toBe('field-notes');
    expect(versions.getState().timeline.order).toEqual([4, 3, 2, 1, 0]);
  });
});

describe('a version that comes while the list is on its way', () => {
  it('is in the timeline although the list does not have it', async () => {
    const { versions, stores, engine } = await openVersions();
    stores.navigation.getState().openArtifact('field-notes');
    // The list is read here; its answer arrives after the next line.
    engine.save('field-notes');
    await settled();
    expect(versions.getState().timeline).toMatchObject({ order: [5, 4, 3, 2, 1, 0], total: 6 });
  });
});

describe('a version that comes while one looks', () => {
  it('arrives once, and is not new any more when it was seen coming', async () => {
    const { versions, engine } = await openVersions();
    engine.save(versions.getState().timeline.artifact);
    await settled();
    engine.save(versions.getState().timeline.artifact);
    await settled();
    expect(versions.getState().arrived).toEqual([300, 301]);
    versions.getState().settleArrival(300);
    expect(versions.getState().arrived).toEqual([301]);
  });
});

describe('a version is edited', () => {
  it('shows a new alias before the engine has answered', async () => {
    const { versions, aliasesOf } = await openVersions();
    const done = versions.getState().addAlias(299, 'golden');
    expect(aliasesOf(299)).toEqual(['latest', 'golden']);
    expect(await done).toBe(true);
    expect(aliasesOf(299)).toEqual(['latest', 'golden']);
    expect(versions.getState().pending).toEqual([]);
  });

  it('moves an alias from the version that had it', async () => {
    const { versions, aliasesOf } = await openVersions();
    const done = versions.getState().addAlias(299, 'best');
    expect(aliasesOf(296)).toEqual(['reviewed']);
    await done;
    expect(aliasesOf(296)).toEqual(['reviewed']);
    expect(aliasesOf(299)).toContain('best');
  });

  it('takes the move back on both versions when the engine refuses it', async () => {
    const { versions, engine, told, aliasesOf } = await openVersions();
    engine.failNext('alias.set', refusal('alias.protected', '"best" is protected.'));
    const done = versions.getState().addAlias(299, 'best');
    expect(aliasesOf(299)).toContain('best');
    expect(await done).toBe(false);
    expect(aliasesOf(299)).toEqual(['latest']);
    expect(aliasesOf(296)?.toSorted()).toEqual(['best', 'reviewed']);
    expect(told.at(-1)).toMatchObject({ title: 'The alias "best" was not set', message: '"best" is protected.' });
  });

  it('keeps what facts said while a refused edit was on its way', async () => {
    const { versions, engine } = await openVersions();
    engine.failNext('version.describe', refusal('description.invalid', 'It is too long.'));
    const done = versions.getState().describe(299, 'mine');
    engine.save(name);
    expect(versions.getState().shown[299]?.description).toBe('mine');
    await done;
    expect(versions.getState().shown[299]?.description).not.toBe('mine');
    expect(versions.getState().timeline.order[0]).toBe(300);
    expect(versions.getState().shown[299]?.aliases).toEqual([]);
  });

  it('lays two unanswered edits over each other and drops only the refused one', async () => {
    const { versions, engine } = await openVersions();
    engine.failNext('tag.add', refusal('tag.invalid', 'This tag is not possible.'));
    const [tagged, described] = [versions.getState().addTag(299, 'bad'), versions.getState().describe(299, 'kept')];
    expect(versions.getState().shown[299]).toMatchObject({ tags: ['bad'], description: 'kept' });
    expect(await Promise.all([tagged, described])).toEqual([false, true]);
    expect(versions.getState().shown[299]).toMatchObject({ tags: [], description: 'kept' });
  });

  it('renames and removes an alias, and sets and removes metadata', async () => {
    const { versions, aliasesOf } = await openVersions();
    await versions.getState().renameAlias(296, 'best', 'golden');
    expect(aliasesOf(296)?.toSorted()).toEqual(['golden', 'reviewed']);
    await versions.getState().dropAlias(296, 'golden');
    expect(aliasesOf(296)).toEqual(['reviewed']);
    await versions.getState().setMetadata(296, { epochs: 12 }, ['note', 'source']);
    expect(versions.getState().shown[296]?.metadata).toEqual({ 'accuracy.top1': 0.934, cameras: ['north', 'harbour'], complete: true, epochs: 12 });
  });

  it('protects an alias at once, and takes it back when the engine refuses', async () => {
    const { versions, engine, told } = await openVersions();
    const protectedOf = (): readonly string[] | undefined => versions.getState().shown[296]?.protectedAliases;
    const done = versions.getState().protectAlias(296, 'best', true);
    expect(protectedOf()).toEqual(['best']);
    expect(await done).toBe(true);
    expect(protectedOf()).toEqual(['best']);
    expect(movableAliases(versions.getState().shown).map(({ alias }) => alias)).not.toContain('best');
    expect(versionLabel(versions.getState().shown[296] as VersionView, null)).toContain('alias reviewed, protected alias best');
    engine.failNext('alias.setProtected', refusal('alias.not-found', 'There is no such alias.'));
    expect(await versions.getState().protectAlias(296, 'best', false)).toBe(false);
    expect(protectedOf()).toEqual(['best']);
    expect(told.at(-1)).toMatchObject({ title: 'The alias "best" was not unprotected', message: 'There is no such alias.' });
  });

  it('does not touch the versions of the artifact that is open by the time the answer comes', async () => {
    const { versions, stores } = await openVersions();
    const done = versions.getState().describe(4, 'of the other one');
    stores.navigation.getState().openArtifact('field-notes');
    await done;
    await settled();
    expect(versions.getState().shown[4]?.description).toBe('');
  });
});

describe('what the timeline shows', () => {
  const day = 86_400_000;
  const shown = Object.fromEntries(
    [version({ index: 3, createdAt: noon, aliases: ['latest'] }), version({ index: 2, createdAt: noon - 60_000, aliases: ['best'] }), version({ index: 1, createdAt: noon - day }), version({ index: 0, createdAt: noon - 9 * day })].map((one) => [one.index, one]),
  );
  const order = [3, 2, 1, 0];

  it('groups versions under the days they were made on', () => {
    const rows = timelineRows(order, shown, noon);
    expect(rows.map((row) => (row.kind === 'day' ? `${row.label} (${row.count})` : row.version.ref))).toEqual([
      'Today (2)', 'v3', 'v2', 'Yesterday (1)', 'v1', 'Saturday, 14 November (1)', 'v0',
    ]);
  });

  it('compares a version with the one before it, and the first with none', () => {
    expect(indexBefore(order, 2)).toBe(1);
    expect(indexBefore(order, 0)).toBeNull();
    expect(indexBefore([9, 4], 9)).toBe(4);
  });

  it('offers every other version for a comparison', () => {
    expect(comparisonChoices(order, shown, 2).map(({ value }) => value)).toEqual(['v3', 'v1', 'v0']);
  });

  it('offers every alias but latest for a move', () => {
    expect(movableAliases(shown)).toEqual([{ alias: 'best', index: 2 }]);
  });
});

describe('who made the versions of a timeline', () => {
  const rows = (...actors: string[]) => actors.map((actor, index) => ({ kind: 'version' as const, key: `v${index}`, version: version({ index, actor }) }));

  it('is said only where several people did', () => {
    expect(makerWords(rows('mira@lab', 'mira@lab')).size).toBe(0);
    expect([...makerWords(rows('mira@lab', 'noor@desk'))]).toEqual([['mira@lab', 'mira'], ['noor@desk', 'noor']]);
    expect([...makerWords(rows('mira@lab', 'mira@home', 'noor@desk')).values()]).toEqual(['mira@lab', 'mira@home', 'noor']);
  });
});
