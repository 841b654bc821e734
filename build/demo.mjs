// `npm run demo`: the whole main job on real input in the real window, step by step, with pictures in out/demo/.
import './modern-node.mjs';
import { prepareElectron } from './electron-environment.mjs';
import { inRoot, root } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { fail } from './say.mjs';

async function demonstrate() {
  const { env, display, flags } = await prepareElectron();
  // A process of its own: it drives the window while this one keeps the display.
  const { status } = await outcomeOf(process.execPath, [inRoot('test/demo/demo.ts')], {
    live: true,
    cwd: root,
    env: { ...env, STRATA_ELECTRON_FLAGS: flags.join(' ') },
  });
  display.close();
  process.exitCode = status;
}

await demonstrate().catch(fail);
