import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { median } from './measure.mjs';

/**
 * Saves one file again and again while `strata watch` runs, and tells how long after the quiet window the version was there.
 * @param {{ cli: string, home: string, work: string, saves: number, spawn: typeof import('node:child_process').spawn }} ground
 */
export async function measureSaves({ cli, home, work, saves, spawn }) {
  const quietWindow = 2_000;
  const engine = spawn(process.execPath, [cli, 'watch', '--json', '--home', home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
  const file = firstFile(work);
  /** @type {number[]} */
  const seen = [];
  /** @type {number[]} */
  const acknowledged = [];
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  for (let i = 0; i < saves; i++) {
    const savedAt = Date.now();
    appendFileSync(file, `save ${i}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the engine ended while it was measured');
      const line = JSON.parse(value);
      if (line.event !== 'version.created') continue;
      const due = savedAt + quietWindow;
      seen.push(Date.now() - due);
      acknowledged.push(Date.parse(line.version.createdAt) - due);
      break;
    }
  }
  const residentBytes = residentOf(engine.pid ?? 0);
  engine.kill('SIGINT');
  await new Promise((resolve) => engine.once('exit', resolve));
  return { seen: median(seen), acknowledged: median(acknowledged), residentBytes };
}

/** @param {number} pid */
function residentOf(pid) {
  const status = readStatus(pid);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** @param {number} pid */
function readStatus(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} folder @returns {string} */
function firstFile(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = path.join(folder, entry.name);
    if (entry.isFile()) return inner;
    if (entry.isDirectory()) return firstFile(inner);
  }
  throw new Error(`there is no file in ${folder}`);
}
