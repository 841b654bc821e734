import { mkdirSync } from 'node:fs';
import { ratio, seconds, sized } from './measure.mjs';
import { isResticHere, noRestic, openRestic } from './restic.mjs';
import { appendRows, changeRows, insertRows, makeRows } from './rows.mjs';

const fullBytes = 2e9;

/**
 * One big file of text rows, stored and then edited three times: what each version adds to the store, and how long it takes. Once each:
 * stored bytes are the same on every run. @param {import('./ground.mjs').Ground} ground
 */
export async function measureEdits(ground) {
  const { at, strata, remove, scale } = ground;
  const [work, home, other] = [at('rows'), at('home-rows'), at('restic')];
  const file = at('rows', 'rows.csv');
  mkdirSync(work);
  const bytes = fullBytes * scale;
  const versions = [
    { name: 'first snapshot', write: () => makeRows(file, bytes), command: ['track', work, '--name', 'rows'] },
    { name: '1 % appended', write: () => appendRows(file, bytes / 100), command: ['snapshot', 'rows'] },
    { name: '1 KB inserted in the middle', write: () => insertRows(file, at('edited'), 1_024), command: ['snapshot', 'rows'] },
    { name: '100 scattered rows changed', write: () => changeRows(file, at('edited'), 100), command: ['snapshot', 'rows'] },
  ];
  const restic = isResticHere() ? openRestic(other) : null;
  const measured = [];
  for (const { name, write, command } of versions) {
    const written = write();
    await ground.settle();
    const own = stored(() => strata(home, ...command), () => ground.storeBytes(home), measured.length === 0 ? 0 : ground.storeBytes(home));
    const beside = restic === null ? null : stored(() => restic.backup(work), restic.bytes, restic.bytes());
    measured.push({ name, written, own, restic: beside });
  }
  for (const folder of [work, home, other]) remove(folder);
  return { measured, rows: rowsOf(measured, bytes) };
}

/** @typedef {{ ms: number, bytes: number }} Stored */

/** @param {() => number} snapshot @param {() => number} bytes @param {number} before @returns {Stored} */
function stored(snapshot, bytes, before) {
  const ms = snapshot();
  return { ms, bytes: bytes() - before };
}

/** @param {readonly { name: string, written: number, own: Stored, restic: Stored | null }[]} measured @param {number} total */
function rowsOf(measured, total) {
  const words = (/** @type {Stored} */ { ms, bytes }) => `${sized(bytes)}, ${seconds(ms)}`;
  return [
    [`rows, one file of ${sized(total)}`, 'stored', 'beside', 'ratio', 'restic'],
    ...measured.map(({ name, written, own, restic }) => [
      name,
      words(own),
      `written ${sized(written)}`,
      ratio(own.bytes, written),
      restic === null ? noRestic : words(restic),
    ]),
  ];
}
