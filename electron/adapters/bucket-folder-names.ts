/** Names that Windows keeps to itself, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;
const named = /^(=?)([a-z0-9._-]+)(?:=([0-9a-f]+))?$/;

/**
 * The file name of one segment of a key. Most are the segment itself; but a drive may ignore capitals, refuse names that end in a dot, or keep
 * some to itself, and hidden names are ours. So capitals are written small and named by a bit each behind `=` (`Maps` → `maps=1`), and
 * such names get a `=` in front (`nul.txt` → `=nul.txt`). The longest segment has 227 bytes then.
 */
export function nameOfSegment(segment: string): string {
  const small = segment.toLowerCase();
  let capitals = 0n;
  for (let i = 0; i < segment.length; i++) if (segment[i] !== small[i]) capitals |= 1n << BigInt(i);
  const before = small.startsWith('.') || reserved.test(small) ? '=' : '';
  const after = capitals !== 0n || small.endsWith('.') ? `=${capitals.toString(16)}` : '';
  return `${before}${small}${after}`;
}

/** The segment that a file name stands for; null for names that are not ours. */
export function segmentOfName(name: string): string | null {
  const parts = named.exec(name);
  if (parts === null) return null;
  const [, , small = '', bits = '0'] = parts;
  const capitals = BigInt(`0x${bits}`);
  const segment = Array.from(small, (letter, i) => ((capitals >> BigInt(i)) & 1n) === 1n ? letter.toUpperCase() : letter).join('');
  if (segment === '.' || segment === '..' || nameOfSegment(segment) !== name) return null;
  return segment;
}
