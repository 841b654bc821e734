import { formatReferenceUri, parseReferenceUri, type ReferenceUri } from './reference-uri.ts';

/**
 * A place on this computer or in its own network that a call may reach: an origin such as `http://10.0.0.5:8080`, or a folder such as
 * `file:///data/animals/`, with the slash. What lies on the public internet and in buckets needs none.
 */
export type ReferencePlace = string & { readonly __referencePlace: unique symbol };

/** Where an address leads, as far as it matters who may be sent there. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'link-local' | 'metadata' | 'special';

/** `ask`: only with a person's permission for this place. `never`: nobody refers to it in earnest, and secrets lie there. */
export type ReachVerdict = 'allowed' | 'ask' | 'never';

/** What must be permitted for a URI to be reached; null: nothing, as far as the URI itself tells – a server's name may still lead to this network. */
export function placeOf(uri: ReferenceUri): ReferencePlace | null {
  switch (uri.scheme) {
    case 'gs':
    case 's3':
      return null;
    case 'http':
    case 'https':
      return uri.origin as ReferencePlace;
    case 'file':
      return formatReferenceUri({ ...uri, path: uri.path.slice(0, uri.path.lastIndexOf('/') + 1) }) as ReferencePlace;
  }
}

/** The place of what a person at this computer adds: what it names and everything below it. They give it with each call that is made for it. */
export function ownPlaces(text: string): readonly ReferencePlace[] {
  const uri = parseReferenceUri(text);
  if (uri.scheme !== 'file') return [placeOf(uri)].filter((place) => place !== null);
  const exact = formatReferenceUri(uri);
  return [exact, exact.endsWith('/') ? exact : `${exact}/`] as ReferencePlace[];
}

/** Whether a place, or the file that a URI names, lies in one that is permitted. */
export function isPermitted(permitted: readonly string[], uri: string): boolean {
  return permitted.some((place) => uri === place || (place.startsWith('file:') && place.endsWith('/') && uri.startsWith(place)));
}

/** Who may be sent to an address of this kind, before anything is connected. */
export function mayReach(kind: AddressKind, isPermittedPlace: boolean): ReachVerdict {
  switch (kind) {
    case 'public':
      return 'allowed';
    case 'metadata':
      return 'never';
    case 'loopback':
    case 'private':
    case 'link-local':
    case 'special':
      return isPermittedPlace ? 'allowed' : 'ask';
  }
}
