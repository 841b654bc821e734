import type { OperationView } from '../../../shared/values.ts';
import { formatBytes } from '../../lib/format.ts';

const words: Record<string, string> = {
  track: 'Tracking began',
  untrack: 'Tracking stopped',
  pause: 'Paused',
  resume: 'Resumed',
  snapshot: 'Version made',
  restore: 'Restored',
  'alias.add': 'Alias added',
  'alias.move': 'Alias moved',
  'alias.remove': 'Alias removed',
  'alias.rename': 'Alias renamed',
  'tag.add': 'Tag added',
  'tag.remove': 'Tag removed',
  describe: 'Described',
  metadata: 'Metadata changed',
  configure: 'Configured',
  verify: 'Verified',
  delete: 'Deleted',
  'empty-undo': 'Undo window emptied',
  undo: 'Taken back',
};

/** What an operation did, in words. */
export function operationWord(kind: string): string {
  return words[kind] ?? kind;
}

/** Arguments that are the index of a version are told as people know it: `v3`. */
const indexes = new Set(['version', 'from', 'to', 'index', 'safetyVersion']);

/** Their values say what they are. */
const plain = new Set(['version', 'path', 'description']);

/** The column beside it says the artifact. */
const elsewhere = new Set(['artifact', 'ref']);

const wordsOfArguments: Record<string, string> = { safetyVersion: 'kept as', quietWindow: 'quiet window', was: 'before' };

function argumentText(key: string, value: unknown): string {
  if (typeof value === 'number' && indexes.has(key)) return `v${value}`;
  if (key === 'versions' && Array.isArray(value)) return value.map((index) => `v${String(index)}`).join(', ');
  if (typeof value === 'number' && key === 'freedBytes') return formatBytes(value);
  if (typeof value === 'number' && key === 'quietWindow') return `${value / 1000} s`;
  if (key === 'description') return `“${String(value)}”`;
  if (key === 'set' && typeof value === 'object' && value !== null) return Object.keys(value).join(', ');
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const saysSomething = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && value !== false && !(typeof value === 'object' && Object.keys(value).length === 0);

/** Its arguments on one line: `v3 · alias best`. */
export function argumentsLine(operation: OperationView): string {
  return Object.entries(operation.arguments)
    .filter(([key, value]) => !elsewhere.has(key) && saysSomething(value))
    .map(([key, value]) => (plain.has(key) ? '' : `${wordsOfArguments[key] ?? key} `) + argumentText(key, value))
    .join(' · ');
}

/** Operations that have all words of the filter in what is shown of them. */
export function filterOperations(operations: readonly OperationView[], filter: string): readonly OperationView[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return operations;
  return operations.filter((operation) => {
    const text = [operationWord(operation.kind), operation.kind, operation.actor, operation.artifact ?? '', argumentsLine(operation)]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
