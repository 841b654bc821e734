import path from 'node:path';

/** The file that a URL names, or undefined when it is not one inside the folder. */
export function fileOf(url: string, folder: string): string | undefined {
  const { host, pathname } = new URL(url);
  const name = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
  const file = path.join(folder, name);
  return host === 'app' && !name.includes('\0') && file.startsWith(folder + path.sep) ? file : undefined;
}
