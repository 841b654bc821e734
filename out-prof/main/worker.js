import { E as createReadingTools, N as scanFolders, P as scanTransfers, S as emptySink, T as captureBatch, _ as encodeAnswers, b as SinkError, ct as digestToBlob, d as runRelieved, et as createContainerStore, f as runThrough, g as decodeFiles, it as openForReading, r as openWriting, t as decodeRecipes, v as encodeError, w as openClaims, x as createSink } from "./chunks/worker-recipes-BTjYmEs4.js";
import { t as Failure } from "./chunks/failure-B7gN5Qpo.js";
import { randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
// electron/database/stored-chunks.ts
/** Opens a connection of its own that only reads: for a worker thread, while the engine's thread writes. */
function openStoredChunks(catalogPath) {
	const db = openForReading(catalogPath);
	const isEmpty = db.prepare("SELECT 1 FROM chunks LIMIT 1").get() === void 0;
	const find = db.prepare("SELECT 1 FROM chunks WHERE digest = ?").pluck();
	return {
		has: (digest) => !isEmpty && find.get(digestToBlob(digest)) !== void 0,
		close: () => void db.close()
	};
}
// electron/adapters/worker-capture.ts
function openWorkerCapture(request, ground) {
	const stop = new Int32Array(request.stop);
	let isAlone = false;
	const stored = request.keep ? ground.openStoredChunks(request.catalogPath) : null;
	const sink = stored === null ? emptySink : createSink({
		store: ground.openStore(request.store, () => isAlone),
		claims: openClaims(request.claims),
		isStored: stored.has
	});
	let tellBytes = () => void 0;
	const tools = createReadingTools(sink, ground.now, (bytes) => tellBytes(bytes));
	function toolsFor({ part }) {
		if (part === "all") return tools;
		return part === "chunks" ? {
			...tools,
			digestsWhole: false
		} : {
			...tools,
			sink: emptySink
		};
	}
	function checkStopped() {
		if (Atomics.load(stop, 0) !== 0) throw new Failure("operation.cancelled", "Reading was stopped.");
		ground.checkClosing();
	}
	return {
		run: async ({ files, way }, onBytes) => {
			tellBytes = onBytes;
			isAlone = way.alone;
			checkStopped();
			try {
				return encodeAnswers(await runRelieved(captureBatch(request.root, decodeFiles(files), toolsFor(way)), checkStopped, sink));
			} catch (error) {
				throw error instanceof SinkError ? error.cause : error;
			}
		},
		seal: async () => {
			await sink.settled();
			checkStopped();
			const sealed = sink.seal();
			stored?.close();
			return sealed;
		},
		abandon: () => {
			sink.abandon();
			stored?.close();
		}
	};
}
// electron/adapters/worker-materialize.ts
function openWorkerMaterialize(request, ground) {
	const stop = new Int32Array(request.stop);
	let tellBytes = () => void 0;
	const writing = openWriting(request, {
		store: ground.openStore(request.store),
		umask: process.umask(),
		now: ground.now,
		onBytes: (bytes) => tellBytes(bytes)
	});
	function checkStopped() {
		if (Atomics.load(stop, 0) !== 0) throw new Failure("operation.cancelled", "Writing was stopped.");
		ground.checkClosing();
	}
	return {
		write: ({ recipes }, onBytes) => {
			tellBytes = onBytes;
			checkStopped();
			return runThrough(writing.write(decodeRecipes(recipes)), checkStopped);
		},
		commit: () => runThrough(writing.commit(), checkStopped),
		end: () => writing.discard()
	};
}
// electron/adapters/worker-requests.ts
/** Bytes read or written inside a run before they are told. */
var noteEvery = 8388608;
/** Answers requests one after the other, in the order in which they came. */
function serveRequests(port, ground) {
	const answerCapture = captureAnswers(ground);
	const answerMaterialize = materializeAnswers(ground);
	const send = (message, transfer = []) => port.postMessage(message, [...transfer]);
	function answer(request, note) {
		if (request.kind === "scan") return answerScan(request.job);
		return isCapture(request) ? answerCapture(request, note) : answerMaterialize(request, note);
	}
	async function handle(id, request) {
		const note = collected((bytes) => send({
			id,
			note: bytes
		}));
		try {
			const { value, transfer } = await answer(request, note.add);
			note.flush();
			send({
				id,
				answer: value
			}, transfer);
		} catch (error) {
			send({
				id,
				refused: encodeError(error)
			});
		}
	}
	let last = Promise.resolve();
	port.on("message", ({ id, request }) => {
		last = last.then(() => handle(id, request));
	});
}
function isCapture(request) {
	return request.kind.startsWith("capture.");
}
/** Adds up small notes until they are worth a message. */
function collected(tell) {
	let untold = 0;
	const flush = () => {
		if (untold !== 0) tell(untold);
		untold = 0;
	};
	return {
		add: (bytes) => {
			untold += bytes;
			if (Math.abs(untold) >= noteEvery) flush();
		},
		flush
	};
}
function captureAnswers(ground) {
	const captures = /* @__PURE__ */ new Map();
	return async (request, note) => {
		const { session } = request;
		switch (request.kind) {
			case "capture.open":
				captures.set(session, openWorkerCapture(request, ground));
				return { value: null };
			case "capture.run": {
				const value = await opened(captures, session).run(request, note);
				return {
					value,
					transfer: [value.rows.buffer]
				};
			}
			case "capture.seal": return answerSeal(await opened(captures, session).seal(), () => captures.delete(session));
			case "capture.abandon":
				captures.get(session)?.abandon();
				captures.delete(session);
				return { value: null };
		}
	};
}
function materializeAnswers(ground) {
	const runs = /* @__PURE__ */ new Map();
	return (request, note) => {
		const { session } = request;
		switch (request.kind) {
			case "materialize.open":
				runs.set(session, openWorkerMaterialize(request, ground));
				return { value: null };
			case "materialize.write": return { value: opened(runs, session).write(request, note) };
			case "materialize.commit": return { value: opened(runs, session).commit() };
			case "materialize.end":
				runs.get(session)?.end();
				runs.delete(session);
				return { value: null };
		}
	};
}
function opened(sessions, session) {
	const found = sessions.get(session);
	if (found === void 0) throw new Error(`nothing numbered ${session} is open in this worker`);
	return found;
}
function answerSeal(sealed, forget) {
	forget();
	return {
		value: sealed,
		transfer: sealed.packs.map((pack) => pack.footer.buffer)
	};
}
function answerScan(job) {
	const batch = scanFolders(job);
	return {
		value: batch,
		transfer: scanTransfers(batch)
	};
}
// electron/adapters/worker.ts
/** The script of every worker thread: reading files into the store and writing them back. */
Object.assign(process, { noAsar: true });
var closing = new Int32Array(workerData.closing);
var stores = /* @__PURE__ */ new Map();
/** Stores that only read are kept open; a session that writes has its own. */
function openStore(place, inBackground) {
	const known = inBackground === void 0 ? stores.get(place.containers) : void 0;
	if (known !== void 0) return known;
	const newId = () => randomBytes(16).toString("hex");
	const store = createContainerStore({
		...place,
		newId,
		inBackground
	});
	if (inBackground === void 0) stores.set(place.containers, store);
	return store;
}
function checkClosing() {
	if (Atomics.load(closing, 0) !== 0) throw new Failure("engine.closing", "Strata is closing.");
}
if (parentPort === null) throw new Error("worker.ts runs in a worker thread only");
serveRequests(parentPort, {
	openStore,
	openStoredChunks,
	now: () => Date.now(),
	checkClosing
});
export {};

//# sourceMappingURL=worker.js.map