/**
 * Values that one side gives when it has them and the other takes when it wants them, in order. Taken by one reader.
 * After `fail` the reader gets what came before and then the error.
 */
export interface Answers<T> extends AsyncIterable<T> {
  push(value: T): void;
  end(): void;
  fail(error: unknown): void;
}

export function createAnswers<T>(): Answers<T> {
  const waiting: T[] = [];
  let ending: { readonly error: unknown } | 'end' | null = null;
  let wake: (() => void) | null = null;

  function stir(): void {
    wake?.();
    wake = null;
  }

  async function* take(): AsyncGenerator<T> {
    for (;;) {
      for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) yield value;
      if (ending === 'end') return;
      if (ending !== null) throw ending.error;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    push: (value) => {
      waiting.push(value);
      stir();
    },
    end: () => {
      ending ??= 'end';
      stir();
    },
    fail: (error) => {
      ending ??= { error };
      stir();
    },
    [Symbol.asyncIterator]: take,
  };
}
