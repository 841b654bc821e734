import { n as longestRequestLine, r as toJsonLine, t as createLineSplitter } from "./json-lines-D8czRpfc.js";
import { t as Failure } from "./failure-B7gN5Qpo.js";
import { n as requestFrame } from "./frames-DKu4UJhT.js";
import { n as toErrorShape } from "./error-shape-kzDl4G2k.js";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
/** Answers one frame of a caller. Never rejects: what goes wrong is the answer. */
async function answerFrame(dispatch, raw, log) {
	const parsed = requestFrame.safeParse(raw);
	if (!parsed.success) return refuseFrame(idIn(raw), "This is not a request of Strata: it lacks type, id or method.");
	const { id, method, params } = parsed.data;
	try {
		return {
			type: "response",
			id,
			ok: true,
			result: await dispatch(method, params) ?? null
		};
	} catch (thrown) {
		return {
			type: "response",
			id,
			ok: false,
			error: toErrorShape(thrown, log)
		};
	}
}
function refuseFrame(id, message) {
	return {
		type: "response",
		id,
		ok: false,
		error: {
			code: "request.invalid",
			message,
			data: {}
		}
	};
}
/** The id that a frame claims, so that its sender can match even the answer to a bad one. */
function idIn(raw) {
	const id = typeof raw === "object" && raw !== null && "id" in raw ? raw.id : void 0;
	return Number.isSafeInteger(id) ? id : 0;
}
// electron/host/outgoing-lines.ts
/**
* Keeps the order of what goes to one peer without ever waiting for it. While the peer does not read, lines are held back: of
* each activity only its newest progress, of everything else all. `onOverflow` is called when that becomes more than
* `mostWaiting` characters: such a peer is lost.
*/
function createOutgoingLines(sink, mostWaiting, onOverflow) {
	let held = [];
	let waiting = 0;
	let blocked = false;
	function forgetProgress(activity) {
		held = held.filter((one) => {
			if (one.progressOf === activity) waiting -= one.line.length;
			return one.progressOf !== activity;
		});
	}
	function push(line, progressOf) {
		if (!blocked) {
			blocked = !sink.write(line);
			return;
		}
		held.push({
			line,
			progressOf
		});
		waiting += line.length;
		if (waiting > mostWaiting) onOverflow();
	}
	return {
		answer: (line) => push(line, null),
		tell(event, line) {
			const progressOf = event.kind === "activity.progressed" ? event.activity.id : null;
			if (blocked && event.kind === "activity.finished") forgetProgress(event.activity.id);
			if (blocked && progressOf !== null) forgetProgress(progressOf);
			push(line, progressOf);
		},
		drained() {
			blocked = false;
			let sent = 0;
			for (const one of held) {
				if (blocked) break;
				waiting -= one.line.length;
				blocked = !sink.write(one.line);
				sent += 1;
			}
			held = held.slice(sent);
		},
		get blocked() {
			return blocked;
		},
		get waiting() {
			return waiting;
		}
	};
}
// electron/host/open-requests.ts
var closedEngine = { dispatch: () => Promise.reject(new Failure("engine.closing", "The engine is closing.")) };
function createOpenRequests(engine, log) {
	let count = 0;
	let isClosing = false;
	let waitingForIdle = [];
	function leaveOne() {
		count -= 1;
		if (count > 0) return;
		for (const resolve of waitingForIdle) resolve();
		waitingForIdle = [];
	}
	return {
		get count() {
			return count;
		},
		async answer(text, hand) {
			count += 1;
			const answer = await answerText(isClosing ? closedEngine : engine, text, log);
			hand(isClosing ? becauseOfClosing(answer) : answer);
			leaveOne();
		},
		refuseFurther() {
			isClosing = true;
		},
		idle: () => count === 0 ? Promise.resolve() : new Promise((resolve) => waitingForIdle.push(resolve))
	};
}
/** What the engine cancels because it closes was not cancelled by anybody: its caller may ask the next engine. */
function becauseOfClosing(answer) {
	if (answer.ok || answer.error.code !== "operation.cancelled") return answer;
	return {
		...answer,
		error: {
			code: "engine.closing",
			message: "The engine is closing.",
			data: {}
		}
	};
}
async function answerText(engine, text, log) {
	let raw;
	try {
		raw = JSON.parse(text);
	} catch {
		return refuseFrame(0, "This line is not JSON.");
	}
	return answerFrame(engine.dispatch, raw, log);
}
// electron/host/socket-visitor.ts
var usualLimits = {
	longestLine: longestRequestLine,
	mostWaiting: 67108864,
	mostRequests: 64
};
/** How long a caller may take to hang up after the goodbye, ms. */
var farewellTime = 200;
/** Serves one connection: its requests side by side, events in their order, and never waits for a slow reader. */
function receiveVisitor(engine, socket, log, limits = usualLimits) {
	const requests = createOpenRequests(engine, log);
	const outgoing = createOutgoingLines(socket, limits.mostWaiting, () => {
		log.warn("a caller does not read what it is told and was disconnected", { waiting: outgoing.waiting });
		socket.destroy();
	});
	/** A caller that does not read its answers, or asks too much at once, is not heard for the time being. */
	function listenOrNot() {
		if (outgoing.blocked || requests.count >= limits.mostRequests) socket.pause();
		else socket.resume();
	}
	function send(frame) {
		if (socket.writable) outgoing.answer(toJsonLine(frame));
	}
	async function serve(text) {
		const answered = requests.answer(text, send);
		listenOrNot();
		await answered;
		listenOrNot();
	}
	const onTooLong = () => send(refuseFrame(0, `A line is longer than ${limits.longestLine} bytes.`));
	socket.on("data", createLineSplitter(limits.longestLine, {
		onLine: (text) => void serve(text),
		onTooLong
	}));
	socket.on("drain", () => {
		outgoing.drained();
		listenOrNot();
	});
	socket.on("error", (error) => log.debug("a caller vanished", { message: error.message }));
	send({
		type: "ready",
		home: engine.home
	});
	return {
		requests,
		tell(event, line) {
			if (socket.writable) outgoing.tell(event, line);
		},
		leave(last) {
			if (outgoing.blocked) socket.destroy();
			send(last);
			socket.end();
			setTimeout(() => socket.destroy(), farewellTime).unref();
		}
	};
}
// electron/host/socket-server.ts
var farewell = {
	type: "refused",
	error: {
		code: "engine.closing",
		message: "The engine is closing.",
		data: {}
	}
};
/**
* Listens for callers on a socket that only its owner may use (a named pipe on Windows). Call it only while the home's lock is
* held: a socket file that lies there then belongs to nobody and is replaced.
*/
async function serveSocket(engine, options) {
	const visitors = /* @__PURE__ */ new Set();
	let isOpen = true;
	const server = createServer((socket) => {
		const visitor = receiveVisitor(engine, socket, options.log, options.limits ?? usualLimits);
		visitors.add(visitor);
		socket.once("close", () => visitors.delete(visitor));
		if (!isOpen) visitor.leave(farewell);
	});
	await listenOwnerOnly(server, options.path);
	const unsubscribe = engine.subscribe((event) => {
		if (visitors.size === 0) return;
		const line = toJsonLine({
			type: "event",
			event
		});
		for (const visitor of visitors) visitor.tell(event, line);
	});
	const closed = new Promise((resolve) => server.once("close", () => resolve()));
	function stopListening() {
		if (isOpen) server.close();
		isOpen = false;
	}
	return {
		get visitors() {
			return visitors.size;
		},
		get busy() {
			return [...visitors].some((visitor) => visitor.requests.count > 0);
		},
		async retire() {
			stopListening();
			await Promise.all([...visitors].map(serveOut));
		},
		async close(patience = 0) {
			stopListening();
			unsubscribe();
			for (const visitor of visitors) visitor.requests.refuseFurther();
			await Promise.all([...visitors].map((visitor) => letGo(visitor, patience)));
			await closed;
		}
	};
}
async function serveOut(visitor) {
	await visitor.requests.idle();
	visitor.leave(farewell);
}
async function letGo(visitor, patience) {
	if (visitor.requests.count > 0 && patience > 0) await Promise.race([visitor.requests.idle(), delay(patience)]);
	visitor.leave(farewell);
}
function delay(ms) {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
async function listenOwnerOnly(server, path) {
	const isPipe = path.startsWith("\\\\");
	if (!isPipe) rmSync(path, { force: true });
	const listening = new Promise((resolve, reject) => {
		server.once("error", reject);
		server.once("listening", () => {
			server.off("error", reject);
			resolve();
		});
	});
	const usual = isPipe ? null : process.umask(127);
	try {
		server.listen({ path });
	} finally {
		if (usual !== null) process.umask(usual);
	}
	await listening;
}
export { answerFrame as n, serveSocket as t };

//# sourceMappingURL=socket-server-BF8TKqe7.js.map