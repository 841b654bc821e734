import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { quickStart } from '../host/quick-start.ts';

const program = path.resolve(import.meta.dirname, '../../electron/cli/main.ts');

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly home: string;
  readonly folder?: string;
  readonly environment?: Record<string, string>;
}

/** A command line that still runs. */
export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly result: Promise<CliResult>;
  /** Resolves with the first line of stdout for which the condition holds. */
  line(condition: (line: string) => boolean): Promise<string>;
}

/** Starts the command line as a process of its own. */
export function startCli(words: readonly string[], options: CliOptions): CliProcess {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: options.folder ?? options.home,
    env: { ...process.env, ...quickStart, NO_COLOR: '', STRATA_HOME: options.home, ...options.environment },
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    result,
    line: (condition) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = stdout.split('\n').slice(0, -1).find(condition);
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
        look();
        void result.then(() => reject(new Error(`it ended without that line:\n${stdout}\n${stderr}`)));
      }),
  };
}

export function runCli(words: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(words, options).result;
}

/** Runs with --json and answers the one document on stdout; throws when there is more, less, or no JSON. */
export async function runJson(
  words: readonly string[],
  options: CliOptions,
): Promise<{ status: number | null; document: Record<string, unknown> }> {
  const { status, stdout, stderr } = await runCli(withJson(words), options);
  if (stderr !== '') throw new Error(`something stands on stderr: ${stderr}`);
  return { status, document: JSON.parse(stdout) as Record<string, unknown> };
}

function withJson(words: readonly string[]): string[] {
  return words.includes('--') ? ['--json', ...words] : [...words, '--json'];
}
