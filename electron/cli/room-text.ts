import type { RoomView } from '../../shared/values.ts';
import { humaneSize } from './humane.ts';

/** How much of its limit the store takes, in a sentence. */
export function roomText({ limitBytes, storeBytes, state }: RoomView): string {
  const takes = `The store takes ${humaneSize(storeBytes)}`;
  if (limitBytes === null) return `${takes} and has no limit.`;
  const part = `${takes} of at most ${humaneSize(limitBytes)}.`;
  if (state === 'free') return part;
  return state === 'near' ? `${part} It is nearly full.` : `${part} It is full: no new versions are made until there is room.`;
}
