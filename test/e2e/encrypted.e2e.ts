import { expect, type Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { lookAround } from './looking.ts';
import { oneApp, test, track } from './strata-test.ts';
import { clearNotices, invoke, shoot } from './window.ts';

const strata = oneApp();
const passphrase = 'quiet river stone lamp';

async function openRemotes(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Remotes', exact: true }).click();
}

/** Names and contents of all files of a folder, as one text. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (file) => `${path.relative(folder, file)}\n${await readFile(file, 'latin1')}`))).join('\n');
}

test('an encrypted remote is made, its recovery code is shown once, and another member joins with the passphrase', async ({ world }) => {
  const { window } = strata();
  const nas = path.join(world.desk, 'nas');
  await openRemotes(window);
  await window.getByRole('button', { name: 'Add remote…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Add remote' });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(nas);
  await dialog.getByRole('checkbox', { name: 'Encrypt with a passphrase' }).check();
  await expect(dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await dialog.getByLabel('New passphrase').fill('short words');
  await expect(dialog).toContainText('Weak:');
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await dialog.getByLabel('The same once more').fill(`${passphrase}s`);
  await expect(dialog).toContainText('The two are not the same.');
  await shoot(window, '140-encrypt');
  await window.emulateMedia({ colorScheme: 'dark' });
  await shoot(window, '146-encrypt-dark');
  await dialog.getByLabel('The same once more').fill(passphrase);
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  const fields = [dialog.getByRole('checkbox', { name: 'Encrypt with a passphrase' }), dialog.getByLabel('New passphrase'), dialog.getByLabel('The same once more')];
  await lookAround(strata(), '148-encrypt', [dialog.getByRole('textbox', { name: 'Folder' }), ...fields, button('Test connection'), button('Cancel'), button('Add')]);
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByTestId('check-result')).toContainText('The connection works');
  expect(await readdir(world.desk)).not.toContain('nas');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const code = window.getByRole('dialog', { name: 'Recovery code of nas' });
  await expect(code.getByTestId('recovery-code')).toHaveText(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
  await window.keyboard.press('Escape');
  await expect(code.getByRole('button', { name: 'Done' })).toBeDisabled();
  await shoot(window, '147-recovery-code-dark');
  await window.emulateMedia({ colorScheme: 'light' });
  await shoot(window, '141-recovery-code');
  await clearNotices(window);
  await lookAround(strata(), '149-recovery-code', [code.getByRole('checkbox'), ...['Copy', 'Done'].map((name) => code.getByRole('button', { name }))]);
  await code.getByRole('checkbox', { name: 'I kept it where I find it again' }).check();
  await code.getByRole('button', { name: 'Done' }).click();
  await expect(code).toBeHidden();
  await clearNotices(window);
  const row = window.locator('[data-testid="remote-row"][data-remote="nas"]');
  await expect(row).toContainText('encrypted');
  await shoot(window, '142-encrypted-remote');

  const folder = await world.folder('secret-plans', { 'cat-in-lisbon.txt': 'a cat in Lisbon' });
  await track(strata(), folder);
  await invoke(window, 'artifact.push', { artifact: 'secret-plans', remote: 'nas' });
  const dump = await everythingIn(nas);
  for (const known of ['secret-plans', 'cat-in-lisbon', 'a cat in Lisbon']) expect(dump).not.toContain(known);

  // Somebody else joins: the bucket says that it is encrypted.
  const other = await world.launch();
  await openRemotes(other.window);
  await other.window.getByRole('button', { name: 'Add remote…' }).click();
  const joining = other.window.getByRole('dialog', { name: 'Add remote' });
  await joining.getByRole('textbox', { name: 'Folder' }).fill(nas);
  await joining.getByRole('button', { name: 'Test connection' }).click();
  await expect(joining.getByTestId('check-result')).toContainText('is encrypted: give its passphrase');
  await joining.getByLabel('Passphrase of this bucket').fill('a wrong river stone');
  await joining.getByRole('button', { name: 'Test connection' }).click();
  await expect(joining.getByTestId('check-result')).toContainText('This passphrase does not open the bucket');
  await shoot(other.window, '143-wrong-passphrase');
  await joining.getByLabel('Passphrase of this bucket').fill(passphrase);
  await joining.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(joining).toBeHidden();
  expect((await invoke(other.window, 'remote.artifacts', { remote: 'nas' })).artifacts).toEqual(['secret-plans']);
  expect(await everythingIn(nas)).toBe(dump);

  // The key is changed: the other one is asked for the new passphrase.
  await openRemotes(window);
  await row.getByRole('button', { name: 'Passphrase of nas' }).click();
  const change = window.getByRole('dialog', { name: 'Passphrase of nas' });
  await change.getByLabel('Present passphrase').fill(passphrase);
  await change.getByLabel('New passphrase').fill('another river stone lamp');
  await change.getByLabel('The same once more').fill('another river stone lamp');
  await change.getByRole('checkbox', { name: 'Another key as well' }).check();
  await shoot(window, '144-change-passphrase');
  await lookAround(strata(), '149-change-passphrase', [change.getByLabel('Present passphrase'), change.getByLabel('New passphrase'), change.getByRole('button', { name: 'Cancel' }), change.getByRole('button', { name: 'Change', exact: true })]);
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(code.getByTestId('recovery-code')).toBeVisible();
  await code.getByRole('checkbox', { name: 'I kept it where I find it again' }).check();
  await code.getByRole('button', { name: 'Done' }).click();
  await expect(invoke(other.window, 'remote.artifacts', { remote: 'nas' })).rejects.toThrow('is encrypted: give its passphrase');
  await clearNotices(other.window);
  await other.window.keyboard.press('Control+1');
  await openRemotes(other.window);
  await other.window.getByRole('button', { name: 'Unlock nas' }).click();
  const unlock = other.window.getByRole('dialog', { name: 'Unlock nas' });
  await unlock.getByLabel('Passphrase').fill('another river stone lamp');
  await shoot(other.window, '145-unlock');
  await lookAround(other, '149-unlock', [unlock.getByLabel('Passphrase'), ...['Cancel', 'Unlock'].map((name) => unlock.getByRole('button', { name, exact: true }))]);
  await unlock.getByLabel('Passphrase').focus();
  await other.window.keyboard.press('Enter');
  await expect(unlock).toBeHidden();
  expect((await invoke(other.window, 'remote.artifacts', { remote: 'nas' })).artifacts).toEqual(['secret-plans']);
});
