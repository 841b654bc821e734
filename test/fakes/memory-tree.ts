/**
 * A tiny file system in memory, for the fakes of the ports that look at or write users' folders.
 *
 * - Paths are absolute POSIX paths (`/home/me/animals/cat.txt`); `/` is there from the start. Missing parents of things
 *   that a test puts in place are made by themselves.
 * - It behaves like Linux seen by a user who owns everything: links on the way are followed, `lstat` does not follow the last
 *   one, permission bits of the owner are obeyed, errors are system errors with a `code` (`ENOENT`, `EACCES` …).
 * - Time is its own: every change moves its clock on by `tick` ms (1 by default) and stamps with it, so that two changes
 *   differ; `tick: 0` makes changes that no stamp shows.
 * - Every call first tells the hooks (`onCall`, `when`, `fail`), which may change the tree or throw: that is how a test
 *   changes a file while it is read or lets a disk run full.
 */
export interface MemoryTree {
  /** Puts a file in place in one go; as an editor that writes in place would (same inode when it is there). */
  write(path: string, content: string | Uint8Array, options?: { mode?: number; modifiedMs?: number }): void;
  /** Puts a file in place by writing a new one and renaming it over: a new inode. */
  replace(path: string, content: string | Uint8Array, options?: { mode?: number; modifiedMs?: number }): void;
  folder(path: string, options?: { mode?: number; modifiedMs?: number }): void;
  link(path: string, target: string): void;
  /** A socket, FIFO or device. */
  special(path: string): void;
  /** Removes a file, link or whole folder; nothing happens when it is not there. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  setMode(path: string, mode: number): void;
  /** Sets the modification time; does not follow a link. */
  setModified(path: string, modifiedMs: number): void;

  /** What stands at a path, without following a last link. Throws a system error. */
  lstat(path: string): MemoryStat;
  /** Whether something stands at a path (`lstat` answers), without telling hooks. */
  exists(path: string): boolean;
  /** Names in a folder, unsorted as a file system gives them. */
  list(path: string): string[];
  readLink(path: string): string;
  /** Opens a file without following a last link (`ELOOP`). */
  open(path: string): MemoryHandle;
  /** Whole content of a file as bytes, without telling hooks. */
  content(path: string): Uint8Array;
  /** Whole content of a file as text, without telling hooks. */
  text(path: string): string;
  /** Path with all links resolved. */
  realPath(path: string): string;
  /** Everything below a folder: relative path → `'text'`, `'-> target'`, `'folder'`, `'special'`. Tells no hooks. */
  snapshot(path: string): Record<string, string>;

  /** ms since 1970, the tree's own. */
  now(): number;
  advance(ms: number): void;

  /** Told before every call that is not marked otherwise. Returns the way to stop it. */
  onCall(hook: (call: MemoryCall) => void): () => void;
  /** Runs an action before the next matching call (of the next `times`); inside it no hook is told. */
  when(name: MemoryCall['name'], path: string, action: (call: MemoryCall) => void, times?: number): void;
  /** Lets the next matching call (or the next `times`) fail with a system error such as `EIO` or `ENOSPC`. */
  fail(name: MemoryCall['name'], path: string, code: string, times?: number): void;
}

export interface MemoryStat {
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly size: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
  /** Permission bits. */
  readonly mode: number;
}

export interface MemoryHandle {
  stat(): MemoryStat;
  /** At most `length` bytes from `offset`; empty at the end. Sees changes in place, not replacements. */
  read(offset: number, length: number): Uint8Array;
}

export interface MemoryCall {
  readonly name:
    | 'write'
    | 'folder'
    | 'link'
    | 'remove'
    | 'rename'
    | 'setMode'
    | 'setModified'
    | 'lstat'
    | 'list'
    | 'readLink'
    | 'open'
    | 'read'
    | 'stat';
  readonly path: string;
  /** Where a `read` begins. */
  readonly offset?: number;
}

interface Node {
  kind: MemoryStat['kind'];
  inode: number;
  mode: number;
  modifiedMs: number;
  changedMs: number;
  content: Uint8Array;
  target: string;
  children: Map<string, Node>;
}

/** An error as Node's file system throws it. */
export function systemError(code: string, call: string, path: string): Error & { code: string } {
  return Object.assign(new Error(`${code}: ${call} '${path}'`), { code, syscall: call, path });
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();

const segmentsOf = (path: string): string[] => {
  if (!path.startsWith('/')) throw new Error(`the memory tree wants absolute paths, not ${JSON.stringify(path)}`);
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
};

export function createMemoryTree(options: { readonly startMs?: number; readonly tick?: number } = {}): MemoryTree {
  let clock = options.startMs ?? 1_700_000_000_000;
  const tick = options.tick ?? 1;
  let lastInode = 1;
  const hooks = new Set<(call: MemoryCall) => void>();
  let quiet = 0;

  function newNode(kind: Node['kind'], mode: number): Node {
    const inode = ++lastInode;
    return { kind, inode, mode, modifiedMs: clock, changedMs: clock, content: new Uint8Array(), target: '', children: new Map() };
  }
  const root = newNode('folder', 0o755);

  function told<T>(call: MemoryCall, act: () => T): T {
    if (quiet === 0) for (const hook of [...hooks]) hook(call);
    quiet++;
    try {
      return act();
    } finally {
      quiet--;
    }
  }

  /** Follows links on the way (and at the end when asked). Null: the last segment is missing. */
  function walk(path: string, call: string, follow: boolean): { parent: Node; name: string; node: Node | null; real: string } {
    let pending = segmentsOf(path);
    let trail: { node: Node; name: string }[] = [{ node: root, name: '' }];
    for (let links = 0; pending.length > 0; ) {
      const name = pending[0] as string;
      const last = pending.length === 1;
      const folder = (trail.at(-1) as { node: Node }).node;
      if (name === '..') {
        if (trail.length > 1) trail.pop();
        pending = pending.slice(1);
        continue;
      }
      if ((folder.mode & 0o100) === 0) throw systemError('EACCES', call, path);
      const node = folder.children.get(name) ?? null;
      const real = `${trail.map((step) => step.name).join('/')}/${name}`;
      if (node === null && last) return { parent: folder, name, node, real };
      if (node === null) throw systemError('ENOENT', call, path);
      if (node.kind === 'link' && (!last || follow)) {
        if (++links > 40) throw systemError('ELOOP', call, path);
        pending = [...node.target.split('/').filter((segment) => segment !== '' && segment !== '.'), ...pending.slice(1)];
        if (node.target.startsWith('/')) trail = trail.slice(0, 1);
        continue;
      }
      if (last) return { parent: folder, name, node, real };
      if (node.kind !== 'folder') throw systemError('ENOTDIR', call, path);
      trail.push({ node, name });
      pending = pending.slice(1);
    }
    const end = trail.at(-1) as { node: Node; name: string };
    const parent = (trail.at(-2) ?? end) as { node: Node };
    return { parent: parent.node, name: end.name, node: end.node, real: trail.map((step) => step.name).join('/') || '/' };
  }

  function find(path: string, call: string, follow = false): Node {
    const { node } = walk(path, call, follow);
    if (node === null) throw systemError('ENOENT', call, path);
    return node;
  }

  function touch(node: Node): void {
    clock += tick;
    node.modifiedMs = clock;
    node.changedMs = clock;
  }

  function makeParents(path: string): void {
    const segments = segmentsOf(path).slice(0, -1);
    for (let depth = 1; depth <= segments.length; depth++) {
      const parent = `/${segments.slice(0, depth).join('/')}`;
      const { parent: folder, name, node } = walk(parent, 'mkdir', true);
      if (node === null) {
        folder.children.set(name, newNode('folder', 0o755));
        touch(folder);
      } else if (node.kind !== 'folder') throw systemError('ENOTDIR', 'mkdir', path);
    }
  }

  /** The node of that kind at a path: the one that is there, or a new one. */
  function place(path: string, kind: Node['kind'], mode: number, fresh: boolean): Node {
    makeParents(path);
    const { parent, name, node } = walk(path, 'open', false);
    if (node !== null && node.kind === 'folder' && kind !== 'folder') throw systemError('EISDIR', 'open', path);
    if (node !== null && node.kind === kind && !fresh) return node;
    if (node !== null && node.kind !== kind && !fresh) throw systemError('EEXIST', 'open', path);
    const made = newNode(kind, mode);
    parent.children.set(name, made);
    touch(parent);
    return made;
  }

  function putFile(path: string, content: string | Uint8Array, given: { mode?: number; modifiedMs?: number }, fresh: boolean): void {
    const node = place(path, 'file', given.mode ?? 0o644, fresh);
    node.content = bytesOf(content);
    if (given.mode !== undefined) node.mode = given.mode;
    touch(node);
    if (given.modifiedMs !== undefined) node.modifiedMs = given.modifiedMs;
  }

  function remove(path: string): void {
    const found = ((): ReturnType<typeof walk> | null => {
      try {
        return walk(path, 'unlink', false);
      } catch {
        return null;
      }
    })();
    if (found?.node == null) return;
    found.parent.children.delete(found.name);
    touch(found.parent);
  }

  function rename(from: string, to: string): void {
    const source = walk(from, 'rename', false);
    if (source.node === null) throw systemError('ENOENT', 'rename', from);
    const target = walk(to, 'rename', false);
    if (target.node === source.node) return;
    if (target.node?.kind === 'folder') {
      if (source.node.kind !== 'folder') throw systemError('EISDIR', 'rename', to);
      if (target.node.children.size > 0) throw systemError('ENOTEMPTY', 'rename', to);
    } else if (target.node !== null && source.node.kind === 'folder') throw systemError('ENOTDIR', 'rename', to);
    source.parent.children.delete(source.name);
    target.parent.children.set(target.name, source.node);
    touch(source.parent);
    touch(target.parent);
    source.node.changedMs = clock;
  }

  function statOf(node: Node): MemoryStat {
    const size = node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 0;
    const { kind, modifiedMs, changedMs, inode, mode } = node;
    return { kind, size, modifiedMs, changedMs, inode, mode };
  }

  function open(path: string): MemoryHandle {
    const node = find(path, 'open');
    if (node.kind === 'link') throw systemError('ELOOP', 'open', path);
    if (node.kind === 'special') throw systemError('ENXIO', 'open', path);
    if ((node.mode & 0o400) === 0) throw systemError('EACCES', 'open', path);
    return {
      stat: () => told({ name: 'stat', path }, () => statOf(node)),
      read: (offset, length) =>
        told({ name: 'read', path, offset }, () => {
          if (node.kind === 'folder') throw systemError('EISDIR', 'read', path);
          return node.content.slice(offset, offset + length);
        }),
    };
  }

  function contentOf(path: string): Uint8Array {
    const node = find(path, 'open', true);
    if (node.kind !== 'file') throw systemError('EISDIR', 'read', path);
    return node.content.slice();
  }

  function snapshot(path: string): Record<string, string> {
    const found: Record<string, string> = {};
    const visit = (folder: Node, prefix: string): void => {
      for (const name of [...folder.children.keys()].sort()) {
        const node = folder.children.get(name) as Node;
        const texts = { file: new TextDecoder().decode(node.content), link: `-> ${node.target}`, folder: 'folder', special: 'special' };
        found[prefix + name] = texts[node.kind];
        if (node.kind === 'folder') visit(node, `${prefix}${name}/`);
      }
    };
    visit(find(path, 'scandir', true), '');
    return found;
  }

  function list(path: string): string[] {
    const node = find(path, 'scandir', true);
    if (node.kind !== 'folder') throw systemError('ENOTDIR', 'scandir', path);
    if ((node.mode & 0o400) === 0) throw systemError('EACCES', 'scandir', path);
    return [...node.children.keys()];
  }

  function readLink(path: string): string {
    const node = find(path, 'readlink');
    if (node.kind !== 'link') throw systemError('EINVAL', 'readlink', path);
    return node.target;
  }

  function when(name: MemoryCall['name'], path: string, action: (call: MemoryCall) => void, times = 1): void {
    let left = times;
    const hook = (call: MemoryCall): void => {
      if (call.name !== name || call.path !== path || left === 0) return;
      if (--left === 0) hooks.delete(hook);
      quiet++;
      try {
        action(call);
      } finally {
        quiet--;
      }
    };
    hooks.add(hook);
  }

  return {
    write: (path, content, given = {}) => told({ name: 'write', path }, () => putFile(path, content, given, false)),
    replace: (path, content, given = {}) => told({ name: 'write', path }, () => putFile(path, content, given, true)),
    folder: (path, given = {}) =>
      told({ name: 'folder', path }, () => {
        const node = place(path, 'folder', given.mode ?? 0o755, false);
        if (given.mode !== undefined) node.mode = given.mode;
        if (given.modifiedMs !== undefined) node.modifiedMs = given.modifiedMs;
      }),
    link: (path, target) =>
      told({ name: 'link', path }, () => {
        const node = place(path, 'link', 0o777, true);
        node.target = target;
        touch(node);
      }),
    special: (path) => told({ name: 'write', path }, () => touch(place(path, 'special', 0o644, true))),
    remove: (path) => told({ name: 'remove', path }, () => remove(path)),
    rename: (from, to) => told({ name: 'rename', path: to }, () => rename(from, to)),
    setMode: (path, mode) =>
      told({ name: 'setMode', path }, () => {
        const node = find(path, 'chmod');
        node.mode = mode & 0o7777;
        clock += tick;
        node.changedMs = clock;
      }),
    setModified: (path, modifiedMs) =>
      told({ name: 'setModified', path }, () => {
        const node = find(path, 'utime');
        node.modifiedMs = modifiedMs;
        clock += tick;
        node.changedMs = clock;
      }),
    lstat: (path) => told({ name: 'lstat', path }, () => statOf(find(path, 'lstat'))),
    exists: (path) => {
      try {
        return walk(path, 'lstat', false).node !== null;
      } catch {
        return false;
      }
    },
    list: (path) => told({ name: 'list', path }, () => list(path)),
    readLink: (path) => told({ name: 'readLink', path }, () => readLink(path)),
    open: (path) => told({ name: 'open', path }, () => open(path)),
    content: contentOf,
    text: (path) => new TextDecoder().decode(contentOf(path)),
    realPath: (path) => {
      const { node, real } = walk(path, 'realpath', true);
      if (node === null) throw systemError('ENOENT', 'realpath', path);
      return real;
    },
    snapshot,
    now: () => clock,
    advance: (ms) => {
      clock += ms;
    },
    onCall: (hook) => {
      hooks.add(hook);
      return () => void hooks.delete(hook);
    },
    when,
    fail: (name, path, code, times) =>
      when(name, path, () => {
        throw systemError(code, name, path);
      }, times),
  };
}
