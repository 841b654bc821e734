import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import type { ArtifactView, FateView, KeepPlanView, KeepRuleView, RoomView, VersionView } from '../../../shared/values.ts';
import type { Notices } from '../../lib/notices.ts';
import { createFates } from './fates.ts';
import { createRoom } from './room.ts';
import { createRuleDraft } from './rule-draft.ts';

/** A rule that somebody thinks about, with what it would do. */
export interface RuleDraft {
  readonly artifact: string;
  readonly before: Rules;
  readonly rules: Rules;
  /** What the rules would take; null while that is being found out. */
  readonly plan: KeepPlanView | null;
  readonly saving: boolean;
}

export interface Rules {
  readonly rule: KeepRuleView;
  readonly timeToLive: number | 'never';
}

export interface KeepState {
  /** The artifact whose fates are known. */
  artifact: string;
  /** Why each version is kept and when it goes, by `v3`. */
  fates: Readonly<Record<string, FateView>>;
  draft: RuleDraft | null;
  room: RoomView | null;
  asksLimit: boolean;

  open(artifact: string): Promise<void>;
  /** Asks again, once however often it is called meanwhile. */
  reload(): Promise<void>;
  fold(event: EngineEvent): void;
  setPinned(ref: string, pinned: boolean): Promise<void>;
  setTimeToLive(ref: string, time: VersionView['timeToLive']): Promise<void>;

  openRule(artifact: ArtifactView): Promise<void>;
  change(part: Partial<Rules>): Promise<void>;
  save(): Promise<void>;
  closeRule(): void;

  loadRoom(): Promise<void>;
  askLimit(asks: boolean): void;
  setLimit(bytes: number | null): Promise<void>;
}

export type KeepStore = StoreApi<KeepState>;

export interface KeepSurroundings {
  readonly client: Client;
  readonly notices: Notices;
}

export type SetKeepState = (change: Partial<KeepState> | ((state: KeepState) => Partial<KeepState>)) => void;

export function createKeepStore(surroundings: KeepSurroundings): KeepStore {
  return createStore<KeepState>()((set, get) => {
    const { foldFates, ...fates } = createFates(surroundings, set, get);
    const { foldRoom, ...room } = createRoom(surroundings, set);
    return {
      artifact: '',
      fates: {},
      draft: null,
      room: null,
      asksLimit: false,
      ...fates,
      ...createRuleDraft(surroundings, set, get),
      ...room,
      fold(event) {
        foldFates(event);
        foldRoom(event);
      },
    };
  });
}
