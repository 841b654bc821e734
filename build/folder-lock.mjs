// A lock between processes: a folder can be made by one of them only. A lock whose owner has died is taken over.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {string} folder */
async function ownerLives(folder) {
  // A lock without an owner has just been made by someone who is about to write it.
  const owner = Number(await readFile(path.join(folder, 'owner'), 'utf8').catch(() => String(process.pid)));
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other process runs one under the same lock.
 * @template Result
 * @param {string} folder @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(folder, work) {
  await mkdir(path.dirname(folder), { recursive: true });
  while (!(await mkdir(folder).then(() => true, () => false))) {
    if (await ownerLives(folder)) await sleep(100);
    else await rm(folder, { recursive: true, force: true });
  }
  await writeFile(path.join(folder, 'owner'), String(process.pid));
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
