import { InvalidArgumentError } from 'commander';

/** The texts of arguments and options, as values. Thrown errors become usage errors of the option they stand at. */

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

/** A folder. An empty text is most often a variable that was not set, and must not come to mean the folder that one stands in. */
export function folderName(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** For an option that may be given many times. */
export function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** A path inside a version as people type it: `./sub/` is `sub`. */
export function insidePath(text: string): string {
  const plain = process.platform === 'win32' ? text.replaceAll('\\', '/') : text;
  return plain.replace(/^(\.\/+)+/, '').replace(/\/+$/, '').replace(/^\.$/, '');
}
