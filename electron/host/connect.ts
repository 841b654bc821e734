import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client, type Transport } from '../../shared/client.ts';
import { ContractError } from '../../shared/errors.ts';
import { socketPath } from '../adapters/home-folder.ts';
import type { Log } from '../engine/ports/log.ts';
import type { ServedEngine } from './serve.ts';
import { openSocket, type SocketTransport } from './socket-client.ts';
import type { SocketServer } from './socket-server.ts';

/** An engine that runs in this process and owns its home until it is closed. */
export interface OwnEngine extends ServedEngine {
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Absolute path of the home folder. */
  readonly home: string;
  /** Whether an engine of our own also watches the tracked folders. */
  readonly watch?: boolean;
  /** Whether an engine of our own also answers others through the socket: for whatever takes long. */
  readonly serve?: boolean;
  /** How long to wait for a home that another process owns but does not answer for, ms. */
  readonly patience?: number;
  readonly log: Log;
  /** Starts an engine on a home. Rejects with a `home.in-use` error when another process owns it. */
  readonly start?: (request: { home: string; watch: boolean }) => Promise<OwnEngine>;
  /** Told when our own engine stays a moment longer because others still wait for its answers. */
  readonly onLinger?: () => void;
}

export interface Connection {
  readonly client: Client;
  readonly how: 'running-engine' | 'own-engine';
  /** Resolves when a running engine ended or hung up; never for our own. */
  readonly ended: Promise<void>;
  /** Closes. Our own engine first gives the answers that it owes to others, unless `hurry` settles before. */
  close(hurry?: Promise<unknown>): Promise<void>;
}

const usualPatience = 5_000;
const betweenTries = 50;
/** How long callers of our own engine may take to hear that it closes, ms. */
const goodbyeTime = 1_000;

/**
 * The way to the engine of a home: the one that runs (the app's, or another command's), else one in this process. The engine's
 * code is only loaded in the second case. Rejects with `home.in-use` when another process owns the home and stays silent.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const until = performance.now() + (options.patience ?? usualPatience);
  for (;;) {
    const socket = await openSocket(socketPath(options.home));
    if (socket !== null) return runningEngine(socket, options);
    try {
      return await ownEngine(options);
    } catch (error) {
      if (!isHomeInUse(error) || performance.now() > until) throw error;
    }
    await delay(betweenTries);
  }
}

/** Whether an engine could not start because another process owns the home. */
export function isHomeInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'home.in-use';
}

function isClosing(error: unknown): boolean {
  return error instanceof ContractError && error.code === 'engine.closing';
}

/**
 * A running engine may close while we talk to it (the app quits). It refuses then with `engine.closing` and has changed nothing, so
 * the request goes to whatever engine comes next: another one that runs, or our own.
 */
function runningEngine(socket: SocketTransport, options: ConnectOptions): Connection {
  let next: Promise<Connection> | null = null;
  const listeners = new Set<Parameters<Transport['subscribe']>[0]>();

  async function moveOn(): Promise<Connection> {
    const connection = await connect(options);
    for (const listener of listeners) connection.client.subscribe(listener);
    return connection;
  }

  async function invoke(method: string, params: unknown): Promise<unknown> {
    try {
      if (next === null) return await socket.invoke(method, params);
    } catch (error) {
      if (!isClosing(error)) throw error;
      next ??= moveOn();
    }
    const { client } = await next;
    return client.invoke(method as never, params as never);
  }

  function subscribe(listener: Parameters<Transport['subscribe']>[0]): () => void {
    listeners.add(listener);
    const unsubscribe = socket.subscribe(listener);
    return () => {
      listeners.delete(listener);
      unsubscribe();
    };
  }

  return {
    client: createClient({ invoke, subscribe }),
    how: 'running-engine',
    ended: socket.closed,
    async close(hurry) {
      socket.close();
      await (await next)?.close(hurry);
    },
  };
}

async function startHere(request: { home: string; watch: boolean }): Promise<OwnEngine> {
  const { startEngine } = await import('./create-engine.ts');
  return startEngine(request);
}

async function ownEngine(options: ConnectOptions): Promise<Connection> {
  const start = options.start ?? startHere;
  const engine = await start({ home: options.home, watch: options.watch ?? false });
  const { createTransport } = await import('./own-transport.ts');
  const server = options.serve === true ? await serveOthers(engine, options) : null;
  return {
    client: createClient(createTransport(engine, options.log)),
    how: 'own-engine',
    ended: new Promise(() => undefined),
    async close(hurry = new Promise(() => undefined)) {
      if (server?.busy) options.onLinger?.();
      await Promise.race([server?.retire(), hurry.catch(() => undefined)]);
      const goodbye = server?.close(goodbyeTime);
      await engine.close();
      await goodbye;
    },
  };
}

/** The socket beside our own engine. Without it our command still works, so a failure to listen is only logged. */
async function serveOthers(engine: OwnEngine, options: ConnectOptions): Promise<SocketServer | null> {
  const { serveSocket } = await import('./socket-server.ts');
  try {
    return await serveSocket(engine, { path: socketPath(options.home), log: options.log });
  } catch (error) {
    options.log.warn('the socket could not be opened', { error: String(error) });
    return null;
  }
}
