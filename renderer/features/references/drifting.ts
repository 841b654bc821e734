import type { DriftView } from '../../../shared/reference-values.ts';
import { sentenceOf, wasCancelled } from '../../lib/errors.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { ReferencesState, ReferencesSurroundings, SetReferences } from './store.ts';

/** Looks at the sources that were asked for in the window. */
export interface Drifting {
  /** What goes on for the artifact at present. */
  looking: 'scan' | 'check' | 'fetch' | null;
  /** How far a version's references are still what they were; null until that was asked. */
  drift: DriftView | null;
  /** Why the last look failed. */
  trouble: string | null;
  /** Looks at the sources again; a new version when something changed there. */
  scan(): Promise<void>;
  /** Asks whether what a version refers to is still what it was. */
  check(ref: string): Promise<void>;
  /** What was found is not shown any more. */
  forgetDrift(): void;
  /** Brings what a version refers to into the store. */
  fetch(ref: string): Promise<void>;
  /** Lets references of others be fetched from a local or private place, or no longer. */
  permit(origin: string, allowed: boolean): Promise<void>;
}

export function createDrifting({ client, notices }: ReferencesSurroundings, set: SetReferences, get: () => ReferencesState): Drifting {
  /** One look after the other: what a second one told would stand beside the first one's answer. */
  async function look(kind: NonNullable<Drifting['looking']>, act: (artifact: string) => Promise<void>): Promise<void> {
    const { of: artifact, looking } = get();
    if (artifact === null || looking !== null) return;
    set({ looking: kind, trouble: null });
    try {
      await act(artifact);
    } catch (error) {
      if (!wasCancelled(error) && get().of === artifact) set({ trouble: sentenceOf(error) });
      if (get().of !== artifact || !get().detailsShown) tellError(notices, `The sources of ${artifact} could not be looked at`, error);
    } finally {
      set({ looking: null });
    }
  }

  return {
    looking: null,
    drift: null,
    trouble: null,

    scan: () =>
      look('scan', async (artifact) => {
        const { version, created, problems } = await client.invoke('reference.scan', { artifact });
        if (get().of === artifact) set({ drift: null });
        const message = created ? `${version.ref} says what is there now.` : `Everything is as ${version.ref} says.`;
        const lacking = problems.length === 0 ? '' : ` ${problems[0]?.message ?? ''}`;
        notices.tell({ title: `The sources of ${artifact} were looked at`, message: message + lacking, tone: problems.length > 0 ? 'warning' : created ? 'good' : 'plain' });
      }),

    check: (ref) =>
      look('check', async (artifact) => {
        const drift = await client.invoke('reference.check', { artifact, ref, limit: 2_000 });
        if (get().of === artifact) set({ drift });
      }),

    forgetDrift: () => set({ drift: null }),

    fetch: (ref) =>
      look('fetch', async (artifact) => {
        const { version, files, bytes, created, problems } = await client.invoke('reference.fetch', { artifact, ref });
        if (get().of === artifact) set({ drift: null });
        const came = created ? `${version.ref} holds ${formatNumberOf(files, 'file')} (${formatBytes(bytes)}) itself from now on.` : 'Nothing was left to bring.';
        const lacking = problems.length === 0 ? '' : ` ${formatNumberOf(problems.length, 'file')} could not be had: ${problems[0]?.message ?? ''}`;
        notices.tell({ title: `Bringing ${artifact} into the store`, message: came + lacking, tone: problems.length > 0 ? 'warning' : 'good', stays: problems.length > 0 });
      }),

    async permit(origin, allowed) {
      const { of: artifact, drift } = get();
      if (artifact === null) return;
      try {
        const view = await client.invoke('reference.permit', { artifact, origin, allowed });
        if (get().of === artifact) set({ view });
        if (allowed && drift !== null) await get().check(drift.ref);
      } catch (error) {
        tellError(notices, 'The permission was not changed', error);
      }
    },
  };
}
