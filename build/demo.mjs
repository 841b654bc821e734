// `npm run demo`: shows the main job in the real window. The play itself is test/demo/demo.ts.
import './modern-node.mjs';
import { prepareElectron } from './electron-environment.mjs';
import { inRoot, root } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { fail } from './say.mjs';

async function show() {
  const { env, display, flags } = await prepareElectron();
  const { status } = await outcomeOf(process.execPath, [inRoot('test/demo/demo.ts'), ...process.argv.slice(2)], {
    cwd: root,
    live: true,
    env: { ...env, STRATA_ELECTRON_FLAGS: flags.join(' ') },
  });
  display.close();
  process.exitCode = status;
}

await show().catch(fail);
