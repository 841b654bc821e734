import type { Socket } from 'node:net';
import type { EngineEvent } from '../../shared/contract.ts';
import type { FromEngineFrame } from '../../shared/frames.ts';
import type { Log } from '../engine/ports/log.ts';
import { createLineSplitter, longestRequestLine, toJsonLine } from './json-lines.ts';
import { createOutgoingLines } from './outgoing-lines.ts';
import { createOpenRequests, type OpenRequests } from './open-requests.ts';
import { noRequest, refuseFrame, type ServedEngine } from './serve.ts';

/** What a peer may hold up before it is disconnected, and how many of its requests run side by side. */
export interface VisitorLimits {
  readonly longestLine: number;
  readonly mostWaiting: number;
  readonly mostRequests: number;
}

export const usualLimits: VisitorLimits = {
  longestLine: longestRequestLine,
  mostWaiting: 64 * 1024 * 1024,
  mostRequests: 64,
};

/** How long a caller may take to hang up after the goodbye, ms. */
const farewellTime = 200;

/** One connected caller. */
export interface Visitor {
  readonly requests: OpenRequests;
  tell(event: EngineEvent, line: string): void;
  /** Says goodbye with a last frame and ends the connection once that is written. */
  leave(last: FromEngineFrame): void;
}

/** Serves one connection: its requests side by side, events in their order, and never waits for a slow reader. */
export function receiveVisitor(
  engine: ServedEngine,
  socket: Socket,
  log: Log,
  limits: VisitorLimits = usualLimits,
): Visitor {
  const requests = createOpenRequests(engine, log);
  const outgoing = createOutgoingLines(socket, limits.mostWaiting, () => {
    log.warn('a caller does not read what it is told and was disconnected', { waiting: outgoing.waiting });
    socket.destroy();
  });

  /** A caller that does not read its answers, or asks too much at once, is not heard for the time being. */
  function listenOrNot(): void {
    if (outgoing.blocked || requests.count >= limits.mostRequests) socket.pause();
    else socket.resume();
  }

  function send(frame: FromEngineFrame): void {
    if (socket.writable) outgoing.answer(toJsonLine(frame));
  }

  async function serve(text: string): Promise<void> {
    const answered = requests.answer(text, send);
    listenOrNot();
    await answered;
    listenOrNot();
  }

  const onTooLong = (): void => send(refuseFrame(noRequest, `A line is longer than ${limits.longestLine} bytes.`));
  socket.on('data', createLineSplitter(limits.longestLine, { onLine: (text) => void serve(text), onTooLong }));
  socket.on('drain', () => {
    outgoing.drained();
    listenOrNot();
  });
  // A caller that vanishes is no fault of ours; 'close' follows.
  socket.on('error', (error) => log.debug('a caller vanished', { message: error.message }));
  send({ type: 'ready', home: engine.home });

  return {
    requests,
    tell(event, line) {
      if (socket.writable) outgoing.tell(event, line);
    },
    leave(last) {
      // Who does not read now will not read the goodbye either.
      if (outgoing.blocked) socket.destroy();
      send(last);
      socket.end();
      setTimeout(() => socket.destroy(), farewellTime).unref();
    },
  };
}
