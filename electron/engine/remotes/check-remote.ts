import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { BucketAttempt, BucketSite } from '../ports/bucket-trial.ts';
import { liesIn, overlaps } from '../tracking/check-folder.ts';
import { checkBucket, checkSentence, type BucketCheck } from './check-bucket.ts';
import { openSeal, type OpenedSeal, type SealWish } from './open-seal.ts';

/** How a bucket stood its test, told for people. */
export interface CheckedRemote {
  readonly site: BucketSite;
  readonly check: BucketCheck;
  /** One sentence that says how it went and what is missing. */
  readonly sentence: string;
  /** Why the bucket cannot be used at all; null when at least pulling works. */
  readonly refusal: Failure | null;
  /** How an encrypted bucket is opened, or made; null: it is not encrypted, or could not be opened. */
  readonly opened: OpenedSeal | null;
}

/**
 * Tries a bucket with everything that a remote does in it, and leaves nothing there. What goes wrong is a value, apart from an address that is none
 * (Failure `bucket.address-invalid`). In an encrypted bucket the test is encrypted as well, and without its passphrase nothing is tried.
 */
export async function checkRemote(core: Core, attempt: BucketAttempt, wish: SealWish, signal?: AbortSignal): Promise<CheckedRemote> {
  const site = await core.trial.site(attempt.address);
  try {
    if (site.folder !== null) refuseOwnFolders(core, site.folder);
    const options = { clock: core.clock, token: core.newId(), ...(signal === undefined ? {} : { signal }) };
    const { opened, check } = await core.trial.withBucket({ ...attempt, address: site.address }, async (bucket) => {
      const opened = await openSeal(core, bucket, wish, signal);
      const seen = opened === null ? bucket : core.seals.open(bucket, opened.sealed, opened.key);
      return { opened, check: await checkBucket(seen, options) };
    });
    const sentence = checkSentence(check);
    return { site, check, sentence, refusal: check.problem ?? refusalOf(check, sentence, site.address), opened };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'operation.cancelled') throw error;
    return { site, check: untried(error), sentence: error.message, refusal: error, opened: null };
  }
}

function untried(problem: Failure): BucketCheck {
  return { can: { list: null, read: null, write: null, replace: null, delete: null }, problem, clockDifference: null, left: null };
}

/** Who can neither list nor read can do nothing at all: a push looks first, too. */
function refusalOf({ can }: BucketCheck, sentence: string, address: string): Failure | null {
  if (can.list !== false && can.read !== false) return null;
  return new Failure('bucket.denied', sentence, { address, action: can.list === false ? 'list' : 'read' });
}

/** What is pushed must not become a part of what is tracked, or of the home. */
function refuseOwnFolders(core: Core, folder: string): void {
  if (overlaps(folder, core.home)) {
    throw new Failure('folder.is-home', `${folder} holds Strata's own store (${core.home}) or lies inside it; a remote must lie elsewhere.`, { path: folder, home: core.home });
  }
  for (const { name, path } of core.catalog.artifacts()) {
    if (path === null || (folder !== path && !liesIn(folder, path))) continue;
    const message = `${folder} lies inside ${path}, which is tracked as "${name}": every push would become a new version of it. Choose a folder elsewhere.`;
    throw new Failure('folder.overlaps', message, { path: folder, artifact: name, tracked: path });
  }
}
