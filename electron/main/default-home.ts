import path from 'node:path';

export interface Place {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string;
}

/** The home when nobody names one. The command line has the same rule; a test holds the two together. */
export function defaultHome({ platform, env, userFolder }: Place): string {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Strata');
  if (platform === 'win32') return join(env['APPDATA'] || join(userFolder, 'AppData', 'Roaming'), 'Strata');
  const data = env['XDG_DATA_HOME'];
  return join(data && isAbsolute(data) ? data : join(userFolder, '.local', 'share'), 'strata');
}
