import { ContractError, type ErrorShape } from '../../shared/errors.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Log } from '../engine/ports/log.ts';

/**
 * How anything thrown travels to callers. A Failure and a ContractError keep their code, sentence and data; everything else
 * is a defect: it is logged with its stack and travels as `internal`.
 */
export function toErrorShape(thrown: unknown, log: Log): ErrorShape {
  if (thrown instanceof Failure || thrown instanceof ContractError) {
    return { code: thrown.code, message: thrown.message, data: { ...thrown.data } };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  log.error('something unexpected was thrown', { stack: stackOf(thrown) });
  return { code: 'internal', message: `Something unexpected went wrong: ${message}`, data: {} };
}

/** The stack with its causes, or the value as text when it is no error. */
export function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return thrown.cause === undefined ? own : `${own}\ncaused by ${stackOf(thrown.cause)}`;
}
