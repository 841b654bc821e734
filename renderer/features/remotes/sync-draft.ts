import type { LinkView, SyncRulesView } from '../../../shared/sync-values.ts';
import type { SyncChange } from './linking.ts';

/** What the dialog about an artifact's remote holds. */
export interface SyncDraft extends Omit<SyncRulesView, 'mode' | 'paused'> {
  /** `off`: it shall belong to no remote. */
  readonly mode: 'off' | SyncRulesView['mode'];
  readonly isMetadata: boolean;
}

/** As it is; for an artifact that belongs to no remote, what most people want. */
export function draftOf(link: LinkView | null): SyncDraft {
  if (link === null) return { mode: 'automatic', isMetadata: false, notOnBattery: false, notOnMetered: false, offline: 'as-needed' };
  const { mode, notOnBattery, notOnMetered, offline } = link.rules;
  return { mode, isMetadata: link.content === 'metadata', notOnBattery, notOnMetered, offline };
}

/** What is set; null: the link is to go. */
export function changeOf({ mode, isMetadata, ...rules }: SyncDraft, remote: string | null): SyncChange | null {
  if (mode === 'off') return null;
  return { ...rules, mode, content: isMetadata ? 'metadata' : 'all', ...(remote === null ? {} : { remote }) };
}
