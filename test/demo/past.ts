import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Loaded before the command line: its clock is behind, and it works for a person instead of whoever takes the picture. */
const PRELOAD = `
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
const now = Date.now;
Date.now = () => now() - Number(process.env.PICTURE_BEHIND);
const { userInfo } = os;
os.userInfo = (options) => ({ ...userInfo(options), username: 'mira' });
os.hostname = () => 'workstation';
syncBuiltinESMExports();
`;

/** Strata as it ran so many ms ago. */
export interface Past {
  /** One command. */
  command(behind: number, ...words: readonly string[]): Promise<void>;
  /** Watches while something is saved, until that is a version. */
  watch(behind: number, artifact: string, save: () => void): Promise<void>;
}

export function pastOf(home: string): Past {
  const preload = `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}`;
  const program = (words: readonly string[]) => [preload, path.join(ROOT, 'out/main/cli.js'), ...words];
  const env = (behind: number) => ({ ...process.env, STRATA_HOME: home, PICTURE_BEHIND: String(behind) });
  return {
    async command(behind, ...words) {
      await run(process.execPath, program(words), { env: env(behind) });
    },
    async watch(behind, artifact, save) {
      const watching = spawn(process.execPath, program(['watch', '--json']), { env: env(behind), stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(watching, 'exit');
      try {
        await saveWhileWatched(watching, artifact, save);
      } finally {
        watching.kill('SIGINT');
        await ended;
      }
    },
  };
}

async function saveWhileWatched(watching: ChildProcess, artifact: string, save: () => void): Promise<void> {
  const { stdout } = watching;
  if (stdout === null) return;
  let isSaved = false;
  for await (const line of createInterface({ input: stdout })) {
    const told = JSON.parse(line) as { event: string; artifact: string | null; state?: string };
    if (told.artifact !== artifact) continue;
    if (isSaved && told.event === 'version.created') return;
    if (isSaved || told.event !== 'artifact.changed' || told.state !== 'watching') continue;
    isSaved = true;
    // It stands still meanwhile, so that what is saved together is seen together.
    watching.kill('SIGSTOP');
    save();
    watching.kill('SIGCONT');
  }
  throw new Error(`No save of ${artifact} became a version.`);
}
