import { createHash, randomBytes } from 'node:crypto';

/** Without letters that look like others (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLength = 19;

/** 152 random bits and 8 that tell slips of the pen, as 8 groups of 4 letters. */
export function newRecoveryCode(): string {
  const random = randomBytes(randomLength);
  return written(Buffer.concat([random, checkOf(random)]));
}

/** The bytes that a code stands for, however it was typed; null for what is no code. */
export function readRecoveryCode(text: string): Buffer | null {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (typed.length !== 32 || Array.from(typed).some((letter) => !letters.includes(letter))) return null;
  const number = Array.from(typed).reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n);
  const bytes = Buffer.from(number.toString(16).padStart(40, '0'), 'hex');
  const random = bytes.subarray(0, randomLength);
  return bytes.subarray(randomLength).equals(checkOf(random)) ? random : null;
}

function checkOf(random: Buffer): Buffer {
  return createHash('sha256').update(random).digest().subarray(0, 1);
}

function written(bytes: Buffer): string {
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < 32; i++, number /= 32n) text = `${letters[Number(number % 32n)] ?? ''}${text}`;
  return text.replace(/(.{4})(?!$)/g, '$1-');
}
