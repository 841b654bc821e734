import type { Artifact } from '../model/artifact.ts';
import type { EntryPath, FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { fileUriOf, parseReferenceUri } from '../model/reference-uri.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** Something that an artifact refers to because somebody at this computer said so. */
export interface AddedReference {
  /** An object, or a prefix of many; in normal form. */
  readonly uri: string;
  /** Where its objects stand in the artifact: a folder for a prefix, a path for one object; empty: the top. */
  readonly path: FolderPath | EntryPath;
  /** False: nothing is asked of the source; the URI itself is the identity. */
  readonly checksum: boolean;
  /** ms since 1970. */
  readonly addedAt: number;
}

export const referencesKey = (artifact: Artifact): string => `references:${artifact.id}`;

/** In the order in which they were added. */
export function addedReferences(catalog: CatalogReader, artifact: Artifact): readonly AddedReference[] {
  const text = catalog.setting(referencesKey(artifact));
  return text === null ? [] : (JSON.parse(text) as AddedReference[]);
}

export function noteReferences(writer: CatalogWriter, artifact: Artifact, references: readonly AddedReference[]): void {
  writer.setSetting(referencesKey(artifact), JSON.stringify(references));
}

/** Whether an artifact came to be by what was added to it, and never had a folder of its own: that it keeps no bytes says nothing of a folder. */
export function refersAlone(catalog: CatalogReader, artifact: Artifact): boolean {
  return artifact.path === null && addedReferences(catalog, artifact).length > 0 && ownRoots(catalog, artifact).length === 0;
}

/** Whether a URI is that of an added reference, or of an object below it. */
export function isCovered(references: readonly AddedReference[], uri: string): boolean {
  return references.some((added) => uri === added.uri || uri.startsWith(added.uri.endsWith('/') ? added.uri : `${added.uri}/`));
}

export const rootsKey = (artifact: Artifact): string => `reference-roots:${artifact.id}`;

/** URIs of the folders that the artifact tracked without their bytes, each with a slash at its end. */
export function ownRoots(catalog: CatalogReader, artifact: Artifact): readonly string[] {
  const text = catalog.setting(rootsKey(artifact));
  const noted = text === null ? [] : (JSON.parse(text) as string[]);
  return artifact.mode === 'reference' && artifact.path !== null ? [...noted, rootUri(artifact.path)] : noted;
}

/** From now on references into this folder are the folder's own files. */
export function noteOwnRoot(writer: CatalogWriter, artifact: Artifact, folder: string): void {
  const known = ownRoots(writer, artifact);
  const root = rootUri(folder);
  if (!known.includes(root)) writer.setSetting(rootsKey(artifact), JSON.stringify([...known, root]));
}

function rootUri(folder: string): string {
  return `${fileUri(folder, '')}/`;
}

/** The URI of a folder, or of what lies below it. */
export function fileUri(folder: string, path: FolderPath): string {
  const root = folder.replace(/[\\/]+$/, '');
  return fileUriOf(path === '' ? root : `${root}/${path}`);
}

/** The absolute path that a `file:` URI names on this computer; null for any other. */
export function pathOfFileUri(uri: string): string | null {
  const parsed = uri.startsWith('file:') ? parseReferenceUri(uri) : null;
  return parsed?.scheme === 'file' ? parsed.path : null;
}

/**
 * Tells the entries that no look at the artifact's folder has a say about: what stays where it is, unless it is a file of that folder, tracked
 * without its bytes.
 */
export function standsApart(catalog: CatalogReader, artifact: Artifact): (entry: Entry) => boolean {
  const added = addedReferences(catalog, artifact);
  const roots = ownRoots(catalog, artifact);
  return (entry) =>
    entry.kind === 'reference' && (isCovered(added, entry.uri) || !roots.some((root) => entry.uri.startsWith(root)));
}
