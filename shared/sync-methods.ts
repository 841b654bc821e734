import { z } from 'zod';
import { addressed } from './addressed.ts';
import { linkSchema, syncRulesSchema, whereaboutsSchema } from './sync-values.ts';

const contents = z.object({ chunks: z.int(), bytes: z.number() });

/** Methods about how artifacts go together with their remotes by themselves, and where their contents are. */
export const syncMethods = {
  /** Every artifact that belongs to a remote. */
  'sync.list': { params: z.object({}), result: z.object({ links: z.array(z.object({ artifact: z.string(), link: linkSchema })) }) },
  /** Sets how an artifact goes together with its remote; what is missing stays. One that belongs to none is linked first: to the named one, or the only one. */
  'sync.set': {
    params: z.object({
      artifact: z.string(),
      remote: z.string().optional(),
      content: z.enum(['all', 'metadata']).optional(),
      ...syncRulesSchema.partial().shape,
    }),
    result: z.object({ link: linkSchema }),
  },
  /** Tries again at once what stopped or waits. */
  'sync.tryAgain': { params: z.object({ artifact: z.string() }), result: z.object({ link: linkSchema }) },
  /** Lets an artifact belong to no remote. The bucket and all versions here stay as they are. */
  'sync.unlink': { params: z.object({ artifact: z.string() }), result: z.object({ remote: z.string() }) },
  /** Where the versions of an artifact are; none for one that belongs to no remote. */
  'version.whereabouts': { params: z.object({ artifact: z.string() }), result: z.object({ places: z.array(whereaboutsSchema) }) },
  /** How much of a version lies in the bucket alone. */
  'version.away': { params: z.object(addressed), result: contents },
  /** Brings what lies in the bucket alone here, and answers when it came. Progress comes as activity events. */
  'version.fetch': { params: z.object(addressed), result: contents },
} as const;
