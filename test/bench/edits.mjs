import { mkdirSync } from 'node:fs';
import { isResticHere, openRestic } from './peer-restic.mjs';
import { row } from './row.mjs';
import { appendRows, changeRows, insertRows, makeRows } from './workload-rows.mjs';

const fullBytes = 2e9;

/**
 * W3: one big file of text rows, stored and then edited three times: what each version adds to the store, and how long it takes. Once each:
 * stored bytes are the same on every run. @param {import('./ground.mjs').Ground} ground
 */
export async function measureEdits(ground) {
  const { at, strata, remove, scale } = ground;
  const [work, home, other] = [at('rows'), at('home-rows'), at('restic')];
  const file = at('rows', 'rows.csv');
  mkdirSync(work);
  const bytes = fullBytes * scale;
  /** @type {{ name: string, write: () => number, command: string[], goals: Goals }[]} */
  const versions = [
    { name: 'first snapshot', write: () => makeRows(file, bytes), command: ['track', work, '--name', 'rows'], goals: { ms: { mostTimes: 0.6 }, bytes: { mostTimes: 1 } } },
    { name: '1 % appended', write: () => appendRows(file, bytes / 100), command: ['snapshot', 'rows'], goals: { bytes: { most: 8.5e6 * scale } } },
    { name: '1 KB inserted in the middle', write: () => insertRows(file, at('edited'), 1_024), command: ['snapshot', 'rows'], goals: { bytes: { most: 0.3e6 } } },
    { name: '100 scattered rows changed', write: () => changeRows(file, at('edited'), 100), command: ['snapshot', 'rows'], goals: { bytes: { most: 6e6 } } },
  ];
  const restic = isResticHere() ? openRestic(other) : null;
  const measured = [];
  for (const { name, write, command, goals } of versions) {
    const written = write();
    await ground.settle();
    const own = stored(() => strata(home, ...command), () => ground.storeBytes(home), measured.length === 0 ? 0 : ground.storeBytes(home));
    const beside = restic === null ? null : stored(() => restic.backup(work), restic.bytes, restic.bytes());
    measured.push({ name, written, own, restic: beside, goals });
  }
  for (const folder of [work, home, other]) remove(folder);
  return { figures: measured, rows: rowsOf(measured) };
}

/** @typedef {{ ms: number, bytes: number }} Stored */
/** @typedef {{ ms?: { mostTimes: number }, bytes: { most: number } | { mostTimes: number } }} Goals */

/** @param {() => number} snapshot @param {() => number} bytes @param {number} before @returns {Stored} */
function stored(snapshot, bytes, before) {
  const ms = snapshot();
  return { ms, bytes: bytes() - before };
}

/** @param {readonly { name: string, written: number, own: Stored, restic: Stored | null, goals: Goals }[]} measured @returns {import('./row.mjs').Row[]} */
function rowsOf(measured) {
  return measured.flatMap(({ name, written, own, restic, goals }) => [
    row({
      what: `${name}: stored`, own: own.bytes, unit: 'bytes', beside: { name: 'restic', value: restic?.bytes ?? null }, ...goals.bytes,
      others: [{ name: 'written', value: written }],
    }),
    row({ what: '  its time', own: own.ms, unit: 'ms', beside: { name: 'restic', value: restic?.ms ?? null }, ...goals.ms }),
  ]);
}
