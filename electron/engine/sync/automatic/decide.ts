import type { SyncRules } from '../../model/sync-rules.ts';
import type { SyncHold, SyncWork } from '../../model/sync-status.ts';
import type { Conditions } from '../../ports/surroundings.ts';

/** Quiet after the last change before it is pushed, so that several versions are one push; ms. */
export const quiet = 3_000;
/** The longest that changes which go on wait for that, ms. */
export const longestQuiet = 30_000;
/** How often it is asked whether others made a version: one request; ms. */
export const betweenLooks = 2 * 60_000;
/** How often everything is pulled, with aliases and edits: some requests; ms. */
export const betweenPulls = 15 * 60_000;

/** Why it did not go well the last time. */
export type Trouble =
  /** It may go well a little later: nobody can be reached, or somebody is busy. */
  | { readonly kind: 'offline' | 'busy'; readonly since: number; readonly last: number; readonly times: number; readonly message: string }
  /** It needs a person. */
  | { readonly kind: 'refused'; readonly since: number; readonly code: string; readonly message: string }
  /** A person called it off: the next version goes again. */
  | { readonly kind: 'cancelled'; readonly since: number };

/** What is known of an artifact and its surroundings at one moment. Times are ms since 1970. */
export interface SyncSituation {
  readonly now: number;
  readonly rules: SyncRules;
  /** Everything in this home is paused. */
  readonly isAllPaused: boolean;
  readonly conditions: Conditions;
  /** The remote is somewhere else: without a connection it cannot be reached. */
  readonly needsNetwork: boolean;
  readonly isWritable: boolean;
  /** Something of the artifact is in the bucket: there is something to look at. */
  readonly isThere: boolean;
  /** When the first and the last change came that the bucket does not have; null: there is none. */
  readonly unpushed: { readonly first: number; readonly last: number } | null;
  readonly lookedAt: number | null;
  readonly pulledAt: number | null;
  /** Contents are to be brought here before anybody asks for them. */
  readonly isContentWanted: boolean;
  readonly trouble: Trouble | null;
}

export type SyncStep =
  | { readonly kind: SyncWork }
  /** `until`: when it is decided anew if nothing happens before; null: only then. */
  | { readonly kind: 'wait'; readonly why: SyncHold; readonly until: number | null };

/** What an artifact that goes together with its remote by itself does next. */
export function decideSync(situation: SyncSituation): SyncStep {
  return heldBack(situation) ?? nextStep(situation);
}

/** What a running transfer is called off for: the rules that do not hold for a while, and a pause. */
export function mustStop({ rules, isAllPaused, conditions }: Pick<SyncSituation, 'rules' | 'isAllPaused' | 'conditions'>): boolean {
  return holdOfRules({ rules, isAllPaused, conditions }) !== null;
}

function holdOfRules({ rules, isAllPaused, conditions }: Pick<SyncSituation, 'rules' | 'isAllPaused' | 'conditions'>): SyncHold | null {
  if (rules.mode === 'manual') return 'manual';
  if (rules.paused || isAllPaused) return 'paused';
  // What is not known holds nothing back.
  if (rules.notOnBattery && conditions.onBattery === true) return 'battery';
  if (rules.notOnMetered && conditions.metered === true) return 'metered';
  return null;
}

function heldBack(situation: SyncSituation): SyncStep | null {
  const { trouble, now, conditions, needsNetwork } = situation;
  const hold = holdOfRules(situation);
  if (hold !== null) return { kind: 'wait', why: hold, until: null };
  if (trouble?.kind === 'refused' || trouble?.kind === 'cancelled') return { kind: 'wait', why: trouble.kind, until: null };
  if (needsNetwork && conditions.online === false) return { kind: 'wait', why: 'offline', until: null };
  if (trouble === null) return null;
  const until = trouble.last + pauseAfter(trouble.times);
  return now < until ? { kind: 'wait', why: trouble.kind, until } : null;
}

const firstPause = 5_000;
const longestPause = 5 * 60_000;

/** How long it is left alone after so many failures in a row, ms. */
export function pauseAfter(times: number): number {
  return Math.min(longestPause, firstPause * 2 ** (times - 1));
}

function nextStep({ now, unpushed, isWritable, isThere, lookedAt, pulledAt, isContentWanted }: SyncSituation): SyncStep {
  const pushAt = unpushed === null || !isWritable ? never : Math.min(unpushed.last + quiet, unpushed.first + longestQuiet);
  if (now >= pushAt) return { kind: 'push' };
  const pullAt = isThere ? (pulledAt === null ? now : pulledAt + betweenPulls) : never;
  if (now >= pullAt) return { kind: 'pull' };
  if (isThere && isContentWanted) return { kind: 'fetch' };
  const lookAt = isThere ? Math.max(lookedAt ?? 0, pulledAt ?? 0) + betweenLooks : never;
  if (now >= lookAt) return { kind: 'look' };
  const until = Math.min(pushAt, lookAt, pullAt);
  return { kind: 'wait', why: pushAt === never ? 'resting' : 'settling', until: until === never ? null : until };
}

const never = Number.POSITIVE_INFINITY;
