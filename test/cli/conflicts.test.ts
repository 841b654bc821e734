import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { createDesk } from './desk.ts';

/** Mira and Noor have v0 in their folders and in a bucket that both reach. */
async function createTeam() {
  const nas = path.join(temporaryFolder(), 'nas');
  const [mira, noor] = [createDesk(), createDesk()];
  mkdirSync(mira.at('animals'));
  for (const name of ['cat', 'dog']) writeFileSync(mira.at('animals', name), name);
  await mira.done('track', 'track', 'animals');
  await mira.done('remoteAdd', 'remote', 'add', 'team', nas);
  // The second one joins: the bucket is there.
  await Promise.all([mira.done('sync', 'push', 'animals'), noor.done('remoteAdd', 'remote', 'add', 'team', nas)]);
  await noor.done('clone', 'clone', 'team', 'animals', 'animals');
  return { mira, noor };
}

type Desk = ReturnType<typeof createDesk>;

async function saved(member: Desk, name: string, text: string, ...more: string[]): Promise<void> {
  writeFileSync(member.at('animals', name), text);
  await member.done('snapshot', 'snapshot', 'animals', ...more);
}

describe('Two people who were both offline', () => {
  test('are told whose number came first and what the folder lacks, and see both sides', async () => {
    const { mira, noor } = await createTeam();
    await Promise.all([saved(mira, 'cat', 'by mira'), saved(noor, 'dog', 'by noor!')]);
    expect((await noor.done('log', 'log', 'animals')).versions.map(({ ref, provisional }) => [ref, provisional])).toEqual([['v1', true], ['v0', false]]);
    expect(await noor.text('log', 'animals')).toMatch(/v1 .*number provisional/);
    await mira.done('sync', 'sync', 'animals');
    await noor.done('sync', 'sync', 'animals');
    const [told] = (await noor.done('status', 'status', 'animals')).artifacts;
    expect(told).toMatchObject({ waiting: 0, provisionalFrom: 'v3', renumbered: [{ from: 'v1', to: 'v2' }], folder: { here: 'v2', there: 'v1', base: 'v0', totals: { here: 1, there: 1, both: 0, alike: 0 } } });
    expect(await noor.text('status')).toMatch(/\nanimals: v2 was made from v0 and does not have the changes of v1 by .+@.+ \(1 path\)\. See them with: strata sides animals\nanimals: Your v1 is now v2, because .+@.+'s v1 came first\.\n$/);
    expect((await noor.done('sides', 'sides', 'animals')).paths).toMatchObject([
      { path: 'cat', changed: 'there', base: { size: 3 }, here: { size: 3 }, there: { size: 7 } },
      { path: 'dog', changed: 'here', base: { size: 3 }, here: { size: 8 }, there: { size: 3 } },
    ]);
    expect(await noor.text('sides', 'animals')).toMatch(/^CHANGED +v2 +v1 +PATH\nonly there +as before +7 B +cat\nonly here +8 B +as before +dog\n/);

    await noor.done('restore', 'restore', 'animals:v1', '--path', 'cat');
    expect(readFileSync(noor.at('animals', 'cat'), 'utf8')).toBe('by mira');
    await noor.done('snapshot', 'snapshot', 'animals');
    expect((await noor.done('conflicts', 'conflicts', 'animals')).artifacts[0]?.folder).toBeNull();
    await noor.done('sync', 'push', 'animals');
    await mira.done('sync', 'pull', 'animals');
    const [hers] = (await mira.done('status', 'status')).artifacts;
    expect(hers?.folder).toMatchObject({ here: 'v1', base: 'v0', totals: { here: 0, there: 1, both: 0, alike: 1 } });
    expect(await mira.text('conflicts')).toMatch(/made v\d; your folder is at v1\. Bring it there with: strata restore animals:v\d\n$/);
  });

  test('decide about an alias and about fields that both changed', async () => {
    const { mira, noor } = await createTeam();
    const mirasSide = async () => {
      await saved(mira, 'cat', 'more', '--alias', 'best');
      await mira.text('describe', 'animals:v0', 'by mira');
      await mira.done('sync', 'push', 'animals');
    };
    const noorsSide = async () => {
      await noor.text('alias', 'add', 'animals:v0', 'best');
      await noor.text('describe', 'animals:v0', 'by noor');
    };
    await Promise.all([mirasSide(), noorsSide()]);
    expect((await noor.done('sync', 'push', 'animals')).conflicts).toHaveLength(2);
    expect(await noor.text('conflicts', 'animals')).toMatch(/set "best" to v1, while you set it to v0\.\n    strata settle animals best --keep theirs\|mine\n.+ set "description" of v0 to "by mira", while you set it to "by noor"\.\n    strata settle animals:v0 description --keep theirs\|mine\n/);
    expect((await noor.done('settle', 'settle', 'animals', 'best', '--keep', 'theirs')).undecided).toMatchObject([{ kind: 'edit', field: 'description' }]);
    await noor.done('settle', 'settle', 'animals:v0', 'description', '--keep', 'mine');
    expect(await noor.refused('settle', 'animals', 'best', '--keep', 'mine')).toEqual([4, 'undecided.changed', expect.any(String)]);
    expect((await noor.refused('settle', 'animals', 'best')).slice(0, 2)).toEqual([2, 'usage']);
    await noor.done('sync', 'push', 'animals');
    await mira.done('sync', 'pull', 'animals');
    const expectAgreed = async (member: Desk) => {
      const { versions } = await member.done('log', 'log', 'animals');
      expect(versions.map(({ ref, aliases, description }) => [ref, aliases, description])).toEqual([['v1', ['latest', 'best'], ''], ['v0', [], 'by noor']]);
      expect((await member.done('verify', 'verify', '--deep')).findings).toEqual([]);
    };
    await Promise.all([mira, noor].map(expectAgreed));
    expect(await noor.text('conflicts')).toMatch(/made v1; your folder is at v0/);
  });
});
