import { randomUUID } from 'node:crypto';
import { realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../engine/model/failure.ts';
import type { Bucket } from '../engine/ports/bucket.ts';
import type { BucketSite, BucketTrial } from '../engine/ports/bucket-trial.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { parseBucketAddress } from './bucket-address.ts';
import { isBucketFolder } from './bucket-folder-failure.ts';
import { addressOf, createFolderBucket, prepareBucketFolder } from './bucket-folder.ts';
import { gcsAddress } from './bucket-gcs.ts';
import { credentialsFor, openBucket } from './bucket-open.ts';
import { readKeyFile } from './key-file.ts';

/** Tries buckets of Cloud Storage and in folders. */
export function createBucketTrial(secrets: Pick<Secrets, 'get'>): BucketTrial {
  return {
    site: siteOf,
    readKey: readKeyFile,
    withBucket: async (attempt, work) => {
      const { address, folder } = await siteOf(attempt.address);
      if (folder !== null && !attempt.isRemote && !(await isBucketFolder(folder))) return tryFolder(folder, work);
      return work(await openBucket(address, attempt.endpoint, await credentialsFor(address, attempt, secrets)));
    },
    prepare: async (address) => {
      const { folder } = await siteOf(address);
      if (folder !== null) await prepareBucketFolder(folder);
    },
  };
}

async function siteOf(text: string): Promise<BucketSite> {
  const parsed = parseBucketAddress(text);
  if (parsed.kind === 'gcs') return { address: gcsAddress(parsed.bucket, parsed.prefix), folder: null };
  const folder = await realFolder(parsed.folder);
  return { address: addressOf(folder), folder };
}

/** Links are followed as far as the folder is there. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const above = path.dirname(folder);
    return above === folder ? folder : path.join(await realFolder(above), path.basename(folder));
  }
}

/** Makes a bucket for a moment in the folder, or where it would be made, and takes it away again. */
async function tryFolder<T>(folder: string, work: (bucket: Bucket) => Promise<T>): Promise<T> {
  const address = addressOf(folder);
  const there = await stat(folder).catch(() => null);
  if (there !== null && !there.isDirectory()) throw notAFolder(folder, address);
  if (there === null) await refuseMissing(path.dirname(folder), address);
  const trial = path.join(there === null ? path.dirname(folder) : folder, `.strata-test-${randomUUID()}`);
  try {
    await prepareBucketFolder(trial);
    return await work({ ...createFolderBucket(trial), address });
  } catch (error) {
    throw said(error, addressOf(trial), address);
  } finally {
    await rm(trial, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function refuseMissing(above: string, address: string): Promise<void> {
  if ((await stat(above).catch(() => null))?.isDirectory() === true) return;
  const message = `There is no folder ${address}, nor the one that it would be made in. Check how it is written, connect its drive, or make it first.`;
  throw new Failure('bucket.no-such-bucket', message, { address });
}

function notAFolder(folder: string, address: string): Failure {
  return new Failure('bucket.no-such-bucket', `${folder} is a file, not a folder. Choose the folder that the team shares.`, { address });
}

/** A failure of the bucket that was there for a moment, as one of the folder that was asked for. */
function said(error: unknown, trial: string, address: string): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure(error.code, error.message.replaceAll(trial, address), { ...error.data, address }, error.cause);
}
