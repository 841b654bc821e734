const uri = /^(?:gs|s3|https?|file):\/\/\S+$/i;

/** A URI that data can be referred to by, in a text that was pasted or dropped; null when it is none. Of several lines (RFC 2483) the first counts. */
export function referenceUriIn(text: string): string | null {
  const line = text
    .split(/\r?\n/)
    .map((one) => one.trim())
    .find((one) => one !== '' && !one.startsWith('#'));
  return line !== undefined && uri.test(line) ? line : null;
}

/** A folder of this computer as a URI; only on Windows a backslash divides. */
export function fileUriOf(folder: string): string {
  const isWindows = /^(?:[a-z]:[/\\]|\\\\)/i.test(folder);
  const path = isWindows ? folder.replaceAll('\\', '/') : folder;
  const encoded = path.split('/').map(encodeURIComponent).join('/').replace(/^([A-Za-z])%3A/, '$1:');
  if (encoded.startsWith('//')) return `file:${encoded}`;
  return `file://${encoded.startsWith('/') ? '' : '/'}${encoded}`;
}

/** What an artifact may be called that refers to a URI: its last word, in letters that names can have. */
export function nameFromUri(text: string): string {
  const path = text.replace(/^[a-z0-9]+:\/\//i, '').replace(/[?#].*$/, '');
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  return decoded(last).replaceAll(/[^A-Za-z0-9_.-]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 128);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
