import type { EngineEvent } from '../../../shared/contract.ts';
import type { HealthView, RepairReportView, VerifyReportView } from '../../../shared/values.ts';
import { engineIsAway } from '../../lib/errors.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { tellError } from '../../lib/notices.ts';
import type { StorageState, StorageSurroundings } from './store.ts';

/** Whether the store is whole: what is known without looking, and what a look or a repair just found. */
export interface Soundness {
  /** Null until the engine has told it. */
  health: HealthView | null;
  /** What is under way; null: nothing. */
  checking: 'verify' | 'repair' | null;
  /** The look reads every byte. */
  deep: boolean;
  /** Of the last look in this window. */
  report: VerifyReportView | null;
  /** Of the last repair in this window, when it came after that look. */
  repair: RepairReportView | null;

  loadHealth(): Promise<void>;
  foldSoundness(event: EngineEvent): void;
  setDeep(deep: boolean): void;
  verify(): Promise<void>;
  /** Mends what can be mended. */
  mend(): Promise<void>;
}

type SetState = (change: Partial<StorageState>) => void;

export function createSoundness(surroundings: StorageSurroundings, set: SetState, get: () => StorageState): Soundness {
  const { client, notices } = surroundings;

  async function check(kind: 'verify' | 'repair', failure: string, work: () => Promise<Partial<StorageState>>): Promise<void> {
    if (get().checking !== null) return;
    set({ checking: kind, report: null, repair: null });
    try {
      set(await work());
    } catch (error) {
      tellError(notices, failure, error);
    } finally {
      set({ checking: null });
    }
    await get().loadHealth();
  }

  return {
    health: null,
    checking: null,
    deep: false,
    report: null,
    repair: null,

    async loadHealth() {
      try {
        set({ health: await client.invoke('store.health', {}) });
      } catch (error) {
        if (!engineIsAway(error)) tellError(notices, 'The store’s health is not known', error);
      }
    },

    foldSoundness(event) {
      if (event.kind === 'store.damaged') tellDamage(surroundings, event.findings, get());
      const { health } = get();
      // A snapshot that meets damaged bytes again mends them.
      const mayBeMended = event.kind === 'version.created' && health !== null && health.damagedChunks > 0;
      if (event.kind === 'store.changed' || event.kind === 'store.damaged' || mayBeMended) void get().loadHealth();
    },

    setDeep: (deep) => set({ deep }),
    verify: () => check('verify', 'The store was not verified', async () => ({ report: await client.invoke('store.verify', { deep: get().deep }) })),
    mend: () => check('repair', 'The store was not repaired', async () => ({ repair: await client.invoke('store.repair', {}) })),
  };
}

/** Whoever asked for the look sees its report; others are told once, and the mark beside "Storage" stays. */
function tellDamage({ notices, openStorage }: StorageSurroundings, findings: number, { checking, report, repair, shown }: StorageState): void {
  // The answer may come before the fact.
  if (shown && (checking !== null || report?.ok === false || repair?.ok === false)) return;
  notices.tell({
    id: 'store.damaged',
    title: 'The store is damaged',
    message: `A look after it found ${formatNumberOf(findings, 'thing')}. Everything else is whole and can be used.`,
    tone: 'bad',
    stays: true,
    action: { label: 'Show', run: openStorage },
  });
}

/** Something is known to be wrong with the store. */
export function isDamaged(health: HealthView | null): boolean {
  return health !== null && (health.damagedChunks > 0 || (health.last?.findings ?? 0) > 0);
}
