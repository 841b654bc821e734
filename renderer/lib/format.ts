import prettyBytes from 'pretty-bytes';

const counts = new Intl.NumberFormat('en');

/** `1.3 MB`; decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  return prettyBytes(bytes, { maximumFractionDigits: bytes < 1000 ? 0 : 1 });
}

/** `+1.3 MB`, and `0 B` for nothing. */
export function formatAdded(bytes: number): string {
  return bytes === 0 ? '0 B' : `+${formatBytes(bytes)}`;
}

/** `12 MB/s` */
export function formatRate(bytesPerSecond: number): string {
  return `${prettyBytes(Math.max(0, Math.round(bytesPerSecond)), { maximumFractionDigits: 1 })}/s`;
}

/** `100,000` */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1 file`, `2 files`; the plural is regular unless given. */
export function formatNumberOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `40 s`, `3 min`, `1 h 20 min`: a duration in ms, rounded to what matters. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** The first characters of a digest, enough to tell versions apart. */
export function shortDigest(digest: string): string {
  return digest.replace(/^[a-z0-9]+:/, '').slice(0, 12);
}

/** The last name of an entry's path; a backslash is a character like any other. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The last name of an absolute path; only on Windows (`C:\a`, `\\server\a`) a backslash divides. */
export function folderName(path: string): string {
  const isWindows = /^(?:[a-z]:[/\\]|\\\\)/i.test(path);
  const trimmed = path.replace(isWindows ? /[/\\]+$/ : /\/+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), isWindows ? trimmed.lastIndexOf('\\') : -1) + 1);
}

/** The first line of a text, without the space around it. */
export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
