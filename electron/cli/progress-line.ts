import type { ActivityView } from '../../shared/values.ts';
import { humaneCount, humaneDuration, humaneSize } from './humane.ts';
import { cutEnd, printable } from './text-width.ts';

/** One line that says how far an activity is: what, files, bytes, rate, time left; cut to `columns`. */
export function progressText(activity: ActivityView, columns: number): string {
  const parts = [printable(activity.phase)];
  if (activity.files > 0 || activity.totalFiles !== null) parts.push(`${ofTotal(activity.files, activity.totalFiles, humaneCount)} files`);
  if (activity.bytes > 0) parts.push(ofTotal(activity.bytes, activity.totalBytes, humaneSize));
  if (activity.bytesPerSecond > 0) parts.push(`${humaneSize(activity.bytesPerSecond)}/s`);
  if (activity.remainingMs !== null) parts.push(`${humaneDuration(activity.remainingMs)} left`);
  return cutEnd(parts.join(' · '), columns);
}

function ofTotal(done: number, total: number | null, write: (value: number) => string): string {
  return total === null ? write(done) : `${write(done)} of ${write(total)}`;
}

export interface ProgressLine {
  show(activity: ActivityView): void;
  /** Takes the line away. */
  clear(): void;
}

interface Screen {
  write(text: string): void;
  readonly columns: number;
}

const clearLine = '\r\u001b[2K';

/** A line on a terminal that is written over again and again. */
export function createProgressLine(screen: Screen): ProgressLine {
  let isShown = false;
  return {
    show(activity) {
      isShown = true;
      screen.write(`${clearLine}${progressText(activity, Math.max(20, screen.columns - 1))}`);
    },
    clear() {
      if (isShown) screen.write(clearLine);
      isShown = false;
    },
  };
}

export const noProgressLine: ProgressLine = { show: () => undefined, clear: () => undefined };
