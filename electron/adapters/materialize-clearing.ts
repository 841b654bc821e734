import { lstatSync, rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { parentOf } from '../engine/model/entry-path.ts';
import type { MaterializeProblem, RestoreStep } from '../engine/ports/materialize.ts';
import { systemCode } from './durable-files.ts';
import { openTargetFolders, PathRefusal, type TargetFolders } from './materialize-folders.ts';
import { problemOf } from './materialize-writing.ts';
import type { Steps } from './worker-steps.ts';

export type ClearingStep = Extract<RestoreStep, { kind: 'remove' | 'prune' }>;

/** Takes things away, in order. What is gone already is no problem; a folder on the way that became a link is. */
export function* clear(root: string, steps: readonly ClearingStep[]): Steps<MaterializeProblem[]> {
  const folders = openTargetFolders(root);
  const problems: MaterializeProblem[] = [];
  for (const step of steps) {
    try {
      clearOne(root, step, folders);
    } catch (error) {
      problems.push(problemOf(step.path, error));
    }
    yield 0;
  }
  return problems;
}

function clearOne(root: string, step: ClearingStep, folders: TargetFolders): void {
  if (!folders.check(parentOf(step.path))) return;
  const target = `${root}/${step.path}`;
  if (step.kind === 'prune') {
    prune(target);
  } else {
    const stats = lstatSync(target, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isDirectory()) unlinkSync(target);
    else if (step.deep) rmSync(target, { recursive: true });
    else throw new PathRefusal('a folder stands there now.');
  }
  folders.forget(step.path);
}

/** Things that make a folder stay: it is not empty, it is gone, it is none. */
const staying = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY']);

function prune(target: string): void {
  try {
    rmdirSync(target);
  } catch (error) {
    if (!staying.has(systemCode(error) ?? '')) throw error;
  }
}
