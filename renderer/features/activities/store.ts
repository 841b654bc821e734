import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { ActivityView } from '../../../shared/values.ts';
import { createMeanwhile } from '../../lib/meanwhile.ts';
import { tellError } from '../../lib/notices.ts';
import type { Notices } from '../../lib/notices.ts';

export interface ActivitiesState {
  /** What is under way, the oldest first. */
  running: readonly ActivityView[];
  /** Ids whose cancel was asked. */
  cancelling: readonly string[];

  load(): Promise<void>;
  fold(event: EngineEvent): void;
  cancel(activity: string): Promise<void>;
  /** The engine ended, and all that was under way with it. */
  clear(): void;
}

export type ActivitiesStore = StoreApi<ActivitiesState>;

interface Surroundings {
  readonly client: Client;
  readonly notices: Notices;
}

/** What is under way after a fact; a late "progressed" of a finished activity brings nothing back. */
export function foldActivities(running: readonly ActivityView[], event: EngineEvent): readonly ActivityView[] {
  switch (event.kind) {
    case 'activity.started':
      return [...running.filter(({ id }) => id !== event.activity.id), event.activity];
    case 'activity.progressed':
      return running.map((activity) => (activity.id === event.activity.id ? event.activity : activity));
    case 'activity.finished':
      return running.filter(({ id }) => id !== event.activity.id);
    default:
      return running;
  }
}

/** Between 0 and 1, by bytes when they are known, else by files; null while the total is not known. */
export function fractionOf(activity: ActivityView): number | null {
  const { bytes, totalBytes, files, totalFiles } = activity;
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, bytes / totalBytes);
  if (totalFiles !== null && totalFiles > 0) return Math.min(1, files / totalFiles);
  return null;
}

export function createActivitiesStore({ client, notices }: Surroundings): ActivitiesStore {
  const meanwhile = createMeanwhile<EngineEvent>();
  return createStore<ActivitiesState>()((set) => ({
    running: [],
    cancelling: [],

    async load() {
      const heardMeanwhile = meanwhile.begin();
      try {
        const { activities } = await client.invoke('activity.list', {});
        set({ running: heardMeanwhile().reduce<readonly ActivityView[]>(foldActivities, activities), cancelling: [] });
      } catch (error) {
        heardMeanwhile();
        tellError(notices, 'What is under way could not be listed', error);
      }
    },

    fold(event) {
      meanwhile.hear(event);
      set(({ running, cancelling }) => ({
        running: foldActivities(running, event),
        cancelling:
          event.kind === 'activity.finished' ? cancelling.filter((id) => id !== event.activity.id) : cancelling,
      }));
    },

    clear: () => set({ running: [], cancelling: [] }),

    async cancel(activity) {
      set(({ cancelling }) => ({ cancelling: [...cancelling, activity] }));
      try {
        await client.invoke('activity.cancel', { activity });
      } catch (error) {
        set(({ cancelling }) => ({ cancelling: cancelling.filter((id) => id !== activity) }));
        tellError(notices, 'It could not be cancelled', error);
      }
    },
  }));
}
