import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineState, Shell } from '../../../shared/shell.ts';
import type { EngineAway } from '../../lib/engine-away.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

export interface EngineStoreState {
  engine: EngineState;
  /** The very first start is no absence: what is asked meanwhile waits for it. */
  away: EngineAway;
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
  /** Called when the engine ended: nothing is under way any more. */
  readonly lost: () => void;
}

function awayAfter(before: EngineAway, { state }: EngineState): EngineAway {
  switch (state) {
    case 'running':
      return null;
    case 'failed':
      return 'failed';
    case 'restarting':
      return 'starting';
    case 'starting':
      return before === null ? null : 'starting';
  }
}

export function createEngineStore({ shell, notices, recovered, lost }: Surroundings): EngineStore {
  return createStore<EngineStoreState>()((set, get) => ({
    engine: { state: 'starting', message: '' },
    away: null,

    async load() {
      try {
        get().changed(await shell.invoke('shell.engineState', {}));
      } catch (error) {
        tellError(notices, 'The state of the engine is not known', error);
      }
    },

    changed(engine) {
      const before = get();
      const away = awayAfter(before.away, engine);
      set({ engine, away });
      if (away !== null && before.away === null) lost();
      if (engine.state === 'running' && before.engine.state !== 'running') recovered();
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
