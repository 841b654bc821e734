import { ipcMain, type BrowserWindow, type WebContents } from 'electron';
import { methods, type EngineEvent } from '../../shared/contract.ts';
import { ContractError, type ErrorShape } from '../../shared/errors.ts';
import type { Outcome, ShellEvent } from '../../shared/shell.ts';
import { isOurPage } from './security.ts';

export interface BridgeOptions {
  readonly origin: string;
  readonly window: () => BrowserWindow | undefined;
  readonly askShell: (method: string, params: unknown) => Promise<unknown>;
  readonly askEngine: (method: string, params: unknown) => Promise<unknown>;
}

function shapeOf(error: unknown): ErrorShape {
  if (error instanceof ContractError) return { code: error.code, message: error.message, data: { ...error.data } };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), data: {} };
}

/** Main's end of the bridge to the window: answers what it asks, tells it what happened. */
export class Bridge {
  readonly #options: BridgeOptions;
  /** The page that listens. A page that was reloaded has to say again that it does. */
  #listening: WebContents | undefined;
  #waiting: ShellEvent[] = [];

  constructor(options: BridgeOptions) {
    this.#options = options;
    ipcMain.handle('strata:invoke', (event, method: unknown, params: unknown) => {
      if (!isOurPage(event, options.origin)) throw new Error('Only the window of Strata may ask.');
      return this.#answer(method, params);
    });
    ipcMain.on('strata:listening', (event) => {
      if (isOurPage(event, options.origin)) this.#listens(event.sender);
    });
  }

  /** Facts of the engine are for a page that is there; one that comes later reads the present state instead. */
  tellFact(event: EngineEvent): void {
    this.#send(event);
  }

  /** What a person asked for outside the page waits until the page is there. */
  tellShell(event: ShellEvent): void {
    if (!this.#send(event) && event.kind !== 'shell.engineStateChanged') this.#waiting.push(event);
  }

  #send(event: EngineEvent | ShellEvent): boolean {
    const contents = this.#options.window()?.webContents;
    if (!contents || contents.isDestroyed() || contents !== this.#listening) return false;
    contents.send('strata:event', event);
    return true;
  }

  #listens(contents: WebContents): void {
    if (this.#listening === contents) return;
    this.#listening = contents;
    contents.once('did-start-loading', () => (this.#listening = undefined));
    for (const event of this.#waiting.splice(0)) this.tellShell(event);
  }

  async #answer(method: unknown, params: unknown): Promise<Outcome> {
    try {
      return { ok: true, result: await this.#ask(method, params) };
    } catch (error) {
      return { ok: false, error: shapeOf(error) };
    }
  }

  async #ask(method: unknown, params: unknown): Promise<unknown> {
    if (typeof method === 'string' && method.startsWith('shell.')) return this.#options.askShell(method, params);
    // Parameters are parsed by the engine's dispatcher, which knows the same contract.
    if (typeof method === 'string' && Object.hasOwn(methods, method)) return this.#options.askEngine(method, params);
    throw new ContractError({ code: 'request.unknown-method', message: `There is no method "${String(method)}".` });
  }
}
