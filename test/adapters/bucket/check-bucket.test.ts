import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseBucketAddress } from '../../../electron/adapters/bucket-address.ts';
import { createFolderBucket, prepareBucketFolder } from '../../../electron/adapters/bucket-folder.ts';
import { createGcsBucket } from '../../../electron/adapters/bucket-gcs.ts';
import { checkBucket, checkSentence, type BucketCheck } from '../../../electron/engine/remotes/check-bucket.ts';
import type { GcsCredentials } from '../../../electron/adapters/gcs-client.ts';
import { createSystemClock } from '../../../electron/adapters/clock-system.ts';
import { bucketKey } from '../../../electron/engine/model/bucket-key.ts';
import { Failure } from '../../../electron/engine/model/failure.ts';
import type { Bucket } from '../../../electron/engine/ports/bucket.ts';
import { stackOf } from '../../../electron/host/error-shape.ts';
import type { GcsObjects } from '../../fakes/gcs-objects.ts';
import { GcsServer } from '../../fakes/gcs-server.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const account = 'member@team.iam.gserviceaccount.com';
const clock = createSystemClock();

describe('the test of a connection', () => {
  let server: GcsServer;
  let objects: GcsObjects;
  beforeEach(async () => {
    server = await GcsServer.start({ auth: true });
    objects = server.createBucket('team');
    server.accounts.set(account, publicKey);
  });
  afterEach(() => server.stop());

  const keyFile = (change: Record<string, unknown> = {}): string =>
    JSON.stringify({ type: 'service_account', project_id: 'team', private_key_id: '1', private_key: privateKey, client_email: account, token_uri: `${server.endpoint}/token`, ...change });
  const open = (credentials: GcsCredentials, bucket = 'team', endpoint = server.endpoint): Bucket => createGcsBucket({ bucket, prefix: 'strata', credentials, endpoint, silence: 2_000 });
  const check = (bucket: Bucket): Promise<BucketCheck> => checkBucket(bucket, { clock, token: 'a1b2c3' });
  const withKey = (change?: Record<string, unknown>): Promise<BucketCheck> => check(open({ kind: 'key', json: keyFile(change) }));

  it('goes well with a key that may do everything, and leaves nothing', async () => {
    const result = await withKey();
    expect(result).toMatchObject({ can: { list: true, read: true, write: true, replace: true, delete: true }, problem: null, left: null });
    expect(Math.abs(result.clockDifference ?? Infinity)).toBeLessThan(60_000);
    expect(checkSentence(result)).toBe('The connection works: you may read, write and delete.');
    expect([...objects.objects.keys()]).toEqual([]);
  });

  it('tells a reader that he can pull but not push', async () => {
    server.permissions.delete('storage.objects.create');
    server.permissions.delete('storage.objects.delete');
    const result = await withKey();
    expect(result).toMatchObject({ can: { list: true, read: true, write: false, replace: null, delete: null }, problem: null, left: null });
    expect(checkSentence(result)).toBe('You may read from the bucket, but not write to it: pulling works, pushing does not.');
  });

  it('tells who may add but not replace, and what was left', async () => {
    server.permissions.delete('storage.objects.delete');
    const result = await withKey();
    expect(result).toMatchObject({ can: { write: true, replace: false }, left: 'checks/a1b2c3' });
    expect(checkSentence(result)).toBe('You may add to the bucket, but not replace: aliases cannot be moved. Ask whoever looks after it for the permission.');
  });

  it('tells where nothing may be deleted yet, and what was left', async () => {
    server.faults.add('delete', { kind: 'status', status: 403, reason: 'retentionPolicyNotMet' });
    const result = await withKey();
    expect(result).toMatchObject({ can: { write: true, replace: true, delete: false }, left: 'checks/a1b2c3' });
    expect(checkSentence(result)).toBe('You may write to the bucket, but not delete from it: deleted versions stay in it.');
  });

  it('tells who may not list', async () => {
    server.permissions.delete('storage.objects.list');
    expect(checkSentence(await withKey())).toBe('The bucket is there, but you may not list what lies in it, so nothing can be pulled. Ask whoever looks after it for the permission.');
  });

  const sentenceOf = async (result: Promise<BucketCheck>): Promise<[string | undefined, string]> => {
    const checked = await result;
    return [checked.problem?.code, checkSentence(checked)];
  };

  it('says that there is no such bucket', async () => {
    expect(await sentenceOf(check(open({ kind: 'key', json: keyFile() }, 'taem')))).toEqual([
      'bucket.no-such-bucket',
      'There is no bucket gs://taem/strata. Check how it is written, or make it first.',
    ]);
  });

  it('says that the key is wrong', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const wrong = ['bucket.wrong-key', 'The bucket gs://team/strata does not accept the key: it is wrong, expired or withdrawn. Choose another key, or sign in again.'];
    expect(await sentenceOf(withKey({ private_key: other.privateKey }))).toEqual(wrong);
    expect(await sentenceOf(withKey({ private_key: '-----BEGIN PRIVATE KEY-----\nbm8=\n-----END PRIVATE KEY-----\n' }))).toEqual(wrong);
    expect(await sentenceOf(withKey({ client_email: 'nobody@team.iam.gserviceaccount.com' }))).toEqual([
      'bucket.wrong-key',
      'The bucket gs://team/strata does not accept the key: its account does not exist any more, or is switched off. Choose another key, or sign in again.',
    ]);
  });

  it('says that a file is no key at all', async () => {
    for (const json of ['', '{', '[]', 'null', '{"type":"authorized_user"}', JSON.stringify({ type: 'external_account', credential_source: { executable: { command: 'rm' } } })]) {
      expect(await sentenceOf(check(open({ kind: 'key', json })))).toEqual([
        'bucket.wrong-key',
        'This is no key file of a Google service account. Choose the JSON file that was downloaded when the key was made.',
      ]);
    }
  });

  it('says that the clock is wrong, and by how much', async () => {
    server.skew = 2 * 3_600_000;
    expect(await sentenceOf(withKey())).toEqual(['bucket.clock-skew', "This computer's clock is wrong by 120 minutes, so the bucket gs://team/strata refuses it. Set the clock and try again."]);
    server.skew = -40 * 60_000;
    expect((await withKey()).problem?.code).toBe('bucket.clock-skew');
  });

  it('says that nobody is let in without a key', async () => {
    expect(await sentenceOf(check(open({ kind: 'anonymous' })))).toEqual([
      'bucket.no-credentials',
      "The bucket gs://team/strata lets nobody in without a key. Choose a key file, or sign in with Google's tools.",
    ]);
    expect(server.seen.every((request) => request.authorization === null)).toBe(true);
  });

  it('says how to sign in when this computer has no credentials', async () => {
    vi.stubEnv('HOME', '/nonexistent');
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    const told = [
      'bucket.no-credentials',
      'There are no Google credentials on this computer for the bucket gs://team/strata. Run "gcloud auth application-default login", or choose a key file.',
    ];
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    expect(await sentenceOf(check(open({ kind: 'application-default' })))).toEqual(told);
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '/nonexistent/key.json');
    expect(await sentenceOf(check(open({ kind: 'application-default' })))).toEqual(told);
    vi.unstubAllEnvs();
  });

  it('says that it is offline', async () => {
    expect(await sentenceOf(check(open({ kind: 'anonymous' }, 'team', 'http://127.0.0.1:9')))).toEqual([
      'bucket.offline',
      'The bucket gs://team/strata cannot be reached: the connection failed (ECONNREFUSED). It is tried again later.',
    ]);
  });

  it('notices when whoever gives out tokens goes silent', async () => {
    server.faults.add('token', { kind: 'stall' });
    const bucket = createGcsBucket({ bucket: 'team', prefix: '', credentials: { kind: 'key', json: keyFile() }, endpoint: server.endpoint, silence: 300 });
    expect((await check(bucket)).problem?.code).toBe('bucket.offline');
    await expect.poll(() => server.connections).toBe(0);
    expect((await check(bucket)).problem).toBeNull();
  });

  it('sends no key to a server that is not encrypted', async () => {
    const [code, sentence] = await sentenceOf(check(open({ kind: 'key', json: keyFile() }, 'team', 'http://storage.example.com')));
    expect([code, sentence]).toEqual(['bucket.address-invalid', 'The endpoint http://storage.example.com is not encrypted, so no key is sent to it. Use https.']);
  });

  it('holds no key and no token in what it says, in its data or in its stacks', async () => {
    const bucket = open({ kind: 'key', json: keyFile() });
    await bucket.put(bucketKey('a'), new Uint8Array(1), { kind: 'absent' });
    const [token = 'none'] = server.tokens;
    const failures: unknown[] = [];
    const gather = async (work: () => Promise<unknown>): Promise<void> => void failures.push(await work().then(() => null, (error: unknown) => error));
    for (const status of [400, 401, 403, 409, 429, 500]) {
      server.faults.add('any', { kind: 'status', status });
      await gather(() => bucket.head(bucketKey('a')));
      server.faults.clear();
    }
    for (const kind of ['reset', 'cut-body'] as const) {
      server.faults.add('read', { kind });
      await gather(() => bucket.read(bucketKey('a'), { limit: 10 }));
    }
    server.faults.add('chunk', { kind: 'reset' });
    await gather(() => bucket.putLarge(bucketKey('large'), { size: 9_000_000, open: async function* open(offset) { yield new Uint8Array(9_000_000 - offset); } }, { kind: 'absent' })); // prettier-ignore
    for (const change of [{ private_key: 'none' }, { client_email: 'x@y' }]) failures.push((await withKey(change)).problem);
    expect(failures).toHaveLength(11);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(Error);
      const told = JSON.stringify([(failure as Error).message, failure instanceof Failure ? failure.data : {}, stackOf(failure), everyField(failure)]);
      expect(told).not.toContain(token);
      expect(told).not.toContain('upload_id');
      expect(told).not.toContain(privateKey.slice(40, 80));
      expect(told).not.toMatch(/Bearer|assertion/);
    }
  });

  it('works for a folder as well', async () => {
    const drive = mkdtempSync(path.join(tmpdir(), 'strata-check-'));
    const folder = path.join(drive, 'team');
    await prepareBucketFolder(folder);
    const bucket = createFolderBucket(folder);
    expect(checkSentence(await check(bucket))).toBe('The connection works: you may read, write and delete.');
    renameSync(folder, `${folder}.pulled`);
    expect(await sentenceOf(check(bucket))).toEqual(['bucket.offline', `The bucket ${bucket.address} cannot be reached: its folder is not there, so its drive may not be connected. It is tried again later.`]);
    rmSync(drive, { recursive: true });
  });
});

/** Own fields of an error and of its causes, as a log that prints whole errors would show them. */
function everyField(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return [Object.fromEntries(Object.getOwnPropertyNames(error).map((name) => [name, name === 'cause' ? everyField(error.cause) : (error as unknown as Record<string, unknown>)[name]]))];
}

describe('the address of a bucket', () => {
  it('is a bucket of Cloud Storage, with a prefix or without, or a folder', () => {
    expect(parseBucketAddress('gs://team')).toEqual({ kind: 'gcs', bucket: 'team', prefix: '' });
    expect(parseBucketAddress(' gs://my_team.example.com/Strata/v1/ ')).toEqual({ kind: 'gcs', bucket: 'my_team.example.com', prefix: 'Strata/v1' });
    expect(parseBucketAddress('file:///mnt/team%20nas/strata')).toEqual({ kind: 'folder', folder: '/mnt/team nas/strata' });
    expect(parseBucketAddress('/mnt/nas/strata/')).toEqual({ kind: 'folder', folder: '/mnt/nas/strata' });
  });

  it('is nothing else, and what was pasted by mistake is not repeated', () => {
    for (const text of ['', 'team', 'gs://', 'gs://T', 'gs://Team', 'gs://te', 'gs://team//x', 'gs://team/../x', 'gs://team/a b', 'gs://te..am', 's3://team', 'file://%zz', 'https://storage.googleapis.com/team', './x']) {
      expect(() => parseBucketAddress(text), text).toThrow(Failure);
    }
    expect(() => parseBucketAddress(keyLike)).toThrow(/^This is no address/);
  });
});

const keyLike = JSON.stringify({ type: 'service_account', client_email: account, private_key: privateKey });
