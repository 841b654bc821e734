import { Failure } from '../engine/model/failure.ts';
import type { RemoteCredentials } from '../engine/model/remote-access.ts';
import type { Bucket } from '../engine/ports/bucket.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { parseBucketAddress } from './bucket-address.ts';
import type { GcsCredentials } from './gcs-client.ts';
import { readKeyFile } from './key-file.ts';

export interface BucketAccess {
  readonly endpoint: string | null;
  readonly credentials: RemoteCredentials | { readonly kind: 'key'; readonly text: string };
}

/** How one shows a bucket who one is, with the key as it is now. Throws Failure `bucket.no-credentials`, `bucket.wrong-key`. */
export async function credentialsFor(address: string, { credentials }: BucketAccess, secrets: Pick<Secrets, 'get'>): Promise<GcsCredentials> {
  if (parseBucketAddress(address).kind === 'folder') return { kind: 'anonymous' };
  switch (credentials.kind) {
    case 'default':
      return { kind: 'application-default' };
    case 'none':
      return { kind: 'anonymous' };
    case 'key':
      return { kind: 'key', json: credentials.text };
    case 'key-file':
      return { kind: 'key', json: await readKeyFile(credentials.path) };
    case 'kept-key':
      return { kind: 'key', json: await keptKey(credentials.name, secrets) };
  }
}

/** Opens a bucket by its address. What speaks to it is loaded here, not before. Throws Failure `bucket.address-invalid`. */
export async function openBucket(address: string, endpoint: string | null, credentials: GcsCredentials): Promise<Bucket> {
  const parsed = parseBucketAddress(address);
  if (parsed.kind === 'folder') {
    const { createFolderBucket } = await import('./bucket-folder.ts');
    return createFolderBucket(parsed.folder);
  }
  const { bucket, prefix } = parsed;
  const { createGcsBucket } = await import('./bucket-gcs.ts');
  return createGcsBucket({ bucket, prefix, credentials, ...(endpoint === null ? {} : { endpoint }) });
}

async function keptKey(name: string, secrets: Pick<Secrets, 'get'>): Promise<string> {
  const key = await secrets.get(name);
  if (key !== null) return key;
  const message = "The key of this remote is not to be had: it lies in this computer's key store, which only the running app opens. Start the app, or add the remote anew with its key.";
  throw new Failure('bucket.no-credentials', message, {});
}
