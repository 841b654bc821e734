import { describe, expect, it } from 'vitest';
import { argumentsLine, operationWord } from '../../renderer/features/operations/selectors.ts';
import { addParams, changed, missing, nameRefusal, newDraft } from '../../renderer/features/remotes/draft.ts';
import { accessWords, goingWords, placeWords, sweptWords, syncWords } from '../../renderer/features/remotes/words.ts';
import type { RemoteView } from '../../shared/remote-values.ts';
import { strengthWords } from '../../renderer/features/remotes/passphrase.ts';
import { recoveryCode, teamPassphrase } from './stand-in-remotes.ts';
import { openStandInWindow, refusal, settled } from './window-on-stand-in.ts';

const remote = (part: Partial<RemoteView> = {}): RemoteView => ({
  name: 'team',
  address: 'gs://team/strata',
  kind: 'gcs',
  endpoint: null,
  credentials: 'default',
  keyFile: null,
  bytesPerSecond: null,
  writable: true,
  encrypted: false,
  locked: false,
  artifacts: [],
  ...part,
});

async function opened() {
  const window = await openStandInWindow();
  window.stores.navigation.getState().openArtifact('street-scenes');
  await settled();
  const remotes = () => window.stores.remotes.getState();
  return { ...window, remotes };
}

describe('a remote that is being written down', () => {
  it('gets a name from where it is, until somebody writes another', () => {
    const draft = newDraft(false);
    expect(changed(draft, { folder: '/mnt/nas/our team' }, []).name).toBe('our-team');
    expect(changed(draft, { folder: '/mnt/nas/team/' }, [remote()]).name).toBe('team-2');
    const bucket = changed(changed(draft, { kind: 'gcs' }, []), { bucket: 'our-bucket/strata' }, []);
    expect([bucket.name, addParams(bucket).url]).toEqual(['our-bucket', 'gs://our-bucket/strata']);
    const named = changed(bucket, { name: 'mine', isNamed: true }, []);
    expect(changed(named, { bucket: 'gs://other' }, []).name).toBe('mine');
  });

  it('says what is missing before it can be tested', () => {
    const folder = newDraft(false);
    expect(missing(folder)).toBe('Choose a folder first.');
    const bucket = changed(folder, { kind: 'gcs' }, []);
    expect(missing(bucket)).toBe('Write the bucket first.');
    expect(missing(changed(bucket, { bucket: 'b', credentials: 'key-file' }, []))).toBe('Choose the key file first.');
    expect(missing(changed(bucket, { bucket: 'b' }, []))).toBeNull();
    expect([nameRefusal({ ...folder, name: 'team' }, [remote()]), nameRefusal({ ...folder, name: 'my team' }, [])]).toEqual([
      'There is a remote of that name already.',
      'Use 1 to 128 letters, digits, dots, dashes or underscores.',
    ]);
  });

  it('asks for what was chosen, and for nothing that belongs to another kind', () => {
    const full = { ...newDraft(true), kind: 'gcs', bucket: 'gs://b', folder: '/nas', name: 'b', credentials: 'key-file', keyFile: ' /k.json ', endpoint: ' ', limit: 0.5 } as const;
    expect(addParams(full)).toEqual({ url: 'gs://b', keyFile: '/k.json', keepKey: true, name: 'b', bytesPerSecond: 500_000 });
    expect(addParams({ ...full, kind: 'folder' })).toMatchObject({ url: '/nas' });
    expect(addParams({ ...full, credentials: 'none', endpoint: 'http://127.0.0.1:1' })).toMatchObject({ credentials: 'none', endpoint: 'http://127.0.0.1:1' });
  });

  it('is tested, and forgets the test when it is another one', async () => {
    const { remotes } = await opened();
    remotes().openDraft();
    remotes().change({ folder: '/mnt/denied' });
    await remotes().testDraft();
    expect(remotes().draft?.check).toMatchObject({ ok: true, writable: false });
    remotes().change({ limit: 2 });
    expect(remotes().draft?.check).not.toBeNull();
    remotes().change({ folder: '/mnt/other' });
    expect(remotes().draft?.check).toBeNull();
    const late = remotes().testDraft();
    remotes().change({ folder: '/mnt/third' });
    await late;
    expect(remotes().draft).toMatchObject({ check: null, testing: false });
  });

  it('is added, or stays open with the reason', async () => {
    const { remotes, told } = await opened();
    remotes().openDraft();
    remotes().change({ kind: 'gcs', bucket: 'gs://missing' });
    await remotes().add();
    expect(remotes().draft).toMatchObject({ adding: false, refusal: 'There is no bucket gs://missing. Check how it is written, or make it first.' });
    remotes().change({ bucket: 'gs://team' });
    expect(remotes().draft?.refusal).toBeNull();
    await remotes().add();
    expect([remotes().draft, remotes().remotes.map(({ name }) => name), told.at(-1)?.tone]).toEqual([null, ['team'], 'good']);
  });

  it('takes what is dropped: a folder, or a key file', async () => {
    const { remotes } = await opened();
    remotes().openDraft();
    remotes().takeDrop(['/mnt/nas']);
    expect(remotes().draft?.folder).toBe('/mnt/nas');
    remotes().change({ kind: 'gcs' });
    remotes().takeDrop(['/home/mira/key.json']);
    expect(remotes().draft).toMatchObject({ credentials: 'key-file', keyFile: '/home/mira/key.json', folder: '/mnt/nas' });
  });
});

describe('an encrypted remote', () => {
  it('is made with a passphrase that was typed twice, and its recovery code stays until somebody kept it', async () => {
    const { remotes, told } = await opened();
    remotes().openDraft();
    remotes().change({ folder: '/mnt/nas', encrypt: true });
    expect(missing(remotes().draft!)).toBe('A passphrase has 10 characters or more.');
    remotes().change({ passphrase: teamPassphrase, again: 'another' });
    expect(missing(remotes().draft!)).toBe('The two are not the same.');
    remotes().change({ again: teamPassphrase });
    await remotes().add();
    expect(remotes()).toMatchObject({ draft: null, recovery: { remote: 'nas', code: recoveryCode } });
    await remotes().saveCode();
    expect(told.at(-1)).toMatchObject({ title: 'The recovery code was saved', message: '/home/mira/team-recovery-code.txt' });
    remotes().closeRecovery();
    expect(remotes().recovery).toBeNull();
  });

  it('is asked for its passphrase when it turns out to be one, and no more at another place', async () => {
    const { remotes } = await opened();
    remotes().openDraft();
    remotes().change({ folder: '/mnt/sealed' });
    await remotes().testDraft();
    expect(remotes().draft).toMatchObject({ isLocked: true, check: { code: 'bucket.locked' } });
    expect(missing(remotes().draft!)).toBe('Write the passphrase first.');
    remotes().change({ passphrase: 'a wrong one' });
    await remotes().testDraft();
    expect(remotes().draft).toMatchObject({ isLocked: true, check: { code: 'bucket.wrong-passphrase' } });
    remotes().change({ folder: '/mnt/other' });
    expect(remotes().draft).toMatchObject({ isLocked: false, passphrase: '' });
    remotes().change({ folder: '/mnt/sealed' });
    await remotes().add();
    expect(remotes().draft).toMatchObject({ isLocked: true, adding: false });
    remotes().change({ passphrase: teamPassphrase });
    await remotes().add();
    expect([remotes().draft, remotes().recovery, remotes().remotes[0]?.encrypted]).toEqual([null, null, true]);
  });

  it('tells plainly how strong a passphrase is', () => {
    expect(strengthWords('short')).toBeNull();
    for (const weak of ['aaaaaaaaaaaaaaaaaaaaaaaa', 'lisbon2024', 'passwords!']) expect(strengthWords(weak)).toMatch(/^Weak/);
    expect(strengthWords('quiet river stone')).toMatch(/^Fair/);
    for (const strong of [teamPassphrase, 'kX9-vT2_qQ7+mZ4w']) expect(strengthWords(strong)).toMatch(/^Strong/);
  });
});

describe('pushing and pulling', () => {
  it('shows how far the open artifact is, and what came of the last push', async () => {
    const { remotes, engine } = await opened();
    await remotes().load();
    expect(remotes().link).toBeNull();
    remotes().openDraft();
    remotes().change({ folder: '/mnt/nas' });
    await remotes().add();
    await remotes().push('street-scenes', 'nas');
    expect(remotes()).toMatchObject({ link: { remote: 'nas', waiting: 0 }, lastSync: { 'street-scenes': { outcome: 'done' } }, syncing: {} });
    engine.failNext('artifact.push', refusal('bucket.offline', 'The bucket cannot be reached.'));
    await remotes().push('street-scenes');
    expect(remotes().lastSync['street-scenes']).toEqual({ outcome: 'failed', message: 'The bucket cannot be reached.' });
    engine.failNext('artifact.pull', refusal('operation.cancelled', 'It was cancelled.'));
    await remotes().pull('street-scenes');
    expect(remotes().lastSync['street-scenes']).toEqual({ outcome: 'cancelled' });
    await remotes().remove('nas');
    await settled();
    expect([remotes().remotes, remotes().link]).toEqual([[], null]);
  });

  it('tells of versions that have other numbers now', async () => {
    const { engine, told, stores } = await opened();
    const artifact = stores.artifacts.getState().byName['street-scenes']!;
    engine.emit({ kind: 'version.renumbered', artifact, renumbered: [{ from: 'v100', to: 'v101' }] });
    await settled();
    expect(told.at(-1)).toMatchObject({ title: 'Versions of street-scenes have new numbers', message: expect.stringContaining('v100 is v101 now.') });
  });
});

describe('the history of remotes', () => {
  it('is told in words', () => {
    const operation = (kind: string, told: Record<string, unknown>) => ({ id: 1, at: 0, actor: 'me@here', kind, artifact: 'a', arguments: told, undoable: false, undone: false });
    const pushed = operation('push', { versions: [3, 5], renumbered: [{ from: 3, to: 5 }], remote: 'team' });
    expect([operationWord('push'), argumentsLine(pushed)]).toEqual(['Pushed', 'v3, v5 · new numbers v3 → v5 · remote team']);
    const added = operation('remote.add', { remote: 'team', address: 'gs://team', endpoint: null, credentials: 'key-file', bytesPerSecond: 2_000_000 });
    expect(argumentsLine(added)).toBe('remote team · at gs://team · as key-file · at most 2 MB/s');
  });
});

describe('the words about a remote', () => {
  it('say where it is, and how it is opened', () => {
    expect(placeWords({ kind: 'folder', address: 'file:///mnt/our%20nas/strata' })).toBe('/mnt/our nas/strata');
    expect(placeWords({ kind: 'folder', address: 'file:///C:/team' })).toBe('C:/team');
    expect(accessWords(remote({ credentials: 'key-file', keyFile: '/k.json', endpoint: 'https://s.example', bytesPerSecond: 2_000_000 }))).toBe('at https://s.example · key file /k.json · at most 2 MB/s');
    const nothing = { versions: 0, containers: 0, bytes: 900, refs: [] };
    expect(syncWords({ remote: 'team', pushed: nothing, pulled: nothing, renumbered: [], conflicts: [] })).toBe('Nothing new on either side.');
    const named = { aliases: { put: ['best'], taken: ['worst'] }, edits: { put: ['v1', 'v2'], taken: [] } };
    expect(syncWords({ remote: 'team', pushed: nothing, pulled: nothing, renumbered: [], conflicts: [], ...named })).toBe('best put; worst taken; edits of v1, v2 put.');
  });
});

describe('What goes from a remote', () => {
  const now = new Date(2026, 10, 25, 12).getTime();

  it('is told with the time from which it is free', () => {
    const dueAt = now + 24 * 60 * 60_000;
    expect(goingWords({ going: { bytes: 6_000_000, dueAt } }, now)).toMatch(/^\S+ MB that nobody needs will be free there tomorrow at 12:00\.$/);
    expect(goingWords({ going: { bytes: 6_000_000, dueAt }, deleting: ['animals'] }, dueAt)).toMatch(/can be freed there now, or with the next push\. animals was deleted here, and will be there with the next push\.$/);
    expect(goingWords({ going: null, deleting: [] }, now)).toBe('');
  });

  it('can be freed at once when it is due', async () => {
    const { remotes, told } = await opened();
    remotes().fold({ kind: 'remote.added', remote: remote({ going: { bytes: 6_000_000, dueAt: 1 } }) });
    await remotes().sweep('nowhere');
    expect(told.at(-1)?.title).toBe('"nowhere" could not be swept');
    expect(remotes().sweeping).toBeNull();
    expect(sweptWords(null)).toBe('Somebody else is at it; it is done in a while.');
    expect(sweptWords({ announcedBytes: 0, dueAt: null, restBytes: 0, removedBytes: 0, freedBytes: 0 })).toBe('Nothing lies there that nobody needs.');
  });

  it('is told in the history, with who deleted it', () => {
    const line = (args: Record<string, unknown>) => argumentsLine({ id: 1, at: 1, actor: 'ada@lab', kind: 'delete', artifact: 'animals', arguments: args, undoable: false, undone: false } as never);
    expect(line({ versions: [3], whole: false, now: false, by: 'ada@lab' })).toBe('v3 · for everybody by ada@lab');
    expect(line({ versions: [], deleted: [3, 4], remote: 'team' })).toBe('deleted there v3, v4 · remote team');
  });
});
