import type { Artifact } from '../model/artifact.ts';
import type { LinkContent, Remote } from '../model/remote.ts';
import { firstRules, type SyncRules } from '../model/sync-rules.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { linkForPush } from './link-for-push.ts';
import { findLinked, syncTurn } from './linked.ts';
import { noteRules, rulesOf } from './rules-of.ts';
import type { SyncCore } from './sync-core.ts';

/** What is missing stays as it is. */
export interface SyncChange extends Partial<SyncRules> {
  /** Name of the remote that the artifact shall belong to, if it belongs to none yet. */
  readonly remote?: string;
  readonly content?: LinkContent;
}

/**
 * Sets how an artifact goes together with its remote; one that belongs to none is linked first, if it is clear to which. Throws as
 * `linkForPush` does.
 */
export function setSync(core: SyncCore, name: string, { remote, content, ...change }: SyncChange): { readonly artifact: Artifact; readonly remote: Remote } {
  const target = linkForPush(core, name, { remote: remote ?? null, content: content ?? null });
  const { artifact } = findLinked(core, name);
  const before = rulesOf(core.catalog, artifact);
  const rules: SyncRules = { ...before, ...change };
  const changed = { ...changesOf(before, change), ...(content === undefined ? {} : { content }) };
  const operation = core.catalog.transact((writer) => {
    noteRules(writer, artifact, rules);
    return recordOperation(core, writer, { kind: 'sync.rules', artifact: name, arguments: { remote: target.name, ...changed }, undo: null });
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.changed', remote: target });
  return { artifact, remote: target };
}

/** The rules that are another now, for the history. */
function changesOf(before: SyncRules, change: Partial<SyncRules>): Partial<SyncRules> {
  return Object.fromEntries(Object.entries(change).filter(([key, value]) => before[key as keyof SyncRules] !== value));
}

/**
 * Lets an artifact belong to no remote any more; what is under way is called off. Neither the bucket nor any version here is touched; what lies in the bucket
 * alone cannot be had until the artifact is linked again. Throws Failure `artifact.not-linked`.
 */
export async function unlinkArtifact(core: SyncCore, name: string): Promise<Remote> {
  const { artifact } = findLinked(core, name);
  for (const { id, kind, artifact: of } of core.activities.list()) if (of === name && (kind === 'push' || kind === 'pull')) core.activities.cancel(id);
  const { remote, operation } = await core.turns.take(syncTurn(artifact), async () => {
    const linked = findLinked(core, name);
    return core.catalog.transact((writer) => {
      writer.removeLink(artifact.id);
      noteRules(writer, artifact, firstRules);
      const told = recordOperation(core, writer, { kind: 'unlink', artifact: name, arguments: { remote: linked.remote.name }, undo: null });
      return { remote: linked.remote, operation: told };
    });
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.changed', remote });
  return remote;
}
