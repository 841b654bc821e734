import { describe, expect, it } from 'vitest';
import { findingRows, touchedRows } from '../../renderer/features/storage/findings.ts';
import { healthSentences, healthState, mendedSentence } from '../../renderer/features/storage/health-words.ts';
import { noon, openStandInWindow, settled } from './window-on-stand-in.ts';

const owl = { code: 'chunk.damaged', message: `The bytes of the chunk ${'ab'.repeat(32)} are damaged.`, touches: [{ version: 'a:v1', path: 'owl' }, { version: 'a:v0', path: 'owl' }] };
const cat = { code: 'chunk.damaged', message: 'Another.', touches: [{ version: 'a:v0', path: 'owl' }, { version: 'a:v0', path: null }] };
const record = { code: 'record.missing', message: 'A record is missing.', touches: [] };

describe('the health of the store', () => {
  it('is known from the start, and nothing is claimed before the first look', async () => {
    const { stores } = await openStandInWindow();
    const { health } = stores.storage.getState();
    expect(healthState(health)).toBe('unknown');
    expect(health && healthSentences(health, noon)).toEqual(['Strata looks after it by itself, a little every day when nothing else goes on. Verify looks now.']);
  });

  it('that a look in the background finds broken is told once, with the way to it', async () => {
    const { stores, engine, api, told } = await openStandInWindow();
    engine.damage([owl, record]);
    await api.client.invoke('store.verify', { deep: true });
    await api.client.invoke('store.verify', { deep: true });
    await settled();
    expect(told).toMatchObject([{ title: 'The store is damaged', tone: 'bad', action: { label: 'Show' } }]);
    expect(healthState(stores.storage.getState().health)).toBe('damaged');
    told[0]?.action?.run();
    expect(stores.navigation.getState().view).toBe('storage');
  });

  it('is not told to whoever asked for the look and sees its report', async () => {
    const { stores, engine, told } = await openStandInWindow();
    engine.damage([owl]);
    stores.storage.getState().setShown(true);
    await stores.storage.getState().verify();
    expect(told).toEqual([]);
    expect(stores.storage.getState().report?.findings).toEqual([owl]);
  });

  it('is repaired, with what was mended and what could not be', async () => {
    const { stores, engine } = await openStandInWindow();
    engine.damage([owl, cat]);
    const storage = () => stores.storage.getState();
    await storage().verify();
    await storage().mend();
    expect(storage().report).toBeNull();
    expect(storage().repair).toMatchObject({ ok: false, lost: [cat], verified: { findings: [owl, cat] } });
    expect(storage().repair && mendedSentence(storage().repair!)).toBe('1 chunk (60 kB) found again and stored anew, 1 container written again.');
    expect(storage().health?.damagedChunks).toBe(1);
    expect(storage().checking).toBeNull();
  });

  it('tells the last look, the damage, and how far the round through every byte is', () => {
    const last = { at: noon - 3_600_000, deep: false, findings: 2, messages: [] };
    const round = { startedAt: noon, finishedAt: null, containers: 41, proven: 12 };
    const words = healthSentences({ last, lastDeep: { ...last, at: noon - 7_200_000, deep: true }, round, damagedChunks: 3 }, noon);
    expect(words).toEqual([
      'Last look 1 hour ago: 2 things found.',
      '3 chunks are damaged.',
      'Every byte was read 2 hours ago.',
      'This round through every byte: 12 of 41 containers read, it goes on when nothing else does.',
    ]);
  });
});

describe('what was found', () => {
  it('is listed with the versions and paths it touches, digests cut short', () => {
    expect(findingRows([owl, record]).map((row) => (row.kind === 'finding' ? row.message : `${row.version} ${row.path}`))).toEqual([
      'The bytes of the chunk abababababab… are damaged.',
      'a:v1 owl',
      'a:v0 owl',
      'A record is missing.',
    ]);
  });

  it('says when more is touched than is told', () => {
    const many = { ...owl, touches: Array.from({ length: 1_000 }, (_, index) => ({ version: `a:v${index}`, path: 'owl' })) };
    expect(findingRows([many]).at(-1)).toMatchObject({ message: 'And more than these.' });
  });

  it('and is whole again is listed by what it touched, each once', () => {
    expect(touchedRows([owl, cat, record]).map((row) => (row.kind === 'finding' ? row.message : `${row.version} ${row.path}`))).toEqual([
      'a:v1 owl',
      'a:v0 owl',
      'a:v0 null',
      'A record is missing.',
    ]);
  });
});
