import type { Page } from '@playwright/test';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Tells a demonstration step by step: what was done, how long it took, and what it looked like. */
export interface Steps {
  /** Does one step. What it answers is told behind the step's title. */
  step(title: string, work: () => Promise<string | void>): Promise<void>;
  /** Keeps a picture of the window as `NN-name.png`. */
  picture(window: Page, name: string): Promise<void>;
}

/** Steps whose pictures go into `folder`, which is emptied first. */
export async function beginSteps(folder: string, tell: (line: string) => void): Promise<Steps> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let pictures = 0;
  return {
    async step(title, work) {
      const began = performance.now();
      const told = await work().catch((error: unknown) => {
        tell(`       ✗  ${title}`);
        throw error;
      });
      const seconds = ((performance.now() - began) / 1_000).toFixed(2);
      tell(`${seconds.padStart(6)} s  ${title}${told === undefined ? '' : `: ${told}`}`);
    },
    async picture(window, name) {
      pictures += 1;
      const file = `${String(pictures).padStart(2, '0')}-${name}.png`;
      await window.screenshot({ path: path.join(folder, file), animations: 'disabled' });
    },
  };
}
