import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGcsBucket } from '../../electron/adapters/bucket-gcs.ts';
import { createRetryingBucket } from '../../electron/adapters/bucket-retrying.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { work } from '../engine/memory-world.ts';
import { begin, contentOf, createClient, findings, save, versionOf, type Client } from '../engine/sync-world.ts';
import { createHastyClock } from '../fakes/clock-hasty.ts';
import type { GcsFault } from '../fakes/gcs-faults.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { noise } from '../noise.ts';

const quarter = 256 * 1024;

const faults: Readonly<Record<string, GcsFault>> = {
  'are answered with 503': { kind: 'status', status: 503 },
  'break when they came': { kind: 'reset' },
  'break half-way': { kind: 'reset', after: 'half-body' },
  'are carried out and never answered, since the connection breaks': { kind: 'lost-response' },
  'are not carried out, and the server is silent': { kind: 'stall' },
  'are carried out, and the server is silent': { kind: 'stall-after' },
  'are answered by half, and then by nothing more': { kind: 'stall-body' },
  'are answered by half, and then the connection breaks': { kind: 'cut-body' },
  'have one bit wrong, on their way there or back': { kind: 'wrong-bytes' },
};

describe('a bucket of Cloud Storage', () => {
  let server: GcsServer;
  let names = 0;
  const open = (): Bucket =>
    createRetryingBucket(
      createGcsBucket({ bucket: 'team', prefix: '', credentials: { kind: 'anonymous' }, endpoint: server.endpoint, silence: 60, pieceSize: quarter, largeFrom: quarter }),
      { clock: createHastyClock(), random: () => 0.5 },
    );
  const member = (): Promise<Client> => createClient(`member${++names}`, open());

  beforeEach(async () => {
    server = await GcsServer.start();
    server.createBucket('team');
  });
  afterEach(() => server.stop());

  /** One of two to five requests from now on. */
  function storm(fault: GcsFault): void {
    for (let i = 0, well = 0; i < 200; i++, well += 1 + ((i * 7) % 4)) server.faults.add('any', fault, { skip: well });
  }

  /** A file of so many digits, more than a piece of an upload or less, and a small one. */
  async function twoVersions(size: number): Promise<Client> {
    const ada = await member();
    ada.world.tree.write(`${work}/big`, Buffer.from(noise(size / 2, 1)).toString('hex'));
    ada.world.tree.write(`${work}/small`, 'small');
    await begin(ada);
    ada.world.tree.write(`${work}/small`, 'changed');
    await save(ada);
    return ada;
  }

  describe.each(Object.entries(faults))('of which a third of the requests %s', (_, fault) => {
    it('takes a push all the same, once, and gives it back byte for byte', { timeout: 30_000 }, async () => {
      const ada = await twoVersions(700_000);
      storm(fault);
      expect(await push(ada.core, 'work')).toMatchObject({ pushed: [0, 1], renumbered: [] });
      const bob = await member();
      await clone(bob.core, bob.remote, 'work');
      const same = async (reference: string): Promise<boolean> => isDeepStrictEqual(await contentOf(bob, reference), await contentOf(ada, reference));
      const fetched = [await same('v0'), await same('v1')];
      ada.world.tree.write(`${work}/new`, 'new');
      await save(ada);
      expect(await push(ada.core, 'work')).toMatchObject({ pushed: [2], pulled: [] });
      expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [2], renumbered: [] });
      server.faults.clear();
      expect(fetched).toEqual([true, true]);
      expect(versionOf(bob, 'latest').digest).toBe(versionOf(ada, 'latest').digest);
      expect(await findings(bob)).toEqual([]);
      // An upload whose beginning was not answered is known to nobody: the server may keep it until it forgets it by itself.
      expect(ada.outgoing.list()).toEqual([]);
      expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [] });
    });
  });

  async function cloned(): Promise<{ readonly ada: Client; readonly bob: Client }> {
    const ada = await twoVersions(200_000);
    await push(ada.core, 'work');
    const bob = await member();
    await clone(bob.core, bob.remote, 'work');
    return { ada, bob };
  }
  const away = (client: Client): number => [...client.core.catalog.chunks()].filter(({ location }) => location === null).length;

  it('that gives wrong bytes once is asked again', async () => {
    const { ada, bob } = await cloned();
    const containerReads = (): number => server.seen.filter(({ operation, url }) => operation === 'read' && url.includes('containers')).length;
    const before = containerReads();
    server.faults.add('read', { kind: 'wrong-bytes' }, { skip: 1 });
    expect(await contentOf(bob, 'v0')).toEqual(await contentOf(ada, 'v0'));
    expect(containerReads()).toBeGreaterThan(before + 1);
    expect(await findings(bob)).toEqual([]);
  });

  it('that gives wrong bytes each time is told, with the key, and nothing of them is taken in', async () => {
    const { ada, bob } = await cloned();
    const lacking = away(bob);
    server.faults.add('read', { kind: 'wrong-bytes' }, { times: 1_000, skip: 1 });
    const error = (await contentOf(bob, 'v0').catch((thrown: unknown) => thrown)) as { data: { keys: string[] } };
    expect(error).toMatchObject({ code: 'bucket.wrong-bytes', data: { version: 'work:v0' } });
    expect(error.data.keys).toEqual([expect.stringMatching(/^containers\/[0-9a-f]{2}\/[0-9a-f]{32}$/)]);
    expect(away(bob)).toBe(lacking - 1);
    server.faults.clear();
    expect(await findings(bob)).toEqual([]);
    expect(await contentOf(bob, 'v0')).toEqual(await contentOf(ada, 'v0'));
  });
});
