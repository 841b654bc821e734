/**
 * The 256 random numbers of the gear fingerprint, one for each value of a byte. Part of the format: they come from SplitMix32
 * (the 32-bit form of Steele, Lea and Flood's SplitMix, with the constants 0x21f0aaad and 0x735a2d97), started at the ASCII
 * codes of "Stra".
 */
export const gearTable: Int32Array = fillTable(0x53747261);

function fillTable(seed: number): Int32Array {
  const table = new Int32Array(256);
  let state = seed;
  for (let i = 0; i < table.length; i++) {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    table[i] = mixed ^ (mixed >>> 15);
  }
  return table;
}
