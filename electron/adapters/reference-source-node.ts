import { parseReferenceUri, type ReferenceUri } from '../engine/model/reference-uri.ts';
import type { ReferenceSource } from '../engine/ports/reference-source.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Random } from '../engine/ports/random.ts';
import { readAwsSettings } from './aws-profile.ts';
import type { GcsCredentials } from './gcs-client.ts';
import { createGuardedAgents, type Lookup } from './guarded-agents.ts';
import type { RetryOptions } from './retries.ts';
import { createRetryingSource } from './source-retrying.ts';

export interface ReferenceSourceOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Where keys and endpoints of S3 are told, and the address of an emulator of Cloud Storage (`STORAGE_EMULATOR_HOST`), which wants no keys. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly gcs?: { readonly endpoint?: string | undefined; readonly credentials?: GcsCredentials | undefined; readonly pageSize?: number | undefined } | undefined;
  /** ms without any movement after which a server counts as gone. */
  readonly silence?: number | undefined;
  /** How names are resolved; the system's way. */
  readonly lookup?: Lookup | undefined;
  readonly retries?: Pick<RetryOptions, 'tries' | 'firstPause' | 'longestPause' | 'onRetry'> | undefined;
}

/** Waiting for a source happens while somebody waits for it, so it is given up sooner than a push. */
const fewTries = { tries: 4, firstPause: 500, longestPause: 8_000 };

/** All kinds of sources. What speaks to one is loaded with the first URI of its kind. */
export function createReferenceSource(options: ReferenceSourceOptions): ReferenceSource {
  const { clock, random, silence = 30_000 } = options;
  const retries: RetryOptions = { ...fewTries, ...options.retries, clock, random };
  const agents = createGuardedAgents(options.lookup);
  const open = new Map<string, Promise<ReferenceSource>>();

  async function made(scheme: ReferenceUri['scheme']): Promise<ReferenceSource> {
    switch (scheme) {
      case 'file':
        return (await import('./source-file.ts')).createFileSource();
      case 'gs':
        return (await import('./source-gcs.ts')).createGcsSource({ ...emulatorOf(options.environment), ...options.gcs, retries, silence });
      case 's3': {
        const ground = { agents, silence, regions: new Map<string, string>(), settings: () => readAwsSettings(options.environment) };
        return (await import('./source-s3.ts')).createS3Source(ground, retries);
      }
      case 'http':
      case 'https':
        return (await import('./source-http.ts')).createHttpSource({ agents, silence });
    }
  }

  function sourceOf(uri: string): Promise<ReferenceSource> {
    const { scheme } = parseReferenceUri(uri);
    const known = open.get(scheme) ?? made(scheme).then((source) => createRetryingSource(source, retries));
    open.set(scheme, known);
    return known;
  }

  return {
    async *list(uri, request) {
      yield* (await sourceOf(uri)).list(uri, request);
    },
    stat: async (uri, request) => (await sourceOf(uri)).stat(uri, request),
    async *read(uri, request) {
      yield* (await sourceOf(uri)).read(uri, request);
    },
  };
}

function emulatorOf({ STORAGE_EMULATOR_HOST: host }: ReferenceSourceOptions['environment']): ReferenceSourceOptions['gcs'] {
  if (host === undefined || host === '') return {};
  return { endpoint: /^https?:/.test(host) ? host : `http://${host}`, credentials: { kind: 'anonymous' } };
}
