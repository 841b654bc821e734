import type { EngineEvent } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { OwnEngine } from '../../electron/host/connect.ts';

export type Answers = Record<string, (params: never) => unknown>;

/** An engine that answers as scripted: what it was asked is noted, what it tells is up to the test. */
export interface StandIn extends OwnEngine {
  readonly asked: { method: string; params: unknown }[];
  closed: boolean;
  tell(event: EngineEvent): void;
}

export function createStandIn(home: string, answers: Answers = {}): StandIn {
  const listeners = new Set<(event: EngineEvent) => void>();
  const asked: { method: string; params: unknown }[] = [];
  return {
    home,
    asked,
    closed: false,
    async dispatch(method, params) {
      asked.push({ method, params });
      const answer = answers[method];
      if (answer === undefined) {
        throw new ContractError({ code: 'request.unknown-method', message: `There is no method "${method}".` });
      }
      return answer(params as never);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    async close() {
      this.closed = true;
    },
  };
}
