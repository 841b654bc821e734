import { CommanderError } from 'commander';
import type { ErrorShape } from '../../shared/errors.ts';
import type { Log } from '../engine/ports/log.ts';
import { toErrorShape } from '../host/error-shape.ts';
import { exitStatus, statusFor, type ExitStatus } from './exit-status.ts';
import { CutDocument } from './json-document.ts';
import { BrokenPipe, type Output } from './output.ts';
import { printable } from './text-width.ts';
import { UsageError } from './usage-error.ts';

/** Tells the person or script what went wrong, and answers the exit status for it. */
export async function reportError(thrown: unknown, json: boolean, output: Output, log: Log): Promise<ExitStatus> {
  if (thrown instanceof BrokenPipe) return exitStatus.done;
  const isCut = thrown instanceof CutDocument;
  const cause = isCut ? thrown.cause : thrown;
  if (cause instanceof BrokenPipe) return exitStatus.done;
  const error = shapeOf(cause, log);
  if (!json) output.note(`${output.errorColours.red('strata:')} ${printable(error.message)}`);
  else await writeDocument(error, isCut, output);
  return statusFor(error.code);
}

async function writeDocument(error: ErrorShape, isCut: boolean, output: Output): Promise<void> {
  const text = JSON.stringify({ error });
  try {
    // A list that broke off is closed, and the error stands beside it: still one document.
    await output.line(isCut ? `\n],${text.slice(1)}` : text);
  } catch (broken) {
    if (!(broken instanceof BrokenPipe)) throw broken;
  }
}

function shapeOf(thrown: unknown, log: Log): ErrorShape {
  if (thrown instanceof UsageError) return { code: thrown.code, message: thrown.message, data: {} };
  if (thrown instanceof CommanderError) return { code: 'usage', message: usageSentence(thrown), data: {} };
  return toErrorShape(thrown, log);
}

/** commander's `error: unknown option '--x'` and its suggestion on a second line, as one sentence of ours. */
function usageSentence({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'A command is missing. Use --help for a list.';
  const text = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?');
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return `${sentence}${/[.?!]$/.test(sentence) ? '' : '.'} Use --help for how it is written.`;
}
