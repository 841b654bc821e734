// `npm run icons`: draws the PNGs of build/icons/ from its SVGs, with Electron as the painter. Their results are kept in
// the repository; this is needed only after an SVG has changed.
import './modern-node.mjs';
import { ensureDisplay } from './display.mjs';
import { resolveRuntime } from './electron-runtime.mjs';
import { inRoot } from './root.mjs';
import { run } from './run-command.mjs';
import { fail, say } from './say.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

async function draw() {
  const runtime = await resolveRuntime();
  await ensureSystemLibraries(runtime.executable);
  const display = await ensureDisplay();
  const flags = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
  const env = { ...process.env, ...display.env };
  await run(runtime.executable, [...flags, inRoot('build/icons/render.mjs')], { env });
  display.close();
  say('the icons in build/icons/ are drawn');
}

await draw().catch(fail);
