import path from 'node:path';
import { defaultHome, type Place } from './default-home.ts';

/** What a start of the app was asked to do. */
export interface LaunchArguments {
  /** Absolute folders to track. */
  readonly track: readonly string[];
  /** Absolute folder that the engine owns. */
  readonly home: string;
  /** Start in the tray, without a window (used when the system starts the app at login). */
  readonly isHidden: boolean;
}

function valuesOf(argv: readonly string[], name: string): string[] {
  const prefix = `--${name}=`;
  return argv.filter((argument) => argument.startsWith(prefix)).map((argument) => argument.slice(prefix.length));
}

export function parseLaunchArguments(argv: readonly string[], cwd: string, place: Place): LaunchArguments {
  const home = valuesOf(argv, 'home').at(-1) ?? place.env['STRATA_HOME'];
  return {
    track: valuesOf(argv, 'track').map((folder) => path.resolve(cwd, folder)),
    home: home ? path.resolve(cwd, home) : defaultHome(place),
    isHidden: argv.includes('--hidden'),
  };
}
