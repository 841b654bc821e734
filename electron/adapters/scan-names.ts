import { readdirSync, readlinkSync } from 'node:fs';

export interface FolderNames {
  /** Sorted by JavaScript's `<`. */
  readonly names: string[];
  /** Names that are not valid Unicode, as far as they can be written. */
  readonly unwritable: string[];
}

const replacement = '\uFFFD';
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The names in a folder. Throws the system's errors. */
export function readNames(folder: string): FolderNames {
  const names = readdirSync(folder).sort();
  for (const name of names) {
    if (name.includes(replacement) || !name.isWellFormed()) return readCarefully(folder);
  }
  return { names, unwritable: [] };
}

/** U+FFFD stands for bytes that could not be decoded, or is part of a name: only the bytes tell. */
function readCarefully(folder: string): FolderNames {
  const names: string[] = [];
  const unwritable: string[] = [];
  for (const bytes of readdirSync(folder, { encoding: 'buffer' })) {
    const name = decodeStrictly(bytes);
    if (name === null) unwritable.push(bytes.toString());
    else names.push(name);
  }
  return { names: names.sort(), unwritable: unwritable.sort() };
}

/** Text of a link; null when it is not valid Unicode. Throws the system's errors. */
export function readTarget(link: string): string | null {
  const target = readlinkSync(link);
  return target.includes(replacement) ? decodeStrictly(readlinkSync(link, { encoding: 'buffer' })) : target;
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
