import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchConditions } from '../../electron/main/conditions.ts';
import { readNetworkCost, readNetworkManager } from '../../electron/main/metered.ts';
import type { ConditionsFrame } from '../../shared/frames.ts';

describe('What a system says of its connection', () => {
  it('is metered, not metered, or not known', () => {
    expect(['u 0\n', 'u 1\n', 'u 2\n', 'u 3\n', 'u 4\n', '', 'u 9', 'Failed to get property'].map(readNetworkManager)).toEqual([null, true, false, true, false, null, null, null]);
    expect(['0\r\n', '1\r\n', '2\r\n', '3\r\n', '', 'You cannot call a method on a null-valued expression.'].map(readNetworkCost)).toEqual([null, false, true, true, null, null]);
  });
});

describe('The app', () => {
  function watch() {
    const power = Object.assign(new EventEmitter(), { onBatteryPower: false });
    const world = { online: true, metered: false as boolean | null };
    const timers: (() => void)[] = [];
    const told: ConditionsFrame[] = [];
    watchConditions(
      { power, isOnline: () => world.online, isMetered: () => Promise.resolve(world.metered), every: (_, action) => void timers.push(action) },
      (frame) => told.push(frame),
    );
    const [look = () => undefined] = timers;
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    return { power, world, told, look, settled };
  }

  it('tells the engine at once what is known, and the rest when the system answers', async () => {
    const { told, settled } = watch();
    expect(told).toEqual([{ type: 'conditions', conditions: { onBattery: false, metered: null, online: true }, woke: false }]);
    await settled();
    expect(told.at(-1)?.conditions).toEqual({ onBattery: false, metered: false, online: true });
  });

  it('tells each change, and nothing where nothing changed', async () => {
    const { power, world, told, look, settled } = watch();
    await settled();
    told.length = 0;
    look();
    power.emit('on-battery');
    world.online = false;
    look();
    world.online = true;
    world.metered = true;
    look();
    await settled();
    expect(told.map(({ conditions }) => conditions)).toEqual([
      { onBattery: true, metered: false, online: true },
      { onBattery: true, metered: false, online: false },
      { onBattery: true, metered: false, online: true },
      { onBattery: true, metered: true, online: true },
    ]);
  });

  it('tells that the computer woke', async () => {
    const { power, told, settled } = watch();
    await settled();
    told.length = 0;
    power.emit('resume');
    expect(told).toEqual([{ type: 'conditions', conditions: { onBattery: false, metered: false, online: true }, woke: true }]);
  });
});
