import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Runs a command to its end and tells how long the whole process took, ms. Throws when it fails: a figure of a failed run
 * would be a lie. @param {string} command @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function timed(command, args, options = {}) {
  const began = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { maxBuffer: 1 << 28, ...options });
  const ms = performance.now() - began;
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${String(stderr)}`);
  return { ms, stdout: stdout?.toString() ?? '' };
}

/** Whether a program is there to be measured beside. @param {string} command @param {string[]} [args] */
export const isHere = (command, args = ['--version']) => spawnSync(command, args).status === 0;

const gnuTime = '/usr/bin/time';

/**
 * As `timed`, with what the process took of the processor, ms, and of memory at its peak, bytes; null where there is no GNU time to tell.
 * @param {string} command @param {string[]} args
 */
export function timedWithCosts(command, args) {
  if (!isHere(gnuTime)) return { ...timed(command, args), processorMs: null, peakBytes: null };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-bench-time-'));
  const file = path.join(folder, 'costs');
  try {
    const { ms, stdout } = timed(gnuTime, ['-f', '%U %S %M', '-o', file, command, ...args]);
    const [user = 0, system = 0, peak = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return { ms, stdout, processorMs: (user + system) * 1_000, peakBytes: peak * 1_024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** Keeps what was measured under a name, and tells its median; null for what was not measured. */
export function createFigures() {
  /** @type {Record<string, number[]>} */
  const all = {};
  return {
    all,
    note(/** @type {string} */ name, /** @type {number | null} */ value) {
      if (value !== null) (all[name] ??= []).push(value);
    },
    median: (/** @type {string} */ name) => median(all[name] ?? []),
  };
}
