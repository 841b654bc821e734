import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';

/** A folder that may be tracked. */
export interface TrackableFolder {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Its own name, which need not be one for an artifact. */
  readonly name: string;
}

/** Looks at a folder that somebody wants tracked. Throws the Failure that says why it cannot be. */
export function checkFolder(core: Core, path: string): TrackableFolder {
  const inspected = core.workTree.inspect(path);
  switch (inspected.state) {
    case 'missing':
      throw new Failure('folder.not-found', `There is no folder at ${path}.`, { path });
    case 'not-a-folder':
      throw new Failure('folder.not-a-directory', `${path} is a file; Strata tracks folders. Drop the folder it is in.`, { path });
    case 'unreadable':
      throw new Failure('folder.unreadable', `The folder ${path} cannot be read; check its permissions.`, { path });
    case 'folder':
      refuseOverlap(core, inspected.path);
      return { path: inspected.path, name: inspected.name };
  }
}

function refuseOverlap(core: Core, path: string): void {
  if (overlaps(path, core.home)) {
    throw new Failure('folder.is-home', `${path} holds Strata's own store (${core.home}) or lies inside it; it cannot be tracked.`, {
      path,
      home: core.home,
    });
  }
  for (const artifact of core.catalog.artifacts()) {
    if (artifact.path !== null && overlaps(path, artifact.path)) throw overlapFailure(path, artifact, artifact.path);
  }
  refuseRemotes(core, path);
}

/** What is pushed must not become a part of what is tracked. */
function refuseRemotes(core: Core, path: string): void {
  for (const { name, address } of core.catalog.remotes()) {
    const folder = folderOf(address);
    if (folder === null || (folder !== slashed(path) && !liesIn(folder, slashed(path)))) continue;
    throw new Failure('folder.overlaps', `${path} holds the remote "${name}": every push would become a new version of it. Track a folder that does not hold it.`, { path, remote: name });
  }
}

/** The folder of `file:///mnt/nas` or `file:///C:/nas`, with slashes; null for what is no folder. Nobody looks whether it is there. */
function folderOf(address: string): string | null {
  if (!address.startsWith('file://')) return null;
  return decodeURIComponent(address.slice('file://'.length)).replace(/^\/(?=[A-Za-z]:)/, '');
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

function overlapFailure(path: string, artifact: Artifact, tracked: string): Failure {
  const data = { path, artifact: artifact.name, tracked };
  if (path === tracked) {
    return new Failure('folder.overlaps', `${path} is tracked already, as "${artifact.name}".`, data);
  }
  const message = liesIn(path, tracked)
    ? `${path} lies inside ${tracked}, which is tracked as "${artifact.name}" already.`
    : `${path} contains ${tracked}, which is tracked as "${artifact.name}"; stop tracking that one first.`;
  return new Failure('folder.overlaps', message, data);
}

/** Whether one of two absolute folders lies in the other, or both are one. */
export function overlaps(a: string, b: string): boolean {
  return a === b || liesIn(a, b) || liesIn(b, a);
}

/** Whether an absolute path lies below a folder. Both separators count, so that it holds on every platform. */
export function liesIn(path: string, folder: string): boolean {
  const trimmed = folder.replace(/[\\/]+$/, '');
  return path.startsWith(trimmed) && /^[\\/]./.test(path.slice(trimmed.length));
}
