import type { EngineEvent, MethodName, Params, Result } from './contract.ts';

/** The two functions a transport gives; everything else is built on them. */
export interface Transport {
  /** Rejects with a ContractError. */
  invoke(method: string, params: unknown): Promise<unknown>;
  /** Calls the listener for each event until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** The contract as callers see it. */
export interface Client {
  invoke<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** A typed client over a transport. Results come from our own engine and are trusted to have the contract's shape. */
export function createClient(transport: Transport): Client {
  return {
    invoke: (method, params) => transport.invoke(method, params) as Promise<never>,
    subscribe: (listener) => transport.subscribe(listener),
  };
}
