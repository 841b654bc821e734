import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from './app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** `npm start` as it is on a bare machine: no display, and an engine that does nothing. */
function start(home: string, folder: string) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...bare } = process.env;
  const env = { ...bare, STRATA_ENGINE: path.join(ROOT, 'test/shell/fixtures/small-engine.mjs'), INIT_CWD: folder };
  const child = spawn(process.execPath, [path.join(ROOT, 'build/start.mjs'), '--home', home, '.'], { cwd: ROOT, env });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, said: () => said };
}

test('npm start says what it does, and one Ctrl-C ends everything', async () => {
  test.skip(process.platform !== 'linux', 'a virtual display is made on Linux only');
  const scratch = await temporaryFolder();
  const home = path.join(scratch, 'home');
  const app = start(home, scratch);
  await expect.poll(app.said, { timeout: 30_000 }).toContain('stop it with Ctrl-C');
  expect(app.said()).toContain(`tracking ${scratch}`);
  expect(app.said()).toContain(`its home is ${home}`);
  expect(app.said()).not.toContain('ERROR:');
  const display = /using a virtual one \(:(\d+)\)/.exec(app.said())?.[1];
  expect(display).toBeDefined();

  const began = Date.now();
  app.child.kill('SIGINT');
  expect(await app.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(3_000);
  await expect.poll(() => existsSync(`/tmp/.X11-unix/X${display}`)).toBe(false);
  await rm(scratch, { recursive: true, force: true });
});
