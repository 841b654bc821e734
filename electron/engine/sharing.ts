/**
 * Things that many use and one may take away. Users go on side by side; whoever takes away waits until none is left, and those
 * who come after wait for it.
 */
export interface Sharing {
  use<T>(work: () => Promise<T>): Promise<T>;
  takeAway<T>(work: () => Promise<T>): Promise<T>;
}

export function createSharing(): Sharing {
  /** Ends when the last one who takes away is done. */
  let taken: Promise<unknown> = Promise.resolve();
  const users = new Set<Promise<unknown>>();

  function settledOf(work: Promise<unknown>): Promise<void> {
    return work.then(
      () => undefined,
      () => undefined,
    );
  }

  return {
    use(work) {
      const mine = taken.then(work);
      const settled = settledOf(mine);
      users.add(settled);
      void settled.then(() => users.delete(settled));
      return mine;
    },
    takeAway(work) {
      const before = [taken, ...users];
      const mine = Promise.all(before).then(work);
      taken = settledOf(mine);
      return mine;
    },
  };
}
