import { expect } from '@playwright/test';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { noise } from '../noise.ts';
import { oneApp, test, track } from './strata-test.ts';
import { clearNotices, invoke, shoot, versionRow } from './window.ts';

const strata = oneApp();

test('a version goes from the team’s bucket too, and what that frees there is told', async ({ world }) => {
  const { window } = strata();
  const folder = await world.folder('rats', { 'a.txt': 'one' });
  await track(strata(), folder);
  await writeFile(path.join(folder, 'rat.bin'), noise(300_000, 7));
  await expect(versionRow(window, 'v1')).toBeVisible();
  await rm(path.join(folder, 'rat.bin'));
  await expect(versionRow(window, 'v2')).toBeVisible();
  await invoke(window, 'remote.add', { name: 'team', url: path.join(world.desk, 'team') });
  await invoke(window, 'artifact.push', { artifact: 'rats', remote: 'team' });
  await clearNotices(window);
  await versionRow(window, 'v1').click();
  await window.getByRole('button', { name: 'Delete v1' }).click();
  const dialog = window.getByTestId('delete-dialog');
  await expect(dialog.getByRole('radio', { name: 'Here and in team, for everybody' })).toBeChecked();
  await expect(dialog).toContainText('A day later 300 kB are free there');
  await shoot(window, '140-delete-for-all');
  await dialog.getByRole('radio', { name: 'On this computer alone' }).press('Space');
  await expect(dialog.getByRole('radio', { name: 'On this computer alone' })).toBeChecked();
  await dialog.getByRole('radio', { name: 'Here and in team, for everybody' }).press('Space');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog).toBeHidden();
  await invoke(window, 'artifact.push', { artifact: 'rats' });
  await clearNotices(window);
  await window.getByRole('button', { name: 'Remotes', exact: true }).click();
  await expect(window.getByTestId('remote-going')).toContainText('300 kB that nobody needs will be free there tomorrow');
  await shoot(window, '141-going-from-remote');
});
