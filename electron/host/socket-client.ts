import { connect, type Socket } from 'node:net';
import type { Transport } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { FromEngineFrame, ResponseFrame } from '../../shared/frames.ts';
import { parseEngineFrame } from './engine-frames.ts';
import { createLineSplitter, toJsonLine } from './json-lines.ts';

/** Longest line taken from an engine: a difference of a million paths fits. */
const longestAnswer = 512 * 1024 * 1024 - 1024;
const usualPatience = 10_000;

export interface SocketTransport extends Transport {
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: ContractError): void;
}

/**
 * Connects to the engine that listens at `path`. Null when none does (no socket, nobody behind it, or one that is just
 * closing). Rejects with ContractError `engine.unreachable` when somebody listens but does not greet within `patience` ms.
 */
export async function openSocket(path: string, patience = usualPatience): Promise<SocketTransport | null> {
  const socket = await dial(path);
  if (socket === null) return null;
  const conversation = converse(socket);
  let isSilent = false;
  const late = setTimeout(() => {
    isSilent = true;
    socket.destroy();
  }, patience);
  const greeting = await conversation.greeted;
  clearTimeout(late);
  if (greeting === 'ready') return conversation.transport;
  socket.destroy();
  if (isSilent) throw unreachable();
  return null;
}

/** What means that nobody listens there, or not for us; whoever then opens the home itself learns what is wrong with it. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ECONNRESET', 'EPIPE', 'EACCES', 'EPERM', 'ENOTDIR', 'ELOOP']);

function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(socket.removeAllListeners('error')));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (nobody.has(error.code ?? '')) resolve(null);
      else reject(error);
    });
  });
}

function unreachable(): ContractError {
  return new ContractError({
    code: 'engine.unreachable',
    message: 'The engine that runs for this home does not answer; end it and try again.',
  });
}

function vanished(): ContractError {
  return new ContractError({
    code: 'engine.unreachable',
    message: 'The engine ended before it answered; run the command again.',
  });
}

type Greeting = 'ready' | 'refused' | 'none';

function converse(socket: Socket): { transport: SocketTransport; greeted: Promise<Greeting> } {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: EngineEvent) => void>();
  let lastId = 0;
  const { promise: greeted, resolve: greet } = Promise.withResolvers<Greeting>();
  const { promise: closed, resolve: noteClosed } = Promise.withResolvers<void>();

  function settle(frame: ResponseFrame): void {
    const asked = waiting.get(frame.id);
    waiting.delete(frame.id);
    if (frame.ok) asked?.resolve(frame.result);
    else asked?.reject(new ContractError(frame.error));
  }

  function receive(frame: FromEngineFrame): void {
    switch (frame.type) {
      case 'response':
        return settle(frame);
      case 'event':
        return listeners.forEach((listener) => listener(frame.event as EngineEvent));
      case 'ask':
        // Keys are asked of the parent alone.
        return;
      case 'ready':
      case 'refused':
        return greet(frame.type);
    }
  }

  function hear(text: string): void {
    const frame = readFrame(text);
    if (frame === null) hangUp();
    else receive(frame);
  }

  socket.on('data', createLineSplitter(longestAnswer, { onLine: hear, onTooLong: hangUp }));
  socket.on('error', () => undefined);
  socket.once('close', () => {
    greet('none');
    for (const asked of waiting.values()) asked.reject(vanished());
    waiting.clear();
    noteClosed();
  });

  function hangUp(): void {
    socket.destroy();
  }

  function invoke(method: string, params: unknown): Promise<unknown> {
    if (!socket.writable) return Promise.reject(vanished());
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.write(toJsonLine({ type: 'request', id: lastId, method, params }));
    });
  }

  function subscribe(listener: (event: EngineEvent) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return { transport: { invoke, subscribe, closed, close: hangUp }, greeted };
}

/** What an engine says in one line. Null when it is no frame: an engine that speaks so is another program, or defective. */
function readFrame(text: string): FromEngineFrame | null {
  try {
    return parseEngineFrame(JSON.parse(text));
  } catch {
    return null;
  }
}
