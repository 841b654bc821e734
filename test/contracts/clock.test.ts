import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { createHandClock } from '../fakes/clock-memory.ts';
import { describeClock } from './clock.ts';

describeClock("the system's", () => ({
  clock: createSystemClock(),
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

describeClock('driven by hand', () => {
  const clock = createHandClock();
  return { clock, pass: async (ms) => clock.advance(ms) };
});
