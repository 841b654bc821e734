import { statSync } from 'node:fs';
import path from 'node:path';
import { whyNoMounts, withMount } from './loop-mount.mjs';
import { createFigures } from './measure.mjs';
import { row } from './row.mjs';
import { makeModels } from './workload-models.mjs';

const kinds = /** @type {const} */ (['btrfs', 'xfs', 'ext4']);

/**
 * W2 where the file system can clone, the home beside the files, against the same on ext4: each in a fresh file system in a file, nothing of it in
 * memory before. @param {import('./ground.mjs').Ground} ground
 */
export async function measureClones(ground) {
  const why = whyNoMounts();
  if (why !== null) return { figures: {}, rows: [], passedOver: why };
  const figures = createFigures();
  let bytes = 0;
  for (let round = 0; round < ground.fewRounds; round++) {
    for (const kind of kinds) bytes = measureOne(ground, figures, kind);
  }
  return { figures: figures.all, rows: rowsOf(figures, bytes) };
}

/** @param {import('./ground.mjs').Ground} ground @param {ReturnType<typeof createFigures>} figures @param {typeof kinds[number]} kind */
function measureOne({ folder, scale, strata }, figures, kind) {
  // The files, their containers and a restored copy.
  const room = 12e9 * scale + 1e9;
  return withMount({ folder, bytes: Math.round(room), kind }, ({ root, forget, usedBytes }) => {
    const [work, home, restored] = [path.join(root, 'models'), path.join(root, 'home'), path.join(root, 'restored')];
    const { bytes } = makeModels(work, scale);
    const before = usedBytes();
    forget();
    figures.note(`${kind}: first snapshot`, strata(home, 'track', work, '--name', 'models'));
    const between = usedBytes();
    figures.note(`${kind}: its disk`, between - before - reserveOf(home));
    forget();
    figures.note(`${kind}: restore`, strata(home, 'restore', 'models:v0', '--to', restored));
    figures.note(`${kind}: disk of the restore`, usedBytes() - between);
    return bytes;
  });
}

/** What a home keeps for a full disk is no part of a version. @param {string} home */
function reserveOf(home) {
  return statSync(path.join(home, 'reserve'), { throwIfNoEntry: false })?.size ?? 0;
}

/** @param {ReturnType<typeof createFigures>} figures @param {number} bytes @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }, bytes) {
  return kinds
    .filter((kind) => kind !== 'ext4')
    .flatMap((kind) => [
      ...['first snapshot', 'restore'].map((what) =>
        row({ what: `${what}, ${kind}`, own: median(`${kind}: ${what}`), unit: 'ms', beside: { name: 'ext4', value: median(`ext4: ${what}`) }, mostTimes: 0.5 }),
      ),
      ...['its disk', 'disk of the restore'].map((what) =>
        row({ what: `${what}, ${kind}`, own: median(`${kind}: ${what}`), unit: 'bytes', beside: { name: 'files', value: bytes }, mostTimes: 0.05, others: [{ name: 'ext4', value: median(`ext4: ${what}`) }] }),
      ),
    ]);
}
