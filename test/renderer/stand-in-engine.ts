import { methods } from '../../shared/contract.ts';
import type { EngineEvent, MethodName, ParsedParams, Result } from '../../shared/contract.ts';
import type { ApartView } from '../../shared/apart-values.ts';
import { ContractError } from '../../shared/errors.ts';
import type { EngineState, Outcome, ShellEvent, StrataBridge } from '../../shared/shell.ts';
import type { ActivityView, ArtifactView, DeletionView, EntryView, FindingView, FolderRow, OperationView, VersionView } from '../../shared/values.ts';
import { standInApart } from './stand-in-apart.ts';
import { standInFates } from './stand-in-keep.ts';
import { standInReferences } from './stand-in-references.ts';
import { standInRemotes } from './stand-in-remotes.ts';
import { artifact, fewEntries, manyEntries, manyVersions, operations, version } from './stand-in-data.ts';

/** A scripted engine in memory behind the window's bridge: for the gallery and for tests of stores. */

interface Kept {
  artifact: ArtifactView;
  versions: VersionView[];
  entries: readonly EntryView[];
}

export interface StandInOptions {
  /** `full`: believable artifacts; `empty`: a first start. */
  readonly scene?: 'full' | 'empty';
  /** Time in ms since 1970. */
  readonly now?: () => number;
  /** How long long things take; 0: they end at once. */
  readonly pace?: number;
  /** Answer of the folder dialog. */
  readonly chosenFolder?: string | null;
}

export interface StandInEngine {
  readonly bridge: StrataBridge;
  /** Tells a fact or a wish of the shell to the window. */
  emit(event: EngineEvent | ShellEvent): void;
  /** The next call of this method fails like this. */
  failNext(method: string, error: ContractError): void;
  /** Every call so far. */
  readonly calls: readonly { method: string; params: unknown }[];
  /** A save in an artifact, as if the folder had changed. */
  save(name: string, part?: Partial<VersionView>): VersionView;
  setEngineState(state: EngineState): void;
  /** From now on every look finds this, and a repair mends all but the last. */
  damage(findings: readonly FindingView[]): void;
  /** Paths that a folder still holds. */
  readonly presentPaths: Set<string>;
  /** What somebody else did at the same time. */
  readonly setApart: (apart: ApartView) => void;
}

type Handlers = { [M in MethodName]: (params: ParsedParams<M>) => Result<M> | Promise<Result<M>> };

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function createStandInEngine(options: StandInOptions = {}): StandInEngine {
  const { scene = 'full', now = Date.now, pace = 1, chosenFolder = '/home/mira/Field recordings 2026' } = options;
  const kept = new Map<string, Kept>(scene === 'full' ? fullScene(now()) : []);
  const listeners = new Set<(event: EngineEvent | ShellEvent) => void>();
  const failures = new Map<string, ContractError>();
  const calls: { method: string; params: unknown }[] = [];
  let damage: FindingView[] = [];
  let health: Result<'store.health'> = { last: null, lastDeep: null, round: null, damagedChunks: 0 };
  const presentPaths = new Set<string>();
  const apart = standInApart();
  const running = new Map<string, ActivityView>();
  const cancelled = new Set<string>();
  let log: OperationView[] = scene === 'full' ? operations(now()) : [];
  let allPaused = false;
  let room: Result<'store.room'> = { limitBytes: null, storeBytes: 912_000_000, state: 'free' };
  let engine: EngineState = { state: 'running', message: '' };
  let lastActivity = 0;

  const emit = (event: EngineEvent | ShellEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const find = (name: string): Kept => {
    const found = kept.get(name);
    if (found === undefined) throw refuse('artifact.not-found', `There is no artifact named "${name}".`);
    return found;
  };
  const resolve = (name: string, ref: string): VersionView => {
    const { versions } = find(name);
    const found = versions.find((one) => one.ref === ref || one.aliases.includes(ref));
    if (found === undefined) throw refuse('version.not-found', `"${name}" has no version "${ref}".`);
    return found;
  };
  const setArtifact = (name: string, part: Partial<ArtifactView>): ArtifactView => {
    const one = find(name);
    one.artifact = { ...one.artifact, ...part };
    emit({ kind: 'artifact.changed', artifact: one.artifact });
    return one.artifact;
  };
  const record = (kind: string, name: string | null, args: Record<string, unknown>, undoable = false): OperationView => {
    const operation = { id: (log[0]?.id ?? 0) + 1, at: now(), actor: 'mira@workstation', kind, artifact: name, arguments: args, undoable, undone: false };
    log = [operation, ...log];
    emit({ kind: 'operation.recorded', operation });
    return operation;
  };
  const edit = (name: string, ref: string, change: (one: VersionView) => VersionView): VersionView => {
    const one = find(name);
    const before = resolve(name, ref);
    const after = change(before);
    one.versions = one.versions.map((other) => (other.index === before.index ? after : other));
    emit({ kind: 'version.edited', artifact: name, version: after });
    return after;
  };
  const addVersion = (name: string, part: Partial<VersionView>): VersionView => {
    const one = find(name);
    const last = one.versions.at(-1);
    const made = version({
      index: (last?.index ?? -1) + 1,
      createdAt: now(),
      files: last?.files ?? one.entries.length,
      bytes: (last?.bytes ?? 1_000_000) + 4_120,
      addedBytes: 4_120,
      aliases: ['latest'],
      ...part,
    });
    one.versions = [...one.versions.map((other) => ({ ...other, aliases: other.aliases.filter((alias) => alias !== 'latest') })), made];
    one.artifact = { ...one.artifact, latest: made, versions: one.versions.length };
    emit({ kind: 'version.created', artifact: name, version: made });
    emit({ kind: 'artifact.changed', artifact: one.artifact });
    return made;
  };

  /** An activity that goes from nothing to its totals in `seconds`, unless it is cancelled. */
  async function activity(kind: ActivityView['kind'], name: string | null, total: { files: number; bytes: number }, seconds: number, phase: string): Promise<void> {
    lastActivity += 1;
    const startedAt = now();
    let current: ActivityView = {
      id: `a${lastActivity}`, kind, artifact: name, phase: 'Looking at files', files: 0, totalFiles: null, bytes: 0, totalBytes: null,
      bytesPerSecond: 0, remainingMs: null, startedAt, cancellable: true,
    };
    running.set(current.id, current);
    emit({ kind: 'activity.started', activity: current });
    const steps = pace === 0 ? 1 : Math.max(2, Math.round(seconds * 8));
    for (let step = 1; step <= steps; step += 1) {
      await wait((seconds * 1000 * pace) / steps);
      if (cancelled.has(current.id)) {
        running.delete(current.id);
        emit({ kind: 'activity.finished', activity: current, outcome: 'cancelled', message: '' });
        throw refuse('operation.cancelled', 'It was cancelled; nothing half-made stays.');
      }
      const part = step / steps;
      current = {
        ...current,
        phase,
        files: Math.round(total.files * part), totalFiles: total.files,
        bytes: Math.round(total.bytes * part), totalBytes: total.bytes,
        bytesPerSecond: total.bytes / seconds,
        remainingMs: seconds * 1000 * (1 - part),
      };
      running.set(current.id, current);
      emit({ kind: 'activity.progressed', activity: current });
    }
    running.delete(current.id);
    emit({ kind: 'activity.finished', activity: current, outcome: 'done', message: '' });
  }

  function deletionOf({ targets }: { targets: readonly { artifact: string; refs?: readonly string[] | undefined }[] }): Result<'delete.plan'> {
    const parts = targets.map(({ artifact: name, refs }) => {
      const all = find(name).versions;
      const gone = refs === undefined ? all : refs.map((ref) => resolve(name, ref));
      const rest = all.filter((one) => !gone.includes(one));
      return { artifact: name, whole: refs === undefined, versions: [...gone], aliases: gone.flatMap(({ aliases }) => aliases.filter((alias) => alias !== 'latest')), latestAfter: rest.at(-1)?.ref ?? null };
    });
    return { parts, freedBytes: parts.flatMap(({ versions: gone }) => gone).reduce((sum, { addedBytes }) => sum + addedBytes, 0), undoWindowMs: 86_400_000 };
  }

  const waiting = new Map<number, { before: Kept; view: DeletionView }>();
  const waitingBytes = (): number => [...waiting.values()].reduce((sum, { view }) => sum + view.bytes, 0);

  /** Versions, or the artifact, are back as they were. */
  function revive(operation: number): void {
    const found = waiting.get(operation);
    if (found === undefined) return;
    waiting.delete(operation);
    const { before, view } = found;
    const name = view.artifact;
    if (view.whole) {
      kept.set(name, before);
      emit({ kind: 'artifact.tracked', artifact: before.artifact });
    } else {
      const back = before.versions.filter(({ ref }) => view.refs.includes(ref));
      const versions = [...find(name).versions, ...back].toSorted((one, other) => one.index - other.index);
      kept.set(name, { ...find(name), versions });
      setArtifact(name, { versions: versions.length, latest: versions.at(-1) ?? null });
    }
    emit({ kind: 'versions.revived', artifact: find(name).artifact, refs: [...view.refs] });
  }

  function keepPlanOf({ artifact: name, rule, timeToLive }: ParsedParams<'keep.plan'>): Result<'keep.plan'> {
    const { artifact: one, versions } = find(name);
    const rules = { rule: rule ?? one.keep, timeToLive: timeToLive ?? one.timeToLive };
    const fates = standInFates(versions, rules, now());
    const gone = new Set(fates.filter(({ kept: why }) => why === null).map(({ ref }) => ref));
    const going = versions.filter(({ ref }) => gone.has(ref)).toReversed();
    return { ...rules, going, freedBytes: going.reduce((sum, { addedBytes }) => sum + addedBytes, 0), fates };
  }

  function noteHealth(deep: boolean): void {
    const note = { at: now(), deep, findings: damage.length, messages: damage.map(({ message }) => message) };
    health = { ...health, last: note, lastDeep: deep ? note : health.lastDeep, damagedChunks: damage.length };
  }

  function reportOf(deep: boolean): Result<'store.verify'> {
    return { ok: damage.length === 0, versions: 317, nodes: 8_120, chunks: 141_882, bytes: 912_000_000, deep, findings: damage, containers: 41, provenBefore: 0 };
  }

  function purgePlanOf({ artifact: name, path }: ParsedParams<'purge.plan'>): Result<'purge.plan'> {
    const { versions, entries } = find(name);
    const going = entries.filter((one) => isWithin(one.path, path));
    if (going.length === 0) throw refuse('path.not-found', `No version of "${name}" has "${path}".`);
    const freedBytes = going.reduce((sum, { size }) => sum + (size ?? 0), 0);
    return { path, refs: versions.map(({ ref }) => ref), waitingRefs: [], present: presentPaths.has(path), entries: going.length * versions.length, freedBytes, heldBytes: 0 };
  }

  const handlers: Handlers = {
    ...standInRemotes(emit),
    ...apart.handlers,
    ...standInReferences(emit, (name) => ({ artifact: find(name).artifact, version: resolve(name, 'latest') })),
    'home.status': () => ({ home: '/home/mira/.local/share/strata', strataVersion: '0.1.0', pid: 4711, allPaused, storeBytes: 912_000_000, residentBytes: 120_000_000 }),
    'home.setAllPaused': ({ paused }) => {
      allPaused = paused;
      emit({ kind: 'home.pausedChanged', allPaused });
      for (const { artifact: one } of kept.values()) if (one.state !== 'untracked') setArtifact(one.name, { state: paused ? 'paused' : 'watching' });
      return { allPaused };
    },
    'artifact.list': () => ({ artifacts: [...kept.values()].map((one) => one.artifact) }),
    'artifact.get': ({ artifact: name }) => ({ artifact: find(name).artifact }),
    'artifact.inspect': ({ path, artifact: of }) => {
      if (path.includes('unreadable')) throw refuse('folder.unreadable', `Strata may not read "${path}". Give yourself permission to read it, then try again.`);
      return { path, proposedName: of ?? nameFor(path), resembles: !path.includes('other') };
    },
    'artifact.track': async ({ path, name = nameFor(path), type = 'dataset' }) => {
      if (path.includes('street-scenes')) throw refuse('folder.overlaps', `"${path}" lies inside "street-scenes", which is tracked already.`);
      const former = kept.get(name);
      if (former?.artifact.state === 'untracked') {
        await activity('track', name, { files: 2_480, bytes: 1_240_000_000 }, 2, 'Storing files');
        emit({ kind: 'artifact.tracked', artifact: setArtifact(name, { state: 'watching', path }) });
        const next = addVersion(name, { origin: 'rescan', changes: { added: 3, modified: 1, removed: 0, renamed: 0 } });
        return { artifact: find(name).artifact, version: next, created: true, again: true };
      }
      if (former !== undefined) throw refuse('artifact.name-taken', `There is an artifact named "${name}" already. Choose another name.`);
      await activity('track', name, { files: 2_480, bytes: 1_240_000_000 }, 8, 'Storing files');
      const made = artifact({ name, type, path, createdAt: now() });
      kept.set(name, { artifact: made, versions: [], entries: fewEntries(now()) });
      emit({ kind: 'artifact.tracked', artifact: made });
      const first = addVersion(name, { origin: 'baseline', files: 2_480, bytes: 1_240_000_000, addedBytes: 1_240_000_000, changes: { added: 2_480, modified: 0, removed: 0, renamed: 0 } });
      record('track', name, { path, version: first.ref });
      return { artifact: find(name).artifact, version: first, created: true, again: false };
    },
    'artifact.untrack': ({ artifact: name }) => ({ artifact: setArtifact(name, { state: 'untracked', path: null }) }),
    'artifact.configure': ({ artifact: name, quietWindowMs }) => ({ artifact: setArtifact(name, { quietWindowMs }) }),
    'artifact.setPaused': ({ artifact: name, paused }) => ({ artifact: setArtifact(name, { state: paused ? 'paused' : 'watching' }) }),
    'artifact.snapshot': async ({ artifact: name }) => {
      setArtifact(name, { state: 'snapshotting' });
      await activity('snapshot', name, { files: 100_000, bytes: 840_000_000 }, 1.5, 'Reading files');
      const made = addVersion(name, { origin: 'manual', changes: { added: 1, modified: 2, removed: 0, renamed: 0 } });
      setArtifact(name, { state: 'watching' });
      record('snapshot', name, { version: made.ref });
      return { created: true, version: made };
    },
    'version.list': ({ artifact: name, before = Number.MAX_SAFE_INTEGER, limit }) => {
      const { versions } = find(name);
      return { versions: versions.filter(({ index }) => index < before).toReversed().slice(0, limit), total: versions.length };
    },
    'version.get': ({ artifact: name, ref }) => ({ version: resolve(name, ref) }),
    'version.entries': ({ artifact: name, prefix, after, limit }) => {
      const all = find(name).entries.filter(({ path }) => (prefix === '' || path.startsWith(`${prefix}/`)) && (after === undefined || path > after));
      const entries = all.slice(0, limit);
      return { entries, next: all.length > limit ? (entries.at(-1)?.path ?? null) : null };
    },
    'version.search': ({ artifact: name, words, after, limit, most }) => {
      const rest = find(name).entries.filter(({ path }) => after === undefined || path > after);
      const has = (path: string): boolean => words.every((word) => path.toLowerCase().includes(word.toLowerCase()));
      const looked = rest.slice(0, limit);
      const all = looked.filter(({ path }) => has(path));
      const entries = all.slice(0, most);
      const last = all.length > most ? entries.at(-1)?.path : looked.at(-1)?.path;
      return { entries, searched: looked.length, next: last === rest.at(-1)?.path ? null : (last ?? null) };
    },
    'version.folder': ({ artifact: name, folder, offset, limit }) => folderOf(find(name).entries, folder, offset, limit),
    'version.diff': ({ artifact: name, from, to }) => {
      resolve(name, from);
      resolve(name, to);
      return diffOf(find(name).entries, Math.abs(resolve(name, from).index - resolve(name, to).index));
    },
    'version.history': ({ artifact: name, path }) => {
      const changed = find(name).versions.filter(({ index }) => index % 23 === 0).toReversed();
      const size = find(name).entries.find((one) => one.path === path)?.size ?? 1200;
      return { changes: changed.map((one, place) => ({ ref: one.ref, kind: place === changed.length - 1 ? 'added' as const : 'modified' as const, size: size - place * 12, createdAt: one.createdAt })) };
    },
    'version.preview': async ({ path, ref }) => {
      await wait(120 * pace);
      return previewOf(path, ref);
    },
    'version.describe': ({ artifact: name, ref, description }) => ({ version: edit(name, ref, (one) => ({ ...one, description })) }),
    'version.setMetadata': ({ artifact: name, ref, set, remove }) => ({
      version: edit(name, ref, (one) => ({ ...one, metadata: Object.fromEntries(Object.entries({ ...one.metadata, ...set }).filter(([key]) => !remove.includes(key))) })),
    }),
    'tag.add': ({ artifact: name, ref, tag }) => ({ version: edit(name, ref, (one) => ({ ...one, tags: [...one.tags, tag] })) }),
    'tag.remove': ({ artifact: name, ref, tag }) => ({ version: edit(name, ref, (one) => ({ ...one, tags: one.tags.filter((other) => other !== tag) })) }),
    'alias.set': ({ artifact: name, ref, alias }) => {
      const from = find(name).versions.find(({ aliases }) => aliases.includes(alias));
      if (from !== undefined) edit(name, from.ref, (one) => ({ ...one, aliases: one.aliases.filter((other) => other !== alias) }));
      const after = edit(name, ref, (one) => ({ ...one, aliases: [...one.aliases, alias] }));
      record(from === undefined ? 'alias.add' : 'alias.move', name, { version: after.ref, alias }, true);
      return { version: after, movedFrom: from?.ref ?? null };
    },
    'alias.remove': ({ artifact: name, alias }) => ({ version: edit(name, resolve(name, alias).ref, (one) => ({ ...one, aliases: one.aliases.filter((other) => other !== alias) })) }),
    'alias.setProtected': ({ artifact: name, alias, protected: isProtected }) => {
      const version = edit(name, resolve(name, alias).ref, (one) => ({
        ...one,
        protectedAliases: [...one.protectedAliases.filter((other) => other !== alias), ...(isProtected ? [alias] : [])],
      }));
      record(isProtected ? 'alias.protect' : 'alias.unprotect', name, { version: version.index, alias }, true);
      return { version };
    },
    'alias.rename': ({ artifact: name, alias, to }) => ({ version: edit(name, resolve(name, alias).ref, (one) => ({ ...one, aliases: one.aliases.map((other) => (other === alias ? to : other)) })) }),
    'restore.plan': async ({ artifact: name, ref, paths, target, deleteExtra }) => {
      await wait(350 * pace);
      return planOf(find(name), resolve(name, ref).ref, paths, target, deleteExtra);
    },
    'restore.apply': async ({ artifact: name, ref, target, paths }) => {
      const { entries, artifact: one } = find(name);
      setArtifact(name, { state: 'restoring' });
      await activity('restore', name, { files: 53, bytes: 84_000_000 }, 4, 'Writing files');
      setArtifact(name, { state: 'watching' });
      const inPlace = target === undefined;
      const safety = inPlace ? addVersion(name, { origin: 'before-restore', addedBytes: 0, changes: { added: 0, modified: 1, removed: 0, renamed: 0 } }) : null;
      const made = inPlace ? addVersion(name, { origin: 'restore', addedBytes: 0, identicalTo: resolve(name, ref).index }) : null;
      const operation = inPlace ? record('restore', name, { version: ref, paths: paths?.length ?? 'all' }, true).id : null;
      const result = { written: 46, deleted: inPlace ? 7 : 0, unchanged: entries.length - 46, bytes: 84_000_000, safetyVersion: safety?.ref ?? null, version: made, target: target ?? one.path ?? '', problems: [], operation };
      emit({ kind: 'restore.finished', artifact: name, result });
      return result;
    },
    'version.setPinned': ({ artifact: name, ref, pinned }) => {
      const version = edit(name, ref, (one) => ({ ...one, pinned }));
      record(pinned ? 'pin' : 'unpin', name, { version: version.index }, true);
      return { version };
    },
    'version.setTimeToLive': ({ artifact: name, ref, timeToLive }) => ({ version: edit(name, ref, (one) => ({ ...one, timeToLive })) }),
    'version.fate': ({ artifact: name, ref }) => {
      const { ref: wanted } = resolve(name, ref);
      const fate = keepPlanOf({ artifact: name }).fates.find((one) => one.ref === wanted);
      if (fate === undefined) throw refuse('version.not-found', `"${name}" has no version "${ref}".`);
      return { fate };
    },
    'keep.plan': async (params) => {
      await wait(150 * pace);
      return keepPlanOf(params);
    },
    'keep.set': async (params) => {
      await wait(300 * pace);
      const { artifact: name } = params;
      const { going, freedBytes, rule, timeToLive } = keepPlanOf(params);
      setArtifact(name, { keep: rule, timeToLive });
      const operation = record('keep', name, { rule, timeToLive }, true).id;
      if (going.length === 0) return { artifact: find(name).artifact, thinned: null, operation };
      const refs = going.map(({ ref }) => ref);
      const rest = find(name).versions.filter(({ ref }) => !refs.includes(ref));
      kept.set(name, { ...find(name), versions: rest });
      emit({ kind: 'versions.deleted', artifact: setArtifact(name, { versions: rest.length }), refs });
      const thin = record('thin', name, { versions: going.map(({ index }) => index) }, true).id;
      const parts = [{ artifact: name, whole: false, versions: going, aliases: [], latestAfter: rest.at(-1)?.ref ?? null }];
      return { artifact: find(name).artifact, operation, thinned: { parts, freedBytes, undoWindowMs: 86_400_000, operations: [thin], dueAt: now() + 86_400_000 } };
    },
    'store.room': () => room,
    'store.setLimit': ({ bytes }) => {
      const part = bytes === null ? 0 : room.storeBytes / bytes;
      room = { ...room, limitBytes: bytes, state: part >= 1 ? 'full' : part >= 0.9 ? 'near' : 'free' };
      emit({ kind: 'store.roomChanged', room });
      return room;
    },
    'delete.plan': (params) => deletionOf(params),
    'delete.apply': async ({ now: atOnce, ...params }) => {
      await wait(300 * pace);
      const plan = deletionOf(params);
      const operations = plan.parts.map(({ artifact: name, whole, versions: gone }) => {
        const before = find(name);
        const refs = gone.map(({ ref }) => ref);
        const bytes = gone.reduce((sum, { addedBytes }) => sum + addedBytes, 0);
        const { id } = record('delete', name, { versions: gone.map(({ index }) => index), whole, now: atOnce }, !atOnce);
        if (!atOnce) waiting.set(id, { before, view: { operation: id, artifact: name, whole, refs, at: now(), dueAt: now() + 86_400_000, bytes, together: [], bytesNow: bytes } });
        if (whole) {
          kept.delete(name);
          emit({ kind: 'artifact.removed', artifact: name });
          return id;
        }
        const rest = before.versions.filter(({ ref }) => !refs.includes(ref));
        const latest = rest.at(-1);
        if (latest !== undefined && !latest.aliases.includes('latest')) rest[rest.length - 1] = { ...latest, aliases: ['latest', ...latest.aliases] };
        kept.set(name, { ...before, versions: rest });
        emit({ kind: 'versions.deleted', artifact: setArtifact(name, { versions: rest.length, latest: rest.at(-1) ?? null }), refs });
        return id;
      });
      emit({ kind: 'store.changed' });
      return { ...plan, operations: atOnce ? [] : operations, dueAt: atOnce ? null : now() + 86_400_000 };
    },
    'purge.plan': (params) => purgePlanOf(params),
    'purge.apply': async (params) => {
      const plan = purgePlanOf(params);
      await activity('compact', params.artifact, { files: plan.entries, bytes: plan.freedBytes }, 3, 'Rewriting versions');
      const one = find(params.artifact);
      kept.set(params.artifact, { ...one, entries: one.entries.filter(({ path }) => !isWithin(path, params.path)) });
      for (const ref of plan.refs) edit(params.artifact, ref, (before) => ({ ...before, digest: `purged-${before.digest}`, files: before.files - 1 }));
      record('purge', params.artifact, { path: params.path, freedBytes: plan.freedBytes });
      emit({ kind: 'store.changed' });
      return plan;
    },
    'delete.waiting': () => ({ deletions: [...waiting.values()].map(({ view }) => view), bytes: waitingBytes() }),
    'delete.emptyUndo': ({ operation }) => {
      const chosen = [...waiting.values()].filter(({ view }) => operation === undefined || view.operation === operation);
      if (operation !== undefined && chosen.length === 0) throw refuse('operation.not-found', `No deletion ${operation} waits.`);
      const result = { freedBytes: chosen.reduce((sum, { view }) => sum + view.bytesNow, 0), versions: chosen.reduce((sum, { view }) => sum + view.refs.length, 0) };
      for (const { view } of chosen) waiting.delete(view.operation);
      emit({ kind: 'store.changed' });
      return result;
    },
    'store.usage': () => {
      const versions = [...kept.values()].flatMap((one) =>
        one.versions.map(({ ref, bytes, addedBytes, createdAt }) => ({ artifact: one.artifact.name, ref, createdAt, size: bytes, cost: addedBytes, reclaim: Math.round(addedBytes / 3) })),
      );
      const sum = (field: 'size' | 'cost'): number => versions.reduce((total, one) => total + one[field], 0);
      return { versions, totals: { size: sum('size'), cost: sum('cost') }, storeBytes: Math.round(sum('cost') * 0.61), cloneBytes: 0, undoBytes: waitingBytes() };
    },
    'store.reclaim': ({ artifact: name, refs }) => ({ bytes: refs.reduce((sum, ref) => sum + resolve(name, ref).addedBytes, 0) }),
    'store.composition': () => ({
      artifacts: [...kept.values()].map(({ artifact: { name }, versions }) => {
        const cost = versions.reduce((sum, { addedBytes }) => sum + addedBytes, 0);
        const held = [...waiting.values()].filter(({ view }) => view.artifact === name).reduce((sum, { view }) => sum + view.bytes, 0);
        return { artifact: name, shared: Math.round(cost * 0.6), unique: Math.round(cost * 0.3), elsewhere: Math.round(cost * 0.1), waiting: held };
      }),
      deadBytes: 0,
    }),
    'store.verify': async ({ deep }) => {
      await activity('verify', null, { files: 2_000, bytes: 912_000_000 }, deep ? 5 : 2, 'Recomputing counts');
      const isNew = damage.length > 0 && (health.last?.findings ?? 0) === 0;
      noteHealth(deep);
      if (isNew) emit({ kind: 'store.damaged', findings: damage.length, message: damage[0]?.message ?? '' });
      emit({ kind: 'store.changed' });
      return reportOf(deep);
    },
    'store.repair': async () => {
      await activity('repair', null, { files: 41, bytes: 912_000_000 }, 5, 'Reading every byte');
      const verified = reportOf(true);
      const mended = Math.max(0, damage.length - 1);
      damage = damage.slice(mended);
      noteHealth(true);
      emit({ kind: 'store.changed' });
      return { ok: damage.length === 0, verified, repaired: { chunks: mended, bytes: mended * 60_000, containers: 1, records: 0, counts: 0 }, lost: damage };
    },
    'store.health': () => health,
    'operation.list': ({ before = Number.MAX_SAFE_INTEGER, limit }) => ({ operations: log.filter(({ id }) => id < before).slice(0, limit) }),
    'operation.undo': async ({ operation }) => {
      const found = log.find(({ id }) => id === operation);
      if (found === undefined) throw refuse('operation.not-found', 'There is no such operation.');
      await wait(400 * pace);
      const undone = { ...found, undone: true, undoable: false };
      log = log.map((one) => (one.id === undone.id ? undone : one));
      revive(undone.id);
      if (found.kind === 'restore' && found.artifact !== null) addVersion(found.artifact, { origin: 'restore', addedBytes: 0 });
      return { undone, restore: null };
    },
    'activity.list': () => ({ activities: [...running.values()] }),
    'activity.cancel': ({ activity: id }) => {
      cancelled.add(id);
      return { cancelled: running.has(id) };
    },
  };

  const shell: Record<string, (params: unknown) => unknown> = {
    'shell.chooseFolder': () => ({ path: chosenFolder }),
    'shell.saveText': () => ({ path: '/home/mira/team-recovery-code.txt' }),
    'shell.chooseFile': () => ({ path: '/home/mira/strata-key.json' }),
    'shell.reveal': () => ({}),
    'shell.copyText': () => ({}),
    'shell.setTheme': () => ({}),
    'shell.quit': () => ({}),
    'shell.engineState': () => engine,
    'shell.retryEngine': () => {
      setEngineState({ state: 'restarting', message: '' });
      setTimeout(() => setEngineState({ state: 'running', message: '' }), 1500 * pace);
      return engine;
    },
  };
  function setEngineState(state: EngineState): void {
    engine = state;
    emit({ kind: 'shell.engineStateChanged', engine });
  }

  async function answer(method: string, params: unknown): Promise<unknown> {
    calls.push({ method, params });
    const failure = failures.get(method);
    failures.delete(method);
    if (failure !== undefined) throw failure;
    const ofShell = shell[method];
    if (ofShell !== undefined) return ofShell(params);
    const name = method as MethodName;
    const handle = handlers[name] as (params: unknown) => unknown;
    return handle(methods[name].params.parse(params));
  }

  return {
    calls,
    presentPaths,
    setApart: apart.set,
    damage: (findings) => void (damage = [...findings]),
    emit,
    failNext: (method, error) => void failures.set(method, error),
    save: (name, part = {}) => addVersion(name, part),
    setEngineState,
    bridge: {
      async invoke(method, params): Promise<Outcome> {
        try {
          return { ok: true, result: await answer(method, params) };
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          return { ok: false, error: { code: error.code, message: error.message, data: { ...error.data } } };
        }
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      pathForFile: (file) => `/home/mira/${'name' in file ? String(file.name) : 'folder'}`,
    },
  };
}

const isWithin = (path: string, top: string): boolean => path === top || path.startsWith(`${top}/`);

function refuse(code: string, message: string): ContractError {
  return new ContractError({ code, message });
}

function nameFor(path: string): string {
  return (path.split('/').at(-1) ?? 'artifact').replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}

function fullScene(now: number): [string, Kept][] {
  const day = 86_400_000;
  const scenes = manyVersions(now);
  const model = Array.from({ length: 12 }, (_, index) =>
    version({ index, createdAt: now - (12 - index) * day * 1.7, files: 6, bytes: 3_100_000 + index * 9_000, addedBytes: index === 0 ? 3_100_000 : 210_000 + index * 999, aliases: index === 11 ? ['latest'] : index === 8 ? ['best'] : [] }),
  );
  const notes = Array.from({ length: 5 }, (_, index) =>
    version({ index, createdAt: now - (5 - index) * 41 * 60_000, files: 6, bytes: 3_094_000, addedBytes: index === 0 ? 3_094_000 : 22_981, aliases: index === 4 ? ['latest'] : [] }),
  );
  const latest = (versions: VersionView[]) => ({ versions: versions.length, latest: versions.at(-1) ?? null });
  return [
    ['street-scenes', { artifact: artifact({ name: 'street-scenes', path: '/home/mira/projects/perception/data/street-scenes', ...latest(scenes) }), versions: scenes, entries: manyEntries(now) }],
    ['churn-model', { artifact: artifact({ name: 'churn-model', type: 'model', state: 'paused', ...latest(model) }), versions: model, entries: fewEntries(now) }],
    ['field-notes', { artifact: artifact({ name: 'field-notes', type: 'documents', state: 'problem', stateMessage: 'The folder is gone: /media/usb/field-notes. Strata goes on looking for it and continues when it is back.', path: '/media/usb/field-notes', ...latest(notes) }), versions: notes, entries: fewEntries(now) }],
  ];
}

function folderOf(entries: readonly EntryView[], folder: string, offset: number, limit: number): Result<'version.folder'> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const folders = new Map<string, { files: number; bytes: number }>();
  const own: FolderRow[] = [];
  let [files, bytes] = [0, 0];
  for (const one of entries) {
    if (!one.path.startsWith(prefix)) continue;
    files += 1;
    bytes += one.size ?? 0;
    const rest = one.path.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash < 0) {
      own.push({ kind: 'entry', name: rest, entry: one });
      continue;
    }
    const name = rest.slice(0, slash);
    const sum = folders.get(name) ?? { files: 0, bytes: 0 };
    folders.set(name, { files: sum.files + 1, bytes: sum.bytes + (one.size ?? 0) });
  }
  if (files === 0 && folder !== '') throw refuse('path.not-found', `There is no folder "${folder}" in this version.`);
  const rows: FolderRow[] = [...[...folders].map(([name, sum]) => ({ kind: 'folder' as const, name, ...sum })), ...own];
  const place = folder === '' ? null : siblingsOf(entries, folder).indexOf(folder);
  return { rows: rows.slice(offset, offset + limit), total: rows.length, files, bytes, place };
}

/** The folders that stand beside one, itself included, in the order of its rows. */
function siblingsOf(entries: readonly EntryView[], folder: string): string[] {
  const depth = folder.split('/').length;
  const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/') + 1));
  const deep = entries.filter(({ path }) => path.startsWith(above) && path.split('/').length > depth);
  return [...new Set(deep.map(({ path }) => path.split('/').slice(0, depth).join('/')))];
}

function diffOf(entries: readonly EntryView[], distance: number): Result<'version.diff'> {
  const pick = (from: number, count: number) => entries.slice(from, from + count).map(({ path, size }) => ({ path, size: size ?? 0 }));
  const many = Math.min(distance, 40);
  const added = pick(30_000, 3 * many ** 2);
  const removed = pick(61_000, many);
  const modified = pick(2, 2 * many).map((one) => ({ ...one, sizeBefore: Math.max(0, one.size - 1_250 + (one.path.length % 7) * 400) }));
  const renamed = pick(50_010, many > 3 ? 3 : 0).map(({ path, size }) => ({ from: path.replace('images/', 'inbox/'), to: path, size }));
  return { added, removed, modified, renamed, totals: { added: added.length, removed: removed.length, modified: modified.length, renamed: renamed.length } };
}

function previewOf(path: string, ref: string): Result<'version.preview'> {
  if (path.endsWith('.png')) return { kind: 'image', mediaType: 'image/png', base64: tinyPicture, size: 9_120 };
  if (path.endsWith('.bin')) return { kind: 'binary', size: 48_200_000, hex: Array.from({ length: 512 }, (_, at) => ((at * 37 + 11) % 256).toString(16).padStart(2, '0')).join('') };
  if (path.endsWith('.jpg')) return { kind: 'none', size: 9_000, reason: 'This picture is too big to be shown here.' };
  const text = `# Street scenes (${ref})\n\nPictures of crossings, harbours and bridges, taken by four cameras.\n\n\tcameras: north, harbour, bridge, market\n\n${Array.from({ length: 60 }, (_, line) => `${line + 1}. A line of text that says something about picture ${line * 17}.`).join('\n')}\n`;
  return { kind: 'text', text, size: text.length, truncated: false };
}

function planOf(one: Kept, ref: string, paths: string[] | undefined, target: string | undefined, deleteExtra: boolean): Result<'restore.plan'> {
  const inside = one.entries.filter(({ path }) => paths === undefined || paths.some((top) => path === top || path.startsWith(`${top}/`)));
  const inPlace = target === undefined;
  const changed = inside.slice(0, inPlace ? 46 : inside.length);
  const items = changed.slice(0, 5000).map(({ path, kind, size }, place) => ({ path, kind, size: size ?? 0, action: inPlace && place % 8 !== 0 ? ('overwrite' as const) : ('create' as const) }));
  const deletions = (inPlace || deleteExtra) && paths === undefined ? Array.from({ length: 7 }, (_, place) => ({ path: `scratch/draft-${place}.tmp`, kind: 'file' as const, size: 90, action: 'delete' as const })) : [];
  const all = [...items, ...deletions];
  return {
    target: target ?? one.artifact.path ?? '', inPlace, ref,
    create: inPlace ? items.filter(({ action }) => action === 'create').length : changed.length,
    overwrite: items.filter(({ action }) => action === 'overwrite').length,
    delete: deletions.length, touch: 0, unchanged: inside.length - changed.length,
    bytes: changed.reduce((total, { size }) => total + (size ?? 0), 0), freeBytes: 214_000_000_000, items: all, problems: [],
  };
}

/** A picture of a few pixels. */
const tinyPicture = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAK0lEQVR4nGNgYGBg+A8E//HRDAwMDP///8ergIGBgQGvAgYGBvxWEFQwsAoAZvYn2RwUHwcAAAAASUVORK5CYII=';
