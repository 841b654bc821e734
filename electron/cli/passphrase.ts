import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { askSecret } from './ask-secret.ts';
import type { Invocation } from './invocation.ts';
import { UsageError } from './usage-error.ts';

/** Where a passphrase comes from. Never an argument's value: those are seen by whoever lists processes, and stay in the shell's history. */
export interface PassphraseSource {
  /** A file whose first line it is. */
  readonly file?: string | undefined;
  /** A variable that may hold it. */
  readonly variable: string;
  /** Asked on the terminal. */
  readonly question: string;
  /** Ask twice, since nobody sees what is typed. */
  readonly twice?: boolean;
}

/** From the file, the variable or the terminal, in that order; null when there is none. */
export async function givenPassphrase(invocation: Invocation, { file, variable, question, twice = false }: PassphraseSource): Promise<string | null> {
  if (file !== undefined) return firstLine(resolve(invocation.folder, file));
  const set = process.env[variable];
  if (set !== undefined && set !== '') return set;
  invocation.progress.clear();
  const typed = await askSecret(`${question}: `);
  if (twice && typed !== null && (await askSecret(`${question}, once more: `)) !== typed) throw new UsageError('The two were not the same. Nothing was changed.');
  return typed === '' ? null : typed;
}

/** Throws UsageError when there is none. */
export async function neededPassphrase(invocation: Invocation, source: PassphraseSource, option: string): Promise<string> {
  const found = await givenPassphrase(invocation, source);
  if (found !== null) return found;
  throw new UsageError(`${source.question} is needed: type it on a terminal, set ${source.variable}, or give a file with ${option}.`);
}

async function firstLine(file: string): Promise<string> {
  try {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/);
    if (line !== '') return line;
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  throw new UsageError(`The first line of ${file} is empty.`);
}
