import { ContractError, type ErrorShape } from '../../shared/errors.ts';
import type { RequestFrame, ResponseFrame } from '../../shared/frames.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ContractError) => void;
}

/** Requests that were sent to the engine process and not answered yet. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  send(method: string, params: unknown, post: (frame: RequestFrame) => void): Promise<unknown> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      post({ type: 'request', id, method, params });
    });
  }

  settle(response: ResponseFrame): void {
    const pending = this.#pending.get(response.id);
    this.#pending.delete(response.id);
    if (response.ok) pending?.resolve(response.result);
    else pending?.reject(new ContractError(response.error));
  }

  failAll(error: ErrorShape): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(new ContractError(error));
  }
}
