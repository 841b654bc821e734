import { Failure } from '../engine/model/failure.ts';
import type { Secrets } from '../engine/ports/secrets.ts';

/** For an engine that runs without the app: a file that Strata could read by itself would be no key store, so nothing is kept at all. */
export const noSecrets: Secrets = {
  isAvailable: () => Promise.resolve(false),
  get: () => Promise.resolve(null),
  set: () => Promise.reject(noKeyStore()),
  remove: () => Promise.resolve(),
};

export function noKeyStore(): Failure {
  const message = "There is no key store to keep the key in: only the app has one, where the system offers it. Give the path of the key file instead; it is read from there each time.";
  return new Failure('key-store.unavailable', message, {});
}
