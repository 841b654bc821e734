import type { Transport } from '../../shared/client.ts';
import { ContractError } from '../../shared/errors.ts';
import type { Log } from '../engine/ports/log.ts';
import { toErrorShape } from './error-shape.ts';
import type { ServedEngine } from './serve.ts';

/** The contract of an engine in this process: no frames, but errors of the same shape as over every other road. */
export function createTransport(engine: ServedEngine, log: Log): Transport {
  return {
    async invoke(method, params) {
      try {
        return await engine.dispatch(method, params);
      } catch (thrown) {
        throw new ContractError(toErrorShape(thrown, log));
      }
    },
    subscribe: (listener) => engine.subscribe(listener),
  };
}
