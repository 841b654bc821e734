import { createContext, useContext } from 'react';

/** `starting`: it comes back by itself. `failed`: it does not. Null: it is there. */
export type EngineAway = 'starting' | 'failed' | null;

const context = createContext<EngineAway>(null);

export const EngineAwayProvider = context;

/** Whether the engine is away, so that nothing the window shows of it is sure. */
export function useEngineAway(): EngineAway {
  return useContext(context);
}

interface Press {
  readonly onClick: () => void;
  readonly 'data-disabled'?: true;
  readonly 'aria-disabled'?: true;
}

function rest(): void {
  // Nothing is done while the engine is away.
}

/**
 * What a button gets whose action needs the engine. While it is away the button rests; it is not `disabled`, because the
 * keyboard would be nowhere when the engine is back a moment later.
 */
export function useNeedsEngine(): (run: () => void) => Press {
  const away = useEngineAway();
  return (run) => (away === null ? { onClick: run } : { onClick: rest, 'data-disabled': true, 'aria-disabled': true });
}
