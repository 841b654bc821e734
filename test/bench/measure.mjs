import { spawnSync } from 'node:child_process';

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

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return /** @type {number} */ (sorted[Math.floor((sorted.length - 1) / 2)]);
}

/** Keeps what was measured under a name, and tells its median. */
export function createFigures() {
  /** @type {Record<string, number[]>} */
  const all = {};
  return {
    all,
    note: (/** @type {string} */ name, /** @type {number} */ value) => void (all[name] ??= []).push(value),
    median: (/** @type {string} */ name) => median(all[name] ?? []),
  };
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
/** @param {number} bytes */
export const sized = (bytes) => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(bytes < 100e6 ? 1 : 0)} MB`);
/** @param {number} bytes @param {number} ms */
export const rate = (bytes, ms) => `${(bytes / 1e3 / ms).toFixed(0)} MB/s`;
/** @param {number} own @param {number} other */
export const ratio = (own, other) => (own / other).toFixed(2);

/** @param {readonly (readonly string[])[]} rows */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (/** @type {readonly string[]} */ row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map(line).join('\n');
}
