import type { Storage } from '@google-cloud/storage';
import { Failure } from '../engine/model/failure.ts';

/**
 * How one shows who one is. `key` is the content of a service account's key file, which is kept in memory alone; `application-default` is what
 * Google's own tools left on this computer.
 */
export type GcsCredentials = { readonly kind: 'application-default' } | { readonly kind: 'key'; readonly json: string } | { readonly kind: 'anonymous' };

export interface GcsClientOptions {
  readonly credentials: GcsCredentials;
  /** Another server than Google's: an emulator, a private gateway. */
  readonly endpoint?: string | undefined;
}

interface ServiceAccountKey {
  readonly client_email: string;
  readonly private_key: string;
  readonly project_id?: string;
  readonly token_uri?: string;
}

const googlesTokens = 'https://oauth2.googleapis.com/token';

/** Google's client. Its module is loaded here, with the first bucket that needs it. Throws Failure `bucket.wrong-key`, `bucket.address-invalid`. */
export async function createGcsClient({ credentials, endpoint }: GcsClientOptions): Promise<Storage> {
  const key = credentials.kind === 'key' ? serviceAccountKey(credentials.json) : null;
  if (endpoint !== undefined) checkEndpoint(endpoint, credentials.kind === 'anonymous');
  const [{ Storage }, { GoogleAuth, PassThroughClient }] = await Promise.all([import('@google-cloud/storage'), import('google-auth-library')]);
  const scopes = ['https://www.googleapis.com/auth/devstorage.read_write'];
  const auth = credentials.kind === 'anonymous' ? new GoogleAuth({ authClient: new PassThroughClient() }) : new GoogleAuth({ scopes, ...(key !== null && keyOptions(key, endpoint)) });
  return new Storage({
    authClient: auth,
    ...(endpoint !== undefined && { apiEndpoint: endpoint, useAuthWithCustomEndpoint: credentials.kind !== 'anonymous' }),
    // Whoever calls retries, and knows what lies in the bucket then.
    retryOptions: { autoRetry: false, maxRetries: 0 },
    userAgent: 'strata',
  });
}

function keyOptions(key: ServiceAccountKey, endpoint: string | undefined): object {
  const { client_email, private_key, token_uri } = key;
  const credentials = { type: 'service_account', client_email, private_key };
  if (endpoint === undefined || token_uri === undefined || token_uri === googlesTokens) return { credentials };
  return { credentials, clientOptions: { transporterOptions: { adapter: tokensFrom(token_uri) } } };
}

/** A gateway of one's own has its own place for tokens, which the key file names; Google's library only ever asks Google. */
function tokensFrom(tokenAddress: string) {
  return async (options: { url: URL }, next: (options: { url: URL }) => Promise<unknown>): Promise<unknown> =>
    next(options.url.href === googlesTokens ? { ...options, url: new URL(tokenAddress) } : options);
}

/** Only plain keys: other kinds of credential files name programs to run and addresses to ask. */
function serviceAccountKey(json: string): ServiceAccountKey {
  const key = parsedKey(json);
  const { type, client_email, private_key } = key;
  if (type !== 'service_account' || typeof client_email !== 'string' || typeof private_key !== 'string') {
    throw new Failure('bucket.wrong-key', 'This is no key file of a Google service account. Choose the JSON file that was downloaded when the key was made.');
  }
  const { project_id, token_uri } = key;
  return {
    client_email,
    private_key,
    ...(typeof project_id === 'string' && { project_id }),
    ...(typeof token_uri === 'string' && URL.canParse(token_uri) && { token_uri }),
  };
}

function parsedKey(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // The parser's message would quote the key.
  }
  return {};
}

/** Keys and tokens only ever travel encrypted, except within this computer. */
function checkEndpoint(endpoint: string, isAnonymous: boolean): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new Failure('bucket.address-invalid', 'The endpoint must be an address such as https://storage.example.com.', {});
  }
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isLocal && !isAnonymous) {
    throw new Failure('bucket.address-invalid', `The endpoint ${url.origin} is not encrypted, so no key is sent to it. Use https.`, { endpoint: url.origin });
  }
}
