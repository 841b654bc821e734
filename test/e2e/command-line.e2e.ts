import { expect } from '@playwright/test';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test, track } from './strata-test.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Electron's own executable, as the launcher of a package starts it. */
const electron = createRequire(import.meta.url)('electron') as string;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command the way a package's `strata` does: the app's program, without a display. */
function command(words: readonly string[], home: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const switches = ['--no-sandbox', '--no-zygote', '--log-level=3'];
  const child = spawn(electron, [...switches, ROOT, '--cli', '--', ...words], { env: { ...rest, STRATA_HOME: home, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => void child.once('close', (status) => resolve({ status, stdout, stderr })));
}

test('the app\'s program runs a command by itself: output, errors and status are the command\'s', async ({ world }) => {
  const folder = await world.folder('my animals', { 'cat.txt': 'meow' });
  const home = path.join(world.desk, 'home');
  const tracked = await command(['track', folder, '--name', 'animals', '--json'], home);
  expect(tracked).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(tracked.stdout)).toMatchObject({ artifact: { path: folder }, version: { ref: 'v0' } });
  expect(await command(['show', 'nothing'], home)).toEqual({ status: 3, stdout: '', stderr: 'strata: There is no artifact named "nothing".\n' });
  expect(await command(['ls', '--remote-debugging-port=1'], home)).toMatchObject({ status: 2, stdout: '' });
});

test('beside the running app a command asks its engine, and opens no second window', async ({ world }) => {
  const strata = await world.launch();
  await track(strata, await world.folder('animals', { 'cat.txt': 'meow' }));
  // In Electron's own process, also where its Node is too old for an engine: none is started here.
  const { status, stdout, stderr } = await command(['ls', '--json'], strata.home, { STRATA_LAUNCHER: 'utility' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ artifacts: [{ name: 'animals', state: 'watching' }] });
  expect(strata.app.windows()).toHaveLength(1);
});
