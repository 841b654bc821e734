import type { PlanAction } from './selectors.ts';

/** What is done with an item, in a word. `touch`: same bytes, other time or permission. */
export const actionWords: Record<PlanAction, string> = {
  create: 'Create',
  overwrite: 'Overwrite',
  delete: 'Delete',
  touch: 'Adjust',
};
