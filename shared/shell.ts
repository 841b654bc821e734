import { z } from 'zod';
import type { Transport } from './client.ts';
import type { EngineEvent } from './contract.ts';
import { errorShape } from './error-shape.ts';
import { ContractError } from './errors.ts';

/** What the window asks of the main process itself: dialogs, the desktop, and the engine process's state. */

/** `restarting`: it ended unexpectedly and is started again by itself. `failed`: it is not; the window can retry. */
export const engineStateSchema = z.object({
  state: z.enum(['starting', 'running', 'restarting', 'failed']),
  /** One sentence for people; empty while all is well. */
  message: z.string(),
});
export type EngineState = z.infer<typeof engineStateSchema>;

const nothing = z.object({});

export const shellMethods = {
  /** Asks for a folder with the system's dialog. */
  'shell.chooseFolder': {
    params: z.object({ title: z.string().optional(), /** What the button says that ends the dialog. */ button: z.string().optional() }),
    result: z.object({ path: z.string().nullable() }),
  },
  /** Asks for a file with the system's dialog. */
  'shell.chooseFile': {
    params: z.object({ title: z.string().optional() }),
    result: z.object({ path: z.string().nullable() }),
  },
  /** Asks where to with the system's dialog, and writes a new file there that only its owner reads. Null when it was cancelled. */
  'shell.saveText': {
    params: z.object({ title: z.string(), name: z.string().max(200), text: z.string().max(10_000) }),
    result: z.object({ path: z.string().nullable() }),
  },
  /** Shows a file or folder in the system's file manager. */
  'shell.reveal': { params: z.object({ path: z.string() }), result: nothing },
  'shell.copyText': { params: z.object({ text: z.string().max(1_000_000) }), result: nothing },
  'shell.engineState': { params: nothing, result: engineStateSchema },
  /** Starts the engine again after it was given up. */
  'shell.retryEngine': { params: nothing, result: engineStateSchema },
  'shell.setTheme': { params: z.object({ theme: z.enum(['system', 'light', 'dark']) }), result: nothing },
  'shell.quit': { params: nothing, result: nothing },
} as const satisfies Record<`shell.${string}`, { params: z.ZodType; result: z.ZodType }>;

export type ShellMethods = typeof shellMethods;
export type ShellMethodName = keyof ShellMethods;
export type ShellParams<M extends ShellMethodName> = z.input<ShellMethods[M]['params']>;
export type ShellResult<M extends ShellMethodName> = z.output<ShellMethods[M]['result']>;

export const shellEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shell.engineStateChanged'), engine: engineStateSchema }),
  /** A folder was chosen outside the window (tray, menu, dock): the window takes it from here, as if dropped on it. */
  z.object({ kind: z.literal('shell.trackRequested'), path: z.string() }),
  /** A folder named on the command line could not be tracked. */
  z.object({ kind: z.literal('shell.trackRefused'), path: z.string(), error: errorShape }),
  /** A notification of this artifact was clicked. */
  z.object({ kind: z.literal('shell.openArtifact'), artifact: z.string() }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;

/** Errors lose their code on the way through the bridge, so an answer is a value that says which it is. */
export const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorShape }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** `window.strata`: all that the preload gives the window. Methods `shell.*` are answered by main, others by the engine. */
export interface StrataBridge {
  invoke(method: string, params: unknown): Promise<Outcome>;
  subscribe(listener: (event: EngineEvent | ShellEvent) => void): () => void;
  /** The path of a File that was dropped or chosen; empty when it has none. */
  pathForFile(file: object): string;
}

async function unwrap(outcome: Promise<Outcome>): Promise<unknown> {
  const answer = await outcome;
  if (!answer.ok) throw new ContractError(answer.error);
  return answer.result;
}

function isShellEvent(event: EngineEvent | ShellEvent): event is ShellEvent {
  return event.kind.startsWith('shell.');
}

/** The engine's contract over the bridge, for `createClient`. */
export function createBridgeTransport(bridge: StrataBridge): Transport {
  return {
    invoke: (method, params) => unwrap(bridge.invoke(method, params)),
    subscribe: (listener) =>
      bridge.subscribe((event) => {
        if (!isShellEvent(event)) listener(event);
      }),
  };
}

/** The shell as the window sees it. */
export interface Shell {
  invoke<M extends ShellMethodName>(method: M, params: ShellParams<M>): Promise<ShellResult<M>>;
  subscribe(listener: (event: ShellEvent) => void): () => void;
  pathForFile(file: object): string;
}

export function createShell(bridge: StrataBridge): Shell {
  return {
    invoke: (method, params) => unwrap(bridge.invoke(method, params)) as Promise<never>,
    subscribe: (listener) =>
      bridge.subscribe((event) => {
        if (isShellEvent(event)) listener(event);
      }),
    pathForFile: (file) => bridge.pathForFile(file),
  };
}
