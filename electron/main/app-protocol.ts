import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileOf } from './page-file.ts';
import { CONTENT_SECURITY_POLICY } from './security.ts';

const SCHEME = 'strata';
export const APP_ORIGIN = `${SCHEME}://app`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before `ready`. A scheme of our own is a real origin, which `file://` is not, and it reaches one folder only. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

async function answer(url: string, folder: string): Promise<Response> {
  const file = fileOf(url, folder);
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file === undefined || body === undefined) return new Response('There is no such page.', { status: 404 });
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Serves the built window from `folder` as `strata://app/`. */
export function serveApp(folder: string): void {
  protocol.handle(SCHEME, (request) => answer(request.url, folder));
}
