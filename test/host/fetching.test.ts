import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEngine, type RunningEngine } from '../../electron/host/create-engine.ts';
import { createTransport } from '../../electron/host/own-transport.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import { createClient, type Client } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { createSecretsInMemory } from '../fakes/secrets-memory.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Does not compress. */
const noise = (bytes: number): Buffer => Buffer.concat(Array.from({ length: Math.ceil(bytes / 32) }, (_, i) => createHash('sha256').update(String(i)).digest())).subarray(0, bytes);

async function openHome(secrets = createSecretsInMemory()) {
  const engine: RunningEngine = await startEngine({ home: path.join(temporaryFolder(), 'home'), watch: false, secrets });
  onTestFinished(() => engine.close());
  const client: Client = createClient(createTransport(engine, silentLog));
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  return { client, events, secrets };
}

/** A bucket with one version of "photos": a small file and one of 5 MB. */
async function pushedPhotos() {
  const server = await GcsServer.start();
  onTestFinished(() => server.stop());
  server.createBucket('team');
  const place = { url: 'gs://team', endpoint: server.endpoint };
  const { client } = await openHome();
  const photos = path.join(temporaryFolder(), 'photos');
  mkdirSync(photos);
  writeFileSync(path.join(photos, 'notes.txt'), 'two cats');
  writeFileSync(path.join(photos, 'film.raw'), noise(5_000_000));
  await client.invoke('artifact.track', { path: photos });
  await client.invoke('remote.add', { name: 'team', ...place });
  await client.invoke('artifact.push', { artifact: 'photos' });
  return { server, place };
}

describe('A version whose contents lie in a bucket alone', () => {
  test('shows small files at once, and of big ones says what brings them', async () => {
    const { place } = await pushedPhotos();
    const { client } = await openHome();
    await client.invoke('remote.add', { name: 'ours', ...place });
    await client.invoke('artifact.clone', { remote: 'ours', artifact: 'photos' });
    const bytes = async () => (await client.invoke('home.status', {})).storeBytes;
    const before = await bytes();
    expect(await client.invoke('version.preview', { artifact: 'photos', path: 'notes.txt' })).toMatchObject({ kind: 'text', text: 'two cats' });
    expect(await client.invoke('version.preview', { artifact: 'photos', path: 'film.raw' })).toEqual({
      kind: 'none',
      size: 5_000_000,
      reason: 'Its content lies in the remote alone; it comes when the file is restored.',
    });
    expect((await bytes()) - before).toBeLessThan(100_000);
    const target = path.join(temporaryFolder(), 'one');
    await client.invoke('restore.apply', { artifact: 'photos', paths: ['film.raw'], target });
    expect(await client.invoke('version.preview', { artifact: 'photos', path: 'film.raw' })).toMatchObject({ kind: 'binary', size: 5_000_000 });
  });

  test('is waited for when the bucket is busy, and that is told', async () => {
    const { server, place } = await pushedPhotos();
    const { client, events } = await openHome();
    await client.invoke('remote.add', { name: 'ours', ...place });
    server.faults.add('any', { kind: 'status', status: 503 });
    await client.invoke('artifact.clone', { remote: 'ours', artifact: 'photos' });
    expect(events.filter(({ kind }) => kind === 'remote.waiting')).toEqual([
      { kind: 'remote.waiting', remote: 'ours', message: 'The bucket gs://team is busy or out of order for the moment (503). It is tried again later.', waitMs: expect.any(Number) },
    ]);
  });
});

describe('A key that is kept in the key store', () => {
  test('is in no answer, no event and no operation, and goes with its remote', async () => {
    const { client, events, secrets } = await openHome();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const server = await GcsServer.start({ auth: true });
    onTestFinished(() => server.stop());
    server.createBucket('team');
    server.accounts.set('me@team.example', publicKey);
    const keyText = JSON.stringify({ type: 'service_account', private_key: privateKey, client_email: 'me@team.example', token_uri: `${server.endpoint}/token` });
    const file = path.join(temporaryFolder(), 'key.json');
    writeFileSync(file, keyText);
    const place = { url: 'gs://team', endpoint: server.endpoint };
    const added = await client.invoke('remote.add', { name: 'typed', ...place, keyText });
    const chosen = await client.invoke('remote.add', { name: 'chosen', ...place, keyFile: file, keepKey: true });
    expect([added.remote.credentials, chosen.remote.credentials, chosen.remote.keyFile]).toEqual(['kept-key', 'kept-key', null]);
    expect([...secrets.kept.values()]).toEqual([keyText, keyText]);
    expect(await client.invoke('remote.checkAgain', { remote: 'chosen' })).toMatchObject({ ok: true });
    expect(await client.invoke('remote.artifacts', { remote: 'typed' })).toEqual({ artifacts: [] });
    const told = JSON.stringify([added, chosen, events, await client.invoke('operation.list', {}), await client.invoke('remote.list', {})]);
    expect(told).not.toContain(privateKey.split('\n')[1]);
    expect(told).not.toContain('PRIVATE KEY');
    for (const remote of ['typed', 'chosen']) await client.invoke('remote.remove', { remote });
    expect(secrets.kept.size).toBe(0);
  });
});
