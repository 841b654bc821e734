import { watch } from 'node:fs';
import { nameOf, parentOf, type EntryPath, type FolderPath } from '../engine/model/entry-path.ts';
import { rootRules, rulesFile, type FolderRules } from './ignore-rules.ts';
import { absolutePath, readRules } from './scan-ground.ts';
import { excuse, identityAt, standingAt, type FolderWatch, type WatchFolder } from './watcher-folder.ts';
import type { Hints } from './watcher-hints.ts';

/** Watches a folder and everything below it with the system's own recursive watching. Names are paths from that folder. */
export const watchRecursively: WatchFolder = (folder, listener, failed) => {
  const watcher = watch(folder, { recursive: true }, listener);
  watcher.on('error', failed);
  return watcher;
};

/**
 * A whole tree under one watch, for systems that do that themselves (macOS, Windows). There it costs nothing per folder, and
 * on Windows a watch on each folder would keep people from renaming the folders above it.
 */
export class RecursiveTree {
  readonly #root: string;
  readonly #hints: Hints;
  readonly #watchFolder: WatchFolder;
  #handle: FolderWatch | null = null;
  #identity: string | null = null;
  #closed = false;
  readonly #rules = new Map<FolderPath, FolderRules>();

  constructor(root: string, hints: Hints, watchFolder: WatchFolder) {
    this.#root = root;
    this.#hints = hints;
    this.#watchFolder = watchFolder;
  }

  /** Begins to watch. Never throws. */
  cover(): void {
    if (this.#closed) return;
    this.#identity = identityAt(this.#root);
    if (this.#identity === null) return this.#hints.rootGone();
    try {
      this.#handle = this.#watchFolder(
        this.#root,
        (event, name) => this.#heard(event, name),
        (error) => this.#broke(error),
      );
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Tells when the root is gone or another folder stands in its place. */
  checkRoot(): void {
    if (this.#closed || this.#identity === null || identityAt(this.#root) === this.#identity) return;
    this.#identity = null;
    this.#handle?.close();
    this.#hints.rootGone();
  }

  /** After lost events: one watch covers all that came meanwhile. */
  coverAgain(): void {
    this.#rules.clear();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#handle?.close();
    this.#handle = null;
  }

  #heard(event: string, name: string | null): void {
    this.#hints.count();
    if (this.#closed || this.#identity === null) return;
    // No name: the system lost count of what happened.
    if (name === null || name === '') return this.#hints.rescan('');
    const path = name.replaceAll('\\', '/') as EntryPath;
    const stats = event === 'rename' ? standingAt(absolutePath(this.#root, path)) : undefined;
    if (event === 'rename' && stats === undefined) this.checkRoot();
    if (nameOf(path) === rulesFile) return this.#rulesWritten(parentOf(path));
    if (this.#isHidden(path)) return;
    this.#hints.changed(path);
    // One event stands for a folder that was moved in with all that is in it.
    if (stats?.isDirectory() === true) this.#hints.rescan(path);
  }

  #rulesWritten(folder: FolderPath): void {
    this.#rules.clear();
    this.#hints.rescan(folder);
  }

  #isHidden(path: EntryPath): boolean {
    const rules = this.#rulesIn(parentOf(path));
    return rules === null || (rules.ignores(nameOf(path), true) && rules.ignores(nameOf(path), false));
  }

  /** Rules in a folder; null when it is ignored itself. */
  #rulesIn(folder: FolderPath): FolderRules | null {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const rules = this.#readRules(folder);
    if (rules !== null) this.#rules.set(folder, rules);
    return rules;
  }

  #readRules(folder: FolderPath): FolderRules | null {
    const { text } = readRules(this.#root, folder);
    if (folder === '') return rootRules(text);
    const name = nameOf(folder);
    const above = this.#rulesIn(parentOf(folder));
    return above === null || above.ignores(name, true) ? null : above.enter(name, text);
  }

  #broke(error: unknown): void {
    if (this.#closed) return;
    this.checkRoot();
    if (this.#identity === null) return;
    this.#handle?.close();
    this.#hints.rescan('');
    this.#refuse(error);
  }

  #refuse(error: unknown): void {
    const { cause, message } = excuse('', error);
    this.#hints.degraded(cause, message);
  }
}
