import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

const KEPT = 4_000;
/** How long lines that are still on their way are waited for, ms. */
const PATIENCE = 300;

/**
 * Passes a process's stderr on, and keeps its end for the report when the process dies. That it has ended is often told
 * before its last lines are read, so the answer waits for them.
 */
export function keepLastWords(stream: Readable | null): () => Promise<string> {
  let kept = '';
  const keep = (chunk: Buffer): void => {
    process.stderr.write(chunk);
    kept = (kept + chunk.toString('utf8')).slice(-KEPT);
  };
  stream?.on('data', keep);
  return async () => {
    if (stream === null) return '';
    // Electron takes all listeners off the streams of a utility process as soon as it has told its end.
    await nextTurn();
    if (!stream.readableEnded) {
      stream.off('data', keep).on('data', keep);
      const isRead = new Promise<void>((resolve) => void stream.once('end', resolve).once('close', resolve));
      await Promise.race([isRead, delay(PATIENCE)]);
    }
    return kept.trim();
  };
}
