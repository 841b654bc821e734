import type { Core } from '../core.ts';
import { diffManifests, type Difference } from '../manifest/diff-manifests.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { nameOf, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Version } from '../model/version.ts';
import type { CatalogWriter, KnownFolder } from '../ports/catalog.ts';
import type { ListingBytes } from '../ports/work-tree.ts';
import { decodeListing, encodeListing, forgetStamp, type Child } from '../scan/listing.ts';

/**
 * Lets the next look at a folder compare with another version than the one that what is known of the folder goes with. The known
 * listings go with the version that the work tree stands at; when that one is deleted or comes back, another is the newest: paths in which the two
 * differ are made to differ from what the folder holds, so that they are looked at again. Costs what the difference costs.
 */
export function lookAgainFrom(core: Core, writer: CatalogWriter, artifact: Artifact, next: Version, known: Version): void {
  if (writer.folder(artifact.id, '') === null) return; // nothing is known: the next look meets everything anew
  const listings = new KnownListings((path) => writer.folder(artifact.id, path));
  for (const difference of diffManifests(next.root, known.root, core.nodes)) listings.unlook(difference);
  const isEmptyThere = (path: EntryPath): boolean => findEntry(next.root, path, core.nodes)?.kind === 'directory';
  for (const { path, listing } of listings.changed()) {
    const folder = writer.folder(artifact.id, path);
    // An empty listing says that the version has the empty folder; where it has not, the folder must be met anew.
    if (listing.length === 0 && path !== '' && !isEmptyThere(path)) writer.removeFoldersWithin(artifact.id, path);
    else if (folder !== null) writer.putFolder(artifact.id, { ...folder, listing });
  }
}

const noStamp = { size: 0, modifiedMs: 0, changedMs: -1, inode: 0, mode: 0 };

/** The known listings of some folders while they are changed. */
class KnownListings {
  readonly #read: (path: FolderPath) => KnownFolder | null;
  readonly #folders = new Map<FolderPath, Map<string, Child> | null>();

  constructor(read: (path: FolderPath) => KnownFolder | null) {
    this.#read = read;
  }

  /** `before` is what the next version has at the path, `after` what the one has that the listings go with. */
  unlook({ path, before, after }: Difference): void {
    const children = this.#childrenOf(parentOf(path));
    const name = nameOf(path);
    if (after?.kind === 'directory') this.#childrenOf(path);
    if (children === null) {
      // The folder is not there any more: it must be missed at the nearest folder that is.
      if (before !== null) this.#missFolder(parentOf(path) as EntryPath);
      return;
    }
    const known = children.get(name);
    if (before === null) children.delete(name);
    else if (after !== null && known !== undefined && known.kind !== 'folder') children.set(name, { ...known, stamp: forgetStamp(known.stamp) });
    else if (after === null) {
      children.set(name, ghost(name, before.kind));
      // Where the other version has the empty folder itself, the folder must still be one that was met before.
      if (parentOf(path) !== '') this.#missFolder(parentOf(path) as EntryPath);
    }
  }

  *changed(): Generator<{ readonly path: FolderPath; readonly listing: ListingBytes }> {
    for (const [path, children] of this.#folders) {
      if (children !== null) yield { path, listing: encodeListing([...children.values()]) };
    }
  }

  #missFolder(path: EntryPath): void {
    const children = this.#childrenOf(parentOf(path));
    if (children === null) this.#missFolder(parentOf(path) as EntryPath);
    else if (!children.has(nameOf(path))) children.set(nameOf(path), { kind: 'folder', name: nameOf(path) });
  }

  #childrenOf(path: FolderPath): Map<string, Child> | null {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const folder = this.#read(path);
    const children = folder === null ? null : new Map(decodeListing(folder.listing).map((child) => [child.name, child]));
    this.#folders.set(path, children);
    return children;
  }
}

/** A child that the folder does not have: the next look finds it gone. */
function ghost(name: string, kind: 'file' | 'link' | 'directory' | 'reference'): Child {
  switch (kind) {
    case 'directory':
      return { kind: 'folder', name };
    case 'link':
      return { kind: 'link', name, stamp: noStamp };
    case 'file':
    case 'reference':
      return { kind: 'file', name, stamp: noStamp };
  }
}
