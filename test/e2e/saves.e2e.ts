import { expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneApp, test, track } from './strata-test.ts';
import { makeExecutable, saveAtomically } from './tree.ts';
import { artifactRow, diffRow, fileRow, invoke, notice, openVersion, shoot, versionRow } from './window.ts';

const strata = oneApp();

/** The version appears by itself; its page then says what changed against the one before. */
async function expectChange(window: Page, ref: string, change: string, entryPath: string): Promise<void> {
  await expect(versionRow(window, ref)).toBeVisible();
  await openVersion(window, ref, 'Changes');
  await expect(diffRow(window, change, entryPath)).toBeVisible();
}

/** The entries of the version that `latest` names, by path. */
async function latestEntries(window: Page, artifact: string) {
  const { entries } = await invoke(window, 'version.entries', { artifact, ref: 'latest' });
  return new Map(entries.map((entry) => [entry.path, entry]));
}

test('a new file, an edit in place, an atomic replacement and a deletion each become a version at once', async ({ world }) => {
  const folder = await world.folder('edits', { 'cat.txt': 'meow', 'dog.txt': 'woof' });
  const { window } = strata();
  await track(strata(), folder);
  await writeFile(path.join(folder, 'rat.txt'), 'squeak');
  await expectChange(window, 'v1', 'added', 'rat.txt');
  await writeFile(path.join(folder, 'cat.txt'), 'meow meow');
  await expectChange(window, 'v2', 'modified', 'cat.txt');
  await saveAtomically(path.join(folder, 'dog.txt'), 'woof woof');
  await expectChange(window, 'v3', 'modified', 'dog.txt');
  await unlink(path.join(folder, 'rat.txt'));
  await expectChange(window, 'v4', 'removed', 'rat.txt');
  await expect(artifactRow(window, 'edits')).toHaveAttribute('aria-label', /5 versions/);
  await expect(versionRow(window, 'v4')).toContainText('latest');
  await expect(versionRow(window, 'v3')).not.toContainText('latest');
  await shoot(window, '10-saves-changes');
});

test('a renamed file and a moved folder are shown as renamed, and cost nothing', async ({ world }) => {
  const folder = await world.folder('moves', { 'cat.txt': 'meow', birds: { 'owl.txt': 'hoo', 'crow.txt': 'caw' }, pets: { 'dog.txt': 'woof' } });
  const { window } = strata();
  await track(strata(), folder);
  await rename(path.join(folder, 'cat.txt'), path.join(folder, 'tiger.txt'));
  await expectChange(window, 'v1', 'renamed', 'tiger.txt');
  await rename(path.join(folder, 'birds'), path.join(folder, 'pets/birds'));
  await expectChange(window, 'v2', 'renamed', 'pets/birds/owl.txt');
  await expect(diffRow(window, 'renamed', 'pets/birds/crow.txt')).toBeVisible();
  const { version } = await invoke(window, 'version.get', { artifact: 'moves', ref: 'v2' });
  expect(version.addedBytes).toBe(0);
  await shoot(window, '11-renamed');
});

test('chmod +x, a symbolic link and an empty folder are versions too', async ({ world }) => {
  const folder = await world.folder('kinds', { 'run.sh': 'echo hello' });
  const { window } = strata();
  await track(strata(), folder);
  await makeExecutable(path.join(folder, 'run.sh'));
  await expectChange(window, 'v1', 'modified', 'run.sh');
  expect((await latestEntries(window, 'kinds')).get('run.sh')?.mode).toMatch(/755$/);
  await symlink('run.sh', path.join(folder, 'start'));
  await expectChange(window, 'v2', 'added', 'start');
  await mkdir(path.join(folder, 'empty'));
  await expectChange(window, 'v3', 'added', 'empty');
  await openVersion(window, 'v3', 'Files');
  await expect(fileRow(window, 'start')).toContainText('→ run.sh');
  await expect(fileRow(window, 'empty')).toBeVisible();
});

test('names with spaces, line breaks, leading dashes, accents, emoji and of another case are kept as they are', async ({ world }) => {
  const folder = await world.folder('names', { 'readme.md': '1' });
  const { window } = strata();
  await track(strata(), folder);
  const names = [' two  spaces ', 'line\nbreak', '-rf', 'caf\u00e9', 'cafe\u0301', '日本 🦉.txt', 'README.md', 'quote"and\\back', '%41'];
  for (const [index, name] of names.entries()) writeFileSync(path.join(folder, name), String(index));
  writeFileSync(path.join(folder, 'nothing'), '');
  await expect(versionRow(window, 'v1')).toBeVisible();
  await expect.poll(async () => [...(await latestEntries(window, 'names')).keys()].toSorted()).toEqual([...names, 'nothing', 'readme.md'].toSorted());
  await openVersion(window, 'v1', 'Files');
  for (const name of names) await expect(fileRow(window, name)).toBeVisible();
  await shoot(window, '12-odd-names');
});

test('a burst of saves becomes one version', async ({ world }) => {
  const folder = await world.folder('burst', { 'start.txt': '' });
  const { window } = strata();
  await track(strata(), folder);
  for (let index = 0; index < 300; index++) writeFileSync(path.join(folder, `${index}.txt`), String(index));
  await expect(versionRow(window, 'v1')).toContainText('+300');
  await expect(artifactRow(window, 'burst')).toHaveAttribute('data-state', 'watching');
  expect((await invoke(window, 'version.list', { artifact: 'burst' })).total).toBe(2);
});

test('content that was there before makes a version that is shown as identical to the older one', async ({ world }) => {
  const folder = await world.folder('revert', { 'cat.txt': 'meow' });
  const { window } = strata();
  await track(strata(), folder);
  await writeFile(path.join(folder, 'cat.txt'), 'hiss');
  await expect(versionRow(window, 'v1')).toBeVisible();
  await writeFile(path.join(folder, 'cat.txt'), 'meow');
  await expect(versionRow(window, 'v2')).toContainText('identical to v0');
  await openVersion(window, 'v2');
  await window.getByRole('article').getByRole('button', { name: 'v0', exact: true }).click();
  await expect(versionRow(window, 'v0')).toHaveAttribute('aria-selected', 'true');
});

test('a named pipe is skipped and the version says so; ignored files are not there', async ({ world }) => {
  const folder = await world.folder('lacking', { '.strataignore': '*.log\nbuild/\n', 'cat.txt': 'meow' });
  const { window } = strata();
  await track(strata(), folder);
  writeFileSync(path.join(folder, 'noise.log'), 'x');
  await mkdir(path.join(folder, 'build'));
  writeFileSync(path.join(folder, 'build/out.bin'), 'x');
  writeFileSync(path.join(folder, '.DS_Store'), 'x');
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(window, 'v1')).toContainText('1 problem');
  expect([...(await latestEntries(window, 'lacking')).keys()]).toEqual(['.strataignore', 'cat.txt', 'dog.txt']);
  const page = await openVersion(window, 'v1');
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('pipe');
  await expect(notice(window, 'lacks something')).toBeVisible();
  await shoot(window, '13-problems');
});

test('saves wait while an artifact is paused, and are caught up when it goes on', async ({ world }) => {
  const folder = await world.folder('paused', { 'cat.txt': 'meow' });
  const { window } = strata();
  await track(strata(), folder);
  await window.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(artifactRow(window, 'paused')).toHaveAttribute('data-state', 'paused');
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await rm(path.join(folder, 'cat.txt'));
  await shoot(window, '14-paused');
  await window.getByRole('button', { name: 'Resume', exact: true }).click();
  await expectChange(window, 'v1', 'added', 'dog.txt');
  await expect(diffRow(window, 'removed', 'cat.txt')).toBeVisible();
  expect((await invoke(window, 'version.list', { artifact: 'paused' })).total).toBe(2);
});

test('"Snapshot now" saves at once what a long quiet window would hold back, and says when nothing changed', async ({ world }) => {
  const folder = await world.folder('manual', { 'cat.txt': 'meow' });
  const { window } = strata();
  await track(strata(), folder);
  await invoke(window, 'artifact.configure', { artifact: 'manual', quietWindowMs: 3_600_000 });
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(artifactRow(window, 'manual')).toHaveAttribute('data-state', 'settling');
  await window.getByRole('button', { name: 'Snapshot now' }).click();
  await expect(notice(window, 'Saved as v1')).toBeVisible();
  await expect(versionRow(window, 'v1')).toContainText('Manual');
  await window.getByRole('button', { name: 'Snapshot now' }).click();
  await expect(notice(window, 'Nothing has changed')).toBeVisible();
});

test.describe('with an app of its own', () => {
  test('what was saved while the app was closed is a version after the next start', async ({ world }) => {
    const folder = await world.folder('absent', { 'cat.txt': 'meow' });
    const home = path.join(world.desk, 'home');
    const first = await world.launch({ home });
    await track(first, folder);
    await first.close();
    await writeFile(path.join(folder, 'dog.txt'), 'woof');
    const { window } = await world.launch({ home });
    await expectChange(window, 'v1', 'added', 'dog.txt');
    await expect(versionRow(window, 'v1')).toContainText('Rescan');
  });

  test('a folder that goes away is said in plain words, and saves go on when it is back', async ({ world }) => {
    const folder = await world.folder('drive', { 'cat.txt': 'meow' });
    const running = await world.launch();
    const { window } = running;
    await track(running, folder);
    await rename(folder, `${folder}-unplugged`);
    await expect(artifactRow(window, 'drive')).toHaveAttribute('data-state', 'problem');
    await expect(window.getByText('is not there any more')).toBeVisible();
    await shoot(window, '15-folder-gone');
    await writeFile(path.join(`${folder}-unplugged`, 'dog.txt'), 'woof');
    await rename(`${folder}-unplugged`, folder);
    await expect(artifactRow(window, 'drive')).toHaveAttribute('data-state', 'watching');
    await expectChange(window, 'v1', 'added', 'dog.txt');
    await truncate(path.join(folder, 'cat.txt'), 0);
    await expectChange(window, 'v2', 'modified', 'cat.txt');
  });
});
