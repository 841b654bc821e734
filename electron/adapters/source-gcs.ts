import type { Storage } from '@google-cloud/storage';
import { Failure } from '../engine/model/failure.ts';
import { missingSource } from '../engine/model/reference-failure.ts';
import { identityOf } from '../engine/model/reference-identity.ts';
import { formatReferenceUri, parseReferenceUri } from '../engine/model/reference-uri.ts';
import type { ReferenceSource, SourceObject, SourceRequest, SourceStanding, SourceStatRequest } from '../engine/ports/reference-source.ts';
import { createGcsClient, type GcsCredentials } from './gcs-client.ts';
import { gcsAddress } from './bucket-gcs.ts';
import { callGcs } from './gcs-objects.ts';
import { retried, type RetryOptions } from './retries.ts';
import { asSourceFailure } from './source-bucket-failure.ts';
import { objectOf, presentOf, type GcsObjectAddress, type ObjectResource } from './source-gcs-object.ts';
import { readFromGcs } from './source-gcs-read.ts';

export interface GcsSourceOptions {
  readonly retries: RetryOptions;
  /** Another server than Google's. */
  readonly endpoint?: string | undefined;
  /** Usually what Google's own tools left on this computer, and nobody where they left nothing. */
  readonly credentials?: GcsCredentials | undefined;
  readonly silence?: number | undefined;
  readonly pageSize?: number | undefined;
}

const defaultSilence = 30_000;
const fields = 'name,size,generation,md5Hash,crc32c';

/** Objects in buckets of Cloud Storage. */
export function createGcsSource(options: GcsSourceOptions): ReferenceSource {
  const clients = createClients(options);
  const addressOf = (text: string): GcsObjectAddress => {
    const uri = parseReferenceUri(text);
    if (uri.scheme !== 'gs') throw new RangeError('not of Cloud Storage');
    const ground = { address: gcsAddress(uri.bucket, ''), bucket: uri.bucket, prefix: '', silence: options.silence ?? defaultSilence, now: Date.now, client: clients.client };
    return { ground, uri: formatReferenceUri(uri), key: uri.key };
  };
  const asked = <T>(object: GcsObjectAddress, work: () => Promise<T>): Promise<T> => clients.orAsNobody(() => asSourceFailure(object.uri, work));

  return {
    list: (text, request) => listObjects(addressOf(text), request, options, asked),
    stat: async (text, request) => {
      const object = addressOf(text);
      return asked(object, () => standingOf(object, request));
    },
    read: (text, request) => readFromGcs(addressOf(text), request, asked),
  };
}

/** The client of who one is; from the first answer "there are no credentials" on it is nobody's, whom public buckets let in. */
function createClients({ credentials, endpoint }: GcsSourceOptions) {
  let current = createOnce({ credentials: credentials ?? { kind: 'application-default' }, endpoint });
  let isNobody = credentials !== undefined;
  return {
    client: (): Promise<Storage> => current(),
    async orAsNobody<T>(work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } catch (error) {
        const lacksCredentials = error instanceof Failure && error.cause instanceof Failure && error.cause.code === 'bucket.no-credentials';
        if (isNobody || !lacksCredentials) throw error;
        isNobody = true;
        current = createOnce({ credentials: { kind: 'anonymous' }, endpoint });
        return work();
      }
    },
  };
}

function createOnce(options: Parameters<typeof createGcsClient>[0]): () => Promise<Storage> {
  let client: Promise<Storage> | null = null;
  return () => (client ??= createGcsClient(options));
}

type Asked = <T>(object: GcsObjectAddress, work: () => Promise<T>) => Promise<T>;

async function* listObjects(object: GcsObjectAddress, { signal }: SourceRequest, options: GcsSourceOptions, asked: Asked): AsyncGenerator<readonly SourceObject[]> {
  const { key, uri } = object;
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const exact = prefix === key ? null : (await retried(options.retries, signal, () => asked(object, () => standingOf(object, { permitted: [], signal })))).present;
  let isEmpty = exact === null;
  if (exact !== null) yield [exact];
  for (let pageToken: string | undefined; ; ) {
    const token: string | undefined = pageToken;
    const page = await retried(options.retries, signal, () => asked(object, () => pageOf(object, prefix, token, options.pageSize, signal)));
    const objects = (page.items ?? []).flatMap((item) => listedObject(object, prefix, item));
    if (objects.length > 0) {
      isEmpty = false;
      yield objects;
    }
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  if (isEmpty) throw missingSource(uri);
}

interface Page {
  readonly items?: readonly ObjectResource[];
  readonly nextPageToken?: string;
}

async function pageOf({ ground }: GcsObjectAddress, prefix: string, pageToken: string | undefined, maxResults = 1_000, signal?: AbortSignal): Promise<Page> {
  const client = await ground.client();
  const query = { prefix, maxResults, autoPaginate: false, fields: `items(${fields}),nextPageToken`, ...(pageToken !== undefined && { pageToken }) };
  return callGcs(ground, { action: 'list', key: '', signal }, async () => {
    const [, , response] = await client.bucket(ground.bucket).getFiles(query);
    return (response ?? {}) as Page;
  });
}

/** Empty objects with a slash at their end are folders to some tools, and nothing here. */
function listedObject({ ground }: GcsObjectAddress, prefix: string, resource: ObjectResource): SourceObject[] {
  const { name } = resource;
  if (name === undefined) throw new Error('Cloud Storage listed an object without a name');
  const object = objectOf(formatReferenceUri({ scheme: 'gs', bucket: ground.bucket, key: name }), name.slice(prefix.length), resource);
  return object.size === 0 && name.endsWith('/') ? [] : [object];
}

async function standingOf(object: GcsObjectAddress, { identity, signal }: SourceStatRequest): Promise<SourceStanding> {
  const { generation } = identityOf(identity ?? {});
  const present = await presentOf(object, undefined, signal);
  if (generation === undefined || generation === present?.identity['generation']) return { present, isKept: generation !== undefined };
  return { present, isKept: (await presentOf(object, generation, signal)) !== null };
}
