import type { Client } from '../../shared/client.ts';
import type { MethodName, Params, Result } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { Invocation } from './invocation.ts';
import { givenPassphrase } from './passphrase.ts';

/** A client that asks for the passphrase of a remote that turns out to be locked, opens it, and tries again. */
export function unlocking(client: Client, invocation: Invocation): Client {
  async function invoke<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    try {
      return await client.invoke(method, params);
    } catch (error) {
      const remote = lockedRemote(error);
      if (remote === null) throw error;
      const passphrase = await givenPassphrase(invocation, { variable: 'STRATA_PASSPHRASE', question: `Passphrase of ${remote}` });
      if (passphrase === null) throw withAdvice(error as ContractError);
      await client.invoke('remote.unlock', { remote, passphrase });
      return client.invoke(method, params);
    }
  }
  return { invoke, subscribe: (listener) => client.subscribe(listener) };
}

function lockedRemote(error: unknown): string | null {
  if (!(error instanceof ContractError) || error.code !== 'bucket.locked') return null;
  const { remote } = error.data;
  return typeof remote === 'string' ? remote : null;
}

function withAdvice({ code, message, data }: ContractError): ContractError {
  const advice = 'Type it on a terminal, or set STRATA_PASSPHRASE; the app keeps it in the system\'s key store.';
  return new ContractError({ code, message: `${message} ${advice}`, data });
}
