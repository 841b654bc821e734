import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import { notPermitted } from '../model/reference-failure.ts';
import { isPermitted, ownPlaces, placeOf } from '../model/reference-place.ts';
import { parseReferenceUri } from '../model/reference-uri.ts';
import { addedReferences, isCovered, ownRoots } from './added-references.ts';
import { lookingAfter } from './looking-after.ts';

/**
 * Local and private places that may be reached for a URI: those that somebody at this computer permitted for the artifact, and those of what he added or
 * tracks himself, as far as the URI belongs to that. What came with an artifact of others has no place of its own.
 */
export function permittedPlaces(core: Core, artifact: Artifact, uri: string): readonly string[] {
  const { catalog } = core;
  const own = addedReferences(catalog, artifact).filter((added) => isCovered([added], uri));
  const roots = ownRoots(catalog, artifact).filter((root) => uri.startsWith(root));
  return [...lookingAfter(catalog, artifact).permissions, ...roots, ...own.flatMap((added) => ownPlaces(added.uri))];
}

/** Whether somebody at this computer added what a URI names, or tracks the folder it lies in. */
export function isOwn(core: Core, artifact: Artifact, uri: string): boolean {
  return isCovered(addedReferences(core.catalog, artifact), uri) || ownRoots(core.catalog, artifact).some((root) => uri.startsWith(root));
}

/** Why a reference may not be fetched, as far as that is known without asking anybody; null: it may be tried. */
export function withheld(core: Core, artifact: Artifact): (entry: ReferenceEntry) => string | null {
  return ({ path, uri }) => {
    try {
      const parsed = parseReferenceUri(uri);
      const place = parsed.scheme === 'file' ? placeOf(parsed) : null;
      if (place === null || isPermitted(permittedPlaces(core, artifact, uri), uri)) return null;
      return `${path} cannot be brought back: ${notPermitted(uri, place, 'local-file', true).message}`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return `${path} cannot be brought back: ${error.message}`;
    }
  };
}

/** The place that a refusal is about, where somebody at this computer may permit it; null for any other error. */
export function askablePlace(error: unknown): string | null {
  if (!(error instanceof Failure) || error.code !== 'reference.not-permitted' || error.data['canAsk'] !== true) return null;
  return typeof error.data['place'] === 'string' ? error.data['place'] : null;
}
