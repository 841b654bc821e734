import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import { createDesk } from '../cli/desk.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

/** Bytes that are pushed and fetched in every test run; STRATA_TRANSFER_MB=1000 and STRATA_TRANSFER_KILLS=10 are the nightly mode. */
const megabytes = Number(process.env['STRATA_TRANSFER_MB'] ?? 120);
const kills = Number(process.env['STRATA_TRANSFER_KILLS'] ?? 3);
const patience = { timeout: 120_000 + 2_000 * megabytes };

/** Files that do not compress, in a folder. */
function plantNoise(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < megabytes / 10; i++) writeFileSync(path.join(folder, `${i}.bin`), randomBytes(10_000_000));
}

async function startServer(): Promise<GcsServer> {
  const server = await GcsServer.start();
  onTestFinished(() => server.stop());
  server.createBucket('team');
  return server;
}

/** Runs a command and kills its process without warning when `moved` grew by so many bytes. */
async function runAndKill(words: readonly string[], home: string, moved: () => number, bytes: number): Promise<void> {
  const until = moved() + bytes;
  const { child, result } = startCli(words, { home });
  const watch = setInterval(() => {
    if (moved() >= until) child.kill('SIGKILL');
  }, 1);
  await result;
  clearInterval(watch);
  expect(child.signalCode).toBe('SIGKILL');
}

function expectSame(one: string, other: string): void {
  expect(readdirSync(other).toSorted()).toEqual(readdirSync(one).toSorted());
  for (const name of readdirSync(one)) expect(readFileSync(path.join(one, name)).equals(readFileSync(path.join(other, name)))).toBe(true);
}

describe('a transfer whose process is killed again and again', () => {
  test('sends at most a twentieth more than needed, and what arrives is the same byte for byte', patience, async () => {
    const server = await startServer();
    const [ada, bob] = [createDesk(), createDesk()];
    plantNoise(ada.at('work'));
    await ada.done('track', 'track', 'work');
    for (const desk of [ada, bob]) await desk.done('remoteAdd', 'remote', 'add', 'team', 'gs://team/shared', '--endpoint', server.endpoint);
    const before = server.received;
    const share = (megabytes * 1e6) / (kills + 1);
    for (let i = 0; i < kills; i++) await runAndKill(['push', 'work'], ada.home, () => server.received, share * (0.5 + Math.random() * 0.5));
    await ada.done('sync', 'push', 'work');
    const needed = 1e7 * Math.ceil(megabytes / 10);
    expect((server.received - before) / needed).toBeLessThan(1.05);
    expect(server.unfinishedUploads).toBe(0);
    const target = path.join(temporaryFolder(), 'out');
    await bob.done('clone', 'clone', 'team', 'work', target);
    expectSame(ada.at('work'), target);
    expect((await bob.done('verify', 'verify', '--deep')).findings).toEqual([]);
  });

  test('fetches what did not arrive, and not all of it again', patience, async () => {
    const server = await startServer();
    const [ada, bob] = [createDesk(), createDesk()];
    plantNoise(ada.at('work'));
    await ada.done('track', 'track', 'work');
    for (const desk of [ada, bob]) await desk.done('remoteAdd', 'remote', 'add', 'team', 'gs://team/shared', '--endpoint', server.endpoint);
    await ada.done('sync', 'push', 'work');
    await bob.done('clone', 'clone', 'team', 'work', '--no-content');
    const target = path.join(temporaryFolder(), 'out');
    // Enough for one full pack of the store, and for what is on its way; of that the pack stays.
    const [enough, kept] = [110e6, 60e6];
    const times = Math.floor((megabytes * 1e6) / (enough + 10e6));
    for (let i = 0; i < times; i++) await runAndKill(['restore', 'work', '--to', target], bob.home, () => server.sent, enough);
    const before = server.sent;
    await bob.done('restore', 'restore', 'work', '--to', target);
    expect(server.sent - before).toBeLessThan(megabytes * 1e6 - times * kept);
    expectSame(ada.at('work'), target);
  });
});
