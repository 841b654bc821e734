import { formatBytes, formatCount } from '../lib/format.ts';

/** Bytes as `1.3 MB`; the exact number is in the tooltip. */
export function ByteSize({ bytes }: { bytes: number }) {
  return <span title={`${formatCount(bytes)} bytes`}>{formatBytes(bytes)}</span>;
}
