import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { VersionOrigin } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import { storeBytes } from './usage.ts';

/** How much of its limit the store takes. */
export interface Room {
  /** Bytes on disk that the store may take; null: as many as the disk has. */
  readonly limit: number | null;
  readonly used: number;
  /** `near`: soon no new version fits. `full`: none is made. */
  readonly state: 'free' | 'near' | 'full';
}

/** The setting that holds it, in bytes. */
export const limitKey = 'store-limit';
/** From this part of the limit on it is told that it comes near. */
const nearPart = 0.9;

function limitOf(catalog: CatalogReader): number | null {
  const text = catalog.setting(limitKey);
  return text === null || text === '' ? null : Number(text);
}

export function roomOf(core: Core): Room {
  const limit = limitOf(core.catalog);
  const used = storeBytes(core);
  if (limit === null || used < limit * nearPart) return { limit, used, state: 'free' };
  return { limit, used, state: used < limit ? 'near' : 'full' };
}

/** Sets the limit; null takes it away. A limit below what the store takes deletes nothing: it only stops new versions. */
export function setLimit(core: Core, limit: number | null): Room {
  if (limit !== null && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new Failure('keep.invalid', `The store's limit is a whole number of bytes from 1 on, not ${limit}.`, { limit });
  }
  if (limit === limitOf(core.catalog)) return roomOf(core);
  const operation = core.catalog.transact((writer) => {
    writer.setSetting(limitKey, limit === null ? '' : String(limit));
    return recordOperation(core, writer, { kind: 'limit', artifact: null, arguments: { bytes: limit }, undo: null });
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  const room = roomOf(core);
  core.facts.tell({ kind: 'store.roomChanged', room });
  return room;
}

/**
 * Refuses a version that would pass the limit, with `adding` bytes on disk; before anything is read they are not known, and 0. What a
 * restore needs is never refused: it keeps the state that it replaces, and is how a person gets out of trouble.
 */
export function refuseOverLimit(core: Core, origin: VersionOrigin, adding: number): void {
  const limit = limitOf(core.catalog);
  if (limit === null || origin === 'before-restore' || origin === 'restore') return;
  const used = storeBytes(core);
  if (adding === 0 ? used < limit : used + adding <= limit) return;
  const what = adding === 0 ? 'has reached its limit' : 'would pass its limit';
  throw new Failure(
    'store.over-limit',
    `The store ${what}, so no new versions are made. What is stored is safe: delete versions and empty the undo window, keep fewer of them, or raise the limit.`,
    { limit, used, adding },
  );
}

/** Tells each time the store comes near its limit, reaches it, or has room again. Returns the way to stop. */
export function watchRoom(core: Core): () => void {
  let told = roomOf(core).state;
  return core.facts.listen((fact) => {
    if (fact.kind === 'store.roomChanged') told = fact.room.state;
    if (fact.kind !== 'version.created' && fact.kind !== 'store.changed') return;
    const room = roomOf(core);
    if (room.state === told) return;
    told = room.state;
    core.facts.tell({ kind: 'store.roomChanged', room });
  });
}
