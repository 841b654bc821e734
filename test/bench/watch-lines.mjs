import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * `strata watch` on a home, as a process of its own; resolves when it watches. Each line that it prints comes with the moment at which it was
 * read. @param {{ cli: string }} ground @param {string} home
 */
export async function openWatch({ cli }, home) {
  const engine = spawn(process.execPath, [cli, 'watch', '--json', '--home', home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
  /** @returns {Promise<{ line: Record<string, any>, at: number }>} */
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the engine ended while it was measured');
    return { line: JSON.parse(value), at: Date.now() };
  };
  for (let isWatching = false; !isWatching; ) {
    const { line } = await next();
    isWatching = line['event'] === 'ready';
  }
  return {
    pid: engine.pid ?? 0,
    next,
    async close() {
      if (engine.exitCode !== null) return;
      const ended = new Promise((resolve) => engine.once('exit', resolve));
      engine.kill('SIGINT');
      await ended;
    },
  };
}
