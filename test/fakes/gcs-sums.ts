import { createHash } from 'node:crypto';
import { ApiRefusal } from './gcs-refusal.ts';

/** The sums that the API tells of a content, in base64. */
export interface Sums {
  /** CRC-32C, big-endian. */
  readonly crc32c: string;
  readonly md5: string;
}

/** Sums that a client says its content has. */
export interface SaidSums {
  readonly md5Hash?: string;
  readonly crc32c?: string;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

export function sumsOf(bytes: Uint8Array): Sums {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = ((crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)) >>> 0;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return { crc32c: sum.toString('base64'), md5: createHash('md5').update(bytes).digest('base64') };
}

/** Refuses a content that is not what its sender says. */
export function proveSums({ md5, crc32c }: Sums, said: SaidSums): void {
  if (said.md5Hash !== undefined && said.md5Hash !== md5) {
    throw new ApiRefusal(400, 'invalid', `Provided MD5 hash "${said.md5Hash}" doesn't match calculated MD5 hash "${md5}".`);
  }
  if (said.crc32c !== undefined && said.crc32c !== crc32c) {
    throw new ApiRefusal(400, 'invalid', `Provided CRC32C "${said.crc32c}" doesn't match calculated CRC32C "${crc32c}".`);
  }
}
