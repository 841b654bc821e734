// `npm run demo`: the whole main job on real input in the real window, step by step, with pictures in out/demo/.
// `npm run picture`: the README's picture, docs/window.png, from the real window.
import './modern-node.mjs';
import { prepareElectron } from './electron-environment.mjs';
import { inRoot, root } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { fail } from './say.mjs';

const isPicture = process.argv.includes('--picture');

async function demonstrate() {
  const { env, display, flags } = await prepareElectron();
  // A process of its own: it drives the window while this one keeps the display.
  const { status } = await outcomeOf(process.execPath, [inRoot(isPicture ? 'test/demo/picture.ts' : 'test/demo/demo.ts')], {
    live: true,
    cwd: root,
    env: { ...env, STRATA_ELECTRON_FLAGS: flags.join(' ') },
  });
  display.close();
  process.exitCode = status;
}

await demonstrate().catch(fail);
