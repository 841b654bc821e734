import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkArtifactName } from '../engine/model/artifact.ts';
import type { Records } from '../engine/ports/records.ts';
import { isRecordName } from '../engine/records/record-name.ts';
import { writeFileDurably } from './durable-file.ts';
import { makeDurableFolder, systemCode, syncFolder } from './durable-files.ts';

/**
 * Version records as files: a folder per artifact, named as the artifact is. Names that could leave the folder are refused with a
 * RangeError. On a file system that ignores case, artifacts that differ by case alone would share a folder, and Windows keeps some
 * names (`con`, `nul`) to itself: such names are for the engine to refuse when an artifact is made there.
 */
export function createRecords(folder: string): Records {
  return {
    write: ({ name, text }) => {
      const file = fileOf(folder, name);
      makeDurableFolder(path.dirname(file));
      writeFileDurably(file, text);
    },
    remove: (name) => {
      const file = fileOf(folder, name);
      if (!existsSync(file)) return;
      rmSync(file, { force: true });
      syncFolder(path.dirname(file));
    },
    removeAll: (artifact) => {
      rmSync(path.join(folder, checkArtifactName(artifact)), { recursive: true, force: true });
      if (existsSync(folder)) syncFolder(folder);
    },
    read: (name) => {
      const file = fileOf(folder, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
    list: () => recordNames(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') })),
    names: () => recordNames(folder),
  };
}

function fileOf(folder: string, name: string): string {
  if (!isRecordName(name)) throw new RangeError(`not the name of a record: ${JSON.stringify(name)}`);
  return path.join(folder, name);
}

/** Temporaries and whatever else lies there have no name of a record and are passed over. */
function recordNames(folder: string): string[] {
  return namesIn(folder)
    .flatMap((artifact) => namesIn(path.join(folder, artifact)).map((name) => `${artifact}/${name}`))
    .filter(isRecordName);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
