import type { RestorePlanView } from '../../../shared/values.ts';

export type PlanItem = RestorePlanView['items'][number];
export type PlanAction = PlanItem['action'];

/** The items with every word of the filter in their path, and of one kind of action when one is chosen. */
export function filterItems(items: readonly PlanItem[], filter: string, action: PlanAction | null): readonly PlanItem[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && action === null) return items;
  return items.filter((item) => {
    if (action !== null && item.action !== action) return false;
    const path = item.path.toLowerCase();
    return words.every((word) => path.includes(word));
  });
}

/** Items that the plan has in all, also those that were not sent. */
export function planTotal(plan: RestorePlanView): number {
  return plan.create + plan.overwrite + plan.delete + plan.touch;
}

/** The disk has no room for what will be written. */
export function lacksSpace(plan: RestorePlanView): boolean {
  return plan.bytes > plan.freeBytes;
}
