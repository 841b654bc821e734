import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { storeError, syncFolder } from './durable-files.ts';

/**
 * Puts a text into a file, durably and at once: after a crash at any moment the file is what it was or what it should be, and once this
 * returns it is what it should be. One writer per path. Throws Failure `store.full`.
 */
export function writeFileDurably(file: string, text: string): void {
  // Always the same name: what a crash leaves behind is overwritten by the next try.
  const temporary = `${file}.tmp`;
  try {
    writeThrough(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw storeError(error);
  }
  syncFolder(path.dirname(file));
}

function writeThrough(file: string, text: string): void {
  const fd = openSync(file, 'w', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
