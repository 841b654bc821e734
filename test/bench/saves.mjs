import { appendFileSync } from 'node:fs';
import { peakBytesOf } from './ground.mjs';
import { median } from './measure.mjs';
import { openWatch } from './watch-lines.mjs';

/** What the artifact is tracked with, ms. */
const quietWindow = 200;
/** Until the first look at everything and whatever follows it are over, ms. */
const untilQuiet = 4_000;

/**
 * Saves one file after the other while `strata watch` runs. All in ms and medians: `work`, from the moment when the engine takes the save up to its version
 * (the two lines that tell of them); `acknowledged`, from the end of the quiet window to the version's own time, and `seen`, to the moment when
 * another process has read of it. `ask` is called with the engine still there.
 * @param {import('./ground.mjs').Ground} ground
 * @param {{ home: string, artifact: string, files: readonly string[], saves?: number, ask?: (newest: string) => Promise<void> }} options
 */
export async function measureSaves(ground, { home, artifact, files, saves = ground.isQuick ? 10 : 20, ask = async () => undefined }) {
  const watch = await openWatch(ground, home);
  /** @type {{ work: number[], acknowledged: number[], seen: number[] }} */
  const all = { work: [], acknowledged: [], seen: [] };
  try {
    await ground.rest(untilQuiet);
    const last = await oneSave(watch, artifact, { file: files[0] ?? '', text: 'a save that warms up\n' });
    let newest = last.ref;
    for (let i = 0; i < saves; i++) {
      // Far apart: neither in one folder nor in one node of the manifest.
      const file = files[Math.floor(((i + 0.5) * files.length) / saves)] ?? '';
      const save = await oneSave(watch, artifact, { file, text: `save ${i}\n` });
      all.work.push(save.work);
      all.acknowledged.push(save.acknowledged);
      all.seen.push(save.seen);
      newest = save.ref;
    }
    await ask(newest);
    return { work: median(all.work), acknowledged: median(all.acknowledged), seen: median(all.seen), peakBytes: peakBytesOf(watch.pid), all };
  } finally {
    await watch.close();
  }
}

/** @param {Awaited<ReturnType<typeof openWatch>>} watch @param {string} artifact @param {{ file: string, text: string }} save */
async function oneSave(watch, artifact, { file, text }) {
  appendFileSync(file, text);
  const due = Date.now() + quietWindow;
  let began = due;
  for (;;) {
    const { line, at } = await watch.next();
    if (line['artifact'] !== artifact) continue;
    if (line['state'] === 'snapshotting') began = at;
    if (line['event'] !== 'version.created') continue;
    const { ref, createdAt } = line['version'];
    return { ref: /** @type {string} */ (ref), work: at - began, acknowledged: Date.parse(createdAt) - due, seen: at - due };
  }
}
