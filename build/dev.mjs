// `npm run dev`: the app with a window that reloads what is edited, and a main process that restarts.
import './modern-node.mjs';
import { spawn } from 'node:child_process';
import { ensureDisplay } from './display.mjs';
import { passWithoutNoise } from './electron-noise.mjs';
import { describeRuntime, resolveRuntime } from './electron-runtime.mjs';
import { inRoot, root } from './root.mjs';
import { fail, say } from './say.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

async function develop() {
  const runtime = await resolveRuntime();
  say(describeRuntime(runtime));
  await ensureSystemLibraries(runtime.executable);
  const display = await ensureDisplay();
  const isRoot = process.getuid?.() === 0;
  const args = ['dev', '--watch', ...(isRoot ? ['--noSandbox'] : []), '--', ...process.argv.slice(2)];
  const env = { ...process.env, ...display.env, ELECTRON_EXEC_PATH: runtime.executable };
  const child = spawn(process.execPath, [inRoot('node_modules/electron-vite/bin/electron-vite.js'), ...args], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'pipe'],
  });
  passWithoutNoise(child.stderr, process.stderr);
  child.once('exit', (status) => process.exit(status ?? 0));
}

await develop().catch(fail);
