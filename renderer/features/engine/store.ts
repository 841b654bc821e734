import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineState, Shell } from '../../../shared/shell.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

export interface EngineStoreState {
  engine: EngineState;
  load(): Promise<void>;
  /** The engine's state was told anew. */
  changed(engine: EngineState): void;
  retry(): Promise<void>;
}

export type EngineStore = StoreApi<EngineStoreState>;

interface Surroundings {
  readonly shell: Shell;
  readonly notices: Notices;
  /** Called each time the engine runs again after it was away: what is shown must be loaded anew. */
  readonly recovered: () => void;
}

export function createEngineStore({ shell, notices, recovered }: Surroundings): EngineStore {
  return createStore<EngineStoreState>()((set, get) => ({
    engine: { state: 'starting', message: '' },

    async load() {
      try {
        get().changed(await shell.invoke('shell.engineState', {}));
      } catch (error) {
        tellError(notices, 'The state of the engine is not known', error);
      }
    },

    changed(engine) {
      const before = get().engine.state;
      set({ engine });
      if (engine.state === 'running' && before !== 'running') recovered();
    },

    async retry() {
      try {
        get().changed(await shell.invoke('shell.retryEngine', {}));
      } catch (error) {
        tellError(notices, 'The engine could not be started', error);
      }
    },
  }));
}
