import { describe, expect, it } from 'vitest';
import type { Clock } from '../../electron/engine/ports/clock.ts';

export interface ClockWorld {
  readonly clock: Clock;
  /** Lets at least so many ms pass. */
  pass(ms: number): Promise<void>;
}

/** The law of `Clock`, for every implementation. */
export function describeClock(name: string, createWorld: () => ClockWorld): void {
  describe(`the clock: ${name}`, () => {
    it('goes on with time', async () => {
      const { clock, pass } = createWorld();
      const before = clock.now();
      await pass(20);
      expect(clock.now()).toBeGreaterThanOrEqual(before + 19);
    });

    it('acts once, when the delay has passed', async () => {
      const { clock, pass } = createWorld();
      let acted = 0;
      clock.after(20, () => acted++);
      expect(acted).toBe(0);
      await pass(40);
      expect(acted).toBe(1);
      await pass(60);
      expect(acted).toBe(1);
    });

    it('does not act before the delay has passed', async () => {
      const { clock, pass } = createWorld();
      const times: number[] = [];
      const before = clock.now();
      for (let i = 0; i < 50; i++) clock.after(i, () => times.push(clock.now() - before - i));
      await pass(80);
      expect(times).toHaveLength(50);
      // Two clocks of the system may differ by a part of a ms.
      expect(Math.min(...times)).toBeGreaterThanOrEqual(-1);
    });

    it('never acts inside the call that asks for it, also without a delay', async () => {
      const { clock, pass } = createWorld();
      let acted = false;
      clock.after(0, () => {
        acted = true;
      });
      expect(acted).toBe(false);
      await pass(10);
      expect(acted).toBe(true);
    });

    it('does not act after it was called off, and calling off twice is harmless', async () => {
      const { clock, pass } = createWorld();
      let acted = false;
      const cancel = clock.after(5, () => {
        acted = true;
      });
      cancel();
      cancel();
      await pass(30);
      expect(acted).toBe(false);
    });

    it('lets an action be called off by one that is due before it', async () => {
      const { clock, pass } = createWorld();
      const acted: string[] = [];
      const cancel = clock.after(30, () => acted.push('second'));
      clock.after(5, () => {
        acted.push('first');
        cancel();
      });
      await pass(60);
      expect(acted).toEqual(['first']);
    });

    it('may be called off after it acted', async () => {
      const { clock, pass } = createWorld();
      const cancel = clock.after(1, () => {});
      await pass(10);
      expect(cancel).not.toThrow();
    });

    it('holds delays longer than one timer of the system can', async () => {
      const { clock, pass } = createWorld();
      let acted = false;
      const cancel = clock.after(2 ** 40, () => {
        acted = true;
      });
      await pass(20);
      cancel();
      expect(acted).toBe(false);
    });
  });
}
