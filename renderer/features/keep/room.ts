import type { EngineEvent } from '../../../shared/contract.ts';
import type { RoomView } from '../../../shared/values.ts';
import { formatBytes } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { KeepState, KeepSurroundings, SetKeepState } from './store.ts';

type Room = Pick<KeepState, 'loadRoom' | 'askLimit' | 'setLimit'> & { foldRoom(event: EngineEvent): void };

/** How much the store takes of its limit; a person hears of it before it is reached. */
export function createRoom({ client, notices }: KeepSurroundings, set: SetKeepState): Room {
  function show(room: RoomView): void {
    set({ room });
    const { limitBytes, storeBytes, state } = room;
    if (limitBytes === null || state === 'free') return;
    const takes = `It takes ${formatBytes(storeBytes)} of at most ${formatBytes(limitBytes)}.`;
    notices.tell(
      state === 'near'
        ? { id: 'room', title: 'The store is nearly full', message: `${takes} Delete versions or keep fewer of them before it is.`, tone: 'warning', stays: true }
        : {
            id: 'room',
            title: 'The store has reached its limit',
            message: `${takes} What is stored is safe, but no new versions are made: delete versions, empty the undo window, or raise the limit.`,
            tone: 'bad',
            stays: true,
          },
    );
  }

  /** Without news: only what is shown. */
  async function look(): Promise<void> {
    try {
      set({ room: await client.invoke('store.room', {}) });
    } catch {
      // The figure stays as it was.
    }
  }

  return {
    async loadRoom() {
      try {
        show(await client.invoke('store.room', {}));
      } catch (error) {
        tellError(notices, 'The limit of the store is not known', error);
      }
    },

    foldRoom(event) {
      if (event.kind === 'store.roomChanged') show(event.room);
      if (event.kind === 'store.changed' || event.kind === 'version.created') void look();
    },

    askLimit: (asksLimit) => set({ asksLimit }),

    async setLimit(bytes) {
      try {
        set({ room: await client.invoke('store.setLimit', { bytes }), asksLimit: false });
      } catch (error) {
        tellError(notices, 'The limit was not set', error);
      }
    },
  };
}
