import type { KeepRule, TimeToLive, VersionTimeToLive } from '../model/keep.ts';
import { count, FieldError, fields, oneOf, take } from './checked-fields.ts';

const kinds: readonly KeepRule['kind'][] = ['all', 'last', 'thin'];

export function keepRule(value: unknown): KeepRule {
  const rule = fields(value);
  const kind = take(rule, 'kind', oneOf(kinds));
  return kind === 'last' ? { kind, count: take(rule, 'count', positive) } : { kind };
}

export function artifactTimeToLive(value: unknown): TimeToLive {
  return value === 'never' ? value : positive(value);
}

export function versionTimeToLive(value: unknown): VersionTimeToLive {
  return value === 'inherit' ? value : artifactTimeToLive(value);
}

function positive(value: unknown): number {
  const number = count(value);
  if (number === 0) throw new FieldError('is not positive');
  return number;
}
