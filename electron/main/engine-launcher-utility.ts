import { utilityProcess } from 'electron';
import type { Readable } from 'node:stream';
import type { EngineLauncher, EngineProgram } from './engine-launcher.ts';
import { keepLastWords } from './last-words.ts';

/** The engine in Electron's own utility process: what ships. */
export function createUtilityLauncher(program: EngineProgram): EngineLauncher {
  return {
    kind: 'utility',
    launch({ onFrame, onExit }) {
      const child = utilityProcess.fork(program.entry, [...program.args], {
        serviceName: 'Strata engine',
        env: { ...process.env, ...program.env },
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      const lastWords = keepLastWords(child.stderr as Readable | null);
      child.on('message', onFrame);
      child.once('exit', (code) => void lastWords().then((words) => onExit({ code, lastWords: words })));
      return {
        get pid() {
          return child.pid;
        },
        send: (frame) => child.postMessage(frame),
        kill: () => {
          // `child.kill()` asks politely; an engine that hangs does not hear that.
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        },
      };
    },
  };
}
