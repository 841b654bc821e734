import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { nameOf, parentOf, type EntryPath } from '../engine/model/entry-path.ts';
import type { DirectoryEntry, FileEntry, LinkEntry } from '../engine/model/entry.ts';
import type { FileRecipe, MaterializeProblem } from '../engine/ports/materialize.ts';
import { systemCode } from './durable-files.ts';
import { writeFile, type FileTools } from './materialize-file.ts';
import { openTargetFolders, pathProblem, PathRefusal, type TargetFolders } from './materialize-folders.ts';
import { temporaryName } from './materialize-staging.ts';
import { secondsOf } from './materialize-times.ts';
import type { Settling } from './materialize-way.ts';
import type { Steps } from './worker-steps.ts';

export interface WritingRequest {
  /** Absolute path of the folder to write into, without a slash at its end. */
  readonly root: string;
  readonly stagingId: string;
  readonly settling: Settling;
  /** Make every file durable on its own. */
  readonly durable: boolean;
  /** Tells the threads of one run apart. */
  readonly writer: number;
}

/** What one thread writes during a run. */
export interface Writing {
  write(recipes: readonly FileRecipe[]): Steps<MaterializeProblem[]>;
  link(entry: LinkEntry): void;
  directory(entry: DirectoryEntry): void;
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
  return new TargetWriting(request, tools);
}

class TargetWriting implements Writing {
  readonly #request: WritingRequest;
  readonly #tools: FileTools;
  readonly #root: string;
  readonly #folders: TargetFolders;
  #waiting: Written[] = [];
  #count = 0;

  constructor(request: WritingRequest, tools: FileTools) {
    this.#request = request;
    this.#tools = tools;
    this.#root = request.root;
    this.#folders = openTargetFolders(request.root);
  }

  *write(recipes: readonly FileRecipe[]): Steps<MaterializeProblem[]> {
    const problems: MaterializeProblem[] = [];
    for (const recipe of recipes) {
      try {
        yield* this.#writeOne(recipe);
      } catch (error) {
        problems.push(problemOf(recipe.entry.path, error));
      }
      yield 0;
    }
    return problems;
  }

  *commit(): Steps<MaterializeProblem[]> {
    const problems: MaterializeProblem[] = [];
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      try {
        this.#place(next.temporary, next.path);
      } catch (error) {
        problems.push(problemOf(next.path, error));
      }
      yield 0;
    }
    return problems;
  }

  link(entry: LinkEntry): void {
    this.#folders.ensure(parentOf(entry.path));
    // Where nothing was, nothing may be replaced: a link fails there when something appeared.
    const isNew = this.#request.settling === 'tree';
    const temporary = isNew ? `${this.#root}/${entry.path}` : this.#temporaryBeside(entry.path);
    symlinkSync(entry.target, temporary);
    lutimesSync(temporary, this.#tools.now() / 1000, secondsOf(entry.modifiedAt));
    if (!isNew) this.#place(temporary, entry.path);
  }

  directory(entry: DirectoryEntry): void {
    this.#folders.ensure(parentOf(entry.path));
    const target = `${this.#root}/${entry.path}`;
    try {
      mkdirSync(target);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    if (!this.#folders.check(entry.path)) throw new PathRefusal(`${nameOf(entry.path)} went away again.`);
    chmodSync(target, entry.mode & 0o777);
    utimesSync(target, this.#tools.now() / 1000, secondsOf(entry.modifiedAt));
  }

  touch(entry: FileEntry): void {
    if (!this.#folders.check(parentOf(entry.path))) throw new PathRefusal('its folder is gone.');
    touchFile(`${this.#root}/${entry.path}`, entry, this.#request.durable, this.#tools);
  }

  discard(): void {
    for (const { temporary } of this.#waiting.splice(0)) rmSync(temporary, { force: true });
  }

  *#writeOne(recipe: FileRecipe): Steps<void> {
    const { path } = recipe.entry;
    const { settling, durable } = this.#request;
    this.#folders.ensure(parentOf(path));
    if (settling === 'tree') return yield* writeFile(`${this.#root}/${path}`, recipe, durable, this.#tools);
    const temporary = this.#temporaryBeside(path);
    yield* writeFile(temporary, recipe, durable, this.#tools);
    if (settling === 'batch') this.#waiting.push({ path, temporary });
    else this.#place(temporary, path);
  }

  #temporaryBeside(path: EntryPath): string {
    const folder = parentOf(path);
    const name = temporaryName(this.#request.stagingId, `${this.#request.writer}-${++this.#count}`);
    return folder === '' ? `${this.#root}/${name}` : `${this.#root}/${folder}/${name}`;
  }

  /** Puts a finished temporary in its place, or removes it. */
  #place(temporary: string, path: EntryPath): void {
    try {
      renameSync(temporary, `${this.#root}/${path}`);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

/** A problem with one path; anything else is thrown on. */
export function problemOf(path: EntryPath, error: unknown): MaterializeProblem {
  const message = pathProblem(path, error);
  if (message === null) throw error;
  return { path, message };
}

// Elsewhere a file that may not be written can be touched all the same; Windows wants to write.
const touchFlags =
  (process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Sets bits and times through the open file, so that nothing but a file is touched. */
function touchFile(target: string, entry: FileEntry, durable: boolean, tools: FileTools): void {
  const fd = openSync(target, touchFlags);
  try {
    if (!fstatSync(fd).isFile()) throw new PathRefusal('it is no file any more.');
    fchmodSync(fd, entry.mode & 0o777);
    futimesSync(fd, tools.now() / 1000, secondsOf(entry.modifiedAt));
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
