import { expect, type Locator, type Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MethodName, Params, Result } from '../../shared/contract.ts';
import type { Outcome, ShellMethodName, ShellParams, ShellResult } from '../../shared/shell.ts';

/** The parts of the window, by what they are called there. */

const SHOTS = path.resolve(import.meta.dirname, '../../out/e2e-shots');

/** The answer of the engine or of main, errors as values: what the window itself sees. */
export function ask(page: Page, method: string, params: object): Promise<Outcome> {
  return page.evaluate(([name, values]) => window.strata.invoke(name, values), [method, params] as const);
}

/** Calls a method of the contract as the window does. */
export async function invoke<M extends MethodName>(page: Page, method: M, params: Params<M>): Promise<Result<M>> {
  return (await answered(page, method, params)) as Result<M>;
}

/** Calls a method of main as the window does. */
export async function invokeShell<M extends ShellMethodName>(page: Page, method: M, params: ShellParams<M>): Promise<ShellResult<M>> {
  return (await answered(page, method, params)) as ShellResult<M>;
}

async function answered(page: Page, method: string, params: object): Promise<unknown> {
  const outcome = await ask(page, method, params);
  if (!outcome.ok) throw new Error(`${method}: ${outcome.error.code}: ${outcome.error.message}`);
  return outcome.result;
}

export const artifactRow = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="artifact-row"][data-artifact="${name}"]`);

export const versionRow = (page: Page, ref: string): Locator =>
  page.locator(`[data-testid="version-row"][data-ref="${ref}"]`);

/** The opened version's page. */
export const versionPage = (page: Page, ref: string): Locator => page.getByRole('article', { name: `Version ${ref}`, exact: true });

/** A text as a string of CSS: a path may hold any character. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\\n]/g, (at) => `\\${at.charCodeAt(0).toString(16)} `)}"`;

/** A row of the file tree. */
export const fileRow = (page: Page, entryPath: string): Locator =>
  page.locator(`[data-testid="file-row"][data-path=${quoted(entryPath)}]`);

/** A row of the comparison. */
export const diffRow = (page: Page, change: string, entryPath: string): Locator =>
  page.locator(`[data-testid="diff-row"][data-change="${change}"][data-path=${quoted(entryPath)}]`);

/** A notice whose title or text has the words. */
export const notice = (page: Page, words: string | RegExp): Locator => page.getByTestId('notice').filter({ hasText: words });

export const restoreDialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Restore v/ });

export const deleteDialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Delete / });

/** Opens a version of the shown artifact and one of its tabs. */
export async function openVersion(page: Page, ref: string, tab?: 'Files' | 'Changes' | 'Metadata'): Promise<Locator> {
  await versionRow(page, ref).click();
  const opened = versionPage(page, ref);
  await expect(opened).toBeVisible();
  if (tab !== undefined) await opened.getByRole('tab', { name: tab }).click();
  return opened;
}

/** Removes the notices, which would lie over what is clicked or looked at. */
export async function clearNotices(page: Page): Promise<void> {
  const notices = page.getByTestId('notice');
  while ((await notices.count()) > 0) {
    await notices.first().getByRole('button', { name: 'Close the notice' }).click({ timeout: 500 }).catch(() => undefined);
  }
}

/** Keeps a picture of the window in `out/e2e-shots/`, to be looked at. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: await shotFile(name), animations: 'disabled' });
}

/** Where a picture of this name belongs. */
export async function shotFile(name: string): Promise<string> {
  await mkdir(SHOTS, { recursive: true });
  return path.join(SHOTS, `${name}.png`);
}
