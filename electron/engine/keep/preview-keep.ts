import type { Core } from '../core.ts';
import { planDelete, type DeleteRequest } from '../delete/plan-delete.ts';
import type { Artifact } from '../model/artifact.ts';
import { checkKeepRule, checkTimeToLive, type KeepRule, type TimeToLive } from '../model/keep.ts';
import { formatIndex } from '../model/version-address.ts';
import type { Fate } from './fate.ts';
import { planKeep } from './plan-keep.ts';
import { policyOf } from './policy-of.ts';

/** What is to be another; the rest stays as it is. */
export interface KeepChange {
  readonly rule?: KeepRule;
  readonly timeToLive?: TimeToLive;
}

/** What a rule would do at once. */
export interface KeepPreview {
  readonly rule: KeepRule;
  readonly timeToLive: TimeToLive;
  /** Newest first. */
  readonly fates: readonly Fate[];
  readonly going: readonly Fate[];
  /** Content bytes that nobody else holds: freed once it can no longer be taken back. */
  readonly freedBytes: number;
}

/** Says what would go if this were the artifact's rule. Nothing is changed. Throws Failure `keep.invalid`. */
export async function previewKeep(core: Core, artifact: Artifact, change: KeepChange): Promise<KeepPreview> {
  const { keep: rule, timeToLive } = changed(artifact, change);
  const policy = policyOf(core.catalog, { ...artifact, keep: rule, timeToLive });
  const fates = planKeep(core.catalog.versions(artifact.id), policy, core.clock.now());
  const going = fates.filter(({ kept }) => kept === null);
  const freedBytes = going.length === 0 ? 0 : (await core.stored.use(() => planDelete(core, requestOf(artifact, going)))).freedBytes;
  return { rule, timeToLive, fates, going, freedBytes };
}

/** The artifact's checked rule and time to live after a change. */
export function changed(artifact: Artifact, { rule, timeToLive }: KeepChange): Pick<Artifact, 'keep' | 'timeToLive'> {
  return {
    keep: rule === undefined ? artifact.keep : checkKeepRule(rule),
    timeToLive: timeToLive === undefined ? artifact.timeToLive : checkTimeToLive(timeToLive),
  };
}

/** The deletion of what goes: it can be taken back for a while, and never takes an alias. */
export function requestOf(artifact: Artifact, going: readonly Fate[]): DeleteRequest {
  const references = going.map(({ version }) => formatIndex(version.index));
  // A time of its own is shared by all who share the version; rules are this home's.
  const ended = new Set(going.flatMap(({ version, goes }) => (goes?.why.code === 'time-to-live' && goes.why.isOwn ? [version.index] : [])));
  return { targets: [{ artifact: artifact.name, references }], deleteAliases: false, now: false, forTeam: ({ index }) => ended.has(index) };
}
