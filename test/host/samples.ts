import type { EngineEvent } from '../../shared/contract.ts';
import type { ActivityView, ArtifactView, VersionView } from '../../shared/values.ts';

export const sampleVersion: VersionView = {
  index: 3,
  ref: 'v3',
  digest: 'ab'.repeat(32),
  files: 12,
  bytes: 3_200_000,
  addedBytes: 1_100_000,
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  actor: 'ada@lab',
  origin: 'save',
  identicalTo: null,
  changes: { added: 1, modified: 2, removed: 0, renamed: 0 },
  problems: [],
  description: '',
  metadata: {},
  tags: [],
  aliases: ['latest'],
  protectedAliases: [],
  pinned: false,
  timeToLive: 'inherit',
};

export const sampleArtifact: ArtifactView = {
  name: 'animals',
  type: 'dataset',
  mode: 'copy',
  path: '/data/animals',
  quietWindowMs: 2_000,
  keep: { kind: 'all' },
  timeToLive: 'never',
  state: 'watching',
  stateMessage: '',
  createdAt: Date.UTC(2026, 0, 1),
  references: 0,
  versions: 4,
  latest: sampleVersion,
};

export function activity(change: Partial<ActivityView> = {}): ActivityView {
  return {
    id: 'a1',
    kind: 'track',
    artifact: 'animals',
    phase: 'Reading files',
    files: 0,
    totalFiles: null,
    bytes: 0,
    totalBytes: null,
    bytesPerSecond: 0,
    remainingMs: null,
    startedAt: Date.now(),
    cancellable: true,
    ...change,
  };
}

export function progressed(change: Partial<ActivityView> = {}): EngineEvent {
  return { kind: 'activity.progressed', activity: activity(change) };
}

export function created(version: VersionView = sampleVersion): EngineEvent {
  return { kind: 'version.created', artifact: 'animals', version };
}
