/** Letters of keys, in the order of their codes; an index into them is a digit. */
const keyLetters = '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const base = BigInt(keyLetters.length);
const digitOf = new Map(Array.from(keyLetters, (letter, i) => [letter, BigInt(i)]));

/** Bytes that a packed name has: few lengths, so that little is told about that of the name. The longest holds 128 letters, as many as an artifact's name. */
const packedLengths = [16, 32, 64, 97];

/** Small letters and digits alone, since a drive may ignore capitals (RFC 4648). */
const sealedLetters = 'abcdefghijklmnopqrstuvwxyz234567';

/** The letters of a segment of a key as bytes: a number to the base of 65 behind a leading 1. Null when it is too long. */
export function packedName(text: string): Buffer | null {
  let number = 1n;
  for (const letter of text) number = number * base + (digitOf.get(letter) ?? 0n);
  const hex = number.toString(16);
  const length = packedLengths.find((one) => 2 * one >= hex.length);
  return length === undefined ? null : Buffer.from(hex.padStart(2 * length, '0'), 'hex');
}

/** What `packedName` packed; null for bytes that it never gives. */
export function unpackedName(bytes: Buffer): string | null {
  if (!packedLengths.includes(bytes.length)) return null;
  let text = '';
  let number = BigInt(`0x${bytes.toString('hex')}`);
  for (; number > 1n; number /= base) text = `${keyLetters[Number(number % base)] ?? ''}${text}`;
  return number === 1n ? text : null;
}

/** Bytes as letters that every drive takes. */
export function lettersOf(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += sealedLetters[(held >> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (sealedLetters[(held << (5 - bits)) & 31] ?? '');
}

/** What `lettersOf` wrote; null for what it never writes. */
export function bytesOfLetters(text: string): Buffer | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = sealedLetters.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  const found = Buffer.from(bytes);
  return lettersOf(found) === text ? found : null;
}
