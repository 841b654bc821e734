import { unknownConditions, type Conditions, type Surroundings } from '../engine/ports/surroundings.ts';

/** Surroundings as somebody tells them who can see them. */
export interface ToldSurroundings extends Surroundings {
  tell(conditions: Conditions): void;
  woke(): void;
}

export function createToldSurroundings(): ToldSurroundings {
  const listeners = new Set<(what: 'changed' | 'woke') => void>();
  let current = unknownConditions;
  const say = (what: 'changed' | 'woke'): void => {
    for (const listener of listeners) listener(what);
  };
  return {
    current: () => current,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell({ onBattery, metered, online }) {
      const isSame = onBattery === current.onBattery && metered === current.metered && online === current.online;
      current = { onBattery, metered, online };
      if (!isSame) say('changed');
    },
    woke: () => say('woke'),
  };
}
