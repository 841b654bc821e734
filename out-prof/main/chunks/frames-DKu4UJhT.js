import { a as int, c as looseObject, d as record, f as string, i as discriminatedUnion, m as unknown, p as union, s as literal, u as object } from "./schemas-CvMvWYpU.js";
// shared/error-shape.ts
/** An error as it travels: a stable code, one sentence for people, and the values in it. */
var errorShape = object({
	code: string().min(1),
	message: string(),
	data: record(string(), unknown()).default({})
});
// shared/frames.ts
/** What travels between the engine process and those who call it. On the socket: one JSON document per line. */
var requestFrame = object({
	type: literal("request"),
	id: int(),
	method: string(),
	params: unknown()
});
var responseFrame = discriminatedUnion("ok", [object({
	type: literal("response"),
	id: int(),
	ok: literal(true),
	result: unknown()
}), object({
	type: literal("response"),
	id: int(),
	ok: literal(false),
	error: errorShape
})]);
/** The event itself is not parsed again on its way; it was made by our own engine. */
var eventFrame = object({
	type: literal("event"),
	event: looseObject({ kind: string() })
});
/** The engine is up: it owns the home and answers. */
var readyFrame = object({
	type: literal("ready"),
	home: string()
});
/** The engine could not start and ends: another one owns the home, the catalog is too new, … */
var refusedFrame = object({
	type: literal("refused"),
	error: errorShape
});
/** To the engine: finish and exit. */
var shutdownFrame = object({ type: literal("shutdown") });
union([requestFrame, shutdownFrame]);
var fromEngineFrame = union([
	responseFrame,
	eventFrame,
	readyFrame,
	refusedFrame
]);
export { errorShape as i, requestFrame as n, shutdownFrame as r, fromEngineFrame as t };

//# sourceMappingURL=frames-DKu4UJhT.js.map