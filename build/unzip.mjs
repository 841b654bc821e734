// Unpacks a zip without an `unzip` program. Entries that would leave the folder are refused by yauzl itself.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';

/** @type {(file: string, options: yauzl.Options) => Promise<yauzl.ZipFile>} */
const open = promisify(yauzl.open);

/** @param {yauzl.ZipFile} zip @returns {AsyncGenerator<yauzl.Entry>} */
async function* entriesOf(zip) {
  /** @returns {Promise<yauzl.Entry | undefined>} */
  const next = () =>
    new Promise((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.once('error', reject);
      zip.readEntry();
    });
  for (let entry = await next(); entry; entry = await next()) {
    zip.removeAllListeners();
    yield entry;
  }
}

/** @param {yauzl.ZipFile} zip @param {yauzl.Entry} entry @param {string} file */
async function extract(zip, entry, file) {
  await mkdir(path.dirname(file), { recursive: true });
  /** @type {(entry: yauzl.Entry) => Promise<import('node:stream').Readable>} */
  const openEntry = promisify(zip.openReadStream.bind(zip));
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await pipeline(await openEntry(entry), createWriteStream(file, { mode: mode || 0o644 }));
}

/**
 * @param {string} file @param {string} folder
 * @param {{ strip: string, wants: (name: string) => boolean }} options  leading folder to drop; which names to unpack
 */
export async function unzip(file, folder, { strip, wants }) {
  const zip = await open(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of entriesOf(zip)) {
      const name = entry.fileName.startsWith(strip) ? entry.fileName.slice(strip.length) : entry.fileName;
      if (name !== '' && !name.endsWith('/') && wants(name)) await extract(zip, entry, path.join(folder, name));
    }
  } finally {
    zip.close();
  }
}
