import type { Readable } from 'node:stream';

const KEPT = 4_000;

/** Passes a process's stderr on, and keeps its end for the report when the process dies. */
export function keepLastWords(stream: Readable | null): () => string {
  let kept = '';
  stream?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    kept = (kept + chunk.toString('utf8')).slice(-KEPT);
  });
  return () => kept.trim();
}
