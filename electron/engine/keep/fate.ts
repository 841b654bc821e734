import type { Version, VersionOrigin } from '../model/version.ts';

/** Why a version is here. The first that holds is told; the first three hold for good. */
export type KeptWhy =
  /** It is the newest one. */
  | { readonly code: 'latest' }
  | { readonly code: 'pinned' }
  /** It is named, `latest` not counted. */
  | { readonly code: 'alias'; readonly aliases: readonly string[] }
  /** A restore can be taken back to it. */
  | { readonly code: 'restore'; readonly until: number }
  | { readonly code: 'description' }
  | { readonly code: 'by-hand'; readonly origin: VersionOrigin }
  /** No rule takes versions away. */
  | { readonly code: 'all' }
  | { readonly code: 'last'; readonly count: number }
  /** Everything of the last day stays. */
  | { readonly code: 'recent' }
  /** It is the newest of its hour, day or week, or nothing newer of it lasts. */
  | { readonly code: 'newest-of'; readonly per: 'hour' | 'day' | 'week' };

/** Why a version goes. */
export type GoesWhy =
  | { readonly code: 'time-to-live'; readonly seconds: number; readonly isOwn: boolean }
  | { readonly code: 'last'; readonly count: number }
  | { readonly code: 'thin'; readonly per: 'hour' | 'day' | 'week' };

/** What becomes of a version as things stand. */
export interface Fate {
  readonly version: Version;
  /** Why it is kept now; null: nothing keeps it, it goes now. */
  readonly kept: KeptWhy | null;
  /** When it goes, ms since 1970, which may be past; null: nothing known takes it. */
  readonly goes: { readonly at: number; readonly why: GoesWhy } | null;
}
