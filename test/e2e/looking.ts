import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { resize, shootWhole } from './running-app.ts';

/** The small windows in which everything has to fit. */
export const sizes = [
  { title: '760 × 600', width: 760, height: 600, zoom: 1 },
  { title: '1280 × 820 at 200 %', width: 1280, height: 820, zoom: 2 },
];

/** Nothing of the page lies beside it. */
export async function expectNoOverflow(window: Page, view: string): Promise<void> {
  const [scroll, client] = await window.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(scroll, `${view} is wider than the window`).toBeLessThanOrEqual(client ?? 0);
}

/** In sight, or brought there by scrolling, and nothing lies over it; once nothing moves any more. */
export async function expectReachable(control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  await expect.configure({ soft: true }).poll(() => control.evaluate(reach), { message: String(control) }).toBe('reached');
}

function reach(element: Element): string {
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const isInside = left >= -1 && top >= -1 && left + width <= innerWidth + 1 && top + height <= innerHeight + 1;
  if (!isInside) return `outside: ${left},${top} ${width} × ${height} in ${innerWidth} × ${innerHeight}`;
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  return at !== null && (element.contains(at) || at.contains(element)) ? 'reached' : `covered by ${at?.outerHTML.slice(0, 120)}`;
}

/**
 * Looks at an open dialog in each small window, one dark and one light: its controls can be reached with the pointer, those that are not off with Tab alone,
 * and what has the keyboard is in sight. The window is as big as before afterwards.
 */
export async function lookAround(strata: RunningApp, name: string, controls: readonly Locator[]): Promise<void> {
  const { window } = strata;
  const before = await window.evaluate(() => [innerWidth, innerHeight] as const);
  for (const { width, height, zoom } of sizes) {
    const colorScheme = zoom === 1 ? 'dark' : 'light';
    await window.emulateMedia({ colorScheme });
    await resize(strata, width, height, zoom);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
    for (const control of controls) await expectReachable(control);
    await expectNoOverflow(window, name);
    await expectOnTheWayOfTab(window, controls);
    await shootWhole(strata, `${name}-${width}-${zoom * 100}-${colorScheme}`);
  }
  await resize(strata, ...before, 1);
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(before[0]);
}

/** Tab comes to each of them that is not off, and what has the keyboard is in sight. */
async function expectOnTheWayOfTab(window: Page, controls: readonly Locator[]): Promise<void> {
  const left = new Set<string>();
  for (const control of controls) {
    const name = String(control);
    const isOn = await control.evaluate((element, mark) => (element.setAttribute('data-looked', mark), !element.matches(':disabled')), name);
    if (isOn) left.add(name);
  }
  for (let presses = 0; left.size > 0 && presses < 30; presses += 1) {
    await window.keyboard.press('Tab');
    const { mark, sight } = await window.evaluate(focused);
    if (mark !== null && left.delete(mark)) expect.soft(sight, mark).toBe('in sight');
  }
  expect.soft([...left], 'Tab does not come to').toEqual([]);
}

function focused(): { readonly mark: string | null; readonly sight: string } {
  const element = document.activeElement ?? document.body;
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  // The box of a choice is drawn beside its input, in the same place.
  const isSeen = at !== null && (element.parentElement?.contains(at) ?? false);
  return { mark: element.closest('[data-looked]')?.getAttribute('data-looked') ?? null, sight: isSeen ? 'in sight' : `hidden by ${at?.outerHTML.slice(0, 120)}` };
}
