import type { ConditionsFrame } from '../../shared/frames.ts';
import type { ConditionsView } from '../../shared/sync-values.ts';

/** What Electron's `powerMonitor` and `net` are to this. */
export interface ConditionSources {
  readonly power: {
    readonly onBatteryPower: boolean;
    on(event: 'on-battery' | 'on-ac' | 'resume', listener: () => void): unknown;
  };
  readonly isOnline: () => boolean;
  readonly isMetered: () => Promise<boolean | null>;
  readonly every: (ms: number, action: () => void) => void;
}

/** Whether there is a connection is looked up this often: it costs nothing, and nobody tells. ms. */
const betweenOnline = 5_000;
/** Asking whether it is metered starts a program. ms. */
const betweenMetered = 5 * 60_000;

/** Tells what the computer runs on and how it is connected: at first, at each change, and when it woke. */
export function watchConditions({ power, isOnline, isMetered, every }: ConditionSources, tell: (frame: ConditionsFrame) => void): void {
  let conditions: ConditionsView = { onBattery: power.onBatteryPower, metered: null, online: isOnline() };

  function become(change: Partial<ConditionsView>, woke = false): void {
    const before = JSON.stringify(conditions);
    conditions = { ...conditions, ...change };
    if (woke || JSON.stringify(conditions) !== before) tell({ type: 'conditions', conditions, woke });
  }

  async function askMetered(): Promise<void> {
    become({ metered: await isMetered() });
  }

  function lookOnline(): void {
    const online = isOnline();
    // Another connection may cost something else.
    if (online && conditions.online === false) void askMetered();
    become({ online });
  }

  tell({ type: 'conditions', conditions, woke: false });
  power.on('on-battery', () => become({ onBattery: true }));
  power.on('on-ac', () => become({ onBattery: false }));
  power.on('resume', () => {
    become({ onBattery: power.onBatteryPower, online: isOnline() }, true);
    void askMetered();
  });
  every(betweenOnline, lookOnline);
  every(betweenMetered, () => void askMetered());
  void askMetered();
}
