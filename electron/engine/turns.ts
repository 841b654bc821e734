/** Lets the works of one key happen one after the other, in the order in which they asked. */
export interface Turns {
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Takes the turns of all keys, one after the other in their order, so that two who do so never wait for each other. */
  takeAll<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Resolves when every work that was asked for so far has ended, well or not. */
  idle(): Promise<void>;
}

export function createTurns(): Turns {
  const tails = new Map<string, Promise<unknown>>();
  const turns: Turns = {
    takeAll(keys, work) {
      const [first, ...others] = [...new Set(keys)].toSorted();
      return first === undefined ? work() : turns.take(first, () => turns.takeAll(others, work));
    },
    take(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return mine;
    },
    async idle() {
      await Promise.all(tails.values());
    },
  };
  return turns;
}
