import { expect, type Locator, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningApp } from './app.ts';
import { expectNoOverflow, expectReachable, sizes } from './looking.ts';
import { resize, shootWhole } from './running-app.ts';
import { test, track, type World } from './strata-test.ts';
import { clearNotices, deleteDialog, fileRow, invoke, notice, openVersion, restoreDialog, shoot, versionPage, versionRow } from './window.ts';

/** An app that has something to show in each view. */
async function filledApp(world: World): Promise<RunningApp> {
  const strata = await world.launch();
  const { window } = strata;
  const name = 'a-dataset-with-a-rather-long-name.2026';
  const folder = await world.folder(name, {
    'a file whose name is so long that it cannot possibly fit into the width of a narrow window at all.txt': 'x',
    'cat.txt': 'meow',
    birds: { night: { 'owl.txt': 'hoo' } },
  });
  await track(strata, folder);
  await writeFile(path.join(folder, 'cat.txt'), 'hiss');
  await invoke(window, 'artifact.snapshot', { artifact: name, aliases: ['candidate', 'a-long-alias-for-one-version'] });
  await expect(versionRow(window, 'v1')).toBeVisible();
  await invoke(window, 'version.describe', { artifact: name, ref: 'v1', description: 'The cat is not amused, and says so at length. '.repeat(3) });
  await invoke(window, 'tag.add', { artifact: name, ref: 'v1', tag: 'reviewed' });
  await addAndDelete(window, folder, name);
  return strata;
}

/** A version with a rat that waits in the undo window, and one after it without. */
async function addAndDelete(window: Page, folder: string, name: string): Promise<void> {
  await writeFile(path.join(folder, 'rat.txt'), 'squeak '.repeat(40_000));
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await rm(path.join(folder, 'rat.txt'));
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await expect(versionRow(window, 'v3')).toBeVisible();
  await invoke(window, 'delete.apply', { targets: [{ artifact: name, refs: ['v2'] }] });
  await expect(versionRow(window, 'v2')).toBeHidden();
}

/** Under zoom a synthetic pointer misses; a click that the element itself hears does not. */
const press = (control: Locator) => control.evaluate((element) => (element as HTMLElement).click());

for (const { title, width, height, zoom } of sizes) {
  test(`in a window of ${title} every view fits and its main controls can be reached`, async ({ world }) => {
    const strata = await filledApp(world);
    const { window } = strata;
    await clearNotices(window);
    await resize(strata, width, height, zoom);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
    const drawer = window.getByRole('button', { name: 'Artifacts and views' });
    const shot = (name: string) => shootWhole(strata, `60-${width}-${zoom * 100}-${name}`);

    await expectReachable(drawer);
    await expectReachable(window.getByRole('button', { name: 'Snapshot now' }));
    await expectReachable(window.getByRole('button', { name: 'Pause', exact: true }));
    await expectReachable(window.getByRole('button', { name: 'More actions' }));
    await expectReachable(versionRow(window, 'v0'));
    await expectNoOverflow(window, 'the timeline');
    await shot('timeline');

    await window.getByRole('listbox', { name: 'Versions' }).focus();
    await window.keyboard.press('Control+a');
    for (const name of ['Delete…', 'End ticking']) await expectReachable(window.getByRole('button', { name }));
    await expectNoOverflow(window, 'the ticked timeline');
    await shot('ticked');
    await window.keyboard.press('Delete');
    await expect(deleteDialog(window).getByTestId('delete-plan-bytes')).toBeVisible();
    for (const name of ['Close', 'Cancel', 'Delete']) await expectReachable(deleteDialog(window).getByRole('button', { name, exact: true }));
    await expectNoOverflow(window, 'the dialog that deletes');
    await shot('delete');
    await window.keyboard.press('Escape');
    await expect(deleteDialog(window)).toBeHidden();
    await window.keyboard.press('Escape');

    await press(versionRow(window, 'v1'));
    const page = versionPage(window, 'v1');
    for (const name of ['All versions', 'Compare', 'Restore…', 'Delete v1', 'Add alias', 'Add tag']) {
      await expectReachable(page.getByRole('button', { name }));
    }
    await expectNoOverflow(window, 'the version');
    await shot('version');
    for (const tab of ['Changes', 'Metadata', 'Files']) {
      await press(page.getByRole('tab', { name: tab }));
      await expectReachable(page.getByRole('tab', { name: tab }));
      await expectNoOverflow(window, tab);
      await shot(tab.toLowerCase());
    }

    await expectReachable(fileRow(window, 'birds'));
    await press(fileRow(window, 'birds').getByRole('button', { name: 'Actions for birds' }));
    await press(window.getByRole('menuitem', { name: 'Purge from every version…' }));
    const purge = window.getByRole('dialog', { name: /^Purge / });
    for (const name of ['Close', 'Show the folder', 'Look again', 'Cancel', 'Purge for good']) await expectReachable(purge.getByRole('button', { name, exact: true }));
    await expectNoOverflow(window, 'the dialog that purges');
    await shot('purge');
    await window.keyboard.press('Escape');
    await expect(purge).toBeHidden();

    await press(page.getByRole('button', { name: 'Restore…' }));
    await expectReachable(restoreDialog(window).getByRole('button', { name: 'Cancel' }));
    await expectReachable(restoreDialog(window).getByRole('button', { name: 'Close' }));
    await expectNoOverflow(window, 'the restore dialog');
    await shot('restore');
    await window.keyboard.press('Escape');
    await expect(restoreDialog(window)).toBeHidden();

    for (const view of ['History', 'Storage']) {
      await press(drawer);
      await expectReachable(window.getByRole('button', { name: view, exact: true }));
      if (view === 'History') await shot('drawer');
      await press(window.getByRole('button', { name: view, exact: true }));
      await expect(window.getByRole('heading', { name: view })).toBeVisible();
      await expectNoOverflow(window, view);
      await shot(view.toLowerCase());
      if (view === 'Storage') await expectStorageReachable(window, shot);
    }
  });
}

async function expectStorageReachable(window: Page, shot: (name: string) => Promise<void>): Promise<void> {
  await expectReachable(window.getByRole('button', { name: /^Free / }));
  await expectReachable(window.getByRole('button', { name: /^Take back: / }));
  await expectReachable(window.getByRole('button', { name: /^Delete for good: / }));
  await shot('storage-waiting');
  await expectReachable(window.getByTestId('part-unique'));
  await expectReachable(window.getByTestId('usage-row').first());
  await shot('storage-artifact');
  await expectReachable(window.getByRole('button', { name: 'Verify', exact: true }));
  await press(window.getByRole('button', { name: 'Verify', exact: true }));
  await expectReachable(window.getByTestId('verify-report'));
  await shot('storage-verified');
  await press(window.getByRole('button', { name: /^Delete for good: / }));
  const dialog = window.getByRole('dialog', { name: 'Delete it for good?' });
  for (const name of ['Close', 'Keep waiting', 'Delete for good']) await expectReachable(dialog.getByRole('button', { name, exact: true }));
  await shot('storage-for-good');
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('rules, limits and times to live can be read and reached in small windows, light and dark', async ({ world }) => {
  const strata = await filledApp(world);
  const { window } = strata;
  await clearNotices(window);
  const visits: readonly { readonly name: string; readonly open: () => Promise<void>; readonly controls: readonly Locator[] }[] = [
    {
      name: 'keep',
      open: async () => {
        await window.keyboard.press('Control+1');
        await window.keyboard.press('Escape');
        await press(window.getByRole('button', { name: 'More actions' }));
        await press(window.getByRole('menuitem', { name: /^Keep rule…/ }));
        await press(window.getByRole('radio', { name: 'The last', exact: true }));
        await window.getByLabel('How many versions stay').fill('1');
        await expect(window.getByTestId('keep-preview')).not.toContainText('Looking');
      },
      controls: [window.getByRole('button', { name: 'Cancel', exact: true }), window.getByLabel('How many versions stay'), window.getByTestId('keep-preview')],
    },
    {
      name: 'limit',
      open: async () => {
        await window.keyboard.press('Control+3');
        await press(window.getByRole('button', { name: 'Set a limit…' }));
        await expect(window.getByLabel('At most, in GB')).toBeFocused();
      },
      controls: [window.getByLabel('At most, in GB'), window.getByRole('button', { name: 'Set', exact: true })],
    },
  ];
  for (const scheme of ['light', 'dark']) {
    await resize(strata, 1280, 820, 1);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(1280);
    await window.getByRole('button', { name: 'Colours' }).click();
    await window.getByRole('menuitemradio', { name: scheme, exact: false }).click();
    await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    // While a menu fades, keys are still its own.
    await expect(window.getByRole('menu')).toHaveCount(0);
    for (const { name, open } of visits) {
      await open();
      await expectReadable(window, `${scheme} ${name}`);
      await shoot(window, `62-${scheme}-${name}`);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toHaveCount(0);
    }
  }
  for (const { width, height, zoom } of sizes) {
    await resize(strata, width, height, zoom);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
    for (const { name, open, controls } of visits) {
      await open();
      for (const control of controls) await expectReachable(control);
      await expectNoOverflow(window, name);
      await shootWhole(strata, `62-${width}-${zoom * 100}-${name}`);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toHaveCount(0);
    }
  }
});

test('remotes can be read and reached in small windows, light and dark', async ({ world }) => {
  const strata = await filledApp(world);
  const { window } = strata;
  const nas = path.join(world.desk, 'a network drive', 'with a rather long name', 'strata');
  await mkdir(path.dirname(nas), { recursive: true });
  await invoke(window, 'remote.add', { name: 'team', url: nas, bytesPerSecond: 2_000_000 });
  await invoke(window, 'artifact.push', { artifact: 'a-dataset-with-a-rather-long-name.2026' });
  await clearNotices(window);
  const dialog = window.getByRole('dialog', { name: 'Add remote' });
  const visits: readonly { readonly name: string; readonly open: () => Promise<void>; readonly controls: readonly Locator[] }[] = [
    {
      name: 'artifact',
      open: async () => {
        await window.keyboard.press('Control+1');
        await window.keyboard.press('Escape');
        await expect(window.getByRole('region', { name: 'Remote' })).toContainText('team');
      },
      controls: ['Push', 'Pull'].map((name) => window.getByRole('region', { name: 'Remote' }).getByRole('button', { name, exact: true })),
    },
    {
      name: 'list',
      open: async () => {
        await window.keyboard.press('Control+4');
        await press(window.getByRole('button', { name: 'Test team' }));
        await expect(window.getByTestId('check-result')).toBeVisible();
      },
      controls: ['Add remote…', 'Test team', 'Clone from team', 'Remove team'].map((name) => window.getByRole('button', { name })),
    },
    {
      name: 'dialog',
      open: async () => {
        await window.keyboard.press('Control+4');
        await press(window.getByRole('button', { name: 'Add remote…' }));
        await press(dialog.getByRole('radio', { name: 'Google Cloud Storage' }));
        await press(dialog.getByRole('radio', { name: 'By a key file' }));
        await dialog.getByLabel('Bucket').fill('gs://team/strata');
        await dialog.getByLabel('Key file', { exact: true }).fill('/nowhere/key.json');
        await press(dialog.getByRole('button', { name: 'Test connection' }));
        await expect(dialog.getByTestId('check-result')).toContainText('is not there any more');
      },
      controls: [dialog.getByLabel('Bucket'), dialog.getByLabel('Endpoint'), dialog.getByLabel('Name'), ...['Close', 'Choose…', 'Test connection', 'Cancel'].map((name) => dialog.getByRole('button', { name }))],
    },
  ];
  for (const scheme of ['light', 'dark']) {
    await resize(strata, 1280, 820, 1);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(1280);
    await window.getByRole('button', { name: 'Colours' }).click();
    await window.getByRole('menuitemradio', { name: scheme, exact: false }).click();
    await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await expect(window.getByRole('menu')).toHaveCount(0);
    for (const { name, open } of visits) {
      await open();
      // The picture waits until nothing fades any more.
      await shoot(window, `114-${scheme}-${name}`);
      await expectReadable(window, `${scheme} remotes ${name}`);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toHaveCount(0);
    }
  }
  for (const { width, height, zoom } of sizes) {
    await resize(strata, width, height, zoom);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
    for (const { name, open, controls } of visits) {
      await open();
      for (const control of controls) await expectReachable(control);
      await expectNoOverflow(window, name);
      await shootWhole(strata, `114-${width}-${zoom * 100}-${name}`);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('dialog')).toHaveCount(0);
    }
  }
});

/** Flips a bit of the file's bytes where they lie in the store. */
async function damage({ home }: RunningApp, bytes: Buffer): Promise<void> {
  for (const entry of await readdir(path.join(home, 'containers'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const stored = await readFile(file);
    const at = stored.indexOf(bytes.subarray(0, 100));
    if (at < 0) continue;
    stored[at + 50] = (stored[at + 50] as number) ^ 1;
    await writeFile(file, stored);
  }
}

test('a damaged store can be read about and repaired in small windows, light and dark', async ({ world }) => {
  const noise = Array.from({ length: 12 }, () => randomBytes(20_000));
  const names = noise.map((_, index) => `a-folder-with-a-long-name/and-another-one-in-it/picture-${index}.raw`);
  const folder = await world.folder('pictures', { 'readme.md': 'pictures' });
  await mkdir(path.join(folder, path.dirname(names[0]!)), { recursive: true });
  for (const [index, name] of names.entries()) await writeFile(path.join(folder, name), noise[index]!);
  const strata = await world.launch();
  const { window } = strata;
  await track(strata, folder);
  for (const bytes of noise) await damage(strata, bytes);
  await rm(path.join(folder, names[0]!));
  await invoke(window, 'artifact.snapshot', { artifact: 'pictures' });
  await window.keyboard.press('Control+3');
  const health = window.getByRole('region', { name: 'Health of the store' });
  await health.getByRole('checkbox').check();
  await health.getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByTestId('verify-report')).toContainText('12 things found');
  for (const scheme of ['light', 'dark']) {
    await window.getByRole('button', { name: 'Colours' }).click();
    await window.getByRole('menuitemradio', { name: scheme, exact: false }).click();
    await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await expectReadable(window, `${scheme} damage`);
    await shoot(window, `77-${scheme}-damage`);
  }
  for (const { width, height, zoom } of sizes) {
    await resize(strata, width, height, zoom);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
    for (const name of ['Verify', 'Repair']) await expectReachable(health.getByRole('button', { name }));
    await expectReachable(window.getByRole('list', { name: 'What is damaged' }).getByTestId('touch').first());
    await expect(window.getByTestId('damage-mark')).toBeVisible();
    await expectNoOverflow(window, 'damage');
    await shootWhole(strata, `61-${width}-${zoom * 100}-damage`);
  }
  await resize(strata, 1280, 820, 1);
  await health.getByRole('button', { name: 'Repair' }).click();
  await expect(window.getByTestId('repair-report')).toContainText('1 thing could not be mended.');
  for (const scheme of ['dark', 'light']) {
    await window.getByRole('button', { name: 'Colours' }).click();
    await window.getByRole('menuitemradio', { name: scheme, exact: false }).click();
    await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await expectReadable(window, `${scheme} repaired`);
    await shoot(window, `78-${scheme}-repaired`);
  }
});

test('the colours are chosen in the window, reach its frame, and are kept for the next start', async ({ world }) => {
  const home = path.join(world.desk, 'home');
  const profile = path.join(world.desk, 'profile');
  const start = () => world.launch({ home, profile });
  const first = await start();
  const scheme = (window: Page) => window.locator('html').getAttribute('data-mantine-color-scheme');
  const frame = ({ app }: RunningApp) => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await track(first, await world.folder('animals', { 'cat.txt': 'meow' }));
  for (const [choice, expected] of [['Light', 'light'], ['Dark', 'dark']] as const) {
    await first.window.getByRole('button', { name: 'Colours' }).click();
    await first.window.getByRole('menuitemradio', { name: choice }).click();
    await expect.poll(() => scheme(first.window)).toBe(expected);
    await expect.poll(() => frame(first)).toBe(expected);
  }
  await first.close();
  const second = await start();
  await expect.poll(() => scheme(second.window)).toBe('dark');
  expect(await frame(second)).toBe('dark');
});

test('text can be read in every view, light and dark', async ({ world }) => {
  const strata = await filledApp(world);
  const { window } = strata;
  for (const scheme of ['light', 'dark']) {
    await window.getByRole('button', { name: 'Colours' }).click();
    await window.getByRole('menuitemradio', { name: scheme, exact: false }).click();
    await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await window.getByRole('button', { name: 'Snapshot now' }).click();
    await expect(notice(window, 'Nothing has changed')).toBeVisible();
    await openVersion(window, 'v1', 'Files');
    await expectReadable(window, `${scheme} files`);
    await shoot(window, `70-${scheme}-files`);
    await openVersion(window, 'v1', 'Changes');
    await expectReadable(window, `${scheme} changes`);
    await shoot(window, `71-${scheme}-changes`);
    await openVersion(window, 'v0');
    await versionPage(window, 'v0').getByRole('button', { name: 'Restore…' }).click();
    await expect(restoreDialog(window).getByTestId('restore-plan-create')).toBeVisible();
    await expectReadable(window, `${scheme} restore`);
    await shoot(window, `72-${scheme}-restore`);
    await window.keyboard.press('Escape');
    await expect(restoreDialog(window)).toBeHidden();
    await window.getByRole('listbox', { name: 'Versions' }).focus();
    await window.keyboard.press('Control+a');
    await expect(window.getByTestId('reclaim')).toHaveAttribute('data-current', 'true');
    await expectReadable(window, `${scheme} ticked`);
    await shoot(window, `74-${scheme}-ticked`);
    await window.keyboard.press('Delete');
    await expect(deleteDialog(window).getByTestId('delete-plan-bytes')).toBeVisible();
    await expectReadable(window, `${scheme} delete`);
    await shoot(window, `75-${scheme}-delete`);
    await deleteDialog(window).getByRole('checkbox', { name: /aliases/ }).check();
    await deleteDialog(window).getByRole('radio', { name: 'Delete now, for good' }).check();
    await expectReadable(window, `${scheme} delete for good`);
    await shoot(window, `76-${scheme}-delete-for-good`);
    await window.keyboard.press('Escape');
    await expect(deleteDialog(window)).toBeHidden();
    await window.keyboard.press('Escape');
    await openVersion(window, 'v1', 'Files');
    await fileRow(window, 'birds').click({ button: 'right' });
    await expectReadable(window, `${scheme} menu of a file`);
    await window.getByRole('menuitem', { name: 'Purge from every version…' }).click();
    await expect(window.getByTestId('purge-plan-bytes')).toBeVisible();
    await expectReadable(window, `${scheme} purge`);
    await shoot(window, `79-${scheme}-purge`);
    await window.keyboard.press('Escape');
    await expect(window.getByRole('dialog')).toHaveCount(0);
    for (const view of ['History', 'Storage']) {
      await window.getByRole('button', { name: view, exact: true }).click();
      await expect(window.getByRole('heading', { name: view })).toBeVisible();
      await expectReadable(window, `${scheme} ${view}`);
      await shoot(window, `73-${scheme}-${view.toLowerCase()}`);
    }
    await window.keyboard.press('Control+1');
  }
});

/** The texts whose colour stands out too little: WCAG 2 level AA asks for 4.5, or 3 for big ones. */
async function expectReadable(window: Page, view: string): Promise<void> {
  const faint = await window.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const rgba = (color: string): number[] => {
      if (canvas === null) throw new Error('There is no canvas.');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const over = (top: number[], below: number[]): number[] => {
      const alpha = (top[3] ?? 255) / 255;
      return [0, 1, 2].map((at) => (top[at] ?? 0) * alpha + (below[at] ?? 0) * (1 - alpha));
    };
    const luminance = (color: number[]): number => {
      const [red, green, blue] = color.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
    };
    const backgroundOf = (element: Element | null): number[] => {
      if (element === null) return [255, 255, 255, 255];
      const own = rgba(getComputedStyle(element).backgroundColor);
      return own[3] === 255 ? own : [...over(own, backgroundOf(element.parentElement)), 255];
    };
    const found: string[] = [];
    for (const element of document.body.querySelectorAll('*')) {
      const text = [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent?.trim()).join('');
      if (text === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest('[disabled], [aria-disabled="true"], [data-testid="drop-zone"], style, script') !== null) continue;
      const { top, left } = element.getBoundingClientRect();
      const shown = document.elementFromPoint(left + 1, top + 1);
      if (shown === null || !(element.contains(shown) || shown.contains(element))) continue;
      const style = getComputedStyle(element);
      const background = backgroundOf(element);
      const [a, b] = [luminance(over(rgba(style.color), background)), luminance(background)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const big = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (big ? 3 : 4.5)) found.push(`${contrast.toFixed(1)} "${text.slice(0, 40)}"`);
    }
    return [...new Set(found)];
  });
  expect.soft(faint, view).toEqual([]);
}
