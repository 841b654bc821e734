import { Failure } from './failure.ts';
import type { AddressKind } from './reference-place.ts';

export function missingSource(uri: string, cause?: unknown): Failure {
  return new Failure('reference.missing', `There is nothing at ${uri} any more, or there never was. Check how it is written.`, { uri }, cause);
}

export function changedSource(uri: string, why: string): Failure {
  return new Failure('reference.changed', `${uri} is not any more what the version names: ${why}.`, { uri, reason: why });
}

export function deniedSource(uri: string, why: string, cause?: unknown): Failure {
  return new Failure('reference.denied', `${uri} is not to be had: ${why}.`, { uri, reason: why }, cause);
}

/** Not reached, or silent. */
export function offlineSource(uri: string, why: string, cause?: unknown): Failure {
  return new Failure('reference.offline', `${uri} cannot be reached: ${why}.`, { uri, reason: why }, cause);
}

/** Reached, and asks to come again; `retryAfter` in ms where it said so. */
export function unavailableSource(uri: string, status: number, retryAfter: number | null, cause?: unknown): Failure {
  const data = { uri, status, ...(retryAfter !== null && { retryAfter }) };
  return new Failure('reference.unavailable', `The server of ${uri} is busy or out of order for the moment (${status}). Try again later.`, data, cause);
}

export function lostInRedirects(uri: string, why: string): Failure {
  return new Failure('reference.redirects', `${uri} leads nowhere: ${why}.`, { uri, reason: why });
}

export function unsupportedSource(uri: string, why: string): Failure {
  return new Failure('reference.unsupported', `${uri} cannot be read: ${why}.`, { uri, reason: why });
}

const where: Readonly<Record<Exclude<AddressKind, 'public'> | 'local-file', string>> = {
  loopback: 'to a program on this computer',
  private: 'into your own network',
  'link-local': 'to a neighbour in your own network',
  special: 'to an address that is not of the public internet',
  metadata: 'to the place where cloud servers keep their keys',
  'local-file': 'to a file on this computer',
};

/**
 * It lies where nobody permitted to go. `place` is what a permission would be for; `canAsk` is false where there is none to be had.
 */
export function notPermitted(uri: string, place: string, kind: Exclude<AddressKind, 'public'> | 'local-file', canAsk: boolean): Failure {
  const next = canAsk ? `nobody permitted that for this artifact. Permit ${place} if that is meant` : 'nothing is ever fetched from there';
  return new Failure('reference.not-permitted', `${uri} leads ${where[kind]} (${place}), and ${next}.`, { uri, place, kind, canAsk });
}
