import { z } from 'zod';
import { errorShape } from './error-shape.ts';
import { conditionsSchema } from './sync-values.ts';

/** What travels between the engine process and those who call it. On the socket: one JSON document per line. */
export const requestFrame = z.object({
  type: z.literal('request'),
  id: z.int(),
  method: z.string(),
  params: z.unknown(),
});
export const responseFrame = z.discriminatedUnion('ok', [
  z.object({ type: z.literal('response'), id: z.int(), ok: z.literal(true), result: z.unknown() }),
  z.object({ type: z.literal('response'), id: z.int(), ok: z.literal(false), error: errorShape }),
]);
/** The event itself is not parsed again on its way; it was made by our own engine. */
export const eventFrame = z.object({ type: z.literal('event'), event: z.looseObject({ kind: z.string() }) });
/** The engine is up: it owns the home and answers. */
export const readyFrame = z.object({ type: z.literal('ready'), home: z.string() });
/** The engine could not start and ends: another one owns the home, the catalog is too new, … */
export const refusedFrame = z.object({ type: z.literal('refused'), error: errorShape });
/** What the engine asks of the app that started it: the system's key store is open to Electron's main process alone. */
export const keyQuestion = z.discriminatedUnion('about', [
  z.object({ about: z.literal('available') }),
  z.object({ about: z.literal('get'), name: z.string() }),
  z.object({ about: z.literal('set'), name: z.string(), text: z.string() }),
  z.object({ about: z.literal('remove'), name: z.string() }),
]);
export type KeyQuestion = z.infer<typeof keyQuestion>;
export const askFrame = z.object({ type: z.literal('ask'), id: z.int(), question: keyQuestion });
/** To the engine: what the app answers. */
export const replyFrame = z.discriminatedUnion('ok', [
  z.object({ type: z.literal('reply'), id: z.int(), ok: z.literal(true), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.object({ type: z.literal('reply'), id: z.int(), ok: z.literal(false), error: errorShape }),
]);
/** To the engine: what the computer runs on and how it is connected, as the app sees it; `woke`: it slept until now. */
export const conditionsFrame = z.object({ type: z.literal('conditions'), conditions: conditionsSchema, woke: z.boolean() });
export type ConditionsFrame = z.infer<typeof conditionsFrame>;
/** To the engine: finish and exit. */
export const shutdownFrame = z.object({ type: z.literal('shutdown') });

export const toEngineFrame = z.union([requestFrame, replyFrame, conditionsFrame, shutdownFrame]);
export const fromEngineFrame = z.union([responseFrame, eventFrame, readyFrame, refusedFrame, askFrame]);
export type RequestFrame = z.infer<typeof requestFrame>;
export type ResponseFrame = z.infer<typeof responseFrame>;
export type ReplyFrame = z.infer<typeof replyFrame>;
export type ToEngineFrame = z.infer<typeof toEngineFrame>;
export type FromEngineFrame = z.infer<typeof fromEngineFrame>;
