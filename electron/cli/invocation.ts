import type { Log } from '../engine/ports/log.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';
import type { ProgressLine } from './progress-line.ts';

/** Everything about one run of the command line that its command may need. */
export interface Invocation {
  readonly json: boolean;
  /** Absolute path of the home folder. */
  readonly home: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  readonly output: Output;
  readonly progress: ProgressLine;
  readonly log: Log;
  /** ms since 1970. */
  now(): number;
  /** Calls the listener at each Ctrl-C (or polite kill) until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

/** How a command is run: the program makes the invocation, the command works on it. */
export type Run = (work: (invocation: Invocation) => Promise<ExitStatus | void>) => Promise<void>;
