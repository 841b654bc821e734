import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { createDesk } from './desk.ts';
import { startCli } from './run-cli.ts';

/** Mira has an artifact with one version, and a remote in a folder that Noor knows too. */
async function createTeam() {
  const nas = path.join(temporaryFolder(), 'nas');
  const [mira, noor] = [createDesk(), createDesk()];
  mkdirSync(mira.at('animals'));
  writeFileSync(mira.at('animals', 'cat.txt'), 'meow');
  await mira.done('track', 'track', 'animals');
  await mira.done('remoteAdd', 'remote', 'add', 'team', nas);
  await noor.done('remoteAdd', 'remote', 'add', 'ours', nas);
  return { nas, mira, noor };
}

describe('An artifact that is linked to a remote', () => {
  test('tells its rules and its state, and belongs nowhere once it is unlinked', async () => {
    const { mira } = await createTeam();
    expect(await mira.text('status')).toContain('strata remote link NAME REMOTE');
    const linked = await mira.done('link', 'remote', 'link', 'animals', 'team', '--automatic', '--not-on-metered', '--metadata-only');
    expect(linked).toMatchObject({ remote: 'team', mode: 'automatic', content: 'metadata', notOnMetered: true, notOnBattery: false, paused: false, waiting: 1, state: null });
    await mira.done('link', 'remote', 'link', 'animals', '--pause', '--on-metered', '--with-contents');
    expect((await mira.done('status', 'status', 'animals')).artifacts).toMatchObject([{ mode: 'automatic', paused: true, notOnMetered: false, content: 'all' }]);
    expect(await mira.text('status')).toMatch(/animals +team +automatic +1 version not pushed; paused/);
    expect(await mira.refused('remote', 'link', 'animals', '--pause', '--resume')).toEqual([2, 'usage', expect.stringContaining('exclude each other')]);
    expect(await mira.done('unlink', 'remote', 'unlink', 'animals')).toEqual({ artifact: 'animals', remote: 'team' });
    expect((await mira.done('status', 'status')).artifacts).toEqual([]);
    expect((await mira.refused('remote', 'unlink', 'animals')).slice(1, 2)).toEqual(['artifact.not-linked']);
  });

  test('has contents brought here when they are wanted offline, and needs no bucket then', async () => {
    const { nas, mira, noor } = await createTeam();
    await mira.done('sync', 'push', 'animals');
    writeFileSync(mira.at('animals', 'dog.txt'), 'woof');
    await mira.done('snapshot', 'snapshot', 'animals');
    await mira.done('sync', 'push', 'animals');
    await noor.done('clone', 'clone', 'ours', 'animals', '--no-content');
    expect(await noor.done('offline', 'offline', 'animals:v0')).toEqual({ artifact: 'animals', keep: null, refs: ['v0'], bytes: 4 });
    expect(await noor.done('offline', 'offline', 'animals', '--keep', 'all')).toEqual({ artifact: 'animals', keep: 'all', refs: ['v1'], bytes: 4 });
    expect(await noor.text('offline', 'animals')).toBe('animals: Everything was here already.\n');
    renameSync(nas, `${nas}-away`);
    await noor.done('restore', 'restore', 'animals', '--to', noor.at('out'));
    expect((await noor.refused('pull', 'animals')).slice(0, 2)).toEqual([1, 'bucket.offline']);
  });

  test('is pushed by itself while `watch` runs', async () => {
    const { mira, noor } = await createTeam();
    await mira.done('link', 'remote', 'link', 'animals', '--automatic');
    const { line } = startCli(['watch', '--json'], { home: mira.home });
    // A version that was pushed is told once more: it is in the bucket then.
    const pushed = (ref: string) => line((text) => text.includes('"version.edited"') && text.includes(`"ref":"${ref}"`));
    await pushed('v0');
    expect((await noor.done('clone', 'clone', 'ours', 'animals', '--no-content')).pulled.refs).toEqual(['v0']);
    writeFileSync(mira.at('animals', 'dog.txt'), 'woof');
    await pushed('v1');
    expect((await noor.done('sync', 'pull', 'animals')).pulled.refs).toEqual(['v1']);
    expect((await mira.done('status', 'status')).artifacts).toMatchObject([{ mode: 'automatic', waiting: 0, message: '' }]);
  });
});
