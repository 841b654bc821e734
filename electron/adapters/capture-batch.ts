import type { CapturedFile, CaptureFile } from '../engine/ports/capture.ts';
import { tryFile, type ReadingTools, type ReadTry } from './capture-file.ts';

/** Pauses before each further try of the files that did not rest, ms. After the last one they are unsettled. */
const pauses = [25, 50, 100, 200];

/**
 * Captures a run of files, one after the other; those that change are tried again together after a pause.
 *
 * A generator so that the same steps serve a thread that may block and one that may not. It yields 0 wherever its driver may
 * breathe or stop, and a number of ms where it must pause. Returns the answers in the order of the files.
 */
export function* captureBatch(root: string, files: readonly CaptureFile[], tools: ReadingTools): Generator<number, CapturedFile[]> {
  const answers: CapturedFile[] = [];
  let restless: number[] = [];
  for (let i = 0; i < files.length; i++) {
    const file = files[i] as CaptureFile;
    const read = yield* tryFile(`${root}/${file.path}`, file.stamp, tools);
    if (read.outcome === 'changed') restless.push(i);
    answers.push(answerOf(file, read));
    yield 0;
  }
  for (const pause of pauses) {
    if (restless.length === 0) break;
    yield pause;
    restless = yield* tryAgain(root, files, restless, answers, tools);
  }
  return answers;
}

/** Reads those files again with the stamps they have now; returns those that changed once more. */
function* tryAgain(
  root: string,
  files: readonly CaptureFile[],
  restless: readonly number[],
  answers: CapturedFile[],
  tools: ReadingTools,
): Generator<number, number[]> {
  const still: number[] = [];
  for (const i of restless) {
    const file = files[i] as CaptureFile;
    const read = yield* tryFile(`${root}/${file.path}`, null, tools);
    if (read.outcome === 'changed') still.push(i);
    answers[i] = answerOf(file, read);
    yield 0;
  }
  return still;
}

function answerOf(file: CaptureFile, read: ReadTry): CapturedFile {
  const { path } = file;
  switch (read.outcome) {
    case 'captured':
      return { path, ...read };
    case 'changed':
      return { outcome: 'unsettled', path };
    case 'gone':
      return { outcome: 'gone', path };
    case 'unreadable':
      return { outcome: 'unreadable', path, reason: read.reason };
  }
}

