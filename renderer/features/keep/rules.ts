import type { KeepRuleView } from '../../../shared/values.ts';
import type { Rules } from './store.ts';

/** The rule that a choice means. */
export function ruleOf(kind: string, count: number): KeepRuleView {
  if (kind === 'last') return { kind, count };
  return { kind: kind === 'thin' ? 'thin' : 'all' };
}

export function sameRules(one: Rules, other: Rules): boolean {
  const count = ({ rule }: Rules): number => (rule.kind === 'last' ? rule.count : 0);
  return one.rule.kind === other.rule.kind && count(one) === count(other) && one.timeToLive === other.timeToLive;
}
