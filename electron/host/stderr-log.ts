import { writeSync } from 'node:fs';
import type { Log } from '../engine/ports/log.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** A log on stderr, one line an entry (stacks keep their lines). Written at once, so that the last words before a crash arrive. */
export function createStderrLog(lowest: Level = 'info'): Log {
  function write(level: Level, message: string, data: Readonly<Record<string, unknown>> = {}): void {
    if (levels.indexOf(level) < levels.indexOf(lowest)) return;
    const { stack, ...rest } = data;
    const facts = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
    const below = typeof stack === 'string' ? `\n${stack}` : '';
    writeLine(`${new Date().toISOString()} ${level}: ${message}${facts}${below}\n`);
  }
  return {
    debug: (message, data) => write('debug', message, data),
    info: (message, data) => write('info', message, data),
    warn: (message, data) => write('warn', message, data),
    error: (message, data) => write('error', message, data),
  };
}

/** A log that keeps nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function writeLine(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads stderr any more (closed, or full and not waiting): there is nowhere left to say it.
  }
}
