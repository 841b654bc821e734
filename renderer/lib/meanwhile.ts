/**
 * Facts that arrive while a list is being loaded. The list may have been read before them, so they are folded into it
 * again once it is here; folding a fact twice changes nothing.
 */
export interface Meanwhile<Fact> {
  /** Hear a fact; it is kept for every load that is under way. */
  hear(fact: Fact): void;
  /** A load begins. Its function ends it and gives the facts since then, oldest first. */
  begin(): () => readonly Fact[];
}

export function createMeanwhile<Fact>(): Meanwhile<Fact> {
  const loads = new Set<Fact[]>();
  return {
    hear(fact) {
      for (const facts of loads) facts.push(fact);
    },
    begin() {
      const facts: Fact[] = [];
      loads.add(facts);
      return () => {
        loads.delete(facts);
        return facts;
      };
    },
  };
}
