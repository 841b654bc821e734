import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a folder holds: path → content. The same seed and round always give the same state. */
export type State = ReadonlyMap<string, Buffer>;

/** Enough that the workers take part. */
const files = 100;

/** Bytes that look random and are the same for the same words. */
function bytesFrom(words: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0, block = 0; at < length; at += 32) parts.push(createHash('sha256').update(`${words} ${block++}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

export function stateOf(seed: number, round: number): State {
  const state = new Map<string, Buffer>();
  for (let file = 0; file < files; file++) {
    const key = `${seed} ${file} ${file % 3 === 0 ? round : 0}`;
    if (file % 7 === 6 && (round + file) % 2 === 0) continue;
    const length = file === 0 ? 600_000 : 300 * file;
    state.set(`folder ${file % 5}/file ${file}`, bytesFrom(key, length));
  }
  return state;
}

/** The file that is purged, and what it held in the versions of a seed. It does not compress, so that it lies in containers as it is. */
export const secretName = 'secret';
export const secretOf = (seed: number): Buffer => bytesFrom(`secret ${seed}`, 40_000);

/** Makes the folder hold that state and nothing else. */
export function writeState(folder: string, state: State): void {
  for (let i = 0; i < 5; i++) mkdirSync(path.join(folder, `folder ${i}`), { recursive: true });
  for (let file = 0; file < files; file++) {
    const name = `folder ${file % 5}/file ${file}`;
    const content = state.get(name);
    if (content === undefined) rmSync(path.join(folder, name), { force: true });
    else writeFileSync(path.join(folder, name), content);
  }
}
