import { app } from 'electron';
import { z } from 'zod';
import type { LaunchArguments } from './launch-arguments.ts';

// Chromium adds to and reorders the arguments that a second start hands over, so what we need travels beside them.
const handedOver = z.object({ track: z.array(z.string()) });

/**
 * One app per profile. A second start hands what it was asked to do to the first one.
 * @returns false when this is the second start and has to end
 */
export function claimSingleInstance(launch: LaunchArguments, onSecondStart: (track: readonly string[]) => void): boolean {
  if (!app.requestSingleInstanceLock({ track: launch.track })) return false;
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = handedOver.safeParse(data);
    onSecondStart(parsed.success ? parsed.data.track : []);
  });
  return true;
}
