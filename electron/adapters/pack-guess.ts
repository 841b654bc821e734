const sampleBytes = 256;
const counts = new Uint16Array(256);
/** Equal pairs among 256 bytes are 127 on average when all values are equally likely, with a deviation of 11. */
const fewPairs = 190;

/**
 * Whether bytes look as if they were compressed or encrypted: in a sample spread over them, values are spread evenly. Only a
 * guess for where to put them; whether a frame is compressed is decided by trying.
 */
export function looksDense(bytes: Uint8Array): boolean {
  if (bytes.length < 2 * sampleBytes) return false;
  counts.fill(0);
  const step = Math.floor(bytes.length / sampleBytes);
  let pairs = 0;
  for (let i = 0, at = 0; i < sampleBytes; i++, at += step) {
    const value = bytes[at] as number;
    const before = counts[value] as number;
    pairs += before;
    counts[value] = before + 1;
  }
  return pairs < fewPairs;
}
