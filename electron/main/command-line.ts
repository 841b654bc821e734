import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { findNode, outsideArchive } from './engine-launcher-child.ts';
import { runsEngine } from './engine-launcher.ts';

/** The words of a command: what stands behind `--cli --`. Null: the app itself was started. */
export function wordsOf(argv: readonly string[]): readonly string[] | null {
  const at = argv.indexOf('--cli');
  // Behind "--" a word is no switch of Chromium's, whatever it is called.
  return at > 0 && argv[at + 1] === '--' ? argv.slice(at + 2) : null;
}

/**
 * Runs the command line's program in this process, which ends with its status; where Electron's Node is too old for the
 * engine, in a separate Node.
 */
export async function runCommandLine(program: string, words: readonly string[], appPath: string): Promise<void> {
  const file = outsideArchive(program);
  if (runsEngine(process.versions.node) || process.env['STRATA_LAUNCHER'] === 'utility') {
    process.argv = [process.execPath, file, ...words];
    await import(pathToFileURL(file).href);
    return;
  }
  const node = findNode(appPath, process.env);
  if (node === undefined) {
    console.error('This Electron is too old for the engine, and no Node was found: set STRATA_NODE.');
    process.exit(1);
  }
  process.exit(await statusOf(node, [file, ...words]));
}

/** The status of a program that has our input and output. It decides about the signals; we only wait for it. */
function statusOf(node: string, args: readonly string[]): Promise<number> {
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
