// The official download of Electron, tried only when its host answers at once: an offline machine must not wait.
import { inRoot } from './root.mjs';
import { outcomeOf } from './run-command.mjs';
import { say } from './say.mjs';

const MIRROR = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/';
const PATIENCE = 2_500;

async function hostAnswers() {
  try {
    await fetch(MIRROR, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<boolean>} whether the electron package now has its binary */
export async function downloadOfficial() {
  if (!(await hostAnswers())) return false;
  say('downloading Electron…');
  const { status } = await outcomeOf(process.execPath, [inRoot('node_modules/electron/install.js')]);
  return status === 0;
}
