import type { EngineEvent } from '../../shared/contract.ts';
import type { Dispatch } from '../../shared/dispatcher.ts';
import { requestFrame, type ResponseFrame } from '../../shared/frames.ts';
import type { Log } from '../engine/ports/log.ts';
import { toErrorShape } from './error-shape.ts';

/** What of a running engine is shown to callers, whatever road they come by. */
export interface ServedEngine {
  readonly home: string;
  readonly dispatch: Dispatch;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** The id in answers to what was no request at all. Callers number their requests from 1. */
export const noRequest = 0;

/** Answers one frame of a caller. Never rejects: what goes wrong is the answer. */
export async function answerFrame(dispatch: Dispatch, raw: unknown, log: Log): Promise<ResponseFrame> {
  const parsed = requestFrame.safeParse(raw);
  if (!parsed.success) return refuseFrame(idIn(raw), 'This is not a request of Strata: it lacks type, id or method.');
  const { id, method, params } = parsed.data;
  try {
    // JSON has no undefined, and an answer without a result would be none.
    return { type: 'response', id, ok: true, result: (await dispatch(method, params)) ?? null };
  } catch (thrown) {
    return { type: 'response', id, ok: false, error: toErrorShape(thrown, log) };
  }
}

export function refuseFrame(id: number, message: string): ResponseFrame {
  return { type: 'response', id, ok: false, error: { code: 'request.invalid', message, data: {} } };
}

/** The id that a frame claims, so that its sender can match even the answer to a bad one. */
function idIn(raw: unknown): number {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : noRequest;
}
