import type { ResponseFrame } from '../../shared/frames.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Log } from '../engine/ports/log.ts';
import { answerFrame, noRequest, refuseFrame, type ServedEngine } from './serve.ts';

/** The requests of one caller that are not answered yet. */
export interface OpenRequests {
  readonly count: number;
  /** Answers one line of JSON through `hand`; open until that was called. Never rejects. */
  answer(text: string, hand: (answer: ResponseFrame) => void): Promise<void>;
  /** From now on the engine closes: what it cancels for that, and every further request, is answered with `engine.closing`. */
  refuseFurther(): void;
  /** Resolves when no request is open any more. */
  idle(): Promise<void>;
}

type Dispatching = Pick<ServedEngine, 'dispatch'>;

const closedEngine: Dispatching = {
  dispatch: () => Promise.reject(new Failure('engine.closing', 'The engine is closing.')),
};

export function createOpenRequests(engine: Dispatching, log: Log): OpenRequests {
  let count = 0;
  let isClosing = false;
  let waitingForIdle: (() => void)[] = [];

  function leaveOne(): void {
    count -= 1;
    if (count > 0) return;
    for (const resolve of waitingForIdle) resolve();
    waitingForIdle = [];
  }

  return {
    get count() {
      return count;
    },
    async answer(text, hand) {
      count += 1;
      const answer = await answerText(isClosing ? closedEngine : engine, text, log);
      hand(isClosing ? becauseOfClosing(answer) : answer);
      leaveOne();
    },
    refuseFurther() {
      isClosing = true;
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waitingForIdle.push(resolve))),
  };
}

/** What the engine cancels because it closes was not cancelled by anybody: its caller may ask the next engine. */
function becauseOfClosing(answer: ResponseFrame): ResponseFrame {
  if (answer.ok || answer.error.code !== 'operation.cancelled') return answer;
  return { ...answer, error: { code: 'engine.closing', message: 'The engine is closing.', data: {} } };
}

async function answerText(engine: Dispatching, text: string, log: Log): Promise<ResponseFrame> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuseFrame(noRequest, 'This line is not JSON.');
  }
  return answerFrame(engine.dispatch, raw, log);
}
