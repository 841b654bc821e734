#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

// Entry of the command line.
const status = await runCommandLine(process.argv.slice(2));
process.exit(status);
