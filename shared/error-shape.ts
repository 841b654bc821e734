import { z } from 'zod';

/** An error as it travels: a stable code, one sentence for people, and the values in it. */
export const errorShape = z.object({
  code: z.string().min(1),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
});
