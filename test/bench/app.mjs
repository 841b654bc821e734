import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { prepareElectron } from '../../build/electron-environment.mjs';
import { launchApp } from '../e2e/app.ts';
import { processesOf } from '../e2e/running-app.ts';
import { createFigures } from './measure.mjs';
import { row } from './row.mjs';

/** After a start: the first look at everything and whatever else is put off until nothing goes on, ms. */
const untilQuiet = 30_000;
const idle = { quick: 5_000, full: 60_000 };

/** The real window with W1 tracked: how long its start takes, and what it costs while nothing happens. @param {import('./ground.mjs').Ground} ground */
export async function measureApp(ground) {
  const { work } = await ground.smallFiles(ground.scale);
  const home = ground.at('home-app');
  ground.strata(home, 'track', work, '--name', 'w1');
  const { env, display, flags } = await prepareElectron();
  Object.assign(process.env, env, { STRATA_ELECTRON_FLAGS: flags.join(' ') });
  const figures = createFigures();
  try {
    for (let start = 0; start < ground.fewRounds; start++) {
      const began = performance.now();
      const { close } = await started(home, ground.at('profile'));
      figures.note('start', performance.now() - began);
      await close();
    }
    if (process.platform === 'linux') figures.note('idle', await idleProcessor(home, ground));
  } finally {
    display.close();
  }
  for (const folder of [home, ground.at('profile')]) ground.remove(folder);
  return { figures: figures.all, rows: rowsOf(figures) };
}

/** Resolves when the window shows what is tracked and listens. @param {string} home @param {string} profile */
async function started(home, profile) {
  const app = await launchApp({ home, profile });
  await app.window.getByTestId('drop-zone').waitFor({ state: 'attached' });
  await app.window.getByRole('status', { name: 'Loading' }).waitFor({ state: 'hidden' });
  return app;
}

/** Share of one core that all processes of the app take, percent. @param {string} home @param {import('./ground.mjs').Ground} ground */
async function idleProcessor(home, ground) {
  const length = ground.isQuick ? 'quick' : 'full';
  const { close } = await started(home, ground.at('profile'));
  try {
    await ground.rest(untilQuiet);
    const before = await processorOf(home);
    await delay(idle[length]);
    return (100 * ((await processorOf(home)) - before)) / idle[length];
  } finally {
    await close();
  }
}

/** Processor time of all processes of a home so far, ms. @param {string} home */
async function processorOf(home) {
  const pids = (await processesOf(home)).map((line) => path.basename(line.split(' ')[0] ?? ''));
  const ticks = pids.map((pid) => {
    // The name of the program, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  // A tick is a hundredth of a second for whoever reads /proc.
  return 10 * ticks.reduce((sum, each) => sum + each, 0);
}

/** @param {ReturnType<typeof createFigures>} figures @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }) {
  return [
    row({ what: 'start of the app to a window that can be used', own: median('start'), unit: 'ms', most: 1_200 }),
    row({ what: 'the app while nothing happens: processor, of one core', own: median('idle'), unit: 'percent', most: 0.2 }),
  ];
}
