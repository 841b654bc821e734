import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { makeDurableFolder, systemCode } from './durable-files.ts';
import { homeRefusal } from './home-refusal.ts';

/** The absolute paths of a home's parts. */
export interface Home {
  readonly path: string;
  readonly catalog: string;
  readonly containers: string;
  readonly temporary: string;
  /** Packs on their way to buckets. */
  readonly outgoing: string;
  readonly logs: string;
  readonly versions: string;
  /** Room kept for a full disk. */
  readonly reserve: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The home when nobody names one: `STRATA_HOME`, or the platform's place for a user's data. */
export function defaultHome(
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
  userFolder: string = homedir(),
): string {
  const { join, resolve, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const chosen = env['STRATA_HOME'];
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Strata');
  if (platform === 'win32') return join(env['APPDATA'] || join(userFolder, 'AppData', 'Roaming'), 'Strata');
  const data = env['XDG_DATA_HOME'];
  // The XDG rules say that a relative path there counts for nothing.
  return join(data && isAbsolute(data) ? data : join(userFolder, '.local', 'share'), 'strata');
}

/**
 * Makes what is missing of a home; what is made belongs to its owner alone. A folder that was there keeps its permissions, but what Strata
 * keeps inside is closed. Throws Failure `folder.not-a-directory` or `folder.unreadable`.
 */
export function openHome(folder: string): Home {
  const home = partsOf(path.resolve(folder));
  try {
    makePrivate(home.path);
    for (const part of [home.containers, home.temporary, home.outgoing, home.logs, home.versions]) makePrivate(part);
    return partsOf(realpathSync(home.path));
  } catch (error) {
    throw homeRefusal(error, home.path);
  }
}

function partsOf(home: string): Home {
  return {
    path: home,
    catalog: path.join(home, 'catalog.db'),
    containers: path.join(home, 'containers'),
    temporary: path.join(home, 'tmp'),
    outgoing: path.join(home, 'outgoing'),
    logs: path.join(home, 'logs'),
    versions: path.join(home, 'versions'),
    reserve: path.join(home, 'reserve'),
  };
}

function makePrivate(folder: string): void {
  makeDurableFolder(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Something of that name is there; making it again asks whether it is a folder.
    if (systemCode(error) !== 'EEXIST') throw error;
    mkdirSync(folder, { recursive: true });
  }
}

/** The longest name of a Unix socket that every system takes, in bytes (macOS has room for 103 and an end mark). */
const longestSocketPath = 100;

export interface SocketPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  readonly tmp: string;
  /** Tells the sockets of different people in one temporary folder apart. */
  readonly user: string;
}

/**
 * Where the engine of a home listens: `engine.sock` in it, or, when that is too long for a socket, a name made of the home's
 * digest in the folder for run-time files; a named pipe on Windows. The same for every spelling of one home.
 */
export function socketPath(folder: string, place: SocketPlace = thisPlace()): string {
  const home = trueName(folder);
  if (place.platform === 'win32') return `\\\\.\\pipe\\strata-${shortDigest(home.toLowerCase())}`;
  const inside = path.posix.join(home, 'engine.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  const name = `strata-${place.user}-${shortDigest(home)}.sock`;
  const folders = [place.env['XDG_RUNTIME_DIR'], place.tmp].filter((each) => each !== undefined && each !== '');
  const outside = folders.map((each) => path.posix.join(each as string, name));
  return outside.find((each) => Buffer.byteLength(each) <= longestSocketPath) ?? path.posix.join('/tmp', name);
}

function thisPlace(): SocketPlace {
  const { uid, username } = userInfo();
  const user = uid >= 0 ? String(uid) : username;
  return { platform: process.platform, env: process.env, tmp: tmpdir(), user };
}

function trueName(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Not made yet: then nobody listens there under any name.
    return path.resolve(folder);
  }
}

function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
