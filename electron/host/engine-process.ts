import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { socketPath } from '../adapters/home-folder.ts';
import { isHomeInUse, type OwnEngine } from './connect.ts';
import { liveAsEngine, type Living } from './engine-life.ts';
import { stackOf } from './error-shape.ts';
import { openParentLink } from './parent-link.ts';
import { askParent } from './parent-secrets.ts';
import { hearParent } from './parent-surroundings.ts';
import { serveSocket } from './socket-server.ts';
import { createStderrLog } from './stderr-log.ts';

// Entry of the engine process: `engine-process --home DIR [--rebuild]`, or STRATA_HOME.

// Inside Electron, Node's file system would show a user's *.asar files as folders.
Object.assign(process, { noAsar: true });

const closingTime = 1_400;
const log = createStderrLog();
const { link: asked, secrets } = askParent(openParentLink());
const { link, surroundings } = hearParent(asked);

/** A defect may have left anything behind in memory: end at once, the supervisor starts anew from what is on disk. */
function crash(thrown: unknown): void {
  log.error('the engine met a defect and ends', { stack: stackOf(thrown) });
  log.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exit(1);
}

/** A short command may own the home for a moment, just when the app starts; it is waited for this long, ms. */
const patience = 3_000;
const betweenTries = 100;

async function startPatiently(home: string): Promise<OwnEngine> {
  const { startEngine } = await import('./create-engine.ts');
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await startEngine({ home, watch: true, secrets, surroundings });
    } catch (error) {
      if (!isHomeInUse(error) || performance.now() > until) throw error;
    }
    await delay(betweenTries);
  }
}

/** Makes the catalog anew before the engine starts: the way out when it refuses the catalog. */
async function rebuild(home: string): Promise<void> {
  const { rebuildHome } = await import('./rebuild-home.ts');
  const report = await rebuildHome({ home, signal: new AbortController().signal, onProgress: () => undefined });
  log.info('the catalog was made anew', { ...report });
}

async function start(home: string): Promise<Living> {
  if (isRebuild) await rebuild(home);
  const engine = await startPatiently(home);
  try {
    return { engine, socket: await serveSocket(engine, { path: socketPath(engine.home), log }) };
  } catch (error) {
    log.error('the socket could not be opened; the command line cannot reach this engine', { stack: stackOf(error) });
    return { engine, socket: null };
  }
}

const isRebuild = process.argv.includes('--rebuild');

function chosenHome(): string {
  const { values } = parseArgs({ options: { home: { type: 'string' } }, strict: false });
  const home = typeof values.home === 'string' ? values.home : process.env['STRATA_HOME'];
  if (home) return home;
  log.error('no home was given: use --home DIR or STRATA_HOME');
  process.exit(2);
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
const home = chosenHome();
const life = liveAsEngine({
  link,
  log,
  start: () => start(home),
  exit: (status) => process.exit(status),
  closingTime,
});
process.on('SIGTERM', life.end);
process.on('SIGINT', life.end);
