import { Command } from 'commander';
import { folderName } from './arguments.ts';
import { commandFiles, neededCommands } from './command-files.ts';
import type { Run } from './invocation.ts';
import type { Output } from './output.ts';

const about = `Strata keeps every version of the folders you track. Nothing is overwritten, any version comes back, and only what changed costs space.

REF is latest, an alias, or v<N>; NAME alone means NAME:latest.`;

const more = `
Exit status: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 integrity.

Examples:
  strata track ./animals             begin; what is there becomes animals:v0
  strata log animals                 its versions
  strata diff animals:v0 latest      what changed since the beginning
  strata restore animals:v0          go back (and \`strata undo\` to return)`;

/** Options of every command. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly home?: string;
}

/** The program with the commands that these words may need. It never ends the process: commander's errors are thrown. */
export async function createProgram(
  words: readonly string[],
  version: string,
  output: Output,
  run: Run,
): Promise<Command> {
  const program = new Command('strata')
    .description(about)
    .option('--json', 'exactly one JSON document on stdout (watch: one a line)')
    .option('--home <dir>', 'home folder of Strata, instead of STRATA_HOME or the usual place', folderName)
    .version(version, '--version', 'print the version of Strata')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .commandsGroup('More:')
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (command) => command.name() })
    .addHelpText('after', more)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void output.write(text).catch(() => undefined),
      // The error itself is reported once, by the caller.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(output.columns, 100),
    });
  for (const name of neededCommands(words)) {
    const file = commandFiles[name];
    if (file === undefined) continue;
    const define = await file.load();
    define(program, run).helpGroup(file.heading);
  }
  return program;
}
