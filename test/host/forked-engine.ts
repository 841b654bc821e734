import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { quickStart } from './quick-start.ts';
import { fromEngineFrame, type FromEngineFrame, type ToEngineFrame } from '../../shared/frames.ts';

const entry = path.resolve(import.meta.dirname, '../../electron/host/engine-process.ts');

/** A real engine process, started as the app starts it. */
export interface ForkedEngine {
  readonly child: ChildProcess;
  readonly frames: FromEngineFrame[];
  readonly stderr: () => string;
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  send(frame: ToEngineFrame): void;
  /** The first frame for which the condition holds; rejects when the process ends without it. */
  frame(condition: (frame: FromEngineFrame) => boolean): Promise<FromEngineFrame>;
}

export function forkEngine(
  home: string,
  words: readonly string[] = ['--home', home],
  nodeOptions: readonly string[] = [],
): ForkedEngine {
  const child = fork(entry, [...words], {
    execArgv: [...nodeOptions],
    env: { ...process.env, ...quickStart, STRATA_HOME: '' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const frames: FromEngineFrame[] = [];
  const listeners = new Set<() => void>();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('message', (raw) => {
    frames.push(fromEngineFrame.parse(raw));
    for (const listener of listeners) listener();
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (status, signal) => resolve(signal ?? status)),
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    frames,
    ended,
    stderr: () => stderr,
    send: (frame) => void child.send(frame),
    frame: (condition) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = frames.find(condition);
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then((status) => reject(new Error(`it ended with ${status} without that frame:\n${stderr}`)));
      }),
  };
}

/** A real engine that is ready. */
export async function runningEngine(home: string): Promise<ForkedEngine> {
  const engine = forkEngine(home);
  await engine.frame(({ type }) => type === 'ready');
  return engine;
}
