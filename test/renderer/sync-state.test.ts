import { describe, expect, it } from 'vitest';
import { placeSentence, rulesLine, stateWords } from '../../renderer/features/remotes/sync-state.ts';
import type { LinkView, SyncStatusView, WhereaboutsView } from '../../shared/sync-values.ts';

const now = new Date(2026, 0, 5, 10, 40).getTime();
const link: LinkView = {
  remote: 'team',
  content: 'all',
  writable: true,
  waiting: 0,
  next: 4,
  rules: { mode: 'automatic', paused: false, notOnBattery: false, notOnMetered: false, offline: 'as-needed' },
  status: { state: 'resting', since: null, until: null, message: '', conflicts: 0 },
  conditions: { onBattery: false, metered: false, online: true },
  pushedAt: now - 120_000,
};
const status = (change: Partial<SyncStatusView>): SyncStatusView => ({ state: 'resting', since: null, until: null, message: '', conflicts: 0, ...change });
const words = (change: Partial<LinkView>): string => stateWords({ ...link, ...change }, now).text;

describe('how an artifact stands to its remote, in words', () => {
  it('says that all is well and when it was pushed', () => {
    expect(words({})).toBe('Up to date · pushed 2 minutes ago');
    expect(words({ content: 'metadata', pushedAt: null })).toBe('Up to date, without the contents of files');
    expect(words({ writable: false })).toBe('Up to date; you may only pull');
  });

  it('says what waits, and for what', () => {
    expect(words({ waiting: 3, status: status({ state: 'battery' }) })).toBe('3 versions wait: on battery');
    expect(words({ waiting: 1, status: status({ state: 'metered' }) })).toBe('1 version waits: metered connection');
    expect(words({ waiting: 1, status: status({ state: 'settling' }) })).toBe('1 version waits for quiet');
    expect(words({ status: status({ state: 'paused' }) })).toBe('Paused');
    expect(words({ waiting: 2, status: status({ state: 'manual' }) })).toBe('2 versions not pushed yet');
  });

  it('says since when it is offline and when it tries again', () => {
    const since = new Date(2026, 0, 5, 10, 32).getTime();
    expect(words({ status: status({ state: 'offline', since, until: now + 120_000, message: 'It cannot be reached.' }) })).toMatch(/^Offline since 10:32.*, tries again in 2 min/);
  });

  it('says what needs somebody, as it was told', () => {
    const refused = stateWords({ ...link, waiting: 1, status: status({ state: 'refused', message: 'The bucket does not let you write to it.' }) }, now);
    expect(refused).toEqual({ text: '1 version waits: The bucket does not let you write to it.', isUrgent: true });
  });

  it('names the rules, and says where the system does not tell', () => {
    expect(rulesLine(link)).toBe('Automatic');
    const rules = { ...link.rules, notOnMetered: true, offline: 'newest' as const };
    expect(rulesLine({ ...link, rules, conditions: { ...link.conditions, metered: null } })).toBe('Automatic · not on metered connections · this system does not tell, so it goes all the same · newest kept offline');
  });

  it('says where a version is and who pushed it', () => {
    const place: WhereaboutsView = { ref: 'v1', here: false, bucket: 'contents', pulled: true, by: 'ada@lab', at: now };
    expect(placeSentence(place, 'team')).toMatch(/^Its contents lie in team alone, and come when they are needed\. Pushed by ada@lab, .+\.$/);
    expect(placeSentence({ ...place, bucket: 'none', by: null, at: null }, 'team')).toBe('On this computer alone: not pushed yet.');
    expect(placeSentence({ ...place, bucket: 'records' }, 'team')).toMatch(/^Its contents were not pushed: they are neither here nor in team\./);
  });
});
