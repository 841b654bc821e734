// Everything that a real Electron needs to run the built app here: the build, a runtime, system libraries, a display.
import { ensureDisplay } from './display.mjs';
import { describeRuntime, resolveRuntime } from './electron-runtime.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { say } from './say.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** Chromium refuses its sandbox to root. A user's desktop keeps it. */
const isRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

/** @param {{ isVirtual: boolean }} display */
function flagsFor({ isVirtual }) {
  // A virtual display has no graphics card: emulating one costs more than drawing without.
  return [...(isRoot() ? ['--no-sandbox'] : []), ...(isVirtual ? ['--disable-gpu'] : [])];
}

export async function prepareElectron() {
  const [runtime] = await Promise.all([resolveRuntime(), ensureBuilt()]);
  say(describeRuntime(runtime));
  await ensureSystemLibraries(runtime.executable);
  const display = await ensureDisplay();
  return {
    runtime,
    display,
    flags: flagsFor(display),
    env: { ...process.env, ...display.env, ELECTRON_OVERRIDE_DIST_PATH: runtime.folder },
  };
}
