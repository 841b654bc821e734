import { z } from 'zod';

/** What one is let do in a bucket; null where it could not be tried. */
const abilitiesSchema = z.object({
  list: z.boolean().nullable(),
  read: z.boolean().nullable(),
  write: z.boolean().nullable(),
  replace: z.boolean().nullable(),
  delete: z.boolean().nullable(),
});

/** How a bucket stood its test. */
export const remoteCheckSchema = z.object({
  /** At least pulling works, so that it can be a remote. */
  ok: z.boolean(),
  /** Pushing works as well. */
  writable: z.boolean(),
  /** The address as it is kept. */
  address: z.string(),
  /** One sentence that says how it went, and what is missing. */
  message: z.string(),
  /** Why it cannot be a remote; null when it can. */
  code: z.string().nullable(),
  can: abilitiesSchema,
  /** The bucket's clock minus this computer's; null where nothing could be written. */
  clockDifferenceMs: z.number().nullable(),
  /** What the test could not take away again. */
  left: z.string().nullable(),
});
export type RemoteCheckView = z.infer<typeof remoteCheckSchema>;

/** A team's bucket that this home knows. Never holds a key. */
export const remoteSchema = z.object({
  name: z.string(),
  /** `gs://team/strata`, `file:///mnt/nas/strata` */
  address: z.string(),
  kind: z.enum(['folder', 'gcs']),
  endpoint: z.string().nullable(),
  /** How one shows who one is: as Google's tools signed in, by a key file that is read each time, by a key in the system's key store, as nobody. */
  credentials: z.enum(['default', 'key-file', 'kept-key', 'none']),
  /** Path of the key file; null for others. */
  keyFile: z.string().nullable(),
  /** The most in a second, each way; null: no limit. */
  bytesPerSecond: z.number().nullable(),
  /** Whether pushing worked at the last test. */
  writable: z.boolean(),
  /** Names and contents are sealed by a passphrase. */
  encrypted: z.boolean(),
  /** It is encrypted, and its passphrase must be given before anything can be read or written. */
  locked: z.boolean(),
  /** Names of the artifacts that are pushed there or come from there. */
  artifacts: z.array(z.string()),
  /** Content bytes that nobody needs and that are removed from there, the last of them at `dueAt`; null or missing: none. */
  going: z.object({ bytes: z.number(), dueAt: z.number() }).nullable().optional(),
  /** Artifacts that were deleted here and not there yet: the next push tells. */
  deleting: z.array(z.string()).optional(),
});
export type RemoteView = z.infer<typeof remoteSchema>;

const traffic = z.object({
  versions: z.int(),
  containers: z.int(),
  /** Bytes that went over the line. */
  bytes: z.number(),
  /** The versions: `v3`, oldest first. */
  refs: z.array(z.string()),
});

/** What a sweep of a bucket did. Bytes are those of contents. */
export const sweptSchema = z.object({
  /** Nobody needs them, and they go at `dueAt`. */
  announcedBytes: z.number(),
  dueAt: z.number().nullable(),
  /** Nobody needs them, and they stay for now, since most of what lies with them is needed. */
  restBytes: z.number(),
  /** Gone for good. */
  removedBytes: z.number(),
  /** So many bytes less lie in the bucket. */
  freedBytes: z.number(),
});
export type SweptView = z.infer<typeof sweptSchema>;

/** What a push or a pull did. */
export const syncResultSchema = z.object({
  remote: z.string(),
  pushed: traffic,
  pulled: traffic,
  /** Versions of this home that have other indexes now, because others' have theirs. */
  renumbered: z.array(z.object({ from: z.string(), to: z.string() })),
  /** What both sides changed to different ends; nothing of it was overwritten. One sentence each. */
  conflicts: z.array(z.object({ kind: z.enum(['alias', 'edit', 'deletion']), name: z.string(), message: z.string() })),
  /** Versions: deleted in the bucket now; deleted by others and here too now; whose deletion was taken back, here or there. And artifacts that are deleted in the bucket now. */
  deletions: z.object({ put: z.array(z.string()), taken: z.array(z.string()), returned: z.array(z.string()), artifacts: z.array(z.string()) }).optional(),
  /** Aliases, and versions whose description, tags, metadata and so on: as they are here from now on there, and the other way round. */
  aliases: z.object({ put: z.array(z.string()), taken: z.array(z.string()) }).optional(),
  edits: z.object({ put: z.array(z.string()), taken: z.array(z.string()) }).optional(),
  /** Null or missing: the bucket was not swept. */
  swept: sweptSchema.nullable().optional(),
});
export type SyncResultView = z.infer<typeof syncResultSchema>;
