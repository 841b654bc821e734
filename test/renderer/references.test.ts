import { describe, expect, it } from 'vitest';
import { draftRefusal } from '../../renderer/features/references/adding.ts';
import { driftSentence, referencesWords, scheduleChoices } from '../../renderer/features/references/words.ts';
import { fileUriOf, nameFromUri, referenceUriIn } from '../../renderer/lib/reference-uris.ts';
import type { DriftView } from '../../shared/reference-values.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

async function opened() {
  const window = await openStandInWindow({ chosenFolder: '/data/cats & dogs' });
  window.stores.navigation.getState().openArtifact('street-scenes');
  await settled();
  return { ...window, references: () => window.stores.references.getState() };
}

describe('a URI in what was pasted or dropped', () => {
  it('is taken when it is one that data can be referred to by', () => {
    expect(referenceUriIn(' s3://my-bucket/animals \n')).toBe('s3://my-bucket/animals');
    expect(referenceUriIn('# from a browser\r\nhttps://data.example/cats.zip\r\n')).toBe('https://data.example/cats.zip');
    expect([referenceUriIn('see https://data.example'), referenceUriIn('mailto:a@b'), referenceUriIn('')]).toEqual([null, null, null]);
  });

  it('gives a new artifact its name', () => {
    expect(nameFromUri('s3://my-bucket/animals/')).toBe('animals');
    expect(nameFromUri('https://data.example/big%20cats.zip?x=1')).toBe('big-cats.zip');
    expect(nameFromUri('gs://pictures')).toBe('pictures');
  });

  it('is made of a folder, whatever its name holds', () => {
    expect(fileUriOf('/data/cats & 100% dogs#1')).toBe('file:///data/cats%20%26%20100%25%20dogs%231');
    expect(fileUriOf('C:\\data\\cats')).toBe('file:///C:/data/cats');
    expect(fileUriOf('\\\\nas\\share')).toBe('file://nas/share');
  });
});

describe('a reference that is being added', () => {
  it('says what is missing before it can be added', async () => {
    const { references } = await opened();
    references().openDraft({});
    const refusalWith = (uri: string): string | null => {
      references().changeDraft({ uri });
      const { draft } = references();
      return draft === null ? 'closed' : draftRefusal(draft);
    };
    expect(refusalWith('')).toBe('Write or paste the URI first.');
    expect(refusalWith('my-bucket/animals')).toBe('A URI begins with gs://, s3://, https://, http:// or file:///.');
    expect(refusalWith('s3://my-bucket/animals')).toBeNull();
    expect(references().draft?.artifact).toBe('animals');
  });

  it('keeps the artifact that was chosen, whatever the URI is', async () => {
    const { references } = await opened();
    references().openDraft({ artifact: 'street-scenes' });
    references().changeDraft({ uri: 's3://my-bucket/animals' });
    expect(references().draft?.artifact).toBe('street-scenes');
  });

  it('can be a folder of this computer', async () => {
    const { references } = await opened();
    references().openDraft({});
    await references().chooseFolder();
    expect(references().draft).toMatchObject({ uri: 'file:///data/cats%20%26%20dogs', artifact: 'cats-dogs' });
  });

  it('is asked for as it was written, and the dialog closes', async () => {
    const { references, engine } = await opened();
    references().openDraft({ artifact: 'street-scenes', uri: 'gs://b/x' });
    references().changeDraft({ path: 'x', checksum: false });
    await references().add();
    expect(engine.calls.find(({ method }) => method === 'reference.add')?.params).toEqual({ artifact: 'street-scenes', uri: 'gs://b/x', checksum: false, path: 'x', type: 'dataset' });
    expect(references().draft).toBeNull();
  });

  it('stays written when it was refused, with the reason', async () => {
    const { references, engine } = await opened();
    engine.failNext('reference.add', refusal('reference.missing', 'There is nothing at gs://b/x any more, or there never was. Check how it is written.'));
    references().openDraft({ artifact: 'street-scenes', uri: 'gs://b/x' });
    await references().add();
    expect(references().draft).toMatchObject({ uri: 'gs://b/x', adding: false, refusal: 'There is nothing at gs://b/x any more, or there never was. Check how it is written.' });
  });
});

const drift = (counts: Partial<DriftView['counts']>): DriftView => ({
  ref: 'v2',
  counts: { intact: 0, changed: 0, missing: 0, recoverable: 0, unchecked: 0, unreachable: 0, ...counts },
  changed: [],
  missing: [],
  recoverable: [],
  unreachable: [],
  places: [],
});

describe('what the window says of references', () => {
  it('sums up a drift by the worst of it', () => {
    expect(driftSentence(drift({}))).toBe('v2 refers to nothing.');
    expect(driftSentence(drift({ intact: 3 }))).toBe('All that can be told is as v2 names it.');
    expect(driftSentence(drift({ intact: 3, recoverable: 1 }))).toBe('Sources moved on, but all that v2 names is still to be had.');
    expect(driftSentence(drift({ recoverable: 1, missing: 1 }))).toBe('Not all that v2 names is to be had any more.');
    expect(driftSentence(drift({ unchecked: 2 }))).toBe('Nothing can be told: the URIs alone were kept.');
    expect(driftSentence(drift({ intact: 1, unreachable: 1 }))).toBe('Some sources gave no answer.');
  });

  it('names one source, and counts several', () => {
    const added = (uri: string) => ({ uri, path: '', checksum: true, addedAt: 0 });
    const view = { everyMs: null, lastScan: null, permissions: [] };
    expect(referencesWords({ ...view, references: [added('s3://b/x')] })).toBe('s3://b/x');
    expect(referencesWords({ ...view, references: [added('s3://b/x'), added('gs://c')] })).toBe('2 sources: s3://b/x, gs://c');
  });

  it('offers a schedule that was set elsewhere beside the usual ones', () => {
    expect(scheduleChoices(20 * 60_000).at(-1)).toEqual({ value: '1200000', label: 'Every 20 minutes' });
    expect(scheduleChoices(3_600_000)).toHaveLength(5);
  });
});
