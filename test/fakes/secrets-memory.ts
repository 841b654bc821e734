import type { Secrets } from '../../electron/engine/ports/secrets.ts';

/** A key store in memory. */
export function createSecretsInMemory(): Secrets & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    isAvailable: () => Promise.resolve(true),
    get: (name) => Promise.resolve(kept.get(name) ?? null),
    set: (name, text) => Promise.resolve(void kept.set(name, text)),
    remove: (name) => Promise.resolve(void kept.delete(name)),
  };
}
