import type { ToEngineFrame } from '../../shared/frames.ts';

/** How an engine process ended. */
export interface EngineExit {
  readonly code: number | null;
  /** The last lines it wrote to stderr: what a report of the crash needs. */
  readonly lastWords: string;
}

/** One running engine process. Frames that arrive are not parsed yet. */
export interface EngineHandle {
  readonly pid: number | undefined;
  send(frame: ToEngineFrame): void;
  /** Ends it at once; `onExit` still follows. */
  kill(): void;
}

export interface EngineListeners {
  onFrame(frame: unknown): void;
  /** Called exactly once, also when the process could not be started. */
  onExit(exit: EngineExit): void;
}

/** Starts engine processes. Two kinds exist, because an Electron older than 35 has a Node too old for the engine. */
export interface EngineLauncher {
  readonly kind: 'utility' | 'child';
  launch(listeners: EngineListeners): EngineHandle;
}

/** What every engine process is started with. */
export interface EngineProgram {
  /** Absolute path of the engine's entry. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The Node that the engine's libraries need. */
export const ENGINE_NODE_MAJOR = 22;

export function runsEngine(nodeVersion: string): boolean {
  return Number(nodeVersion.split('.')[0]) >= ENGINE_NODE_MAJOR;
}
