import { z } from 'zod';

/** Fields that name a version: the artifact and a REF (`latest`, an alias, or `v3`). */
export const addressed = { artifact: z.string(), ref: z.string().default('latest') };
