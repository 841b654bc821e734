import { z } from 'zod';
import { remoteCheckSchema, remoteSchema, sweptSchema, syncResultSchema } from './remote-values.ts';
import { linkSchema } from './sync-values.ts';
import { artifactSchema, restoreResultSchema, versionSchema } from './values.ts';

const passphraseSchema = z.string().min(1).max(1_000);

/** How a bucket is opened. */
const bucketParams = {
  /** `gs://bucket/prefix`, `file:///folder`, or the absolute path of a folder. */
  url: z.string().min(1).max(4_000),
  /** Another server than Google's. Without a key it is asked as nobody, unless `credentials` says otherwise. */
  endpoint: z.string().max(2_000).optional(),
  /** Absolute path of a service account's key file. */
  keyFile: z.string().optional(),
  /** The content of one; goes into the system's key store. */
  keyText: z.string().max(65_536).optional(),
  /** Without a key: as Google's tools signed in on this computer, or as nobody. */
  credentials: z.enum(['default', 'none']).optional(),
  /** Of an encrypted bucket; kept nowhere. */
  passphrase: passphraseSchema.optional(),
  /** The bucket is to be encrypted with it when nothing lies there yet. */
  encrypt: z.boolean().default(false),
};

/** Methods about buckets that are known here, and about what goes there and comes from there. */
export const remoteMethods = {
  /** Buckets that are known here. `keyStore`: whether there is one that keys can be kept in. */
  'remote.list': { params: z.object({}), result: z.object({ remotes: z.array(remoteSchema), keyStore: z.boolean() }) },
  /** Tests a bucket as a remote uses it, and leaves nothing in it. */
  'remote.check': { params: z.object(bucketParams), result: remoteCheckSchema },
  /** Tests a remote again. */
  'remote.checkAgain': { params: z.object({ remote: z.string() }), result: remoteCheckSchema },
  /** Tests a bucket, and makes it a remote when at least pulling works. */
  'remote.add': {
    params: z.object({
      ...bucketParams,
      name: z.string(),
      /** Keep the content of the key file in the system's key store, instead of its path. */
      keepKey: z.boolean().default(false),
      bytesPerSecond: z.int().min(1).nullable().default(null),
    }),
    result: z.object({
      remote: remoteSchema,
      check: remoteCheckSchema,
      /** Of an encrypted bucket that was made: opens it when the passphrase is lost. It is told this once, and kept nowhere. */
      recoveryCode: z.string().nullable(),
    }),
  },
  /** Opens an encrypted remote, for as long as the engine runs, and for good where there is a key store. */
  'remote.unlock': { params: z.object({ remote: z.string(), passphrase: passphraseSchema }), result: z.object({ remote: remoteSchema }) },
  /** Gives an encrypted remote another passphrase, for the whole team. Either the present one or the recovery code must be given. */
  'remote.setPassphrase': {
    params: z.object({
      remote: z.string(),
      passphrase: passphraseSchema.optional(),
      recoveryCode: z.string().max(200).optional(),
      next: passphraseSchema,
      /** Another key for whatever is written from then on; there is another recovery code then. */
      newKey: z.boolean().default(false),
    }),
    result: z.object({ remote: remoteSchema, recoveryCode: z.string().nullable() }),
  },
  /** Null: no limit. */
  'remote.setLimit': {
    params: z.object({ remote: z.string(), bytesPerSecond: z.int().min(1).nullable() }),
    result: z.object({ remote: remoteSchema }),
  },
  /** Forgets a remote. The bucket and all versions here stay as they are. `artifacts`: those that were linked to it. */
  'remote.remove': { params: z.object({ remote: z.string() }), result: z.object({ remote: z.string(), artifacts: z.array(z.string()) }) },
  /** Tells a bucket which artifacts were deleted for everybody, and removes from it what nobody needs. A push does the same when it is due. Null: somebody else is at it. */
  'remote.sweep': { params: z.object({ remote: z.string() }), result: z.object({ remote: z.string(), swept: sweptSchema.nullable() }) },
  /** Names of the artifacts that a remote holds, in order. */
  'remote.artifacts': { params: z.object({ remote: z.string() }), result: z.object({ artifacts: z.array(z.string()) }) },
  /** The remote that an artifact belongs to; null: to none. */
  'artifact.link': { params: z.object({ artifact: z.string() }), result: z.object({ link: linkSchema.nullable() }) },
  /**
   * Brings an artifact and its bucket together: takes what others did, and sends what the bucket lacks. The first push says which remote, unless
   * there is but one; later ones go there too.
   */
  'artifact.push': {
    params: z.object({
      artifact: z.string(),
      remote: z.string().optional(),
      /** `metadata`: manifests and records, without the contents of files. Missing: as before, or all. */
      content: z.enum(['all', 'metadata']).optional(),
    }),
    result: syncResultSchema,
  },
  /** Takes what others did; contents stay where they are until they are needed. */
  'artifact.pull': { params: z.object({ artifact: z.string(), remote: z.string().optional() }), result: syncResultSchema },
  /** An artifact of a remote, with its whole history. With a path: its newest version is brought there, and the folder is tracked. */
  'artifact.clone': {
    params: z.object({ remote: z.string(), artifact: z.string(), path: z.string().optional() }),
    result: z.object({
      artifact: artifactSchema,
      sync: syncResultSchema,
      /** What the folder holds; null without one. */
      version: versionSchema.nullable(),
      restore: restoreResultSchema.nullable(),
    }),
  },
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;
