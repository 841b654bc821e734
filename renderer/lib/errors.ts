import { ContractError } from '../../shared/errors.ts';

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ContractError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `Something unexpected happened: ${text}`;
}

export function codeOf(error: unknown): string | null {
  return error instanceof ContractError ? error.code : null;
}

/** The person asked for it to stop: nothing to complain about. */
export function wasCancelled(error: unknown): boolean {
  return codeOf(error) === 'operation.cancelled';
}

/** The engine is away for a moment; the banner says so, and stores load again when it is back. */
export function engineIsAway(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'engine.restarting' || code === 'engine.failed' || code === 'engine.unreachable';
}
