import { lutimesSync, mkdirSync, renameSync, rmSync, symlinkSync, chmodSync, utimesSync, openSync, constants, fstatSync, fchmodSync, futimesSync, fsyncSync, closeSync } from 'node:fs';
import { nameOf, parentOf, type EntryPath } from '../engine/model/entry-path.ts';
import type { FileEntry } from '../engine/model/entry.ts';
import type { FileRecipe, MaterializeProblem, RestoreStep } from '../engine/ports/materialize.ts';
import { systemCode } from './durable-files.ts';
import { writeFile, type FileTools } from './materialize-file.ts';
import { openTargetFolders, pathProblem, PathRefusal } from './materialize-folders.ts';
import { stagingFolderName, temporaryName } from './materialize-staging.ts';
import { secondsOf } from './materialize-times.ts';
import type { Steps } from './worker-steps.ts';

/**
 * How files come into place:
 * - `each`: one by one; written beside its place, made durable, renamed.
 * - `batch`: all are written beside their places; the caller makes the file system durable; then all are renamed.
 * - `tree`: all are written into one staging folder in an empty target, which the caller makes durable and moves into place.
 */
export type Settling = 'each' | 'batch' | 'tree';

export interface WritingRequest {
  /** Absolute path of the target, without a slash at its end. */
  readonly root: string;
  readonly stagingId: string;
  readonly settling: Settling;
  /** Make every file durable on its own: where a file system cannot be as a whole. */
  readonly durable: boolean;
  /** Tells the threads of one run apart. */
  readonly writer: number;
}

/** What one thread writes during a run. */
export interface Writing {
  write(recipes: readonly FileRecipe[]): Steps<MaterializeProblem[]>;
  link(entry: Extract<RestoreStep, { kind: 'link' }>['entry']): void;
  directory(entry: Extract<RestoreStep, { kind: 'directory' }>['entry']): void;
  touch(entry: FileEntry): void;
  /** Renames what was written in a batch. */
  commit(): Steps<MaterializeProblem[]>;
  /** Removes what was written and is not in place. */
  discard(): void;
}

interface Written {
  readonly path: EntryPath;
  readonly temporary: string;
}

export function openWriting(request: WritingRequest, tools: FileTools): Writing {
  const { stagingId, settling } = request;
  const root = settling === 'tree' ? `${request.root}/${stagingFolderName(stagingId)}` : request.root;
  const folders = openTargetFolders(root);
  const durable = request.durable || settling === 'each';
  let waiting: Written[] = [];
  let count = 0;

  function temporaryBeside(path: EntryPath): string {
    const folder = parentOf(path);
    const name = temporaryName(stagingId, `${request.writer}-${++count}`);
    return folder === '' ? `${root}/${name}` : `${root}/${folder}/${name}`;
  }

  function* writeOne(recipe: FileRecipe): Steps<void> {
    const { path } = recipe.entry;
    folders.ensure(parentOf(path));
    if (settling === 'tree') return yield* writeFile(`${root}/${path}`, recipe, durable, tools);
    const temporary = temporaryBeside(path);
    yield* writeFile(temporary, recipe, durable, tools);
    if (settling === 'batch') waiting.push({ path, temporary });
    else place(temporary, path);
  }

  /** Puts a finished temporary in its place, or removes it. */
  function place(temporary: string, path: EntryPath): void {
    try {
      renameSync(temporary, `${root}/${path}`);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  function* write(recipes: readonly FileRecipe[]): Steps<MaterializeProblem[]> {
    const problems: MaterializeProblem[] = [];
    for (const recipe of recipes) {
      try {
        yield* writeOne(recipe);
      } catch (error) {
        problems.push(problemOf(recipe.entry.path, error));
      }
      yield 0;
    }
    return problems;
  }

  function* commit(): Steps<MaterializeProblem[]> {
    const problems: MaterializeProblem[] = [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      try {
        place(next.temporary, next.path);
      } catch (error) {
        problems.push(problemOf(next.path, error));
      }
      yield 0;
    }
    return problems;
  }

  return {
    write,
    commit,
    link: (entry) => {
      folders.ensure(parentOf(entry.path));
      const temporary = settling === 'tree' ? `${root}/${entry.path}` : temporaryBeside(entry.path);
      symlinkSync(entry.target, temporary);
      lutimesSync(temporary, tools.now() / 1000, secondsOf(entry.modifiedAt));
      if (settling !== 'tree') place(temporary, entry.path);
    },
    directory: (entry) => {
      folders.ensure(parentOf(entry.path));
      putDirectory(`${root}/${entry.path}`, entry, folders.check, tools);
    },
    touch: (entry) => {
      if (!folders.check(parentOf(entry.path))) throw new PathRefusal('its folder is gone.');
      touchFile(`${root}/${entry.path}`, entry, tools);
    },
    discard: () => {
      for (const { temporary } of waiting) rmSync(temporary, { force: true });
      waiting = [];
    },
  };
}

/** A problem with one path; anything else is thrown on. */
export function problemOf(path: EntryPath, error: unknown): MaterializeProblem {
  const message = pathProblem(path, error);
  if (message === null) throw error;
  return { path, message };
}

function putDirectory(
  target: string,
  entry: Extract<RestoreStep, { kind: 'directory' }>['entry'],
  check: (folder: EntryPath) => boolean,
  tools: FileTools,
): void {
  try {
    mkdirSync(target);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  if (!check(entry.path)) throw new PathRefusal(`${nameOf(entry.path)} went away again.`);
  chmodSync(target, entry.mode & 0o777);
  utimesSync(target, tools.now() / 1000, secondsOf(entry.modifiedAt));
}

/** Sets bits and times through the open file, so that nothing but a file is touched. */
function touchFile(target: string, entry: FileEntry, tools: FileTools): void {
  const fd = openSync(target, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(fd).isFile()) throw new PathRefusal('it is no file any more.');
    fchmodSync(fd, entry.mode & 0o777);
    futimesSync(fd, tools.now() / 1000, secondsOf(entry.modifiedAt));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
