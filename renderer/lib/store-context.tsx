import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand';

export interface StoreContext<State> {
  Provider: (props: { store: StoreApi<State>; children: ReactNode }) => ReactNode;
  /** Selects from the state; the component shows again when the selected value is another one. */
  use: <Selected>(select: (state: State) => Selected) => Selected;
  /** The store itself, for actions. */
  useApi: () => StoreApi<State>;
}

/** A feature's store reaches its views through a context, so that every window and test has its own. */
export function createStoreContext<State>(name: string): StoreContext<State> {
  const Context = createContext<StoreApi<State> | null>(null);
  function useApi(): StoreApi<State> {
    const store = useContext(Context);
    if (store === null) throw new Error(`The store of ${name} is not provided.`);
    return store;
  }
  return {
    Provider: ({ store, children }) => <Context value={store}>{children}</Context>,
    use: (select) => useStore(useApi(), select),
    useApi,
  };
}
