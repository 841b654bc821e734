// The folders that the bench measures on, the same on every run: W1 is 100,000 small files in 1,000 folders, pictures are files of 100 KB.
import { createCipheriv } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A small deterministic generator of 32-bit numbers (xorshift32, G. Marsaglia, 2003). @param {number} seed */
export function numbers(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Bytes that do not compress: the key stream of AES in counter mode. @param {number} length @param {number} [seed] */
export function noise(length, seed = 7) {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** @param {number} count @param {() => number} [next] */
export function madeWords(count, next = numbers(42)) {
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 2 + (next() % 9) }, () => 'etaoinshrdlucmfwyp'[Math.min(next() % 18, next() % 18)]);
    return letters.join('');
  });
}

/** Text of made-up words, about as compressible as source code. @param {number} length */
function prose(length) {
  const next = numbers(42);
  const words = madeWords(3000, next);
  const parts = [];
  for (let at = 0; at < length; ) {
    const share = next() / 2 ** 32;
    const word = `${words[Math.floor(share ** 3 * words.length)]}${next() % 12 === 0 ? ';\n  ' : ' '}`;
    parts.push(word);
    at += word.length;
  }
  return Buffer.from(parts.join('').slice(0, length));
}

/**
 * Makes the tree of W1: two files of three are text, one is noise; 0.5 to 16 KB, 6 KB on average.
 * @param {string} root @param {number} scale 1: 100,000 files
 */
export function makeSmallFiles(root, scale) {
  const files = Math.round(100_000 * scale);
  const folders = Math.max(1, Math.round(1_000 * scale));
  const next = numbers(1001);
  const text = prose(16 << 20);
  const random = noise(16 << 20);
  const folderOf = (/** @type {number} */ i) => path.join(root, `p${i % 20}`, `dir${String(i).padStart(4, '0')}`);
  for (let i = 0; i < folders; i++) mkdirSync(folderOf(i), { recursive: true });
  let bytes = 0;
  for (let i = 0; i < files; i++) {
    const isText = next() % 3 !== 0;
    const size = Math.round(512 + 15_872 * (next() / 2 ** 32) ** 1.82);
    const pool = isText ? text : random;
    const start = next() % (pool.length - size);
    const content = Buffer.from(pool.subarray(start, start + size));
    content.write(`file ${i} `);
    writeFileSync(path.join(folderOf(i % folders), `f${i}${isText ? '.txt' : '.bin'}`), content);
    bytes += size;
  }
  return { files, folders, bytes };
}

/**
 * Makes files of 50 to 150 KB that do not compress, in folders of 100. @param {string} root @param {number} scale 1: 5,000 files, 500 MB
 */
export function makePictures(root, scale) {
  const files = Math.round(5_000 * scale);
  const next = numbers(2002);
  const random = noise(64 << 20);
  let bytes = 0;
  for (let i = 0; i < files; i++) {
    const folder = path.join(root, `album${String(Math.floor(i / 100)).padStart(3, '0')}`);
    if (i % 100 === 0) mkdirSync(folder, { recursive: true });
    const size = 50_000 + (next() % 100_000);
    const start = next() % (random.length - size);
    const content = Buffer.from(random.subarray(start, start + size));
    content.write(`picture ${i} `);
    writeFileSync(path.join(folder, `p${String(i).padStart(5, '0')}.jpg`), content);
    bytes += size;
  }
  return { files, bytes };
}
