/** Lets the n-th call of all wrapped ports fail; counts them. */
export interface Faults {
  /** Calls so far. */
  readonly calls: number;
  /** What failed, for the message of a test; empty when nothing did. */
  readonly failed: string;
  /** A port whose methods are counted; what its methods return is counted too when it has methods itself. */
  wrap<Port extends object>(name: string, port: Port): Port;
  /** From now on nothing fails. */
  heal(): void;
}

export class InjectedFault extends Error {}

export function failAt(call: number): Faults {
  let calls = 0;
  let failed = '';
  let healed = false;

  function count(what: string): void {
    calls += 1;
    if (healed || calls !== call) return;
    failed = what;
    throw new InjectedFault(`the ${call}. call (${what}) failed`);
  }

  function wrap<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function' || typeof key !== 'string') return value;
        return (...args: unknown[]) => {
          count(`${name}.${key}`);
          const passed = args.map((argument) => (key === 'transact' ? wrapChange(argument) : argument));
          return wrapResult(`${name}.${key}`, (value as (...inner: unknown[]) => unknown).apply(target, passed));
        };
      },
    });
  }

  /** The writer of a transaction fails like every other port. */
  function wrapChange(change: unknown): unknown {
    return (writer: object) => (change as (inner: object) => unknown)(wrap('writer', writer));
  }

  /** Sessions and pack writers are ports of their own; plain values are not. */
  function wrapResult(name: string, result: unknown): unknown {
    const hasMethods = typeof result === 'object' && result !== null && ('seal' in result || 'ready' in result) && !(result instanceof Promise);
    return hasMethods && Object.values(result).some((value) => typeof value === 'function') ? wrap(name, result) : result;
  }

  return {
    get calls() {
      return calls;
    },
    get failed() {
      return failed;
    },
    wrap,
    heal() {
      healed = true;
    },
  };
}
