import { shutdownFrame } from '../../shared/frames.ts';
import type { Log } from '../engine/ports/log.ts';
import type { OwnEngine } from './connect.ts';
import { stackOf, toErrorShape } from './error-shape.ts';
import type { ParentLink } from './parent-link.ts';
import { answerFrame } from './serve.ts';
import type { SocketServer } from './socket-server.ts';

/** An engine with the socket beside it; null where the socket could not be opened. */
export interface Living {
  readonly engine: OwnEngine;
  readonly socket: SocketServer | null;
}

export interface LifeOptions {
  readonly link: ParentLink;
  readonly log: Log;
  readonly start: () => Promise<Living>;
  /** Ends the process at once. */
  readonly exit: (status: number) => void;
  /** Longest time from the wish to end until the process is gone, ms. The store survives a sudden end. */
  readonly closingTime: number;
}

/**
 * The life of an engine process: start, say `ready` or `refused`, answer the parent, tell it what happens, and end cleanly
 * when told to, when the parent is gone, or when the returned function is called.
 */
export function liveAsEngine(options: LifeOptions): { end(): void } {
  const { link, log } = options;
  const starting = options.start();
  let ending = false;

  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    setTimeout(() => {
      log.warn('closing took too long; the process ends without it');
      options.exit(0);
    }, options.closingTime);
    const living = await starting.catch(() => null);
    // Callers hear what became of their requests while the engine ends them.
    const goodbye = living?.socket?.close(options.closingTime);
    await living?.engine.close();
    await goodbye;
    options.exit(0);
  }

  async function answer(raw: unknown): Promise<void> {
    const living = await starting.catch(() => null);
    if (living !== null) await link.send(await answerFrame(living.engine.dispatch, raw, log));
  }

  async function begin(): Promise<void> {
    try {
      const { engine } = await starting;
      engine.subscribe((event) => void link.send({ type: 'event', event }));
      if (!ending) await link.send({ type: 'ready', home: engine.home });
    } catch (error) {
      log.error('the engine could not start', { stack: stackOf(error) });
      await link.send({ type: 'refused', error: toErrorShape(error, log) });
      options.exit(1);
    }
  }

  link.onEnd(() => void end());
  link.onFrame((raw) => {
    if (shutdownFrame.safeParse(raw).success) void end();
    else void answer(raw);
  });
  void begin();
  return { end: () => void end() };
}
