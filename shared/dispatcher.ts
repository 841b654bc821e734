import { z } from 'zod';
import { methods, type MethodName, type ParsedParams, type Result } from './contract.ts';
import { ContractError } from './errors.ts';

/** One handler per method; forgetting one is a compile error. */
export type Handlers = { [M in MethodName]: (params: ParsedParams<M>) => Promise<Result<M>> | Result<M> };

export type Dispatch = (method: string, params: unknown) => Promise<unknown>;

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/** Parses each request and hands it to its handler. Rejects with ContractError `request.*` for what does not parse. */
export function createDispatcher(handlers: Handlers): Dispatch {
  return async (method, params) => {
    if (!isMethod(method)) {
      throw new ContractError({ code: 'request.unknown-method', message: `There is no method "${method}".` });
    }
    const parsed = methods[method].params.safeParse(params);
    if (!parsed.success) {
      throw new ContractError({
        code: 'request.invalid',
        message: `The request "${method}" is not valid: ${z.prettifyError(parsed.error)}`,
      });
    }
    const handle = handlers[method] as (params: unknown) => unknown;
    return handle(parsed.data);
  };
}
