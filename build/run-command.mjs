// Runs a program to its end. Its output is kept and shown only when it fails, unless the caller wants it live.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Outcome
 * @property {number} status @property {string} stdout @property {string} stderr
 */

/**
 * @param {string} command @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { live?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function outcomeOf(command, args, { live = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => (stdout += chunk));
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => resolve({ status: 127, stdout, stderr: error.message }));
    child.on('close', (status, signal) => resolve({ status: status ?? (signal ? 128 : 1), stdout, stderr }));
  });
}

/**
 * @param {string} command @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { live?: boolean }} [options]
 */
export async function run(command, args, options) {
  const outcome = await outcomeOf(command, args, options);
  if (outcome.status === 0) return outcome.stdout;
  const last = `${outcome.stderr}\n${outcome.stdout}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`'${[command, ...args].join(' ')}' failed (${outcome.status}).\n${last}`);
}
