/** Fewer characters are not taken. */
export const shortestPassphrase = 10;

/** What keeps two entries from being a passphrase; null: nothing. */
export function passphraseRefusal(passphrase: string, again: string): string | null {
  if (Array.from(passphrase).length < shortestPassphrase) return `A passphrase has ${shortestPassphrase} characters or more.`;
  return passphrase === again ? null : 'The two are not the same.';
}

/** How well a passphrase stands against somebody who has a copy of the bucket and guesses, said plainly; null before it is long enough. */
export function strengthWords(passphrase: string): string | null {
  const length = Array.from(passphrase).length;
  if (length < shortestPassphrase) return null;
  const words = passphrase.trim().split(/\s+/).filter((word) => word.length > 2).length;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s]/u].filter((kind) => kind.test(passphrase)).length;
  const isRepeated = new Set(passphrase).size < 6;
  if (isRepeated) return 'Weak: the same few letters again and again are guessed at once.';
  if (words >= 4 || length >= 20 || (length >= 16 && kinds >= 3)) return 'Strong, if it is not a saying that others know.';
  if (words >= 3 || length >= 14) return 'Fair: one more random word makes it strong.';
  return 'Weak: somebody with a copy of the bucket may guess it in time. Take four random words.';
}
