import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { FromEngineFrame } from '../../shared/frames.ts';
import type { Log } from '../engine/ports/log.ts';
import { toJsonLine } from './json-lines.ts';
import type { ServedEngine } from './serve.ts';
import { receiveVisitor, usualLimits, type Visitor, type VisitorLimits } from './socket-visitor.ts';

export interface SocketServer {
  /** Callers that are connected. */
  readonly visitors: number;
  /** Whether a caller waits for an answer. */
  readonly busy: boolean;
  /** Takes no more callers, lets the idle ones go, and resolves when the others have no answer to wait for any more. */
  retire(): Promise<void>;
  /**
   * Refuses further requests with `engine.closing`, waits at most `patience` ms for answers that are still owed (the engine may close
   * meanwhile), and ends. The socket file is gone at once, so that a later engine can make its own.
   */
  close(patience?: number): Promise<void>;
}

export interface SocketOptions {
  readonly path: string;
  readonly log: Log;
  readonly limits?: VisitorLimits;
}

const farewell: FromEngineFrame = {
  type: 'refused',
  error: { code: 'engine.closing', message: 'The engine is closing.', data: {} },
};

/**
 * Listens for callers on a socket that only its owner may use (a named pipe on Windows). Call it only while the home's lock is
 * held: a socket file that lies there then belongs to nobody and is replaced.
 */
export async function serveSocket(engine: ServedEngine, options: SocketOptions): Promise<SocketServer> {
  const visitors = new Set<Visitor>();
  let isOpen = true;
  const server = createServer((socket) => {
    const visitor = receiveVisitor(engine, socket, options.log, options.limits ?? usualLimits);
    visitors.add(visitor);
    socket.once('close', () => visitors.delete(visitor));
    if (!isOpen) visitor.leave(farewell);
  });
  await listenOwnerOnly(server, options.path);
  const unsubscribe = engine.subscribe((event) => {
    if (visitors.size === 0) return;
    const line = toJsonLine({ type: 'event', event });
    for (const visitor of visitors) visitor.tell(event, line);
  });
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));

  function stopListening(): void {
    if (isOpen) server.close();
    isOpen = false;
  }

  return {
    get visitors() {
      return visitors.size;
    },
    get busy() {
      return [...visitors].some((visitor) => visitor.requests.count > 0);
    },
    async retire() {
      stopListening();
      await Promise.all([...visitors].map(serveOut));
    },
    async close(patience = 0) {
      stopListening();
      unsubscribe();
      for (const visitor of visitors) visitor.requests.refuseFurther();
      await Promise.all([...visitors].map((visitor) => letGo(visitor, patience)));
      await closed;
    },
  };
}

async function serveOut(visitor: Visitor): Promise<void> {
  await visitor.requests.idle();
  visitor.leave(farewell);
}

async function letGo(visitor: Visitor, patience: number): Promise<void> {
  if (visitor.requests.count > 0 && patience > 0) await Promise.race([visitor.requests.idle(), delay(patience)]);
  visitor.leave(farewell);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

async function listenOwnerOnly(server: Server, path: string): Promise<void> {
  const isPipe = path.startsWith('\\\\');
  if (!isPipe) rmSync(path, { force: true });
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
  });
  // The socket file is made within `listen`; there is no moment in which others could use it.
  const usual = isPipe ? null : process.umask(0o177);
  try {
    server.listen({ path });
  } finally {
    if (usual !== null) process.umask(usual);
  }
  await listening;
}
