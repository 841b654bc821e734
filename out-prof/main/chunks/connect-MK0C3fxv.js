import { t as createClient } from "./client-DCDCMHXW.js";
import { t as ContractError } from "./errors-FG7T4LxF.js";
import { r as socketPath } from "./home-folder-CdQteMv9.js";
import { r as toJsonLine, t as createLineSplitter } from "./json-lines-D8czRpfc.js";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { connect } from "node:net";
// electron/host/engine-frames.ts
/**
* What `fromEngineFrame` of the contract accepts, checked without the parser: loading that would take a fifth of the time of
* a whole short command. Null for anything else. A test holds the two together.
*/
function parseEngineFrame(raw) {
	if (!isRecord(raw)) return null;
	switch (raw["type"]) {
		case "response": return parseResponse(raw);
		case "event": return isRecord(raw["event"]) && isText(raw["event"]["kind"]) ? raw : null;
		case "ready": return isText(raw["home"]) ? raw : null;
		case "refused": return isErrorShape(raw["error"]) ? raw : null;
		default: return null;
	}
}
function parseResponse(raw) {
	if (!Number.isSafeInteger(raw["id"])) return null;
	return (raw["ok"] === true ? "result" in raw : raw["ok"] === false && isErrorShape(raw["error"])) ? raw : null;
}
function isErrorShape(raw) {
	if (!isRecord(raw) || !isText(raw["message"]) || !isText(raw["code"]) || raw["code"] === "") return false;
	return raw["data"] === void 0 || isRecord(raw["data"]);
}
function isText(raw) {
	return typeof raw === "string";
}
function isRecord(raw) {
	return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
// electron/host/socket-client.ts
/** Longest line taken from an engine: a difference of a million paths fits. */
var longestAnswer = 536869888;
var usualPatience$1 = 1e4;
/**
* Connects to the engine that listens at `path`. Null when none does (no socket, nobody behind it, or one that is just
* closing). Rejects with ContractError `engine.unreachable` when somebody listens but does not greet within `patience` ms.
*/
async function openSocket(path, patience = usualPatience$1) {
	const socket = await dial(path);
	if (socket === null) return null;
	const conversation = converse(socket);
	let isSilent = false;
	const late = setTimeout(() => {
		isSilent = true;
		socket.destroy();
	}, patience);
	const greeting = await conversation.greeted;
	clearTimeout(late);
	if (greeting === "ready") return conversation.transport;
	socket.destroy();
	if (isSilent) throw unreachable();
	return null;
}
/** What means that nobody listens there. */
var nobody = /* @__PURE__ */ new Set([
	"ENOENT",
	"ECONNREFUSED",
	"ENOTSOCK",
	"ECONNRESET",
	"EPIPE"
]);
function dial(path) {
	return new Promise((resolve, reject) => {
		const socket = connect({ path });
		socket.once("connect", () => resolve(socket.removeAllListeners("error")));
		socket.once("error", (error) => {
			if (nobody.has(error.code ?? "")) resolve(null);
			else reject(error);
		});
	});
}
function unreachable() {
	return new ContractError({
		code: "engine.unreachable",
		message: "The engine that runs for this home does not answer; end it and try again."
	});
}
function vanished() {
	return new ContractError({
		code: "engine.unreachable",
		message: "The engine ended before it answered; run the command again."
	});
}
function converse(socket) {
	const waiting = /* @__PURE__ */ new Map();
	const listeners = /* @__PURE__ */ new Set();
	let lastId = 0;
	const { promise: greeted, resolve: greet } = Promise.withResolvers();
	const { promise: closed, resolve: noteClosed } = Promise.withResolvers();
	function settle(frame) {
		const asked = waiting.get(frame.id);
		waiting.delete(frame.id);
		if (frame.ok) asked?.resolve(frame.result);
		else asked?.reject(new ContractError(frame.error));
	}
	function receive(frame) {
		switch (frame.type) {
			case "response": return settle(frame);
			case "event":
				for (const listener of listeners) listener(frame.event);
				return;
			case "ready":
			case "refused": return greet(frame.type);
		}
	}
	function hear(text) {
		const frame = readFrame(text);
		if (frame === null) hangUp();
		else receive(frame);
	}
	socket.on("data", createLineSplitter(longestAnswer, {
		onLine: hear,
		onTooLong: hangUp
	}));
	socket.on("error", () => void 0);
	socket.once("close", () => {
		greet("none");
		for (const asked of waiting.values()) asked.reject(vanished());
		waiting.clear();
		noteClosed();
	});
	function hangUp() {
		socket.destroy();
	}
	function invoke(method, params) {
		if (!socket.writable) return Promise.reject(vanished());
		return new Promise((resolve, reject) => {
			lastId += 1;
			waiting.set(lastId, {
				resolve,
				reject
			});
			socket.write(toJsonLine({
				type: "request",
				id: lastId,
				method,
				params
			}));
		});
	}
	function subscribe(listener) {
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}
	return {
		transport: {
			invoke,
			subscribe,
			closed,
			close: hangUp
		},
		greeted
	};
}
/** What an engine says in one line. Null when it is no frame: an engine that speaks so is another program, or defective. */
function readFrame(text) {
	try {
		return parseEngineFrame(JSON.parse(text));
	} catch {
		return null;
	}
}
// electron/host/connect.ts
var usualPatience = 5e3;
var betweenTries = 50;
/** How long callers of our own engine may take to hear that it closes, ms. */
var goodbyeTime = 1e3;
/**
* The way to the engine of a home: the one that runs (the app's, or another command's), else one in this process. The engine's
* code is only loaded in the second case. Rejects with `home.in-use` when another process owns the home and stays silent.
*/
async function connect$1(options) {
	const until = performance.now() + (options.patience ?? usualPatience);
	for (;;) {
		const socket = await openSocket(socketPath(options.home));
		if (socket !== null) return runningEngine(socket, options);
		try {
			return await ownEngine(options);
		} catch (error) {
			if (!isHomeInUse(error) || performance.now() > until) throw error;
		}
		await setTimeout$1(betweenTries);
	}
}
/** Whether an engine could not start because another process owns the home. */
function isHomeInUse(error) {
	return error instanceof Error && "code" in error && error.code === "home.in-use";
}
function isClosing(error) {
	return error instanceof ContractError && error.code === "engine.closing";
}
/**
* A running engine may close while we talk to it (the app quits). It refuses then with `engine.closing` and has changed nothing, so
* the request goes to whatever engine comes next: another one that runs, or our own.
*/
function runningEngine(socket, options) {
	let next = null;
	const listeners = /* @__PURE__ */ new Set();
	async function moveOn() {
		const connection = await connect$1(options);
		for (const listener of listeners) connection.client.subscribe(listener);
		return connection;
	}
	async function invoke(method, params) {
		try {
			if (next === null) return await socket.invoke(method, params);
		} catch (error) {
			if (!isClosing(error)) throw error;
			next ??= moveOn();
		}
		const { client } = await next;
		return client.invoke(method, params);
	}
	function subscribe(listener) {
		listeners.add(listener);
		const unsubscribe = socket.subscribe(listener);
		return () => {
			listeners.delete(listener);
			unsubscribe();
		};
	}
	return {
		client: createClient({
			invoke,
			subscribe
		}),
		how: "running-engine",
		ended: socket.closed,
		async close(hurry) {
			socket.close();
			await (await next)?.close(hurry);
		}
	};
}
async function startHere(request) {
	const { startEngine } = await import("./create-engine-ke7SKm9G.js");
	return startEngine(request);
}
async function ownEngine(options) {
	const engine = await (options.start ?? startHere)({
		home: options.home,
		watch: options.watch ?? false
	});
	const { createTransport } = await import("./own-transport-DqCGz9OS.js");
	const server = options.serve === true ? await serveOthers(engine, options) : null;
	return {
		client: createClient(createTransport(engine, options.log)),
		how: "own-engine",
		ended: new Promise(() => void 0),
		async close(hurry = new Promise(() => void 0)) {
			if (server?.busy) options.onLinger?.();
			await Promise.race([server?.retire(), hurry.catch(() => void 0)]);
			const goodbye = server?.close(goodbyeTime);
			await engine.close();
			await goodbye;
		}
	};
}
/** The socket beside our own engine. Without it our command still works, so a failure to listen is only logged. */
async function serveOthers(engine, options) {
	const { serveSocket } = await import("./socket-server-D0tLeOOV.js");
	try {
		return await serveSocket(engine, {
			path: socketPath(options.home),
			log: options.log
		});
	} catch (error) {
		options.log.warn("the socket could not be opened", { error: String(error) });
		return null;
	}
}
export { isHomeInUse as n, connect$1 as t };

//# sourceMappingURL=connect-MK0C3fxv.js.map