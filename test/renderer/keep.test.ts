import { describe, expect, it } from 'vitest';
import { sameRules, ruleOf } from '../../renderer/features/keep/rules.ts';
import { timesToLive } from '../../renderer/features/keep/times-to-live.ts';
import { argumentsLine, operationWord } from '../../renderer/features/operations/selectors.ts';
import { timeAhead } from '../../renderer/lib/dates.ts';
import { ruleWord, timeToLiveWord } from '../../renderer/lib/keep-words.ts';
import { sparedWords } from '../../renderer/features/keep/spared-words.ts';
import { noon, openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

async function opened() {
  const window = await openStandInWindow();
  window.stores.navigation.getState().openArtifact('street-scenes');
  await settled();
  const keep = () => window.stores.keep.getState();
  const artifact = () => window.stores.artifacts.getState().byName['street-scenes']!;
  const asked = (method: string) => window.engine.calls.filter((call) => call.method === method).length;
  return { ...window, keep, artifact, asked };
}

describe('the fates of versions', () => {
  it('are known for the opened artifact, and for no other', async () => {
    const { keep, stores } = await opened();
    expect(Object.keys(keep().fates)).toHaveLength(300);
    expect(keep().fates['v299']).toMatchObject({ kept: { code: 'latest' }, goes: null });
    stores.navigation.getState().openArtifact('churn-model');
    expect(keep().fates).toEqual({});
    await settled();
    expect(Object.keys(keep().fates)).toHaveLength(12);
  });

  it('follow a save, a pin and another rule, and nothing else', async () => {
    const { keep, engine, artifact, asked } = await opened();
    const before = asked('keep.plan');
    engine.save('street-scenes');
    await settled();
    expect(keep().fates['v300']?.kept?.code).toBe('latest');
    await keep().setPinned('v12', true);
    await settled();
    expect(keep().fates['v12']?.kept?.code).toBe('pinned');
    engine.emit({ kind: 'artifact.changed', artifact: { ...artifact(), keep: { kind: 'thin' } } });
    await settled();
    expect(asked('keep.plan')).toBe(before + 3);
    engine.emit({ kind: 'artifact.changed', artifact: { ...artifact(), keep: { kind: 'all' }, state: 'settling' } });
    engine.save('churn-model');
    await settled();
    expect(asked('keep.plan')).toBe(before + 3);
  });

  it('are asked for once more when many facts come while one asks', async () => {
    const { keep, asked } = await opened();
    const before = asked('keep.plan');
    await Promise.all([keep().reload(), keep().reload(), keep().reload()]);
    expect(asked('keep.plan')).toBe(before + 2);
  });

  it('stay as they were when a pin is refused, and it is told', async () => {
    const { keep, engine, told } = await opened();
    engine.failNext('version.setPinned', refusal('version.not-found', 'It is not there any more.'));
    await keep().setPinned('v12', true);
    expect(told.at(-1)).toMatchObject({ title: 'v12 was not pinned', message: 'It is not there any more.' });
    await keep().setTimeToLive('v12', 60);
    await settled();
    expect(keep().fates['v12']?.goes?.code).toBe('time-to-live');
  });
});

describe('a keep rule', () => {
  it('is thought about with what it would take, and changes nothing before it is switched on', async () => {
    const { keep, artifact, asked } = await opened();
    await keep().openRule(artifact());
    expect(keep().draft).toMatchObject({ rules: { rule: { kind: 'all' } }, plan: { going: [] } });
    await keep().change({ rule: { kind: 'last', count: 20 } });
    expect(keep().draft?.plan?.going.length).toBeGreaterThan(100);
    keep().closeRule();
    expect(artifact().keep).toEqual({ kind: 'all' });
    expect(asked('keep.set')).toBe(0);
  });

  it('shows the preview of what was chosen last, whatever is answered first', async () => {
    const { keep, artifact } = await opened();
    await keep().openRule(artifact());
    await Promise.all([keep().change({ rule: { kind: 'last', count: 1 } }), keep().change({ rule: { kind: 'last', count: 250 } })]);
    expect(keep().draft?.plan?.rule).toEqual({ kind: 'last', count: 250 });
  });

  it('says what went when it is switched on, and takes back the rule first and then what went', async () => {
    const { keep, artifact, told, engine } = await opened();
    await keep().openRule(artifact());
    await keep().change({ rule: { kind: 'last', count: 20 } });
    const gone = keep().draft?.plan?.going.length ?? 0;
    await keep().save();
    expect(keep().draft).toBeNull();
    expect(told.at(-1)?.message).toContain(`${gone} versions went.`);
    expect(artifact()).toMatchObject({ keep: { kind: 'last', count: 20 }, versions: 300 - gone });
    told.at(-1)?.action?.run();
    await settled();
    const undone = engine.calls.filter(({ method }) => method === 'operation.undo').map(({ params }) => (params as { operation: number }).operation);
    expect(undone).toEqual([421, 422]);
  });

  it('stays in the dialog when it is refused', async () => {
    const { keep, artifact, told, engine } = await opened();
    await keep().openRule(artifact());
    await keep().change({ timeToLive: 60 });
    engine.failNext('keep.set', refusal('keep.invalid', 'That is no rule.'));
    await keep().save();
    expect(keep().draft).toMatchObject({ saving: false, rules: { timeToLive: 60 } });
    expect(told.at(-1)?.message).toBe('That is no rule.');
  });
});

describe('the limit of the store', () => {
  it('warns before it is reached, and says when it is, in place of the warning', async () => {
    const { keep, told } = await opened();
    await keep().setLimit(2_000_000_000);
    expect(told.filter(({ id }) => id === 'room')).toEqual([]);
    await keep().setLimit(1_000_000_000);
    await keep().setLimit(900_000_000);
    expect(told.filter(({ id }) => id === 'room').map(({ tone }) => tone)).toEqual(['warning', 'bad']);
    expect(keep().room).toMatchObject({ state: 'full', limitBytes: 900_000_000 });
  });
});

describe('words', () => {
  it('of rules and times are those people use', () => {
    expect([ruleWord({ kind: 'all' }), ruleWord({ kind: 'last', count: 1000 }), ruleWord({ kind: 'thin' })]).toEqual(['all', 'last 1,000', 'thinned']);
    expect([1, 90, 3_600, 86_400, 30 * 86_400, 604_800, 31_536_000].map(timeToLiveWord)).toEqual(['1 second', '90 seconds', '1 hour', '1 day', '30 days', '1 week', '1 year']);
    expect([noon - 5, noon + 3 * 86_400_000].map((at) => timeAhead(at, noon))).toEqual(['now', 'in 3 days']);
    const operation = { id: 1, at: 1, actor: 'me', kind: 'thin', artifact: 'a', arguments: { versions: [1, 2, 3, 4, 5, 6, 7], rule: { kind: 'last', count: 2 }, timeToLive: 60 }, undoable: true, undone: false };
    expect(`${operationWord('thin')}: ${argumentsLine(operation)}`).toBe('Thinned: v1, v2, v3, v4, v5 and 2 more · rule last 2 · time to live 1 minute');
  });

  it('of a choice mean a rule, and a time that is set can be chosen', () => {
    expect([ruleOf('last', 3), ruleOf('thin', 3), ruleOf('all', 3)]).toEqual([{ kind: 'last', count: 3 }, { kind: 'thin' }, { kind: 'all' }]);
    expect(sameRules({ rule: ruleOf('last', 3), timeToLive: 'never' }, { rule: ruleOf('last', 4), timeToLive: 'never' })).toBe(false);
    expect(timesToLive(90)[0]).toBe(90);
  });
});

describe('what every rule spares', () => {
  const fate = (ref: string, code: string | null) => ({ ref, kept: code === null ? null : { code, message: '' }, goes: null });

  it('is counted by why', () => {
    expect(sparedWords([fate('v3', 'latest'), fate('v2', 'alias'), fate('v1', 'by-hand'), fate('v0', 'by-hand')])).toBe('1 named, 2 made by hand');
    expect(sparedWords([fate('v1', 'latest'), fate('v0', null)])).toBe('');
  });
});
