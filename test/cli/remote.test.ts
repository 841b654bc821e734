import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { GcsServer } from '../fakes/gcs-server.ts';
import { createDesk } from './desk.ts';

const pair = (): { publicKey: string; privateKey: string } =>
  generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const { publicKey, privateKey } = pair();
const account = 'member@team.iam.gserviceaccount.com';

async function createServer(options: Parameters<typeof GcsServer.start>[0] = { auth: true }) {
  const server = await GcsServer.start(options);
  onTestFinished(() => server.stop());
  const objects = server.createBucket('team');
  server.accounts.set(account, publicKey);
  const key = (change: Record<string, unknown> = {}): string =>
    JSON.stringify({ type: 'service_account', project_id: 'team', private_key_id: '1', private_key: privateKey, client_email: account, token_uri: `${server.endpoint}/token`, ...change });
  return { server, objects, key, at: ['--endpoint', server.endpoint] };
}

/** Every byte that a folder holds, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('A remote in a folder', () => {
  test('is added, listed, limited, tested again and removed', async () => {
    const { folder, done, text } = createDesk();
    mkdirSync(path.join(folder, 'nas'));
    const url = `file://${folder}/nas/strata`;
    const added = await done('remoteAdd', 'remote', 'add', 'team', 'nas/strata', '--limit', '2MB');
    const remote = { name: 'team', url, kind: 'folder', endpoint: null, credentials: 'none', keyFile: null, bytesPerSecond: 2_000_000, writable: true, encrypted: false, locked: false, artifacts: [], going: null };
    expect(added).toMatchObject({ remote, remotes: [remote], check: { ok: true, writable: true, code: null, message: 'The connection works: you may read, write and delete.' } });
    expect(existsSync(path.join(folder, 'nas/strata/.strata/bucket.json'))).toBe(true);
    expect(await done('remotes', 'remote', 'ls')).toEqual({ remotes: [remote] });
    expect(await text('remote', 'ls')).toMatch(/team +file:.*nas\/strata +2\.0 MB\/s/);
    expect((await done('remoteLimit', 'remote', 'limit', 'team', 'none')).remote.bytesPerSecond).toBeNull();
    expect((await done('remoteCheck', 'remote', 'check', 'team')).check).toMatchObject({ ok: true, left: null });
    expect(await done('remoteRemove', 'remote', 'rm', 'team')).toEqual({ removed: 'team', artifacts: [], remotes: [] });
    expect((await done('ops', 'ops')).operations.map(({ kind }) => kind)).toEqual(['remote.remove', 'remote.limit', 'remote.add']);
    expect(existsSync(path.join(folder, 'nas/strata/.strata/bucket.json'))).toBe(true);
  });

  test('is told as away when its folder is gone, and by a test alone does not come into being', async () => {
    const { folder, refused, done, text } = createDesk();
    expect(await refused('remote', 'add', 'team', '/nowhere/nas/strata')).toEqual([
      3,
      'bucket.no-such-bucket',
      'There is no folder file:///nowhere/nas/strata, nor the one that it would be made in. Check how it is written, connect its drive, or make it first.',
    ]);
    mkdirSync(path.join(folder, 'nas'));
    await done('remoteAdd', 'remote', 'add', 'team', `file://${folder}/nas`);
    rmSync(path.join(folder, 'nas'), { recursive: true });
    mkdirSync(path.join(folder, 'nas'));
    expect(await text('remote', 'check', 'team')).toBe(
      `The bucket file://${folder}/nas cannot be reached: its folder is not there, so its drive may not be connected. It is tried again later.\n`,
    );
    expect(readdirSync(path.join(folder, 'nas'))).toEqual([]);
  });

  test('is refused where it is a file, a part of what is tracked, or of the home', async () => {
    const { folder, home, refused, done } = createDesk();
    const tracked = path.join(folder, 'animals');
    mkdirSync(tracked);
    writeFileSync(path.join(tracked, 'cat'), 'meow');
    await done('track', 'track', tracked);
    expect((await refused('remote', 'add', 'team', 'animals/cat')).slice(0, 2)).toEqual([4, 'folder.overlaps']);
    expect(await refused('remote', 'add', 'team', 'animals')).toEqual([
      4,
      'folder.overlaps',
      `${tracked} lies inside ${tracked}, which is tracked as "animals": every push would become a new version of it. Choose a folder elsewhere.`,
    ]);
    expect((await refused('remote', 'add', 'team', `${home}/team`)).slice(0, 2)).toEqual([4, 'folder.is-home']);
    writeFileSync(path.join(folder, 'file'), '');
    expect(await refused('remote', 'add', 'team', 'file')).toEqual([3, 'bucket.no-such-bucket', `${folder}/file is a file, not a folder. Choose the folder that the team shares.`]);
    expect(readdirSync(tracked)).toEqual(['cat']);
    mkdirSync(path.join(folder, 'all my things'));
    await done('remoteAdd', 'remote', 'add', 'team', 'all my things/team');
    expect(await refused('track', 'all my things')).toEqual([
      4,
      'folder.overlaps',
      `${folder}/all my things holds the remote "team": every push would become a new version of it. Track a folder that does not hold it.`,
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('that one may not write to is refused, and nothing is left there', async () => {
    const { folder, refused } = createDesk();
    mkdirSync(path.join(folder, 'nas'));
    chmodSync(path.join(folder, 'nas'), 0o500);
    expect((await refused('remote', 'add', 'team', 'nas')).slice(0, 2)).toEqual([1, 'bucket.denied']);
    expect(readdirSync(path.join(folder, 'nas'))).toEqual([]);
  });
});

describe('A remote of Cloud Storage', () => {
  test('is opened by a key file, of which nothing but the path is kept', async () => {
    const { folder, home, done, text } = createDesk();
    const { server, objects, key, at } = await createServer();
    const file = path.join(folder, 'key.json');
    writeFileSync(file, key());
    const { remote } = await done('remoteAdd', 'remote', 'add', 'team', 'gs://team/strata/', ...at, '--key-file', 'key.json');
    expect(remote).toMatchObject({ url: 'gs://team/strata', kind: 'gcs', endpoint: server.endpoint, credentials: 'key-file', keyFile: file, writable: true });
    expect((await done('remoteCheck', 'remote', 'check', 'team')).check).toMatchObject({ ok: true });
    expect(objects.objects.size).toBe(0);
    expect(await text('remote', 'ls')).toContain('key file');
    const kept = everythingIn(home);
    for (const line of privateKey.split('\n').filter((one) => one.length > 20)) expect(kept).not.toContain(line);
    for (const token of server.tokens) expect(kept).not.toContain(token);
  });

  test('that may only be read is added, and says so', async () => {
    const { folder, done, text } = createDesk();
    const { server, key, at } = await createServer();
    server.permissions.delete('storage.objects.create');
    server.permissions.delete('storage.objects.delete');
    writeFileSync(path.join(folder, 'key.json'), key());
    const { remote, check } = await done('remoteAdd', 'remote', 'add', 'team', 'gs://team', ...at, '--key-file', 'key.json');
    expect([remote.writable, check.writable, check.message]).toEqual([false, false, 'You may read from the bucket, but not write to it: pulling works, pushing does not.']);
    expect(await text('remote', 'ls')).toContain('pull only');
    server.permissions.add('storage.objects.create');
    server.permissions.add('storage.objects.delete');
    expect((await done('remoteCheck', 'remote', 'check', 'team')).check.writable).toBe(true);
    expect((await done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ writable: true }]);
  });

  test('at another endpoint is asked as nobody without a key', async () => {
    const { done } = createDesk();
    const { server, at } = await createServer({});
    expect((await done('remoteAdd', 'remote', 'add', 'team', 'gs://team/x', ...at)).remote).toMatchObject({ credentials: 'none', endpoint: server.endpoint });
    expect(server.seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('says precisely what is missing, with its exit status, and is not added', async () => {
    const { folder, done, refused } = createDesk();
    const { server, key, at } = await createServer();
    const add = (url: string, ...more: string[]) => refused('remote', 'add', 'team', url, ...more);
    const withKey = (name: string, content: string): string[] => {
      writeFileSync(path.join(folder, name), content);
      return [...at, '--key-file', name];
    };
    const good = withKey('key.json', key());
    expect(await add('gs://taem', ...good)).toEqual([3, 'bucket.no-such-bucket', 'There is no bucket gs://taem. Check how it is written, or make it first.']);
    expect(await add('gs://team', ...withKey('other.json', key({ private_key: pair().privateKey })))).toEqual([
      1,
      'bucket.wrong-key',
      'The bucket gs://team does not accept the key: it is wrong, expired or withdrawn. Choose another key, or sign in again.',
    ]);
    expect((await add('gs://team', ...withKey('none.json', '{}'))).slice(0, 2)).toEqual([1, 'bucket.wrong-key']);
    expect(await add('gs://team', ...at, '--key-file', 'gone.json')).toEqual([
      1,
      'bucket.no-credentials',
      `The key file ${folder}/gone.json is not there any more, or never was. Put it back, or choose another one.`,
    ]);
    expect((await add('gs://team', ...at)).slice(0, 2)).toEqual([1, 'bucket.no-credentials']);
    expect(await add('gs://team', ...at, '--sign-in')).toEqual([
      1,
      'bucket.no-credentials',
      'There are no Google credentials on this computer for the bucket gs://team. Run "gcloud auth application-default login", or choose a key file.',
    ]);
    expect((await add('gs://team', '--endpoint', 'http://127.0.0.1:9')).slice(0, 2)).toEqual([1, 'bucket.offline']);
    expect((await add('gs://team', '--endpoint', 'nonsense')).slice(0, 2)).toEqual([2, 'bucket.address-invalid']);
    expect((await add('s3://team')).slice(0, 2)).toEqual([2, 'bucket.address-invalid']);
    server.skew = 2 * 3_600_000;
    expect(await add('gs://team', ...good)).toEqual([1, 'bucket.clock-skew', "This computer's clock is wrong by 120 minutes, so the bucket gs://team refuses it. Set the clock and try again."]);
    server.skew = 0;
    server.permissions.delete('storage.objects.list');
    expect(await add('gs://team', ...good)).toEqual([
      1,
      'bucket.denied',
      'The bucket is there, but you may not list what lies in it, so nothing can be pulled. Ask whoever looks after it for the permission.',
    ]);
    expect(await done('remotes', 'remote', 'ls')).toEqual({ remotes: [] });
  });
});

describe('strata remote', () => {
  test('refuses names that are taken or none, and remotes that are not there', async () => {
    const { folder, done, refused, text } = createDesk();
    mkdirSync(path.join(folder, 'nas'));
    expect(await text('remote', 'ls')).toBe('There is no remote yet. Add one with: strata remote add NAME URL\n');
    await done('remoteAdd', 'remote', 'add', 'team', 'nas');
    expect(await refused('remote', 'add', 'team', 'other')).toEqual([
      4,
      'remote.name-taken',
      `There is a remote named "team" already, at file://${folder}/nas. Choose another name, or remove that one first.`,
    ]);
    expect((await refused('remote', 'add', 'my team', 'nas')).slice(0, 2)).toEqual([2, 'remote.name-invalid']);
    for (const words of [['rm', 'x'], ['check', 'x'], ['limit', 'x', '1MB']]) expect((await refused('remote', ...words)).slice(0, 2)).toEqual([3, 'remote.not-found']);
    expect((await refused('remote', 'limit', 'team', 'fast')).slice(0, 2)).toEqual([2, 'usage']);
    expect((await refused('remote', 'add', 'two', 'nas', '--anonymous', '--sign-in')).slice(0, 2)).toEqual([2, 'usage']);
  });
});
