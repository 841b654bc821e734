import type { z } from 'zod';
import type { errorShape } from './error-shape.ts';

/** Codes that come from the road between processes, beside those of the engine. */
export const transportErrorCodes = [
  'request.invalid',
  'request.unknown-method',
  'engine.restarting',
  'engine.failed',
  'engine.unreachable',
  'internal',
] as const;

/** What `errorShape` parses. Here is no schema, so that whoever only throws errors does not load the parser. */
export type ErrorShape = z.infer<typeof errorShape>;

/** An error that came over the contract. */
export class ContractError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(shape: { code: string; message: string; data?: Record<string, unknown> }) {
    super(shape.message);
    this.name = 'ContractError';
    this.code = shape.code;
    this.data = shape.data ?? {};
  }
}
