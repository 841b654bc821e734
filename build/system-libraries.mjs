// The system libraries that Electron links to. A bare server lacks them: installed when this may be done (root on
// Debian or its relatives), otherwise the exact command is said.
import { access } from 'node:fs/promises';
import { outcomeOf, run } from './run-command.mjs';
import { say } from './say.mjs';

const PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libnotify4', 'libxss1', 'libsecret-1-0'];
export const DISPLAY_PACKAGES = ['xvfb', 'xauth'];

/** @param {string} file */
const exists = (file) => access(file).then(() => true, () => false);

/** @param {string} executable @returns {Promise<string[]>} names of libraries that cannot be found */
export async function missingLibraries(executable) {
  if (process.platform !== 'linux') return [];
  const { stdout } = await outcomeOf('ldd', [executable]);
  return stdout
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}

/** @param {string[]} packages */
export const installCommand = (packages) => `apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/**
 * Newer Debians and Ubuntus gave some libraries a new name (time_t of 64 bits): the one that exists is taken.
 * @param {string[]} packages
 */
async function presentNames(packages) {
  const names = [];
  for (const name of packages) {
    const { stdout } = await outcomeOf('apt-cache', ['policy', `${name}t64`]);
    names.push(/Candidate: (?!\(none\))/.test(stdout) ? `${name}t64` : name);
  }
  return names;
}

/** @param {string[]} packages */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '-qq', '--no-install-recommends'];
  const { status } = await outcomeOf('apt-get', [...args, ...(await presentNames(packages))], { env });
  if (status === 0) return;
  // The lists of packages may be missing or old.
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', [...args, ...(await presentNames(packages))], { env });
}

/** @param {string[]} packages @param {string} why  for people: what they are needed for */
export async function installPackages(packages, why) {
  const command = installCommand(packages);
  const mayInstall = process.getuid?.() === 0 && (await exists('/usr/bin/apt-get'));
  if (!mayInstall) throw new Error(`${why} On Debian or Ubuntu: sudo ${command}`);
  say(`${why} Installing: ${packages.join(' ')}`);
  await install(packages);
}

/** @param {string} executable  of Electron */
export async function ensureSystemLibraries(executable) {
  const missing = await missingLibraries(executable);
  if (missing.length === 0) return;
  await installPackages(PACKAGES, `Electron needs system libraries that are missing (${missing.slice(0, 3).join(', ')}…).`);
  const still = await missingLibraries(executable);
  if (still.length > 0) throw new Error(`Electron still lacks system libraries: ${still.join(', ')}.`);
}
