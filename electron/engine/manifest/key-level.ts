/**
 * The key digest of a path: 32 well-mixed bits that decide where nodes end. FNV-1a (Fowler, Noll, Vo) over the UTF-16 code
 * units, one step per unit, then the finalizer of MurmurHash3 (Appleby). Part of the format; not meant to resist an attacker.
 */
export function keyDigest(path: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) bits = Math.imul(bits ^ path.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

const bitsPerLevel = 5;

/**
 * The level of a path: how many groups of five zero bits its key digest ends with, 0 to 6. A path whose level is above n ends
 * the node of level n that it stands in; so a node holds 32 items on average.
 */
export function keyLevel(path: string): number {
  const bits = keyDigest(path);
  const zeros = bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
  return Math.floor(zeros / bitsPerLevel);
}
