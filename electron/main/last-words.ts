import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const KEPT = 4_000;
/** How long lines that are still on their way are waited for, ms. */
const PATIENCE = 300;

/**
 * Passes a process's stderr on, and keeps its end for the report when the process dies. That it has ended is often told
 * before its last lines are read, so the answer waits for them.
 */
export function keepLastWords(stream: Readable | null): () => Promise<string> {
  let kept = '';
  const isRead = new Promise<void>((resolve) => {
    if (stream === null) resolve();
    stream?.once('end', resolve).once('close', resolve);
  });
  stream?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    kept = (kept + chunk.toString('utf8')).slice(-KEPT);
  });
  return async () => {
    await Promise.race([isRead, delay(PATIENCE)]);
    return kept.trim();
  };
}
