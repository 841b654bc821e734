import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { offline } from '../engine/model/bucket-failure.ts';

/**
 * One call to Cloud Storage: all requests that are made within `run`, those for tokens too.
 *
 * Google's library can neither be stopped nor does it notice a server that goes silent: what it promises then never comes, and its connections
 * stay open. So a call knows the requests that are made for it – Node tells of each, and its asynchronous context says whose it is – and breaks
 * them off when somebody aborts, or when nothing at all moves for a while.
 */
export interface GcsCall {
  /** Does something of the call; rejects as soon as it is aborted or the server is silent, whatever the work does then. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Whether somebody waits for the server. While nobody does, silence is nobody's fault. */
  waiting: boolean;
  /** Breaks off what is still under way. Not to be called while bytes are wanted. */
  end(): void;
}

const current = new AsyncLocalStorage<OpenCall>();
let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  subscribe('http.client.request.created', (message) => current.getStore()?.adopt((message as { request: ClientRequest }).request));
}

/** Begins a call. `silence`: ms without any movement after which the server counts as gone. Throws the signal's reason when it is aborted already. */
export function beginCall(address: string, silence: number, signal: AbortSignal | undefined): GcsCall {
  signal?.throwIfAborted();
  listen();
  return new OpenCall(address, silence, signal);
}

class OpenCall implements GcsCall {
  waiting = true;
  private readonly address: string;
  private readonly silence: number;
  private readonly signal: AbortSignal | undefined;
  private readonly requests = new Set<ClientRequest>();
  private readonly broken: Promise<never>;
  private breakOff: (reason: unknown) => void = () => undefined;
  private over: { readonly reason: unknown } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly onAbort = (): void => this.stop(this.signal?.reason);

  constructor(address: string, silence: number, signal: AbortSignal | undefined) {
    this.address = address;
    this.silence = silence;
    this.signal = signal;
    this.broken = new Promise((_, reject) => {
      this.breakOff = reject;
    });
    this.broken.catch(() => undefined);
    signal?.addEventListener('abort', this.onAbort, { once: true });
    this.watch();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const working = current.run(this, work);
    working.catch(() => undefined);
    return Promise.race([working, this.broken]);
  }

  end(): void {
    this.stop(new Error('the call is over'));
  }

  /** Takes note of a request that is made for this call. */
  adopt(request: ClientRequest): void {
    if (this.over !== null) return void request.destroy(asError(this.over.reason));
    this.requests.add(request);
    request.once('close', () => this.requests.delete(request));
    // Until it is connected our own timer runs; from then on the socket's, which also sees a slow upload move.
    this.watch();
    request.once('socket', (socket: Socket) => {
      if (!socket.connecting) return this.watchSocket(request);
      socket.once(('encrypted' in socket && socket.encrypted) === true ? 'secureConnect' : 'connect', () => this.watchSocket(request));
    });
  }

  private watchSocket(request: ClientRequest): void {
    this.unwatch();
    request.setTimeout(this.silence, () => {
      if (this.waiting) return this.fallSilent();
      request.setTimeout(this.silence);
      request.socket?.setTimeout(this.silence);
    });
    request.once('close', () => this.watch());
  }

  /** Between requests something must begin within the same time. */
  private watch(): void {
    this.unwatch();
    if (this.over !== null) return;
    this.timer = setTimeout(() => (this.waiting ? this.fallSilent() : this.watch()), this.silence);
  }

  private unwatch(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private fallSilent(): void {
    this.stop(offline(this.address, 'it does not answer any more'));
  }

  private stop(reason: unknown): void {
    if (this.over !== null) return;
    this.over = { reason };
    this.unwatch();
    this.signal?.removeEventListener('abort', this.onAbort);
    this.breakOff(reason);
    for (const request of this.requests) request.destroy(asError(reason));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
