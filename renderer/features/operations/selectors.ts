import type { KeepRuleView, OperationView } from '../../../shared/values.ts';
import { formatBytes, formatRate } from '../../lib/format.ts';
import { ruleWord, timeToLiveWord } from '../../lib/keep-words.ts';

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
  'alias.protect': 'Alias protected',
  'alias.unprotect': 'Alias unprotected',
  'tag.add': 'Tag added',
  'tag.remove': 'Tag removed',
  describe: 'Described',
  metadata: 'Metadata changed',
  configure: 'Configured',
  verify: 'Verified',
  delete: 'Deleted',
  thin: 'Thinned',
  purge: 'Purged',
  repair: 'Repaired',
  rebuild: 'Rebuilt',
  'empty-undo': 'Undo window emptied',
  keep: 'Keep rule set',
  pin: 'Pinned',
  unpin: 'Unpinned',
  'time-to-live': 'Time to live set',
  limit: 'Limit set',
  'remote.add': 'Remote added',
  'remote.limit': 'Remote limited',
  'remote.passphrase': 'Passphrase changed',
  'remote.remove': 'Remote removed',
  push: 'Pushed',
  pull: 'Pulled',
  clone: 'Cloned',
  'sync.rules': 'Sync rules',
  unlink: 'Unlinked from its remote',
  settle: 'Decided',
  undo: 'Taken back',
};

/** What an operation did, in words. */
export function operationWord(kind: string): string {
  return words[kind] ?? kind;
}

/** Arguments that are the index of a version are told as people know it: `v3`. */
const indexes = new Set(['version', 'from', 'to', 'index', 'safetyVersion']);

const versionLists = new Set(['versions', 'deleted', 'returned', 'edited']);

/** Their values say what they are. */
const plain = new Set(['version', 'versions', 'path', 'description']);

/** The column beside it says the artifact. */
const elsewhere = new Set(['artifact', 'ref']);

const wordsOfArguments: Record<string, string> = {
  safetyVersion: 'kept as',
  quietWindow: 'quiet window',
  timeToLive: 'time to live',
  was: 'before',
  freedBytes: 'freed',
  operations: 'deletions',
  operation: 'number',
  bytesPerSecond: 'at most',
  address: 'at',
  credentials: 'as',
  renumbered: 'new numbers',
  by: 'for everybody by',
  deleted: 'deleted there',
  returned: 'brought back',
};

function argumentText(key: string, value: unknown): string {
  if (key === 'rule') return ruleWord(value as KeepRuleView);
  if (key === 'timeToLive' && typeof value === 'number') return timeToLiveWord(value);
  if (versionLists.has(key) && Array.isArray(value)) return refsText(value as number[]);
  if (typeof value === 'number' && indexes.has(key)) return `v${value}`;
  if (typeof value === 'number' && key === 'freedBytes') return formatBytes(value);
  if (typeof value === 'number' && key === 'quietWindow') return `${value / 1000} s`;
  if (key === 'description') return `“${String(value)}”`;
  if (key === 'set' && typeof value === 'object' && value !== null) return Object.keys(value).join(', ');
  if (key === 'renumbered' && Array.isArray(value)) return movesText(value as { from: number; to: number }[]);
  if (typeof value === 'number' && key === 'bytesPerSecond') return formatRate(value);
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function movesText(moves: readonly { readonly from: number; readonly to: number }[]): string {
  const first = moves.slice(0, 3).map(({ from, to }) => `v${from} → v${to}`);
  return moves.length <= 3 ? first.join(', ') : `${first.join(', ')} and ${moves.length - 3} more`;
}

function refsText(indexes: readonly number[]): string {
  const first = indexes.slice(0, 5).map((index) => `v${index}`);
  return indexes.length <= 5 ? first.join(', ') : `${first.join(', ')} and ${indexes.length - 5} more`;
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
