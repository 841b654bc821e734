import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { defaultHome } from '../adapters/home-folder.ts';
import { strataVersion } from '../host/strata-version.ts';
import { createStderrLog, silentLog } from '../host/stderr-log.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import type { Invocation, Run } from './invocation.ts';
import { createOutput, type Output } from './output.ts';
import { createProgram, type GlobalOptions } from './program.ts';
import { createProgressLine, noProgressLine } from './progress-line.ts';
import { reportError } from './report-error.ts';

const log = process.env['STRATA_DEBUG'] ? createStderrLog('debug') : silentLog;

/** Runs one call of the command line in this process and answers its exit status. All output is written then. */
export async function runCommandLine(words: readonly string[]): Promise<ExitStatus> {
  const output = createOutput(process.stdout, process.stderr, process.env);
  let status: ExitStatus = exitStatus.done;
  const run: Run = async (work) => {
    status = (await work(createInvocation(program.opts<GlobalOptions>(), output))) ?? exitStatus.done;
  };
  const program = await createProgram(words, strataVersion, output, run);
  try {
    if (words.length === 0) {
      program.outputHelp();
      return exitStatus.usage;
    }
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (thrown) {
    // Help and the version, when asked for, also come as errors.
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitStatus.done;
    return await reportError(thrown, asksForJson(words), output, log);
  } finally {
    await output.flush();
  }
}

/** Also when the words could not be parsed: whoever says --json reads JSON. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).includes('--json');
}

function createInvocation(options: GlobalOptions, output: Output): Invocation {
  const folder = process.cwd();
  const { stderr } = process;
  const progress = stderr.isTTY
    ? createProgressLine({
        write: (text) => void stderr.write(text),
        get columns() {
          return stderr.columns || 80;
        },
      })
    : noProgressLine;
  return {
    json: options.json === true,
    home: options.home ? resolve(folder, options.home) : defaultHome(),
    folder,
    output,
    progress,
    log,
    now: () => Date.now(),
    onInterrupt,
  };
}

/** Signals that ask for an end, as one. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function onInterrupt(listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
