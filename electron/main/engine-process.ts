import type { EngineEvent } from '../../shared/contract.ts';
import { ContractError, type ErrorShape } from '../../shared/errors.ts';
import { fromEngineFrame, type ConditionsFrame, type FromEngineFrame, type KeyQuestion, type ReplyFrame } from '../../shared/frames.ts';
import type { EngineState } from '../../shared/shell.ts';
import { recentCrashes, restartDelay } from './back-off.ts';
import type { EngineExit, EngineHandle, EngineLauncher } from './engine-launcher.ts';
import { PendingRequests } from './pending-requests.ts';

const LONGEST_SHUTDOWN = 1_500;

const RESTARTING: ErrorShape = {
  code: 'engine.restarting',
  message: 'The engine stopped unexpectedly and is starting again; the request was not finished.',
  data: {},
};

export interface EngineProcessListeners {
  onEvent(event: EngineEvent): void;
  onState(state: EngineState): void;
  onReady(home: string): void;
  /** Answers what the engine asks of the key store. Rejects with a ContractError. */
  onAsk(question: KeyQuestion): Promise<string | boolean | null>;
}

interface Waiting {
  readonly go: () => void;
  readonly fail: (error: ContractError) => void;
}

/**
 * The supervisor: one engine process at a time, started again when it dies, given up when it keeps dying. Requests made
 * while it starts wait for it; those that a crash cuts off fail with `engine.restarting`, because it is not known how
 * far they came.
 */
export class EngineProcess {
  readonly #launcher: EngineLauncher;
  readonly #listeners: EngineProcessListeners;
  readonly #requests = new PendingRequests();
  #waiting: Waiting[] = [];
  #engine: EngineHandle | undefined;
  #state: EngineState = { state: 'starting', message: '' };
  #crashes: number[] = [];
  #lastWords = '';
  #conditions: ConditionsFrame | undefined;
  #restart: NodeJS.Timeout | undefined;
  #closing: { done: () => void } | undefined;

  constructor(launcher: EngineLauncher, listeners: EngineProcessListeners) {
    this.#launcher = launcher;
    this.#listeners = listeners;
  }

  get state(): EngineState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#engine?.pid;
  }

  start(): void {
    if (this.#engine || this.#closing) return;
    clearTimeout(this.#restart);
    const engine: EngineHandle = this.#launcher.launch({
      onFrame: (frame) => this.#receive(frame),
      onExit: (exit) => this.#ended(exit),
    });
    this.#engine = engine;
    if (this.#conditions !== undefined) engine.send(this.#conditions);
  }

  /** Tells what the computer runs on; an engine that starts later is told too. */
  tellConditions(frame: ConditionsFrame): void {
    this.#conditions = { ...frame, woke: false };
    this.#engine?.send(frame);
  }

  /** Starts again after it was given up. */
  retry(): void {
    if (this.#state.state !== 'failed') return;
    this.#crashes = [];
    this.#become('starting', '');
    this.start();
  }

  async invoke(method: string, params: unknown): Promise<unknown> {
    if (this.#state.state !== 'running') await this.#running();
    return this.#requests.send(method, params, (frame) => this.#engine?.send(frame));
  }

  /** Lets the engine finish what must be finished; after a short while it is ended. */
  async shutdown(): Promise<void> {
    clearTimeout(this.#restart);
    const engine = this.#engine;
    if (!engine || this.#closing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => engine.kill(), LONGEST_SHUTDOWN);
      this.#closing = {
        done: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      engine.send({ type: 'shutdown' });
    });
  }

  #running(): Promise<void> {
    if (this.#state.state === 'failed') return Promise.reject(this.#failure());
    return new Promise((resolve, reject) => this.#waiting.push({ go: resolve, fail: reject }));
  }

  #failure(): ContractError {
    return new ContractError({ code: 'engine.failed', message: this.#state.message });
  }

  #receive(raw: unknown): void {
    const parsed = fromEngineFrame.safeParse(raw);
    // Anything else on the channel (a library's own message) is not ours.
    if (parsed.success) this.#handle(parsed.data);
  }

  #handle(frame: FromEngineFrame): void {
    switch (frame.type) {
      case 'response':
        return this.#requests.settle(frame);
      case 'event':
        return this.#listeners.onEvent(frame.event as EngineEvent);
      case 'ready':
        return this.#ready(frame.home);
      case 'refused':
        return this.#giveUp(frame.error.message);
      case 'ask':
        return void this.#reply(frame.id, frame.question);
    }
  }

  async #reply(id: number, question: KeyQuestion): Promise<void> {
    const engine = this.#engine;
    engine?.send(await this.#answer(id, question));
  }

  async #answer(id: number, question: KeyQuestion): Promise<ReplyFrame> {
    try {
      return { type: 'reply', id, ok: true, value: await this.#listeners.onAsk(question) };
    } catch (error) {
      return { type: 'reply', id, ok: false, error: shapeOf(error) };
    }
  }

  #ready(home: string): void {
    this.#become('running', '');
    this.#listeners.onReady(home);
    for (const { go } of this.#waiting.splice(0)) go();
  }

  #ended(exit: EngineExit): void {
    this.#engine = undefined;
    this.#requests.failAll(RESTARTING);
    if (this.#closing) return this.#closing.done();
    if (this.#state.state === 'failed') return;
    const now = Date.now();
    this.#crashes = [...recentCrashes(this.#crashes, now), now];
    // A process may die before its words are through; those of a crash shortly before tell as much.
    this.#lastWords = exit.lastWords || (this.#crashes.length > 1 ? this.#lastWords : '');
    const delay = restartDelay(this.#crashes, now);
    if (delay === undefined) return this.#giveUp(describe(exit.code, this.#lastWords));
    this.#become('restarting', 'The engine stopped unexpectedly and is starting again.');
    this.#restart = setTimeout(() => this.start(), delay);
  }

  #giveUp(message: string): void {
    this.#become('failed', message);
    const error = this.#failure();
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }

  #become(state: EngineState['state'], message: string): void {
    this.#state = { state, message };
    this.#listeners.onState(this.#state);
  }
}

function shapeOf(error: unknown): ErrorShape {
  if (error instanceof ContractError) return { code: error.code, message: error.message, data: { ...error.data } };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), data: {} };
}

function describe(code: number | null, lastWords: string): string {
  const last = lastWords.split('\n').findLast((line) => line.trim() !== '') ?? '';
  const status = code === null ? '' : ` It ended with status ${code}.`;
  const reason = last === '' ? status : ` Its last words: ${last}`;
  return `It ended several times in a row, so it is not restarted any more.${reason}`;
}
