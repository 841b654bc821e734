import { expect, type Locator, type Page } from '@playwright/test';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GcsServer } from '../fakes/gcs-server.ts';
import { dropFolder } from './app.ts';
import { answerDialog } from './running-app.ts';
import { oneApp, test, track } from './strata-test.ts';
import { artifactRow, clearNotices, invoke, notice, shoot, versionRow } from './window.ts';

const strata = oneApp();

const dialog = (window: Page): Locator => window.getByRole('dialog', { name: 'Add remote' });
test.afterEach(() => removeAll(strata().window));

const remoteRow = (window: Page, name: string): Locator => window.locator(`[data-testid="remote-row"][data-remote="${name}"]`);

async function openRemotes(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Remotes', exact: true }).click();
}

async function removeAll(window: Page): Promise<void> {
  if (await dialog(window).isVisible()) await window.keyboard.press('Escape');
  for (const { name } of (await invoke(window, 'remote.list', {})).remotes) await invoke(window, 'remote.remove', { remote: name });
  await clearNotices(window);
  await window.keyboard.press('Control+1');
}

test('a folder becomes a remote: chosen, tested, added, tested again, removed', async ({ world }) => {
  const { window } = strata();
  await openRemotes(window);
  await expect(window.getByText('No remote yet')).toBeVisible();
  await shoot(window, '100-no-remote');
  await window.getByRole('button', { name: 'Add remote…' }).click();
  await expect(dialog(window)).toBeVisible();
  await expect(dialog(window).getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  const nas = path.join(world.desk, 'nas');
  await mkdir(nas);
  await answerDialog(strata(), path.join(nas, 'team'));
  await dialog(window).getByRole('button', { name: 'Choose…' }).click();
  await expect(dialog(window).getByRole('textbox', { name: 'Folder' })).toHaveValue(path.join(nas, 'team'));
  await expect(dialog(window).getByLabel('Name')).toHaveValue('team');
  await dialog(window).getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog(window).getByTestId('check-result')).toHaveText('The connection works: you may read, write and delete.');
  expect(await readdir(nas)).toEqual([]);
  await shoot(window, '101-folder-tested');
  await dialog(window).getByRole('textbox', { name: 'Folder' }).fill(path.join(world.desk, 'nowhere', 'team'));
  await expect(dialog(window).getByTestId('check-result')).toBeHidden();
  await dialog(window).getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog(window).getByTestId('check-result')).toContainText('There is no folder');
  await expect(dialog(window).getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await shoot(window, '102-folder-missing');
  await dialog(window).getByRole('textbox', { name: 'Folder' }).fill(path.join(nas, 'team'));
  await dialog(window).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog(window)).toBeHidden();
  await expect(remoteRow(window, 'team')).toContainText(`${nas}/team`);
  expect(await readdir(path.join(nas, 'team'))).toEqual(['.strata']);
  await clearNotices(window);
  await remoteRow(window, 'team').getByRole('button', { name: 'Test team' }).click();
  await expect(remoteRow(window, 'team').getByTestId('check-result')).toContainText('The connection works');
  await shoot(window, '103-remotes');
  await remoteRow(window, 'team').getByRole('button', { name: 'Remove team' }).click();
  await shoot(window, '104-remove');
  await window.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(remoteRow(window, 'team')).toBeHidden();
  await expect(window.getByText('No remote yet')).toBeVisible();
});

test('a bucket of Cloud Storage says precisely what is missing, and is added with a key file that was dropped', async ({ world }) => {
  const { window, home } = strata();
  const server = await GcsServer.start({ auth: true });
  server.createBucket('team');
  try {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    server.accounts.set('me@team.example', publicKey);
    const key = path.join(world.desk, 'key.json');
    await writeFile(key, JSON.stringify({ type: 'service_account', private_key: privateKey, client_email: 'me@team.example', token_uri: `${server.endpoint}/token` }));
    await openRemotes(window);
    await window.getByRole('button', { name: 'Add remote…' }).click();
    await dialog(window).getByText('Google Cloud Storage', { exact: true }).click();
    await dialog(window).getByLabel('Bucket').fill('taem/strata');
    await expect(dialog(window).getByLabel('Name')).toHaveValue('taem');
    await dialog(window).getByLabel('Endpoint').fill(server.endpoint);
    await dialog(window).getByRole('radio', { name: 'Nobody' }).click();
    const result = dialog(window).getByTestId('check-result');
    const tested = async (words: string): Promise<void> => {
      await dialog(window).getByRole('button', { name: 'Test connection' }).click();
      await expect(result).toContainText(words);
    };
    await tested('lets nobody in without a key');
    await shoot(window, '105-no-key');
    await dropFolder(window, [key], '[role=dialog]');
    await expect(dialog(window).getByLabel('Key file', { exact: true })).toHaveValue(key);
    await tested('There is no bucket gs://taem/strata.');
    await dialog(window).getByLabel('Bucket').fill('team/strata');
    server.permissions.delete('storage.objects.create');
    await tested('You may read from the bucket, but not write to it: pulling works, pushing does not.');
    await shoot(window, '106-pull-only');
    server.permissions.add('storage.objects.create');
    await tested('The connection works');
    await dialog(window).getByLabel('Limit, in MB a second').fill('2');
    await shoot(window, '107-key-file');
    await dialog(window).getByRole('button', { name: 'Add', exact: true }).click();
    await expect(remoteRow(window, 'team')).toContainText('at most 2 MB/s');
    await expect(artifactRow(window, 'key.json')).toBeHidden();
    expect((await invoke(window, 'remote.list', {})).remotes).toMatchObject([{ address: 'gs://team/strata', endpoint: server.endpoint, bytesPerSecond: 2_000_000, writable: true }]);
    await shoot(window, '108-cloud-remote');
    await window.getByRole('button', { name: 'Limit of team' }).click();
    await window.getByLabel('At most, in MB a second').fill('');
    await window.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(remoteRow(window, 'team')).not.toContainText('at most');
    await window.getByRole('button', { name: 'Limit of team' }).click();
    await window.getByLabel('At most, in MB a second').fill('0.5');
    await window.keyboard.press('Enter');
    await expect(remoteRow(window, 'team')).toContainText('at most 500 kB/s');

    // A push that is refused: from then on Push rests and says why, until the remote is tested again.
    await track(strata(), await world.folder('read-only', { 'cat.txt': 'meow' }));
    const sync = window.getByRole('region', { name: 'Remote' });
    server.permissions.delete('storage.objects.create');
    await sync.getByRole('button', { name: 'Push to team' }).click();
    const push = sync.getByRole('button', { name: 'Push', exact: true });
    await expect(push).toHaveAttribute('aria-disabled', 'true');
    await expect(sync).toContainText('1 version of yours only here; you may only pull');
    await clearNotices(window);
    await push.focus();
    for (const key of ['Shift+Tab', 'Tab']) await window.keyboard.press(key);
    await expect(push).toBeFocused();
    await expect(window.getByRole('tooltip')).toContainText('You may read from this remote, but not write to it');
    await shoot(window, '109-push-rests');
    await window.keyboard.press('Enter');
    await expect(push).toHaveAttribute('aria-disabled', 'true');
    server.permissions.add('storage.objects.create');
    await openRemotes(window);
    await expect(remoteRow(window, 'team')).toContainText('pull only');
    await remoteRow(window, 'team').getByRole('button', { name: 'Test team' }).click();
    await expect(remoteRow(window, 'team')).not.toContainText('pull only');
    await window.keyboard.press('Control+1');
    await push.click();
    await expect(sync).toContainText('team: Up to date');
    const log = await readFile(path.join(home, 'logs', 'engine.log'), 'utf8').catch(() => '');
    for (const line of privateKey.split('\n').filter((one) => one.length > 20)) expect(log + strata().output()).not.toContain(line);
  } finally {
    await server.stop();
  }
});

test('an artifact is pushed and pulled from its page, and others’ versions appear in its timeline', async ({ world }) => {
  const { window } = strata();
  const nas = path.join(world.desk, 'nas');
  const folder = await world.folder('shared', { 'cat.txt': 'meow' });
  await invoke(window, 'remote.add', { name: 'team', url: nas });
  await track(strata(), folder);
  const sync = window.getByRole('region', { name: 'Remote' });
  await expect(sync).toContainText('Not pushed anywhere yet');
  await shoot(window, '109-not-pushed');
  await sync.getByRole('button', { name: 'Push to team' }).click();
  await expect(sync.getByTestId('last-sync')).toContainText(/^1 version pushed \(.+\)\./);
  await expect(sync).toContainText('team: Up to date · pushed');
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(window, 'v1')).toBeVisible();
  await expect(sync).toContainText('1 version not pushed yet');
  await shoot(window, '110-to-push');

  // Somebody else, with a home of his own, made a v1 as well.
  const other = await world.launch();
  await invoke(other.window, 'remote.add', { name: 'ours', url: nas });
  const theirs = path.join(world.desk, 'theirs');
  await openRemotes(other.window);
  await remoteRow(other.window, 'ours').getByRole('button', { name: 'Clone from ours' }).click();
  const clone = other.window.getByRole('dialog', { name: 'Clone from ours' });
  await expect(clone.getByRole('combobox', { name: 'Artifact' })).toHaveValue('shared');
  await clone.getByRole('textbox', { name: 'Folder' }).fill(theirs);
  await shoot(other.window, '111-clone');
  await clone.getByRole('button', { name: 'Clone', exact: true }).click();
  await expect(versionRow(other.window, 'v0')).toBeVisible();
  expect(await readFile(path.join(theirs, 'cat.txt'), 'utf8')).toBe('meow');
  await writeFile(path.join(theirs, 'rat.txt'), 'squeak');
  await expect(versionRow(other.window, 'v1')).toBeVisible();
  await other.window.getByRole('region', { name: 'Remote' }).getByRole('button', { name: 'Push' }).click();
  await expect(other.window.getByTestId('last-sync')).toContainText('1 version pushed');

  await sync.getByRole('button', { name: 'Push', exact: true }).click();
  await expect(sync.getByTestId('last-sync')).toContainText('your v1 is v2 now, because others had made v1 before');
  await expect(versionRow(window, 'v2')).toBeVisible();
  await shoot(window, '112-both-kept');
  const changes = async (ref: string) => (await invoke(window, 'version.entries', { artifact: 'shared', ref })).entries.map((entry) => entry.path);
  expect([await changes('v1'), await changes('v2')]).toEqual([['cat.txt', 'rat.txt'], ['cat.txt', 'dog.txt']]);
  await other.window.getByRole('region', { name: 'Remote' }).getByRole('button', { name: 'Pull' }).click();
  await expect(versionRow(other.window, 'v2')).toBeVisible();
  await expect(other.window.getByTestId('last-sync')).toContainText('1 version pulled');
  await shoot(other.window, '113-pulled');
});

test('the whole dialog works by keys alone', async ({ world }) => {
  const { window } = strata();
  await window.keyboard.press('Control+4');
  await window.getByRole('button', { name: 'Add remote…' }).focus();
  await window.keyboard.press('Enter');
  await expect(dialog(window).getByRole('textbox', { name: 'Folder' })).toBeFocused();
  await window.keyboard.type(path.join(world.desk, 'by-keys'));
  await window.keyboard.press('Enter');
  await expect(remoteRow(window, 'by-keys')).toBeVisible();
  await expect(notice(window, '"by-keys" was added')).toBeVisible();
  await clearNotices(window);
  await window.getByRole('button', { name: 'Add remote…' }).focus();
  await window.keyboard.press('Enter');
  await expect(dialog(window)).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(dialog(window)).toBeHidden();
  await expect(window.getByRole('button', { name: 'Add remote…' })).toBeFocused();
});
