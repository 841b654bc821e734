/** Bytes that do not compress, different for each seed and always the same for one. */
export function noise(length: number, seed: number): Buffer {
  const made = Buffer.alloc(length);
  let state = Math.imul(seed, 2654435761) + 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    made[i] = state >>> 24;
  }
  return made;
}
