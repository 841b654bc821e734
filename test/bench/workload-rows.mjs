// One big file of text rows, the same on every run, and edits of it.
import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { madeWords, numbers } from './workload.mjs';

const blockBytes = 4 << 20;

/** Rows like those of a log of measurements, without end. @param {number} seed @returns {Generator<string, never>} */
function* rowsFrom(seed) {
  const next = numbers(seed);
  const words = madeWords(2_000);
  const word = () => words[next() % words.length];
  for (let id = seed * 1_000_000; ; id++) {
    const at = new Date(1_750_000_000_000 + id * 1_000 + (next() % 900)).toISOString();
    yield `${id};${at};station-${next() % 400};${(next() / 1e6).toFixed(3)};${(next() % 2000) / 10};${word()} ${word()} ${word()} ${word()}\n`;
  }
}

/** Writes rows until `bytes` are there. Returns how many bytes it were. @param {number} fd @param {number} bytes @param {Generator<string, never>} rows */
function writeRows(fd, bytes, rows) {
  let written = 0;
  while (written < bytes) {
    const block = [];
    for (let length = 0; length < blockBytes && written + length < bytes; ) {
      const row = rows.next().value;
      block.push(row);
      length += row.length;
    }
    written += writeSync(fd, block.join(''));
  }
  return written;
}

/** @param {string} file @param {number} bytes */
export function makeRows(file, bytes) {
  const fd = openSync(file, 'w');
  const made = writeRows(fd, bytes, rowsFrom(1));
  closeSync(fd);
  return made;
}

/** Each edit returns how many bytes it wrote that are new. @param {string} file @param {number} bytes */
export function appendRows(file, bytes) {
  const fd = openSync(file, 'a');
  const made = writeRows(fd, bytes, rowsFrom(2));
  closeSync(fd);
  return made;
}

/** @param {string} file @param {string} temporary @param {number} bytes */
export function insertRows(file, temporary, bytes) {
  return rewritten(file, temporary, (from, to, size) => {
    const middle = rowAfter(from, Math.floor(size / 2));
    copyRange(from, to, 0, middle);
    const text = Buffer.from([...take(rowsFrom(3), bytes / 50)].join('')).subarray(0, bytes);
    writeSync(to, text);
    copyRange(from, to, middle, size);
    return text.length;
  });
}

/** Puts rows of other lengths in the place of some, far apart. @param {string} file @param {string} temporary @param {number} count */
export function changeRows(file, temporary, count) {
  return rewritten(file, temporary, (from, to, size) => {
    const rows = rowsFrom(4);
    let [at, bytes] = [0, 0];
    for (let i = 0; i < count; i++) {
      const begin = rowAfter(from, Math.floor((size * (i + 0.5)) / count));
      copyRange(from, to, at, begin);
      bytes += writeSync(to, `changed;${rows.next().value}`);
      at = rowAfter(from, begin);
    }
    copyRange(from, to, at, size);
    return bytes;
  });
}

/** @param {string} file @param {string} temporary @param {(from: number, to: number, size: number) => number} write */
function rewritten(file, temporary, write) {
  const [from, to] = [openSync(file, 'r'), openSync(temporary, 'w')];
  const bytes = write(from, to, fstatSync(from).size);
  closeSync(from);
  closeSync(to);
  renameSync(temporary, file);
  return bytes;
}

/** Where the next row begins. @param {number} fd @param {number} at */
function rowAfter(fd, at) {
  const bytes = Buffer.alloc(1_024);
  readSync(fd, bytes, 0, bytes.length, at);
  return at + bytes.indexOf('\n') + 1;
}

/** @param {number} from @param {number} to @param {number} begin @param {number} end */
function copyRange(from, to, begin, end) {
  const block = Buffer.allocUnsafe(blockBytes);
  for (let at = begin; at < end; ) {
    const read = readSync(from, block, 0, Math.min(block.length, end - at), at);
    writeSync(to, block, 0, read);
    at += read;
  }
}

/** @param {Generator<string, never>} rows @param {number} count */
function* take(rows, count) {
  for (let i = 0; i < count; i++) yield rows.next().value;
}
