import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import { changedSource } from '../model/reference-failure.ts';
import { isPinned } from '../model/reference-identity.ts';
import type { DeliveryOutcome } from '../ports/delivery.ts';
import type { Patience } from './patience.ts';
import { isOfOne, proofsOf, readReference } from './reading.ts';
import { contentKey, knownProofs, noteSeen } from './seen-contents.ts';

export interface ReferenceDelivery {
  readonly artifact: Artifact;
  readonly entry: ReferenceEntry;
  /** Absolute path of the folder. */
  readonly root: string;
  /** Where in the folder. */
  readonly path: EntryPath;
  readonly durable: boolean;
  readonly signal: AbortSignal;
  /** Of the whole run. */
  readonly patience: Patience;
  /** Bytes of it that are there now. */
  readonly onBytes: (bytes: number) => void;
}

export type ReferenceOutcome = Extract<DeliveryOutcome, { outcome: 'delivered' }> | { readonly outcome: 'problem'; readonly message: string; /** What the reference names is not there any more. */ readonly isGone: boolean };

/**
 * Fetches what a reference names and puts it into a folder, going on behind what an earlier try left. Content that differs from what the reference names is never
 * written. What concerns this one reference is an outcome; what would meet all others too is thrown.
 */
export async function deliverReference(core: Core, delivery: ReferenceDelivery): Promise<ReferenceOutcome> {
  const outcome = await deliverNamed(core, delivery);
  const unnamed = outcome.outcome === 'problem' && outcome.isGone ? withoutName(delivery.entry) : null;
  if (unnamed === null) return outcome;
  // The same bytes may have been put again: their digests tell.
  const again = await deliverNamed(core, { ...delivery, entry: unnamed });
  return again.outcome === 'delivered' ? again : outcome;
}

/** A reference by the digests of its content alone, which nothing else can have; null where there are none, or no name to leave out. */
function withoutName(entry: ReferenceEntry): ReferenceEntry | null {
  const { generation, versionId, ...identity } = entry.identity;
  if (generation === undefined && versionId === undefined) return null;
  return proofsOf(entry).length === 0 ? null : { ...entry, identity };
}

async function deliverNamed(core: Core, delivery: ReferenceDelivery): Promise<ReferenceOutcome> {
  const { artifact, entry, signal, patience, ...place } = delivery;
  const lost = patience.lostWith(entry.uri);
  if (lost !== null) return { outcome: 'problem', message: withPath(entry, lost), isGone: false };
  try {
    const outcome = await core.delivery.put({
      ...place,
      signal,
      size: entry.size,
      proofs: knownProofs(core, entry),
      key: contentKey(core, entry),
      resumable: isPinned(entry.identity) || proofsOf(entry).length > 0,
      mayGoOn: (error) => !isGone(error),
      open: (offset) => readReference(core, artifact, entry, offset, signal),
    });
    patience.answered(entry.uri);
    if (outcome.outcome === 'delivered') {
      noteSeen(core, entry, outcome.digest);
      return outcome;
    }
    if (outcome.outcome === 'refused') return { outcome: 'problem', message: outcome.message, isGone: false };
    return { outcome: 'problem', message: withPath(entry, changedSource(entry.uri, 'what came has another content')), isGone: false };
  } catch (error) {
    if (!isOfOne(error)) throw error;
    patience.failed(entry.uri, error);
    return { outcome: 'problem', message: withPath(entry, error), isGone: isGone(error) };
  }
}

/** What a reference names is not there any more, and will not come back. */
function isGone(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'reference.missing' || error.code === 'reference.changed');
}

function withPath({ path }: ReferenceEntry, { message }: Failure): string {
  return `${path} cannot be brought back: ${message}`;
}
