const table = new Int32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0x82f63b78;
  return value;
});

/** CRC-32C (Castagnoli) of bytes that come in pieces, as buckets give it. */
export function startCrc32c(): { update(bytes: Uint8Array): void; finish(): string } {
  let state = -1;
  return {
    update(bytes) {
      for (let at = 0; at < bytes.length; at++) state = (table[(state ^ (bytes[at] as number)) & 0xff] as number) ^ (state >>> 8);
    },
    /** Eight hexadecimal digits. */
    finish: () => ((state ^ -1) >>> 0).toString(16).padStart(8, '0'),
  };
}
