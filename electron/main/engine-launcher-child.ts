import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EngineLauncher, EngineListeners, EngineProgram } from './engine-launcher.ts';
import { keepLastWords } from './last-words.ts';

/** A Node of its own for the engine: `STRATA_NODE`, or the one that development installs. */
export function findNode(appPath: string, environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment['STRATA_NODE'];
  if (named) return named;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = path.join(appPath, 'node_modules', 'node', 'bin', name);
  return existsSync(installed) ? installed : undefined;
}

/** A plain Node cannot look into the app's archive; what it needs is unpacked beside it. */
export const outsideArchive = (file: string) => file.replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked');

function refuse({ onExit }: EngineListeners, lastWords: string) {
  setImmediate(() => onExit({ code: null, lastWords }));
  return { pid: undefined, send: () => undefined, kill: () => undefined };
}

/** The engine in a separate Node, for an Electron whose own Node is too old. */
export function createChildLauncher(program: EngineProgram, node: string | undefined): EngineLauncher {
  return {
    kind: 'child',
    launch(listeners) {
      if (node === undefined) {
        return refuse(listeners, 'This Electron is too old for the engine, and no Node was found: set STRATA_NODE.');
      }
      const child = fork(outsideArchive(program.entry), [...program.args], {
        execPath: node,
        execArgv: [],
        env: { ...process.env, ...program.env },
        // The same values as through a utility process: structured clones, not JSON.
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
        // Ctrl-C in a terminal reaches a whole process group; the engine is told to stop by main alone.
        detached: process.platform !== 'win32',
      });
      const lastWords = keepLastWords(child.stderr);
      let hasEnded = false;
      const end = (code: number | null, words: string) => {
        if (!hasEnded) listeners.onExit({ code, lastWords: words });
        hasEnded = true;
      };
      child.on('message', listeners.onFrame);
      child.once('error', (error) => end(null, error.message));
      child.once('exit', (code) => void lastWords().then((words) => end(code, words)));
      return {
        pid: child.pid,
        send: (frame) => void (child.connected && child.send(frame)),
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
