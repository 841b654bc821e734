import { conditionsFrame } from '../../shared/frames.ts';
import { createToldSurroundings } from '../adapters/surroundings-told.ts';
import type { Surroundings } from '../engine/ports/surroundings.ts';
import { linkWithout, type ParentLink } from './parent-link.ts';

/**
 * What the app that started this process tells of the computer: only its main process can see it. The returned link is the same without what belongs to
 * that.
 */
export function hearParent(link: ParentLink): { readonly link: ParentLink; readonly surroundings: Surroundings } {
  const surroundings = createToldSurroundings();

  function hear(raw: unknown): boolean {
    const parsed = conditionsFrame.safeParse(raw);
    if (!parsed.success) return false;
    const { conditions, woke } = parsed.data;
    surroundings.tell(conditions);
    if (woke) surroundings.woke();
    return true;
  }

  return { surroundings, link: linkWithout(link, hear) };
}
