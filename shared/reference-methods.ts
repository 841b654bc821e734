import { z } from 'zod';
import { addressed } from './addressed.ts';
import { driftSchema, referencesSchema } from './reference-values.ts';
import { artifactSchema, versionSchema } from './values.ts';

/** What is not as it was asked for, and why. */
const problems = z.array(z.object({ path: z.string(), message: z.string() }));

/** Methods about what stays where it is. */
export const referenceMethods = {
  /** What an artifact refers to, and how it is looked after. */
  'reference.list': { params: z.object({ artifact: z.string() }), result: referencesSchema },
  /**
   * Adds an object or everything below a prefix to an artifact, which is made where there is none of that name; the bytes stay where they are. Answers
   * when all of it is listed and the new version is stored.
   */
  'reference.add': {
    params: z.object({
      artifact: z.string(),
      /** `gs://`, `s3://`, `https://`, `http://`, `file:///`. */
      uri: z.string().min(1).max(8_192),
      /** Where it stands in the artifact: the folder for a prefix, the path for one object. Missing: at the top, under its own name. */
      path: z.string().optional(),
      /** False: nothing is asked of the source; the URI itself is the identity. */
      checksum: z.boolean().default(true),
      /** Of an artifact that is made. */
      type: z.string().optional(),
    }),
    result: z.object({ artifact: artifactSchema, version: versionSchema, created: z.boolean(), problems }),
  },
  /** Takes what was added out again, in a new version. What it names is not touched. */
  'reference.remove': {
    params: z.object({ artifact: z.string(), uri: z.string() }),
    result: z.object({ artifact: artifactSchema, version: versionSchema, created: z.boolean() }),
  },
  /** Looks at the sources again; a new version when something there changed. */
  'reference.scan': { params: z.object({ artifact: z.string() }), result: z.object({ version: versionSchema, created: z.boolean(), problems }) },
  /** How often sources are looked at while Strata runs; null: only when asked. */
  'reference.setSchedule': {
    params: z.object({ artifact: z.string(), everyMs: z.int().min(60_000).max(366 * 86_400_000).nullable() }),
    result: referencesSchema,
  },
  /** Lets references that came from others be fetched from a local or private place, or no longer. `origin`: as `reference.denied` names it. */
  'reference.permit': {
    params: z.object({ artifact: z.string(), origin: z.string().max(1_000), allowed: z.boolean() }),
    result: referencesSchema,
  },
  /** Asks the sources whether everything that a version refers to is still what it was. */
  'reference.check': {
    params: z.object({ ...addressed, limit: z.int().min(0).max(100_000).default(1_000) }),
    result: driftSchema,
  },
  /** Brings what references of a version name into the store; a new version holds it from then on. */
  'reference.fetch': {
    params: z.object({ ...addressed, paths: z.array(z.string()).optional() }),
    result: z.object({
      version: versionSchema,
      created: z.boolean(),
      files: z.int(),
      bytes: z.number(),
      problems,
    }),
  },
  /** Entries of a version in path order as W&B's manifests have them: what stands under `contents`. MD5 digests of files are made from their content. */
  'version.wandbContents': {
    params: z.object({ ...addressed, after: z.string().optional(), limit: z.int().min(1).max(10_000).default(1_000) }),
    result: z.object({ contents: z.record(z.string(), z.record(z.string(), z.json())), next: z.string().nullable() }),
  },
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;
