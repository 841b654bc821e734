import { z } from 'zod';
import { apartSchema, sidesSchema, undecidedSchema } from './apart-values.ts';

const artifact = z.string();

/** What members of a team did at the same time, and how they bring it together. */
export const apartMethods = {
  'artifact.apart': { params: z.object({ artifact }), result: apartSchema },
  /**
   * Decides what both sides changed to different ends. Theirs is here at once, ours is put with the next push; a race that is lost again is undecided
   * again. With `seen`: refused when it is another by now. Answers with what is left.
   */
  'artifact.settle': {
    params: z.object({
      artifact,
      what: z.discriminatedUnion('kind', [z.object({ kind: z.literal('alias'), alias: z.string() }), z.object({ kind: z.literal('edit'), ref: z.string(), field: z.string() })]),
      keep: z.enum(['ours', 'theirs']),
      seen: z.string().nullable().default(null),
    }),
    result: z.object({ undecided: z.array(undecidedSchema) }),
  },
  /** Somebody saw which versions have other indexes now. */
  'artifact.sawRenumbered': { params: z.object({ artifact }), result: z.object({}) },
  /** The folder stays as it is, whatever this version of somebody else has. */
  'artifact.keepMine': { params: z.object({ artifact, there: z.string() }), result: z.object({}) },
  /** What two versions changed since a third that both come from, in path order. Base null: there is none. */
  'artifact.sides': {
    params: z.object({ artifact, base: z.string().nullable(), here: z.string(), there: z.string(), limit: z.int().min(0).max(1_000_000).default(10_000) }),
    result: sidesSchema,
  },
} as const;
