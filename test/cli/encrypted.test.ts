import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDesk } from './desk.ts';

const first = 'quiet river stone lamp';
const second = 'another river stone lamp';

/** Every byte that a folder holds, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${path.join(entry.parentPath, entry.name)}\n${readFileSync(path.join(entry.parentPath, entry.name), 'latin1')}`)
    .join('\n');
}

describe('An encrypted remote', () => {
  test('is made with a passphrase, joined with it, and its passphrase is changed and recovered', async () => {
    const ada = createDesk({ STRATA_PASSPHRASE: first });
    const nas = ada.at('nas');
    mkdirSync(ada.at('work'), { recursive: true });
    mkdirSync(nas);
    writeFileSync(ada.at('work/street.txt'), 'a street in Lisbon');
    const made = await ada.done('remoteAdd', 'remote', 'add', 'team', nas, '--encrypt');
    expect(made).toMatchObject({ remote: { encrypted: true, locked: false }, check: { ok: true, left: null }, recoveryCode: expect.stringMatching(/^(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}$/) });
    await ada.done('track', 'track', ada.at('work'), '--name', 'scenes');
    expect((await ada.done('sync', 'push', 'scenes')).pushed).toMatchObject({ versions: 1, containers: 2 });
    expect(everythingIn(nas)).not.toContain('scenes');
    expect(everythingIn(ada.home)).not.toContain(first);

    const bob = createDesk({ STRATA_PASSPHRASE: 'a wrong river stone' });
    const before = everythingIn(nas);
    expect(await bob.refused('remote', 'add', 'team', nas)).toEqual([
      1,
      'bucket.wrong-passphrase',
      'This passphrase does not open the bucket. Nothing was read or written; try again, or set a new passphrase with the recovery code.',
    ]);
    expect(await bob.done('remotes', 'remote', 'ls')).toEqual({ remotes: [] });
    expect(everythingIn(nas)).toBe(before);
    writeFileSync(bob.at('phrase'), `${first}\nsomething else\n`);
    expect(await bob.done('remoteAdd', 'remote', 'add', 'team', nas, '--passphrase-file', 'phrase')).toMatchObject({ recoveryCode: null, remote: { encrypted: true } });
    expect(await bob.refused('clone', 'team', 'scenes', bob.at('work'))).toEqual([1, 'bucket.wrong-passphrase', expect.stringContaining('Nothing was read or written')]);

    writeFileSync(ada.at('next'), second);
    expect(await ada.done('remotePassphrase', 'remote', 'passphrase', 'team', '--new-passphrase-file', 'next')).toMatchObject({ recoveryCode: null });
    expect((await ada.refused('pull', 'scenes')).slice(0, 2)).toEqual([1, 'bucket.wrong-passphrase']);
    writeFileSync(ada.at('code'), made.recoveryCode ?? '');
    writeFileSync(ada.at('old'), first);
    await ada.done('remotePassphrase', 'remote', 'recover', 'team', '--code-file', 'code', '--new-passphrase-file', 'old');
    await ada.done('sync', 'pull', 'scenes');
    expect((await ada.done('remoteCheck', 'remote', 'check', 'team')).check).toMatchObject({ ok: true, left: null });
  });

  test('says what to do when nobody can be asked', async () => {
    const desk = createDesk();
    mkdirSync(desk.at('nas'));
    expect(await desk.refused('remote', 'add', 'team', desk.at('nas'), '--encrypt')).toEqual([
      2,
      'usage',
      'A passphrase for team is needed: type it on a terminal, set STRATA_PASSPHRASE, or give a file with --passphrase-file.',
    ]);
    writeFileSync(desk.at('short'), 'tooshort');
    expect((await desk.refused('remote', 'add', 'team', desk.at('nas'), '--encrypt', '--passphrase-file', 'short')).slice(0, 2)).toEqual([2, 'passphrase.too-short']);
    expect(readdirSync(desk.at('nas'))).toEqual([]);
    writeFileSync(desk.at('phrase'), first);
    await desk.done('remoteAdd', 'remote', 'add', 'team', desk.at('nas'), '--encrypt', '--passphrase-file', 'phrase');
    mkdirSync(desk.at('work'));
    await desk.done('track', 'track', desk.at('work'), '--name', 'scenes');
    const [status, code, message] = await desk.refused('push', 'scenes');
    expect([status, code]).toEqual([1, 'bucket.locked']);
    expect(message).toContain('set STRATA_PASSPHRASE');
  });
});
