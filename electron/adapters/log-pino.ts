import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Log } from '../engine/ports/log.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The level that STRATA_LOG asks for; `info` for anything that is none. */
export function logLevel(env: Readonly<Record<string, string | undefined>> = process.env): LogLevel {
  return logLevels.find((each) => each === env['STRATA_LOG']?.trim().toLowerCase()) ?? 'info';
}

export interface FileLog extends Log {
  /** Writes what is still held back. Entries after it are written too. */
  flush(): Promise<void>;
}

/** A log file longer than this (bytes) is put aside on open; one older file is kept. */
const longestFile = 5 * 1024 * 1024;

type Entry = readonly [level: Exclude<LogLevel, 'silent'>, message: string, data: Readonly<Record<string, unknown>>];

/**
 * The log of a home: JSON lines in `engine.log` of that folder, written at once. Pino is loaded with the first entry, so that a start that
 * has nothing to say does not pay for it; until it is there (some 20 ms) entries wait, and an exit in between still writes them.
 */
export function openLog(folder: string, level: LogLevel = logLevel()): FileLog {
  const file = path.join(folder, 'engine.log');
  let logger: Logger | null = null;
  let loading: Promise<void> | null = null;
  let waiting: Entry[] = [];
  const lastWords = (): void => writePlainly(file, waiting);

  async function load(): Promise<void> {
    const loaded = await loadPino(file, level);
    logger = loaded;
    for (const [kind, message, data] of waiting) loaded[kind](data, message);
    waiting = [];
    process.off('exit', lastWords);
  }

  function begin(): void {
    process.once('exit', lastWords);
    // A log that cannot be written must not end the engine: the entries stay for the last words.
    loading = load().catch(() => undefined);
  }

  function write(...entry: Entry): void {
    const [kind, message, data] = entry;
    if (logLevels.indexOf(kind) < logLevels.indexOf(level)) return;
    if (logger !== null) return logger[kind](data, message);
    if (waiting.length < mostWaiting) waiting.push(entry);
    if (loading === null) begin();
  }

  return {
    debug: (message, data = {}) => write('debug', message, data),
    info: (message, data = {}) => write('info', message, data),
    warn: (message, data = {}) => write('warn', message, data),
    error: (message, data = {}) => write('error', message, data),
    flush: async () => {
      await loading;
    },
  };
}

const mostWaiting = 10_000;

async function loadPino(file: string, level: LogLevel): Promise<Logger> {
  const { pino } = await import('pino');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  putAside(file);
  // A full disk takes the log's lines, not the engine; what waits for room is bounded.
  const destination = pino.destination({ dest: file, append: true, sync: true, mode: 0o600, maxLength: 16 * 1024 * 1024 });
  destination.on('error', () => undefined);
  return pino({ level, base: { pid: process.pid } }, destination);
}

function putAside(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestFile) renameSync(file, `${file}.old`);
}

/** Pino's own numbers, for the lines that did not wait for it. */
const numbers = { debug: 20, info: 30, warn: 40, error: 50 };

function writePlainly(file: string, entries: readonly Entry[]): void {
  const lines = entries.map(([kind, msg, data]) =>
    JSON.stringify({ level: numbers[kind], time: Date.now(), pid: process.pid, ...data, msg }),
  );
  try {
    if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch {
    // The process ends; there is nowhere left to say it.
  }
}
