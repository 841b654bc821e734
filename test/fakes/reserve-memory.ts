import type { Reserve } from '../../electron/engine/ports/reserve.ts';

/** A reserve that is a number. `free` tells how much room the disk has. */
export function createReserveInMemory(free: () => number): Reserve {
  let size = 0;
  return {
    keep: async (bytes) => {
      if (bytes > size && free() >= 4 * bytes) size = bytes;
    },
    giveUp: () => {
      const had = size > 0;
      size = 0;
      return had;
    },
  };
}
