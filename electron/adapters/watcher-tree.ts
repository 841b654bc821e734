import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { childPath, type FolderPath } from '../engine/model/entry-path.ts';
import { rootRules, rulesFile, type FolderRules } from './ignore-rules.ts';
import { absolutePath, readRules } from './scan-ground.ts';
import { saysMissing } from './scan-problems.ts';
import { excuse, identityAt, isStill, letGo, pathOf, slice, standingAt, subtree } from './watcher-folder.ts';
import type { WatchedFolder, WatchFolder } from './watcher-folder.ts';
import type { Hints } from './watcher-hints.ts';

/** How often a folder is tried that another one replaces at that very moment. */
const attempts = 5;

/**
 * Watches a folder and all folders below it, each by itself, and follows them as they come and go. A folder is watched
 * before its children are listed, and the `rescan` of a new folder is told when all of it is watched, so that whatever
 * happens in between is covered by one or the other.
 */
export class WatchedTree {
  readonly #root: string;
  readonly #hints: Hints;
  readonly #watchFolder: WatchFolder;
  #top: WatchedFolder | null = null;
  #closed = false;
  /** Losses of events since the tree was last covered again. */
  #losses = 0;
  readonly #running = new Set<Promise<void>>();
  /** Folders whose own rules were written in this turn. */
  readonly #newRules = new Set<WatchedFolder>();

  constructor(root: string, hints: Hints, watchFolder: WatchFolder) {
    this.#root = root;
    this.#hints = hints;
    this.#watchFolder = watchFolder;
  }

  /** Resolves when every folder that is there is watched. Never rejects. */
  async cover(): Promise<void> {
    if (this.#closed) return;
    this.#top = this.#watchOne(null, '');
    const top = this.#top;
    if (top !== null) await this.#run(() => this.#coverBelow(top, false));
    else if (identityAt(this.#root) === null) this.#hints.rootGone();
  }

  /** After lost events: folders may have come and gone unheard. Tells a rescan when all are watched again. */
  coverAgain(): void {
    this.checkRoot();
    const top = this.#top;
    if (top === null || this.#closed) return;
    // Events may be lost while this is done: then it is done once more.
    this.#losses++;
    if (this.#losses === 1) void this.#coverUntilNothingIsLost(top);
  }

  async #coverUntilNothingIsLost(top: WatchedFolder): Promise<void> {
    for (let met = 0; met < this.#losses && !this.#closed; ) {
      met = this.#losses;
      await this.#coverAndTell(top, true);
    }
    this.#losses = 0;
  }

  /** Tells when the root is gone or another folder stands in its place. */
  checkRoot(): void {
    const top = this.#top;
    if (this.#closed || top === null) return;
    const stats = standingAt(this.#root);
    if (stats !== undefined && (isStill(top, stats) || identityAt(this.#root) === top.identity)) return;
    this.#retire(top);
    this.#top = null;
    this.#hints.rootGone();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const top = this.#top;
    this.#top = null;
    if (top !== null) await letGo(subtree(top));
    await Promise.all(this.#running);
  }

  /** Watches one folder. Null when none is there, it is ignored, or it cannot be watched. */
  #watchOne(parent: WatchedFolder | null, name: string): WatchedFolder | null {
    if (parent?.rules.ignores(name, true) === true) return null;
    const path = parent === null ? '' : childPath(pathOf(parent), name);
    const place = absolutePath(this.#root, path);
    try {
      let identity = identityAt(place);
      for (let attempt = 0; identity !== null && attempt < attempts; attempt++) {
        const folder = this.#newFolder(parent, name, path, identity);
        folder.handle = this.#watchFolder(
          place,
          (event, child) => this.#heard(folder, event, child),
          (error) => this.#broke(folder, error),
        );
        // Had another folder taken the place meanwhile, the wrong one might be watched.
        identity = identityAt(place);
        if (identity === folder.identity) return folder;
        folder.handle.close();
      }
    } catch (error) {
      if (!saysMissing(error)) this.#refuse(parent, name, error);
    }
    return null;
  }

  #newFolder(parent: WatchedFolder | null, name: string, path: FolderPath, identity: string): WatchedFolder {
    const { text: ownRules } = readRules(this.#root, path);
    const rules = rulesIn(parent, name, ownRules);
    return { parent, name, identity, ownRules, rules, handle: null, children: null, refused: null, retired: false };
  }

  /** Watches a folder's subfolders and everything below them; with `again` also looks at those that are watched. */
  async #coverBelow(start: WatchedFolder, again: boolean): Promise<void> {
    const queue = [start];
    let end = performance.now() + slice;
    for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
      if (this.#closed || folder.retired) continue;
      const names = this.#foldersIn(folder);
      if (again) this.#dropOthers(folder, names);
      for (const name of names) {
        const known = folder.children?.get(name);
        if (known === undefined) queue.push(...this.#adopt(folder, name));
        else if (again) queue.push(known);
      }
      if (performance.now() < end) continue;
      await nextTurn();
      end = performance.now() + slice;
    }
  }

  /** Retires watched subfolders that are not there any more, or not the same. */
  #dropOthers(folder: WatchedFolder, names: readonly string[]): void {
    const there = new Set(names);
    for (const child of [...(folder.children?.values() ?? [])]) {
      const stats = there.has(child.name) ? standingAt(absolutePath(this.#root, pathOf(child))) : undefined;
      if (stats === undefined || !isStill(child, stats)) this.#retire(child);
    }
  }

  #foldersIn(folder: WatchedFolder): string[] {
    try {
      const children = readdirSync(absolutePath(this.#root, pathOf(folder)), { withFileTypes: true });
      return children.filter((child) => child.isDirectory()).map((child) => child.name);
    } catch (error) {
      if (!saysMissing(error)) this.#refuse(folder.parent, folder.name, error);
      return [];
    }
  }

  /** Watches a subfolder as part of the tree: that folder, or none. */
  #adopt(parent: WatchedFolder, name: string): WatchedFolder[] {
    const child = this.#watchOne(parent, name);
    if (child === null) return [];
    (parent.children ??= new Map()).set(name, child);
    return [child];
  }

  #heard(folder: WatchedFolder, event: string, name: string | null): void {
    this.#hints.count();
    if (this.#closed || folder.retired) return;
    if (name === null) return this.#hints.rescan(pathOf(folder));
    if (name === rulesFile) this.#rulesWritten(folder);
    if (event === 'rename' || folder.refused?.has(name) === true) return this.#renamed(folder, name);
    this.#tellChanged(folder, name);
  }

  /** A child came, went or was replaced; or the folder itself did, which is told under its own name. */
  #renamed(folder: WatchedFolder, name: string): void {
    const stats = standingAt(absolutePath(this.#root, childPath(pathOf(folder), name)));
    const maybeItself = stats === undefined && name === (folder.parent === null ? basename(this.#root) : folder.name);
    if (maybeItself) this.#checkItself(folder);
    if (folder.retired) return;
    this.#tellChanged(folder, name);
    const known = folder.children?.get(name);
    if (known !== undefined && (stats === undefined || !isStill(known, stats))) this.#retire(known);
    if (stats?.isDirectory() === true && folder.children?.has(name) !== true) this.#appeared(folder, name);
  }

  #checkItself(folder: WatchedFolder): void {
    const { parent, name } = folder;
    if (parent === null) return this.checkRoot();
    const stats = standingAt(absolutePath(this.#root, pathOf(folder)));
    if (stats !== undefined && isStill(folder, stats)) return;
    this.#retire(folder);
    this.#tellChanged(parent, name);
    if (stats?.isDirectory() === true) this.#appeared(parent, name);
  }

  /** Covers a folder that appeared or took another's place, then tells so. */
  #appeared(parent: WatchedFolder, name: string): void {
    parent.refused?.delete(name);
    for (const child of this.#adopt(parent, name)) void this.#coverAndTell(child, false);
  }

  async #coverAndTell(folder: WatchedFolder, again: boolean): Promise<void> {
    await this.#run(() => this.#coverBelow(folder, again));
    if (!folder.retired) this.#hints.rescan(pathOf(folder));
  }

  #tellChanged(folder: WatchedFolder, name: string): void {
    if (folder.rules.ignores(name, false) && folder.rules.ignores(name, true)) return;
    this.#hints.changed(childPath(pathOf(folder), name));
  }

  /** Other folders may be ignored now: when the writing is over, everything below is watched anew. */
  #rulesWritten(folder: WatchedFolder): void {
    if (this.#newRules.size === 0) setImmediate(() => this.#followNewRules());
    this.#newRules.add(folder);
  }

  #followNewRules(): void {
    const folders = [...this.#newRules];
    this.#newRules.clear();
    for (const folder of folders) {
      const { text } = readRules(this.#root, pathOf(folder));
      if (this.#closed || folder.retired || text === folder.ownRules) continue;
      folder.ownRules = text;
      folder.rules = rulesIn(folder.parent, folder.name, text);
      for (const child of [...(folder.children?.values() ?? [])]) this.#retire(child);
      void this.#coverAndTell(folder, false);
    }
  }

  /** Takes a folder out of the tree. */
  #retire(folder: WatchedFolder): void {
    folder.parent?.children?.delete(folder.name);
    const below = subtree(folder);
    for (const each of below) each.retired = true;
    void this.#run(() => letGo(below));
  }

  #broke(folder: WatchedFolder, error: unknown): void {
    if (this.#closed || folder.retired) return;
    if (folder.parent === null) return this.checkRoot();
    this.#hints.rescan(pathOf(folder));
    this.#retire(folder);
    this.#refuse(folder.parent, folder.name, error);
  }

  #refuse(parent: WatchedFolder | null, name: string, error: unknown): void {
    if (parent !== null) (parent.refused ??= new Set()).add(name);
    const { cause, message } = excuse(parent === null ? '' : childPath(pathOf(parent), name), error);
    this.#hints.degraded(cause, message);
  }

  /** Does something that `close` waits for; what fails is told, never thrown. */
  #run(work: () => Promise<void>): Promise<void> {
    const running = work()
      .catch((error: unknown) => this.#refuse(null, '', error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }
}

function rulesIn(parent: WatchedFolder | null, name: string, ownRules: string | null): FolderRules {
  return parent === null ? rootRules(ownRules) : parent.rules.enter(name, ownRules);
}
