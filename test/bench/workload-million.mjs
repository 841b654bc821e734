// W5: a million files, nine of ten empty and the others of up to 200 bytes, in folders of 100, the same on every run.
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { numbers } from './workload.mjs';

const perFolder = 100;
const someApart = 250;

/** @param {string} root @param {number} scale 1: a million @returns the paths of some of the files, far apart: one in 250 */
export function makeMillion(root, scale) {
  const files = Math.round(1e6 * scale);
  const next = numbers(5005);
  /** @type {string[]} */
  const some = [];
  let folder = root;
  for (let i = 0; i < files; i++) {
    if (i % perFolder === 0) {
      const number = i / perFolder;
      folder = path.join(root, `a${Math.floor(number / 100)}`, `b${number % 100}`);
      mkdirSync(folder, { recursive: true });
    }
    const file = `${folder}/f${i}`;
    if (i % 10 === 0) writeFileSync(file, `tiny file ${i} ${'x'.repeat(next() % 180)}`);
    else closeSync(openSync(file, 'w'));
    if (i % someApart === 0) some.push(file);
  }
  return some;
}
