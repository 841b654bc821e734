import { o as __toESM } from "./rolldown-runtime-C1I3wEg2.js";
import { h as prettifyError } from "./schemas-CvMvWYpU.js";
import { t as methods } from "./contract-CoU0E71Z.js";
import { t as ContractError } from "./errors-FG7T4LxF.js";
import { $ as parseEntryPath, A as ByteReader, B as rootRules, C as createClaimsMemory, D as listChildren, E as createReadingTools, F as walkFolders, G as microseconds, H as decodeListing, I as absolutePath, J as comparePaths, K as sameStamp, L as readRules, M as maximumChunk, O as readChunkList, Q as parentOf, R as isSystemError, S as emptySink, T as captureBatch, U as encodeListing, W as forgetStamp, X as isWithin, Y as isEntryPath, Z as nameOf, a as checkStagingId, at as asFailure, b as SinkError, c as stagingFolderName, ct as digestToBlob, et as createContainerStore, h as decodeError, i as problemOf, j as damaged, k as ByteWriter, l as PathRefusal, m as decodeAnswers, n as encodeRecipes, nt as digester, o as moveStaged, ot as explaining, p as stepThrough, q as childPath, r as openWriting, rt as openDatabase, s as removeStaged, st as blobToDigest, tt as decodeFooter, u as openTargetFolders, w as openClaims, x as createSink, y as encodeFiles, z as saysMissing } from "./worker-recipes-BTjYmEs4.js";
import { t as Failure } from "./failure-B7gN5Qpo.js";
import { n as openHome } from "./home-folder-CdQteMv9.js";
import { i as systemCode, n as storeError, r as syncFolder, t as makeDurableFolder } from "./durable-files-BOasvkmk.js";
import { t as strataVersion } from "./strata-version-BKhQgHIm.js";
import { hostname, userInfo } from "node:os";
import path, { basename, dirname } from "node:path";
import { execFile } from "node:child_process";
import { accessSync, appendFileSync, closeSync, constants, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, opendirSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, statfsSync, unlinkSync, watch, writeFileSync } from "node:fs";
import { setImmediate as setImmediate$1 } from "node:timers/promises";
import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import BetterSqlite from "better-sqlite3";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
// shared/dispatcher.ts
function isMethod(name) {
	return Object.hasOwn(methods, name);
}
/** Parses each request and hands it to its handler. Rejects with ContractError `request.*` for what does not parse. */
function createDispatcher(handlers) {
	return async (method, params) => {
		if (!isMethod(method)) throw new ContractError({
			code: "request.unknown-method",
			message: `There is no method "${method}".`
		});
		const parsed = methods[method].params.safeParse(params);
		if (!parsed.success) throw new ContractError({
			code: "request.invalid",
			message: `The request "${method}" is not valid: ${prettifyError(parsed.error)}`
		});
		const handle = handlers[method];
		return handle(parsed.data);
	};
}
// electron/adapters/capture-answers.ts
function createAnswers() {
	const waiting = [];
	let ending = null;
	let wake = null;
	function stir() {
		wake?.();
		wake = null;
	}
	async function* take() {
		for (;;) {
			for (let value = waiting.shift(); value !== void 0; value = waiting.shift()) yield value;
			if (ending === "end") return;
			if (ending !== null) throw ending.error;
			await new Promise((resolve) => {
				wake = resolve;
			});
		}
	}
	return {
		push: (value) => {
			waiting.push(value);
			stir();
		},
		end: () => {
			ending ??= "end";
			stir();
		},
		fail: (error) => {
			ending ??= { error };
			stir();
		},
		[Symbol.asyncIterator]: take
	};
}
// electron/adapters/capture-session.ts
/** A run that is given to a lane: neighbours in the tree, which then lie side by side in a pack. */
var runFiles = 512;
var runBytes$1 = 8388608;
var leastRunFiles = 32;
/** A session over lanes: cuts the added files into runs, gives each to a lane that is free, and merges what comes back. */
function createSession(options) {
	return new LanedSession(options);
}
var LanedSession = class {
	#options;
	#answers = createAnswers();
	/** Runs that each lane has at present. */
	#lanes = /* @__PURE__ */ new Map();
	#added = {
		files: 0,
		bytes: 0
	};
	#done = {
		files: 0,
		bytes: 0
	};
	#queue = [];
	/** Files at the queue's start that were handed out. */
	#taken = 0;
	#closed = false;
	#ended = false;
	constructor(options) {
		this.#options = options;
		options.signal.addEventListener("abort", this.#aborted);
		if (options.signal.aborted) this.#aborted();
	}
	add(files) {
		if (this.#closed) throw new Error("the session is closed");
		for (const file of files) {
			this.#queue.push(file);
			this.#added.files += 1;
			this.#added.bytes += file.stamp.size;
		}
		this.#pump();
	}
	close() {
		this.#closed = true;
		this.#pump();
	}
	results() {
		return this.#answers;
	}
	async seal() {
		this.#options.signal.throwIfAborted();
		if (!this.#closed || !this.#ended) throw new Error("a session is sealed after its results ended");
		try {
			return merge$1(await Promise.all([...this.#lanes.keys()].map((lane) => lane.seal())), this.#options.isStored);
		} catch (error) {
			await this.abandon();
			throw error;
		}
	}
	async abandon() {
		this.#closed = true;
		this.#fail(/* @__PURE__ */ new Error("the session was abandoned"));
		await Promise.all([...this.#lanes.keys()].map((lane) => lane.abandon()));
	}
	/** Gives work to lanes that have room for it. */
	#pump() {
		const isWaiting = () => this.#queue.length > this.#taken;
		for (const lane of isWaiting() && !this.#ended ? this.#options.lanes(this.#added) : []) {
			let busy = this.#lanes.get(lane) ?? 0;
			for (; busy < lane.depth && isWaiting(); busy++) this.#run(lane, this.#cutRun());
			this.#lanes.set(lane, busy);
		}
		if (!isWaiting()) {
			this.#queue = [];
			this.#taken = 0;
		}
		if (this.#closed && this.#queue.length === 0 && this.#running() === 0) this.#end();
	}
	#cutRun() {
		const most = Math.min(runFiles, Math.max(leastRunFiles, this.#queue.length - this.#taken >> 2));
		const start = this.#taken;
		let end = start;
		for (let bytes = 0; end < this.#queue.length && end - start < most && bytes < runBytes$1; end++) bytes += this.#queue[end].stamp.size;
		this.#taken = end;
		return this.#queue.slice(start, end);
	}
	async #run(lane, files) {
		const alone = this.#taken === this.#queue.length && this.#running() === 0;
		try {
			const captured = alone && this.#options.keep && isOneBig(files) ? await this.#captureBig(lane, files) : await this.#capture(lane, files, {
				alone,
				part: "all"
			});
			if (this.#ended) return;
			this.#lanes.set(lane, this.#lanes.get(lane) - 1);
			this.#advance(files.length, quietBytesOf(captured, this.#options.quietBytes));
			this.#answers.push(captured);
			this.#pump();
		} catch (error) {
			this.#fail(error);
		}
	}
	#capture(lane, files, way) {
		return lane.capture(files, (bytes) => this.#advance(0, bytes), way);
	}
	/**
	* One big file and idle lanes: one cuts and keeps the chunks while another digests the whole, which takes about as
	* long. Both must have seen the same stamp, so that they speak of the same content; otherwise it is read once more.
	*/
	async #captureBig(lane, files) {
		await Promise.resolve();
		const other = [...this.#lanes].find(([one, busy]) => one !== lane && busy === 0)?.[0];
		if (other === void 0) return this.#capture(lane, files, {
			alone: true,
			part: "all"
		});
		this.#lanes.set(other, 1);
		const before = this.#done.bytes;
		const [[chunked], [digested]] = await Promise.all([this.#capture(lane, files, {
			alone: true,
			part: "chunks"
		}), other.capture(files, () => void 0, {
			alone: false,
			part: "digest"
		})]);
		this.#lanes.set(other, this.#lanes.get(other) - 1);
		const joined = joinHalves(chunked, digested);
		if (joined !== null) return [joined];
		this.#advance(0, before - this.#done.bytes);
		return this.#capture(lane, files, {
			alone: true,
			part: "all"
		});
	}
	#running() {
		return [...this.#lanes.values()].reduce((sum, busy) => sum + busy, 0);
	}
	#advance(files, bytes) {
		if (this.#ended) return;
		this.#done.files += files;
		this.#done.bytes += bytes;
		this.#options.onProgress({ ...this.#done });
	}
	#end() {
		this.#ended = true;
		this.#options.signal.removeEventListener("abort", this.#aborted);
		this.#answers.end();
	}
	#fail(error) {
		if (this.#ended) return;
		this.#ended = true;
		this.#options.signal.removeEventListener("abort", this.#aborted);
		this.#queue = [];
		this.#taken = 0;
		this.#answers.fail(error);
	}
	#aborted = () => this.#fail(this.#options.signal.reason);
};
/** Below, splitting the work costs more than it saves. */
var bigBytes = 33554432;
function isOneBig(files) {
	const [only, second] = files;
	return second === void 0 && only !== void 0 && only.stamp.size >= bigBytes;
}
/** The answer of two lanes that each did one half of a file; null when they did not see the same. */
function joinHalves(chunked, digested) {
	if (chunked?.outcome !== "captured" || digested?.outcome !== "captured") return null;
	if (!sameStamp(chunked.stamp, digested.stamp)) return null;
	const content = {
		...chunked.content,
		blob: digested.content.blob
	};
	return {
		...chunked,
		content,
		racy: chunked.racy || digested.racy
	};
}
function quietBytesOf(captured, most) {
	let bytes = 0;
	for (const file of captured) if (file.outcome === "captured" && file.content.size <= most) bytes += file.content.size;
	return bytes;
}
/** Puts the lanes' parts together, and makes sure that a chunk which one left to another is there. */
function merge$1(seals, isStored) {
	const containers = seals.flatMap((seal) => seal.containers);
	const lists = new Map(seals.flatMap((seal) => seal.lists.map((list) => [list.digest, list])));
	if (seals.some((seal) => seal.lent.length > 0)) {
		const here = /* @__PURE__ */ new Set();
		for (const container of containers) for (const chunk of container.chunks) here.add(chunk.digest);
		for (const { lent } of seals) {
			const missing = lent.find((digest) => !here.has(digest) && !isStored(digest));
			if (missing !== void 0) throw new Error(`no thread stored the chunk ${missing}`);
		}
	}
	return {
		containers,
		lists: [...lists.values()]
	};
}
// electron/adapters/capture-inline.ts
/** A lane in this thread. It breathes between files, so that the engine goes on answering. */
function createInlineLane(options, request, claims) {
	const { store, isStored, clock } = options;
	const sink = request.keep ? createSink({
		store,
		claims,
		isStored
	}) : emptySink;
	let tellBytes = () => void 0;
	let tools = null;
	let running = Promise.resolve();
	let abandoned = false;
	function checkStopped() {
		request.signal.throwIfAborted();
		if (abandoned) throw new Failure("operation.cancelled", "Reading was stopped.");
	}
	async function captureRun(files) {
		tools ??= createReadingTools(sink, clock.now, (bytes) => tellBytes(bytes));
		try {
			return await stepThrough(captureBatch(rootPrefix(request.root), files, tools), clock, checkStopped);
		} catch (error) {
			throw error instanceof SinkError ? error.cause : error;
		}
	}
	return {
		depth: 1,
		capture: (files, onBytes) => {
			tellBytes = onBytes;
			const run = captureRun(files);
			running = run.catch(() => void 0);
			return run;
		},
		seal: async () => sealLane(sink),
		abandon: async () => {
			abandoned = true;
			await running;
			sink.abandon();
		}
	};
}
/** A root as paths are put behind it: without its last slash. */
function rootPrefix(root) {
	return root.endsWith("/") ? root.slice(0, -1) : root;
}
function sealLane(sink) {
	const { packs, lists, lent } = sink.seal();
	return {
		containers: packs.map((pack) => decodeFooter(pack.footer, pack.id, pack.size)),
		lists,
		lent
	};
}
// electron/adapters/capture-workers.ts
var lastSession$1 = 0;
/** One lane for each worker of the pool. */
function createWorkerLanes(options, request, claims) {
	const session = ++lastSession$1;
	const stop = new SharedArrayBuffer(4);
	const raise = () => void Atomics.store(new Int32Array(stop), 0, 1);
	request.signal.addEventListener("abort", raise, { once: true });
	const opening = {
		kind: "capture.open",
		session,
		root: rootPrefix(request.root),
		keep: request.keep,
		store: options.place,
		catalogPath: options.catalogPath,
		claims,
		stop
	};
	return options.pool.threads().map((thread) => createLane(options, thread, opening, raise));
}
function createLane(options, thread, opening, raise) {
	const { session } = opening;
	const opened = thread.call(opening);
	opened.catch(() => void 0);
	const sealed = [];
	return {
		depth: 2,
		capture: async (files, onBytes, way) => {
			const encoded = encodeFiles(files);
			const run = thread.call({
				kind: "capture.run",
				session,
				files: encoded,
				way
			}, {
				transfer: [encoded.stamps.buffer],
				onNote: (bytes) => onBytes(bytes)
			});
			const [, answers] = await Promise.all([opened, run]);
			return decodeAnswers(answers, files);
		},
		seal: async () => {
			const { packs, lists, lent } = await thread.call({
				kind: "capture.seal",
				session
			});
			sealed.push(...packs.map((pack) => pack.id));
			return {
				containers: packs.map((pack) => decodeFooter(pack.footer, pack.id, pack.size)),
				lists,
				lent
			};
		},
		abandon: async () => {
			raise();
			await thread.call({
				kind: "capture.abandon",
				session
			}).catch(() => void 0);
			for (const id of sealed.splice(0)) options.store.remove(id);
		}
	};
}
// electron/adapters/capture-adaptive.ts
/** A job below both figures is done before workers would have begun. */
var inlineFiles$1 = 64;
var inlineBytes$1 = 8388608;
/**
* Captures in this thread while little was added, and in the workers from the moment on when it is more. Both share their
* claims, so that the same content is stored once all the same.
*/
function createAdaptiveCapture(options) {
	return { open: (request) => {
		const claims = createClaimsMemory();
		let inline = null;
		let workers = null;
		return createSession({
			lanes: (added) => {
				if (workers !== null || added.files >= inlineFiles$1 || added.bytes >= inlineBytes$1) return workers ??= createWorkerLanes(options, request, claims);
				return inline ??= [createInlineLane(options, request, openClaims(claims))];
			},
			keep: request.keep,
			signal: request.signal,
			onProgress: request.onProgress,
			quietBytes: maximumChunk,
			isStored: options.isStored
		});
	} };
}
// electron/adapters/clock-system.ts
/** The longest delay one timer of Node can hold; longer ones wait in several. */
var longestTimer = 2 ** 31 - 1;
/** The system's own time. */
function createSystemClock() {
	return {
		now: () => Date.now(),
		after
	};
}
function after(delay, action) {
	const end = performance.now() + delay;
	let timer;
	const arm = () => {
		const left = end - performance.now();
		timer = setTimeout(() => performance.now() < end ? arm() : action(), Math.min(Math.max(Math.ceil(left), 0), longestTimer));
	};
	arm();
	return () => clearTimeout(timer);
}
// electron/adapters/home-lock.ts
/**
* Takes a home for this process, at once or not at all: throws Failure `home.in-use` when another engine has it. The lock is the
* operating system's on an empty SQLite file, so that it ends with its process however that ends. `engine.json` beside it only says who has it.
*/
function lockHome(home, owner = thisProcess()) {
	const note = path.join(home, "engine.json");
	const db = takeLock(path.join(home, "lock.db"), () => inUse(home, readOwner(home)));
	let held = true;
	function release() {
		if (!held) return;
		held = false;
		rmSync(note, { force: true });
		db.close();
	}
	try {
		writeFileSync(note, `${JSON.stringify(owner)}\n`, { mode: 384 });
	} catch (error) {
		release();
		throw storeError(error);
	}
	return { release };
}
/** Who says that it has the home; null when nobody does. It may have ended without a word: only the lock knows. */
function readOwner(home) {
	try {
		const { pid, host, startedAt } = JSON.parse(readFileSync(path.join(home, "engine.json"), "utf8"));
		if (!Number.isSafeInteger(pid) || typeof host !== "string" || !Number.isSafeInteger(startedAt)) return null;
		return {
			pid,
			host,
			startedAt
		};
	} catch {
		return null;
	}
}
function takeLock(file, refusal) {
	const db = new BetterSqlite(file, { timeout: 0 });
	try {
		db.pragma("journal_mode = DELETE");
		db.pragma("locking_mode = EXCLUSIVE");
		db.exec("BEGIN EXCLUSIVE");
		return db;
	} catch (error) {
		db.close();
		throw isBusy(error) ? refusal() : error;
	}
}
function isBusy(error) {
	return error instanceof BetterSqlite.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
function inUse(home, owner) {
	const elsewhere = owner !== null && owner.host !== hostname() ? ` on ${owner.host}` : "";
	const who = owner === null ? "" : ` (process ${owner.pid}${elsewhere})`;
	return new Failure("home.in-use", `Strata is already running with this home${who}: use that one, quit it, or choose another home.`, {
		home,
		owner
	});
}
function thisProcess() {
	const startedAt = Math.round(performance.timeOrigin);
	return {
		pid: process.pid,
		host: hostname(),
		startedAt
	};
}
// electron/adapters/log-pino.ts
var logLevels = [
	"debug",
	"info",
	"warn",
	"error",
	"silent"
];
/** The level that STRATA_LOG asks for; `info` for anything that is none. */
function logLevel(env = process.env) {
	return logLevels.find((each) => each === env["STRATA_LOG"]?.trim().toLowerCase()) ?? "info";
}
/** A log file longer than this (bytes) is put aside on open; one older file is kept. */
var longestFile = 5242880;
/**
* The log of a home: JSON lines in `engine.log` of that folder, written at once. Pino is loaded with the first entry, so that a start that
* has nothing to say does not pay for it; until it is there (some 20 ms) entries wait, and an exit in between still writes them.
*/
function openLog(folder, level = logLevel()) {
	const file = path.join(folder, "engine.log");
	let logger = null;
	let loading = null;
	let waiting = [];
	const lastWords = () => writePlainly(file, waiting);
	async function load() {
		const loaded = await loadPino(file, level);
		logger = loaded;
		for (const [kind, message, data] of waiting) loaded[kind](data, message);
		waiting = [];
		process.off("exit", lastWords);
	}
	function begin() {
		process.once("exit", lastWords);
		loading = load().catch(() => void 0);
	}
	function write(...entry) {
		const [kind, message, data] = entry;
		if (logLevels.indexOf(kind) < logLevels.indexOf(level)) return;
		if (logger !== null) return logger[kind](data, message);
		if (waiting.length < mostWaiting) waiting.push(entry);
		if (loading === null) begin();
	}
	return {
		debug: (message, data = {}) => write("debug", message, data),
		info: (message, data = {}) => write("info", message, data),
		warn: (message, data = {}) => write("warn", message, data),
		error: (message, data = {}) => write("error", message, data),
		flush: async () => {
			await loading;
		}
	};
}
var mostWaiting = 1e4;
async function loadPino(file, level) {
	const { pino } = await import("./pino-s5MM6Z1p.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	mkdirSync(path.dirname(file), {
		recursive: true,
		mode: 448
	});
	putAside(file);
	const destination = pino.destination({
		dest: file,
		append: true,
		sync: true,
		mode: 384,
		maxLength: 16777216
	});
	destination.on("error", () => void 0);
	return pino({
		level,
		base: { pid: process.pid }
	}, destination);
}
function putAside(file) {
	if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestFile) renameSync(file, `${file}.old`);
}
/** Pino's own numbers, for the lines that did not wait for it. */
var numbers = {
	debug: 20,
	info: 30,
	warn: 40,
	error: 50
};
function writePlainly(file, entries) {
	const lines = entries.map(([kind, msg, data]) => JSON.stringify({
		level: numbers[kind],
		time: Date.now(),
		pid: process.pid,
		...data,
		msg
	}));
	try {
		if (lines.length > 0) appendFileSync(file, `${lines.join("\n")}\n`, { mode: 384 });
	} catch {}
}
// electron/adapters/durable-sync.ts
/** Where `sync` of the GNU coreutils lies; `sync -f` asks the kernel's syncfs(2), which Node does not offer. */
var syncPrograms = ["/usr/bin/sync", "/bin/sync"];
var found;
function syncProgram() {
	if (found === void 0) found = process.platform === "linux" ? syncPrograms.find(isProgram) ?? null : null;
	return found;
}
function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
/** Whether a whole file system can be made durable at once here; otherwise every file must be on its own. */
function canSyncFileSystem() {
	return syncProgram() !== null;
}
/**
* Makes everything durable that was written to the file system of a folder: for many files at once. Resolves when it is;
* rejects when the disk refused (then nothing of it may be relied on).
*/
function syncFileSystem(folder) {
	const program = syncProgram();
	if (program === null) return Promise.reject(/* @__PURE__ */ new Error("this system cannot sync a file system"));
	return new Promise((resolve, reject) => {
		execFile(program, [
			"-f",
			"--",
			folder
		], { env: {} }, (error) => error === null ? resolve() : reject(error));
	});
}
// electron/adapters/materialize-clearing.ts
/** Takes things away, in order. What is gone already is no problem; a folder on the way that became a link is. */
function* clear(root, steps) {
	const folders = openTargetFolders(root);
	const problems = [];
	for (const step of steps) {
		try {
			clearOne(root, step, folders);
		} catch (error) {
			problems.push(problemOf(step.path, error));
		}
		yield 0;
	}
	return problems;
}
function clearOne(root, step, folders) {
	if (!folders.check(parentOf(step.path))) return;
	const target = `${root}/${step.path}`;
	if (step.kind === "prune") prune(target);
	else {
		const stats = lstatSync(target, { throwIfNoEntry: false });
		if (stats === void 0) return;
		if (!stats.isDirectory()) unlinkSync(target);
		else if (step.deep) rmSync(target, { recursive: true });
		else throw new PathRefusal("a folder stands there now.");
	}
	folders.forget(step.path);
}
/** Things that make a folder stay: it is not empty, it is gone, it is none. */
var staying = /* @__PURE__ */ new Set([
	"ENOTEMPTY",
	"EEXIST",
	"ENOENT",
	"ENOTDIR",
	"EBUSY"
]);
function prune(target) {
	try {
		rmdirSync(target);
	} catch (error) {
		if (!staying.has(systemCode(error) ?? "")) throw error;
	}
}
// electron/adapters/materialize-plan.ts
/** Cuts steps into parts, in order. Throws a RangeError for a path that could leave the target. */
function partsOf(steps) {
	const parts = [];
	let isClearing = null;
	for (const step of steps) {
		checkPath(step);
		const clears = step.kind === "remove" || step.kind === "prune";
		if (clears !== isClearing) parts.push({
			clear: [],
			files: [],
			others: []
		});
		isClearing = clears;
		const part = parts.at(-1);
		if (step.kind === "remove" || step.kind === "prune") part.clear.push(step);
		else if (step.kind === "write") part.files.push(step.recipe);
		else part.others.push(step);
	}
	return parts.map(({ clear, files, others }) => clear.length > 0 ? {
		kind: "clear",
		steps: clear
	} : {
		kind: "place",
		files: inBestOrder(files),
		others
	});
}
function checkPath(step) {
	const path = "path" in step ? step.path : step.kind === "write" ? step.recipe.entry.path : step.entry.path;
	if (!isEntryPath(path)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(path)}`);
}
/**
* Orders files by where their first chunk lies, so that each frame is read and unpacked once, and packs are read from front to
* back: the paths of a folder that was moved around say nothing about that.
*/
function inStoredOrder(files) {
	return [...files].sort(byPlace);
}
function byPlace(a, b) {
	const [first, second] = [a.chunks[0]?.location, b.chunks[0]?.location];
	if (first === void 0 || second === void 0) return Number(second === void 0) - Number(first === void 0);
	if (first.container !== second.container) return first.container < second.container ? -1 : 1;
	return first.frameOffset - second.frameOffset || first.offset - second.offset;
}
/**
* Orders files folder by folder, and folders by where the first chunk of their first file lies.
*/
function inFolderOrder(files) {
	const folders = /* @__PURE__ */ new Map();
	for (const file of inStoredOrder(files)) {
		const folder = parentOf(file.entry.path);
		const known = folders.get(folder);
		if (known === void 0) folders.set(folder, [file]);
		else known.push(file);
	}
	return [...folders.values()].flat();
}
/** Frames that a reader keeps unpacked, for certain. */
var keptFrames = 12;
/** Unpacking so many times as much is still cheaper than two threads in one folder. */
var tolerance = 1.5;
/**
* The order in which files are written. Folder by folder as long as frames are unpacked about once then, as they are where
* neighbours were stored together: the kernel lets only one thread at a time make names in a folder (measured: a third less
* processor time for 100,000 files). Otherwise as the frames lie.
*/
function inBestOrder(files) {
	const stored = inStoredOrder(files);
	const byFolder = inFolderOrder(files);
	return unpackings(byFolder) <= tolerance * unpackings(stored) ? byFolder : stored;
}
/** How often a reader of files in this order would unpack a frame. */
function unpackings(files) {
	const kept = /* @__PURE__ */ new Set();
	let count = 0;
	for (const { chunks } of files) {
		const place = chunks[0]?.location;
		if (place === void 0) continue;
		const frame = `${place.container}:${place.frameOffset}`;
		if (!kept.delete(frame)) count++;
		kept.add(frame);
		if (kept.size > keptFrames) kept.delete(kept.values().next().value);
	}
	return count;
}
/** Bytes in the run that is handed to one thread at once. */
var runBytes = 33554432;
/**
* Cuts files into runs of neighbours: long ones, since two threads unpack the frame at each cut, but enough of them for both to
* end at about the same time.
*/
function* cutRuns(files) {
	const runFiles = Math.min(2048, Math.max(32, files.length >> 4));
	let run = [];
	let bytes = 0;
	for (const file of files) {
		run.push(file);
		bytes += file.entry.size;
		if (run.length < runFiles && bytes < runBytes) continue;
		yield run;
		run = [];
		bytes = 0;
	}
	if (run.length > 0) yield run;
}
// electron/adapters/materialize-run.ts
/** Up to this many files each is made durable on its own; beyond, all of a batch at once. */
var fewFiles = 256;
/** A batch is renamed when it has so many files or bytes: they take space beside what they replace. */
var batchFiles = 2e4;
var batchBytes = 2147483648;
function createMaterialize(options) {
	return {
		run: async (request) => {
			checkStagingId(request.stagingId);
			const root = request.root.length > 1 && request.root.endsWith("/") ? request.root.slice(0, -1) : request.root;
			try {
				return await startRun({
					...request,
					root
				}, options);
			} catch (error) {
				throw request.signal.aborted ? request.signal.reason : translated(error, root);
			}
		},
		removeStaging: async (root, stagingId) => {
			await stepThrough(removeStaged(root, checkStagingId(stagingId)), options.clock, () => void 0);
		}
	};
}
async function startRun(request, options) {
	const { root, stagingId, signal } = request;
	signal.throwIfAborted();
	const parts = partsOf(request.steps);
	const files = parts.flatMap((part) => part.kind === "place" ? part.files : []);
	const bytes = files.reduce((sum, file) => sum + file.entry.size, 0);
	makeRoot(root);
	const settling = chooseSettling(root, parts, files.length);
	const durable = settling === "each" || !canSyncFileSystem();
	const lanes = options.openLanes({
		root,
		stagingId,
		settling,
		durable,
		signal
	}, files.length, bytes);
	const run = {
		request,
		options,
		lanes,
		own: openWriting({
			root,
			stagingId,
			settling: settling === "tree" ? "tree" : "each",
			durable,
			writer: 0
		}, {
			store: options.store,
			umask: process.umask(),
			now: options.clock.now,
			onBytes: () => void 0
		}),
		settling,
		durable,
		problems: [],
		done: {
			files: 0,
			bytes: 0
		}
	};
	try {
		if (settling === "tree") makeStagingFolder(root, stagingId);
		for (const part of parts) await doPart(run, part);
		if (settling === "tree") await moveTree(run);
		else await settle$1(run, parts);
		return run.problems;
	} finally {
		await Promise.all(lanes.map((lane) => lane.end()));
		if (settling === "tree") rmSync(`${root}/${stagingFolderName(stagingId)}`, {
			recursive: true,
			force: true
		});
	}
}
function makeRoot(root) {
	try {
		makeDurableFolder(root);
		readdirSync(root);
	} catch (error) {
		const code = systemCode(error);
		if (code === null || code === "ENOSPC") throw error;
		throw new Failure("restore.target-invalid", `Nothing can be restored to ${root}: it cannot be opened or made as a folder (${code}).`, { target: root }, error);
	}
}
/** A whole tree can be staged only where nothing is yet and nothing must go first. */
function chooseSettling(root, parts, files) {
	if (files <= fewFiles) return "each";
	const [only, second] = parts;
	return only?.kind === "place" && second === void 0 && only.others.every((step) => step.kind !== "touch") && readdirSync(root).length === 0 ? "tree" : "batch";
}
async function doPart(run, part) {
	if (part.kind === "clear") {
		run.problems.push(...await stepped(run, clear(run.request.root, part.steps)));
		return;
	}
	for (const batch of cutBatches(part.files, run.settling)) {
		await writeFiles(run, batch);
		if (run.settling !== "batch") continue;
		if (!run.durable) await syncFileSystem(run.request.root);
		run.request.signal.throwIfAborted();
		for (const problems of await Promise.all(run.lanes.map((lane) => lane.commit()))) run.problems.push(...problems);
	}
	run.problems.push(...await stepped(run, placeOthers(run.own, part.others)));
}
function stepped(run, steps) {
	return stepThrough(steps, run.options.clock, () => run.request.signal.throwIfAborted());
}
function* cutBatches(files, settling) {
	if (settling !== "batch") return yield files;
	let start = 0;
	let bytes = 0;
	for (let i = 0; i < files.length; i++) {
		bytes += files[i].entry.size;
		if (i + 1 - start < batchFiles && bytes < batchBytes && i + 1 < files.length) continue;
		yield files.slice(start, i + 1);
		start = i + 1;
		bytes = 0;
	}
}
/** Gives runs of files to the lanes as they become free. Settles when all lanes rest, also after a failure. */
async function writeFiles(run, files) {
	const runs = cutRuns(files);
	const { signal, onProgress } = run.request;
	const told = (count, bytes) => {
		run.done.files += count;
		run.done.bytes += bytes;
		if (!signal.aborted) onProgress({ ...run.done });
	};
	const failures = [];
	const work = async (lane) => {
		for (let next = runs.next(); next.done !== true && failures.length === 0; next = runs.next()) try {
			signal.throwIfAborted();
			run.problems.push(...await lane.write(next.value, (bytes) => told(0, bytes)));
			told(next.value.length, 0);
		} catch (error) {
			failures.push(error);
		}
	};
	await Promise.all(run.lanes.flatMap((lane) => Array.from({ length: lane.depth }, () => work(lane))));
	if (failures.length > 0) throw failures[0];
	signal.throwIfAborted();
}
var lastly = {
	link: 0,
	touch: 1,
	directory: 2
};
/** Folders come last, since putting something into them would change their time. */
function* placeOthers(own, others) {
	const problems = [];
	for (const step of others.toSorted((a, b) => lastly[a.kind] - lastly[b.kind])) {
		try {
			if (step.kind === "link") own.link(step.entry);
			else if (step.kind === "touch") own.touch(step.entry);
			else own.directory(step.entry);
		} catch (error) {
			problems.push(problemOf(step.entry.path, error));
		}
		yield 0;
	}
	return problems;
}
/** Makes the new names durable. */
async function settle$1(run, parts) {
	const { root } = run.request;
	if (!run.durable) return syncFileSystem(root);
	for (const folder of new Set(parts.flatMap(changedFolders))) try {
		syncFolder(folder === "" ? root : `${root}/${folder}`);
	} catch (error) {
		if (systemCode(error) === null) throw error;
	}
}
/** The folders in which a part makes or removes names. */
function changedFolders(part) {
	if (part.kind === "clear") return part.steps.map((step) => parentOf(step.path));
	return [...part.files, ...part.others].map(({ entry }) => parentOf(entry.path));
}
function makeStagingFolder(root, stagingId) {
	const folder = `${root}/${stagingFolderName(stagingId)}`;
	rmSync(folder, {
		recursive: true,
		force: true
	});
	mkdirSync(folder);
}
/** Moves what was staged into the target, which was empty when the run began. */
async function moveTree(run) {
	const { root, stagingId, signal } = run.request;
	const staging = `${root}/${stagingFolderName(stagingId)}`;
	if (!run.durable) await syncFileSystem(root);
	signal.throwIfAborted();
	run.problems.push(...moveStaged(staging, root));
	syncFolder(root);
}
var fullCodes = /* @__PURE__ */ new Set(["ENOSPC", "EDQUOT"]);
function translated(error, root) {
	if (!fullCodes.has(systemCode(error) ?? "")) return error;
	return new Failure("restore.incomplete", `The disk that holds ${root} is full; what was put in place so far stays. Free some space and restore again.`, { target: root }, error);
}
// electron/adapters/materialize-inline.ts
/** A lane in this thread. It breathes between files. */
function openInlineLane({ store, clock }, opening) {
	let tellBytes = () => void 0;
	const tools = {
		store,
		umask: process.umask(),
		now: clock.now,
		onBytes: (bytes) => tellBytes(bytes)
	};
	const writing = openWriting({
		...opening,
		writer: 1
	}, tools);
	const check = () => opening.signal.throwIfAborted();
	return {
		depth: 1,
		write: (files, onBytes) => {
			tellBytes = onBytes;
			return stepThrough(writing.write(files), clock, check);
		},
		commit: () => stepThrough(writing.commit(), clock, check),
		end: async () => writing.discard()
	};
}
// electron/adapters/materialize-workers.ts
var lastSession = 0;
/** One lane for each worker of the pool. */
function openWorkerLanes({ pool, place }, opening) {
	const session = ++lastSession;
	const stop = new SharedArrayBuffer(4);
	const raise = () => void Atomics.store(new Int32Array(stop), 0, 1);
	opening.signal.addEventListener("abort", raise, { once: true });
	const { root, stagingId, settling, durable } = opening;
	return pool.threads().map((thread, i) => {
		return openLane(thread, {
			kind: "materialize.open",
			session,
			root,
			stagingId,
			settling,
			durable,
			writer: i + 1,
			store: place,
			stop
		}, () => opening.signal.removeEventListener("abort", raise));
	});
}
function openLane(thread, opening, forget) {
	const { session } = opening;
	const opened = thread.call(opening);
	opened.catch(() => void 0);
	return {
		depth: 2,
		write: async (files, onBytes) => {
			const recipes = encodeRecipes(files);
			const request = {
				kind: "materialize.write",
				session,
				recipes
			};
			const written = thread.call(request, {
				transfer: [recipes.rows.buffer],
				onNote: (bytes) => onBytes(bytes)
			});
			const [, problems] = await Promise.all([opened, written]);
			return problems;
		},
		commit: async () => await thread.call({
			kind: "materialize.commit",
			session
		}),
		end: async () => {
			forget();
			await thread.call({
				kind: "materialize.end",
				session
			}).catch(() => void 0);
		}
	};
}
// electron/adapters/materialize-adaptive.ts
/** A run below both figures is done before workers would have begun. */
var inlineFiles = 64;
var inlineBytes = 8388608;
/** Writes few files in this thread and many in the workers. */
function createAdaptiveMaterialize(options) {
	return createMaterialize({
		...options,
		openLanes: (opening, files, bytes) => files < inlineFiles && bytes < inlineBytes ? [openInlineLane(options, opening)] : openWorkerLanes(options, opening)
	});
}
var longestWait = 3e4;
var namePattern = /^[A-Za-z0-9_.-]{1,128}$/;
/** Checks an artifact's name; throws Failure `artifact.name-invalid`. */
function checkArtifactName(name) {
	if (!namePattern.test(name) || name === "." || name === "..") throw new Failure("artifact.name-invalid", `"${name}" cannot be an artifact's name: use 1 to 128 letters, digits, dots, dashes or underscores.`, { name });
	return name;
}
/** Proposes a valid name from a folder's name: other characters become dashes. */
function proposeArtifactName(folderName) {
	const proposed = folderName.normalize("NFKD").replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|-+$/g, "").slice(0, 128);
	return proposed === "" ? "artifact" : proposed;
}
// electron/engine/model/version-address.ts
/** Parses what stands behind the colon. `v3` is an index, anything else an alias. */
function parseVersionReference(text) {
	const index = /^v(\d+)$/.exec(text)?.[1];
	return index === void 0 ? {
		kind: "alias",
		alias: text
	} : {
		kind: "index",
		index: Number(index)
	};
}
function formatIndex(index) {
	return `v${index}`;
}
// electron/engine/records/record-name.ts
var pattern = /^([A-Za-z0-9_.-]{1,128})\/(?:artifact|v(0|[1-9]\d{0,14}))\.json$/;
/** Reads a record's name; null for anything that is none (and so for every path that could leave its folder). */
function parseRecordName(name) {
	const found = pattern.exec(name);
	const artifact = found?.[1];
	if (artifact === void 0 || artifact === "." || artifact === "..") return null;
	return {
		artifact,
		index: found?.[2] === void 0 ? null : Number(found[2])
	};
}
// electron/adapters/durable-file.ts
/**
* Puts a text into a file, durably and at once: after a crash at any moment the file is what it was or what it should be, and once this
* returns it is what it should be. One writer per path. Throws Failure `store.full`.
*/
function writeFileDurably(file, text) {
	const temporary = `${file}.tmp`;
	try {
		writeThrough(temporary, text);
		renameSync(temporary, file);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw storeError(error);
	}
	syncFolder(path.dirname(file));
}
function writeThrough(file, text) {
	const fd = openSync(file, "w", 384);
	try {
		writeFileSync(fd, text);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}
// electron/adapters/records-fs.ts
/**
* Version records as files: a folder per artifact, named as the artifact is. Names that could leave the folder are refused with a
* RangeError. On a file system that ignores case, artifacts that differ by case alone would share a folder, and Windows keeps some
* names (`con`, `nul`) to itself: such names are for the engine to refuse when an artifact is made there.
*/
function createRecords(folder) {
	return {
		write: ({ name, text }) => {
			const file = fileOf(folder, name);
			makeDurableFolder(path.dirname(file));
			writeFileDurably(file, text);
		},
		remove: (name) => {
			const file = fileOf(folder, name);
			if (!existsSync(file)) return;
			rmSync(file, { force: true });
			syncFolder(path.dirname(file));
		},
		removeAll: (artifact) => {
			rmSync(path.join(folder, checkArtifactName(artifact)), {
				recursive: true,
				force: true
			});
			if (existsSync(folder)) syncFolder(folder);
		},
		list: () => namesIn(folder).flatMap((artifact) => recordsOf(folder, artifact))
	};
}
function fileOf(folder, name) {
	if (parseRecordName(name) === null) throw new RangeError(`not the name of a record: ${JSON.stringify(name)}`);
	return path.join(folder, name);
}
/** Temporaries and whatever else lies there have no name of a record and are passed over. */
function recordsOf(folder, artifact) {
	return namesIn(path.join(folder, artifact)).map((name) => `${artifact}/${name}`).filter((name) => parseRecordName(name) !== null).map((name) => ({
		name,
		text: readFileSync(path.join(folder, name), "utf8")
	}));
}
function namesIn(folder) {
	try {
		return readdirSync(folder);
	} catch (error) {
		const code = systemCode(error);
		if (code === "ENOENT" || code === "ENOTDIR") return [];
		throw error;
	}
}
// electron/adapters/scan-workers.ts
/** Hands scan jobs to the pool's threads in turn. A job lasts some 20 ms, so an abort waits for it and is then noticed. */
function scanInWorkers(pool) {
	let next = 0;
	return async (job, signal) => {
		signal.throwIfAborted();
		const threads = pool.threads();
		const thread = threads[next++ % threads.length];
		if (thread === void 0) throw new Error("a pool without threads cannot scan");
		const batch = await thread.call({
			kind: "scan",
			job
		});
		signal.throwIfAborted();
		return batch;
	};
}
// electron/adapters/watcher-folder.ts
var watchWithNode = (folder, listener, failed) => {
	const watcher = watch(folder, listener);
	watcher.on("error", failed);
	return watcher;
};
function pathOf(folder) {
	return folder.parent === null ? "" : childPath(pathOf(folder.parent), folder.name);
}
/** A folder and all watched folders below it. */
function subtree(folder) {
	const all = [folder];
	for (const each of all) if (each.children !== null) all.push(...each.children.values());
	return all;
}
/** Ends watches without holding up the event loop. */
async function letGo(folders) {
	let end = performance.now() + 8;
	for (const folder of folders) {
		folder.handle?.close();
		folder.handle = null;
		if (performance.now() < end) continue;
		await setImmediate$1();
		end = performance.now() + 8;
	}
}
var quietly = { throwIfNoEntry: false };
/** What stands at a path, or undefined when nothing does or it cannot be told. */
function standingAt(path) {
	try {
		return lstatSync(path, quietly);
	} catch (error) {
		if (isSystemError(error)) return void 0;
		throw error;
	}
}
/** Identity of the folder at a path; null when no folder stands there. */
function identityAt(path) {
	const stats = standingAt(path);
	return stats?.isDirectory() === true ? identityOf(stats) : null;
}
/** A removed folder's inode number is given away again at once, so the time of birth belongs to it. */
function identityOf({ dev, ino, birthtimeMs }) {
	return `${dev}:${ino}:${birthtimeMs}`;
}
/** Whether it is surely still the folder that is watched. Where births are not recorded nothing is sure. */
function isStill(folder, stats) {
	return stats.isDirectory() && stats.birthtimeMs > 0 && identityOf(stats) === folder.identity;
}
/** Why a folder is not watched, as a cause (told once each) and a sentence for people. */
function excuse(path, error) {
	const what = path === "" ? "this folder" : `"${path}"`;
	const code = isSystemError(error) ? error.code : String(error);
	if (code === "ENOSPC" || code === "EMFILE" || code === "ENFILE") return {
		cause: "limit",
		message: "The system's limit of watched folders is reached; saves in the other folders are found by looking now and then."
	};
	if (code === "EACCES" || code === "EPERM") return {
		cause: "permission",
		message: `Strata has no permission to watch ${what}; saves there are found by looking now and then.`
	};
	return {
		cause: code,
		message: `Watching ${what} failed (${code}); saves there are found by looking now and then.`
	};
}
// electron/adapters/watcher-hints.ts
/** `onLoss` is called after a turn whose events may not be all that happened; a rescan of everything was told for it. */
function collectHints(tell, onLoss, queueLength = inotifyQueueLength()) {
	const changed = /* @__PURE__ */ new Set();
	const rescans = /* @__PURE__ */ new Set();
	const causes = /* @__PURE__ */ new Set();
	let events = 0;
	let flush = null;
	let stopped = false;
	function soon() {
		if (!stopped) flush ??= setImmediate(tellAll);
	}
	function tellAll() {
		flush = null;
		const lossy = events > queueLength / 2;
		const told = lossy ? [{
			kind: "rescan",
			folder: ""
		}] : [...[...changed].map((path) => ({
			kind: "changed",
			path
		})), ...[...rescans].map((folder) => ({
			kind: "rescan",
			folder
		}))];
		events = 0;
		changed.clear();
		rescans.clear();
		for (const hint of told) if (!stopped) tell(hint);
		if (lossy && !stopped) onLoss();
	}
	return {
		count() {
			events++;
			soon();
		},
		changed(path) {
			if (events <= queueLength / 2) changed.add(path);
			soon();
		},
		rescan(folder) {
			rescans.add(folder);
			soon();
		},
		rootGone() {
			if (!stopped) tell({ kind: "root-gone" });
		},
		degraded(cause, message) {
			if (stopped || causes.has(cause)) return;
			causes.add(cause);
			tell({
				kind: "degraded",
				message
			});
		},
		stop() {
			stopped = true;
			if (flush !== null) clearImmediate(flush);
		}
	};
}
var usualQueueLength = 16384;
/** How many events the system holds for one process before it drops the next. */
function inotifyQueueLength() {
	if (process.platform !== "linux") return usualQueueLength;
	try {
		return Number(readFileSync("/proc/sys/fs/inotify/max_queued_events", "utf8")) || usualQueueLength;
	} catch {
		return usualQueueLength;
	}
}
// electron/adapters/watcher-recursive.ts
/** Watches a folder and everything below it with the system's own recursive watching. Names are paths from that folder. */
var watchRecursively = (folder, listener, failed) => {
	const watcher = watch(folder, { recursive: true }, listener);
	watcher.on("error", failed);
	return watcher;
};
/**
* A whole tree under one watch, for systems that do that themselves (macOS, Windows). There it costs nothing per folder, and
* on Windows a watch on each folder would keep people from renaming the folders above it.
*/
var RecursiveTree = class {
	#root;
	#hints;
	#watchFolder;
	#handle = null;
	#identity = null;
	#closed = false;
	#rules = /* @__PURE__ */ new Map();
	constructor(root, hints, watchFolder) {
		this.#root = root;
		this.#hints = hints;
		this.#watchFolder = watchFolder;
	}
	/** Begins to watch. Never throws. */
	cover() {
		if (this.#closed) return;
		this.#identity = identityAt(this.#root);
		if (this.#identity === null) return this.#hints.rootGone();
		try {
			this.#handle = this.#watchFolder(this.#root, (event, name) => this.#heard(event, name), (error) => this.#broke(error));
		} catch (error) {
			this.#refuse(error);
		}
	}
	/** Tells when the root is gone or another folder stands in its place. */
	checkRoot() {
		if (this.#closed || this.#identity === null || identityAt(this.#root) === this.#identity) return;
		this.#identity = null;
		this.#handle?.close();
		this.#hints.rootGone();
	}
	/** After lost events: one watch covers all that came meanwhile. */
	coverAgain() {
		this.#rules.clear();
	}
	async close() {
		this.#closed = true;
		this.#handle?.close();
		this.#handle = null;
	}
	#heard(event, name) {
		this.#hints.count();
		if (this.#closed || this.#identity === null) return;
		if (name === null || name === "") return this.#hints.rescan("");
		const path = name.replaceAll("\\", "/");
		const stats = event === "rename" ? standingAt(absolutePath(this.#root, path)) : void 0;
		if (event === "rename" && stats === void 0) this.checkRoot();
		if (nameOf(path) === ".strataignore") return this.#rulesWritten(parentOf(path));
		if (this.#isHidden(path)) return;
		this.#hints.changed(path);
		if (stats?.isDirectory() === true) this.#hints.rescan(path);
	}
	#rulesWritten(folder) {
		this.#rules.clear();
		this.#hints.rescan(folder);
	}
	#isHidden(path) {
		const rules = this.#rulesIn(parentOf(path));
		return rules === null || rules.ignores(nameOf(path), true) && rules.ignores(nameOf(path), false);
	}
	/** Rules in a folder; null when it is ignored itself. */
	#rulesIn(folder) {
		const known = this.#rules.get(folder);
		if (known !== void 0) return known;
		const rules = this.#readRules(folder);
		if (rules !== null) this.#rules.set(folder, rules);
		return rules;
	}
	#readRules(folder) {
		const { text } = readRules(this.#root, folder);
		if (folder === "") return rootRules(text);
		const name = nameOf(folder);
		const above = this.#rulesIn(parentOf(folder));
		return above === null || above.ignores(name, true) ? null : above.enter(name, text);
	}
	#broke(error) {
		if (this.#closed) return;
		this.checkRoot();
		if (this.#identity === null) return;
		this.#handle?.close();
		this.#hints.rescan("");
		this.#refuse(error);
	}
	#refuse(error) {
		const { cause, message } = excuse("", error);
		this.#hints.degraded(cause, message);
	}
};
// electron/adapters/watcher-tree.ts
/** How often a folder is tried that another one replaces at that very moment. */
var attempts = 5;
/**
* Watches a folder and all folders below it, each by itself, and follows them as they come and go. A folder is watched
* before its children are listed, and the `rescan` of a new folder is told when all of it is watched, so that whatever
* happens in between is covered by one or the other.
*/
var WatchedTree = class {
	#root;
	#hints;
	#watchFolder;
	#top = null;
	#closed = false;
	/** Losses of events since the tree was last covered again. */
	#losses = 0;
	#running = /* @__PURE__ */ new Set();
	/** Folders whose own rules were written in this turn. */
	#newRules = /* @__PURE__ */ new Set();
	constructor(root, hints, watchFolder) {
		this.#root = root;
		this.#hints = hints;
		this.#watchFolder = watchFolder;
	}
	/** Resolves when every folder that is there is watched. Never rejects. */
	async cover() {
		if (this.#closed) return;
		this.#top = this.#watchOne(null, "");
		const top = this.#top;
		if (top !== null) await this.#run(() => this.#coverBelow(top, false));
		else if (identityAt(this.#root) === null) this.#hints.rootGone();
	}
	/** After lost events: folders may have come and gone unheard. Tells a rescan when all are watched again. */
	coverAgain() {
		this.checkRoot();
		const top = this.#top;
		if (top === null || this.#closed) return;
		this.#losses++;
		if (this.#losses === 1) this.#coverUntilNothingIsLost(top);
	}
	async #coverUntilNothingIsLost(top) {
		for (let met = 0; met < this.#losses && !this.#closed;) {
			met = this.#losses;
			await this.#coverAndTell(top, true);
		}
		this.#losses = 0;
	}
	/** Tells when the root is gone or another folder stands in its place. */
	checkRoot() {
		const top = this.#top;
		if (this.#closed || top === null) return;
		const stats = standingAt(this.#root);
		if (stats !== void 0 && (isStill(top, stats) || identityAt(this.#root) === top.identity)) return;
		this.#retire(top);
		this.#top = null;
		this.#hints.rootGone();
	}
	async close() {
		this.#closed = true;
		const top = this.#top;
		this.#top = null;
		if (top !== null) await letGo(subtree(top));
		await Promise.all(this.#running);
	}
	/** Watches one folder. Null when none is there, it is ignored, or it cannot be watched. */
	#watchOne(parent, name) {
		if (parent?.rules.ignores(name, true) === true) return null;
		const path = parent === null ? "" : childPath(pathOf(parent), name);
		const place = absolutePath(this.#root, path);
		try {
			let identity = identityAt(place);
			for (let attempt = 0; identity !== null && attempt < attempts; attempt++) {
				const folder = this.#newFolder(parent, name, path, identity);
				folder.handle = this.#watchFolder(place, (event, child) => this.#heard(folder, event, child), (error) => this.#broke(folder, error));
				identity = identityAt(place);
				if (identity === folder.identity) return folder;
				folder.handle.close();
			}
		} catch (error) {
			if (!saysMissing(error)) this.#refuse(parent, name, error);
		}
		return null;
	}
	#newFolder(parent, name, path, identity) {
		const { text: ownRules } = readRules(this.#root, path);
		return {
			parent,
			name,
			identity,
			ownRules,
			rules: rulesIn(parent, name, ownRules),
			handle: null,
			children: null,
			refused: null,
			retired: false
		};
	}
	/** Watches a folder's subfolders and everything below them; with `again` also looks at those that are watched. */
	async #coverBelow(start, again) {
		const queue = [start];
		let end = performance.now() + 8;
		for (let folder = queue.pop(); folder !== void 0; folder = queue.pop()) {
			if (this.#closed || folder.retired) continue;
			const names = this.#foldersIn(folder);
			if (again) this.#dropOthers(folder, names);
			for (const name of names) {
				const known = folder.children?.get(name);
				if (known === void 0) queue.push(...this.#adopt(folder, name));
				else if (again) queue.push(known);
			}
			if (performance.now() < end) continue;
			await setImmediate$1();
			end = performance.now() + 8;
		}
	}
	/** Retires watched subfolders that are not there any more, or not the same. */
	#dropOthers(folder, names) {
		const there = new Set(names);
		for (const child of [...folder.children?.values() ?? []]) {
			const stats = there.has(child.name) ? standingAt(absolutePath(this.#root, pathOf(child))) : void 0;
			if (stats === void 0 || !isStill(child, stats)) this.#retire(child);
		}
	}
	#foldersIn(folder) {
		try {
			return readdirSync(absolutePath(this.#root, pathOf(folder)), { withFileTypes: true }).filter((child) => child.isDirectory()).map((child) => child.name);
		} catch (error) {
			if (!saysMissing(error)) this.#refuse(folder.parent, folder.name, error);
			return [];
		}
	}
	/** Watches a subfolder as part of the tree: that folder, or none. */
	#adopt(parent, name) {
		const child = this.#watchOne(parent, name);
		if (child === null) return [];
		(parent.children ??= /* @__PURE__ */ new Map()).set(name, child);
		return [child];
	}
	#heard(folder, event, name) {
		this.#hints.count();
		if (this.#closed || folder.retired) return;
		if (name === null) return this.#hints.rescan(pathOf(folder));
		if (name === ".strataignore") this.#rulesWritten(folder);
		if (event === "rename" || folder.refused?.has(name) === true) return this.#renamed(folder, name);
		this.#tellChanged(folder, name);
	}
	/** A child came, went or was replaced; or the folder itself did, which is told under its own name. */
	#renamed(folder, name) {
		const stats = standingAt(absolutePath(this.#root, childPath(pathOf(folder), name)));
		if (stats === void 0 && name === (folder.parent === null ? basename(this.#root) : folder.name)) this.#checkItself(folder);
		if (folder.retired) return;
		this.#tellChanged(folder, name);
		const known = folder.children?.get(name);
		if (known !== void 0 && (stats === void 0 || !isStill(known, stats))) this.#retire(known);
		if (stats?.isDirectory() === true && folder.children?.has(name) !== true) this.#appeared(folder, name);
	}
	#checkItself(folder) {
		const { parent, name } = folder;
		if (parent === null) return this.checkRoot();
		const stats = standingAt(absolutePath(this.#root, pathOf(folder)));
		if (stats !== void 0 && isStill(folder, stats)) return;
		this.#retire(folder);
		this.#tellChanged(parent, name);
		if (stats?.isDirectory() === true) this.#appeared(parent, name);
	}
	/** Covers a folder that appeared or took another's place, then tells so. */
	#appeared(parent, name) {
		parent.refused?.delete(name);
		for (const child of this.#adopt(parent, name)) this.#coverAndTell(child, false);
	}
	async #coverAndTell(folder, again) {
		await this.#run(() => this.#coverBelow(folder, again));
		if (!folder.retired) this.#hints.rescan(pathOf(folder));
	}
	#tellChanged(folder, name) {
		if (folder.rules.ignores(name, false) && folder.rules.ignores(name, true)) return;
		this.#hints.changed(childPath(pathOf(folder), name));
	}
	/** Other folders may be ignored now: when the writing is over, everything below is watched anew. */
	#rulesWritten(folder) {
		if (this.#newRules.size === 0) setImmediate(() => this.#followNewRules());
		this.#newRules.add(folder);
	}
	#followNewRules() {
		const folders = [...this.#newRules];
		this.#newRules.clear();
		for (const folder of folders) {
			const { text } = readRules(this.#root, pathOf(folder));
			if (this.#closed || folder.retired || text === folder.ownRules) continue;
			folder.ownRules = text;
			folder.rules = rulesIn(folder.parent, folder.name, text);
			for (const child of [...folder.children?.values() ?? []]) this.#retire(child);
			this.#coverAndTell(folder, false);
		}
	}
	/** Takes a folder out of the tree. */
	#retire(folder) {
		folder.parent?.children?.delete(folder.name);
		const below = subtree(folder);
		for (const each of below) each.retired = true;
		this.#run(() => letGo(below));
	}
	#broke(folder, error) {
		if (this.#closed || folder.retired) return;
		if (folder.parent === null) return this.checkRoot();
		this.#hints.rescan(pathOf(folder));
		this.#retire(folder);
		this.#refuse(folder.parent, folder.name, error);
	}
	#refuse(parent, name, error) {
		if (parent !== null) (parent.refused ??= /* @__PURE__ */ new Set()).add(name);
		const { cause, message } = excuse(parent === null ? "" : childPath(pathOf(parent), name), error);
		this.#hints.degraded(cause, message);
	}
	/** Does something that `close` waits for; what fails is told, never thrown. */
	#run(work) {
		const running = work().catch((error) => this.#refuse(null, "", error)).finally(() => this.#running.delete(running));
		this.#running.add(running);
		return running;
	}
};
function rulesIn(parent, name, ownRules) {
	return parent === null ? rootRules(ownRules) : parent.rules.enter(name, ownRules);
}
// electron/adapters/watcher-fs.ts
/**
* Watches with Node's own `fs.watch`: on Linux one for each folder, because Node only imitates recursive watching there and
* loses events. No library that follows files is used, whose memory would grow with them.
*/
function createFsWatcher(options = {}) {
	const { clock = createSystemClock(), rootCheck = 5e3 } = options;
	const { recursive = process.platform === "darwin" || process.platform === "win32" } = options;
	const { watchFolder = recursive ? watchRecursively : watchWithNode } = options;
	function watch(root, tell) {
		const hints = collectHints(tell, () => tree.coverAgain());
		const tree = recursive ? new RecursiveTree(root, hints, watchFolder) : new WatchedTree(root, hints, watchFolder);
		const ready = setImmediate$1().then(() => tree.cover());
		let stopChecking = clock.after(rootCheck, check);
		function check() {
			tree.checkRoot();
			stopChecking = clock.after(rootCheck, check);
		}
		let closing = null;
		return {
			ready,
			close() {
				stopChecking();
				hints.stop();
				closing ??= tree.close();
				return closing;
			}
		};
	}
	return { watch };
}
// electron/adapters/worker-pool.ts
/** How long closing waits for threads that sit in a system call, ms. */
var longestClosing = 400;
function createWorkerPool(options) {
	const closing = new SharedArrayBuffer(4);
	const running = Array.from({ length: options.size }, () => null);
	let closed = false;
	function threads() {
		if (closed) throw closedFailure();
		return running.map((known, i) => {
			const thread = known !== null && known.alive ? known : startThread(options.script, { closing });
			running[i] = thread;
			return thread;
		});
	}
	async function rest() {
		const resting = running.splice(0, running.length, ...running.map(() => null));
		await Promise.all(resting.map(async (thread) => thread?.end()));
	}
	async function close() {
		closed = true;
		Atomics.store(new Int32Array(closing), 0, 1);
		const ends = running.map(async (thread) => thread?.end());
		let timer;
		const enough = new Promise((resolve) => {
			timer = setTimeout(resolve, longestClosing);
		});
		await Promise.race([Promise.all(ends), enough]);
		clearTimeout(timer);
	}
	return {
		threads,
		rest,
		close
	};
}
function closedFailure() {
	return new Failure("engine.closing", "Strata is closing.");
}
function startThread(script, start) {
	const worker = new Worker(script.url, {
		workerData: start,
		
		name: "strata-worker"
	});
	const waiting = /* @__PURE__ */ new Map();
	let last = 0;
	let alive = true;
	worker.unref();
	function settle(message) {
		const call = waiting.get(message.id);
		if (call === void 0) return;
		if ("note" in message) return call.onNote?.(message.note);
		waiting.delete(message.id);
		if (waiting.size === 0) worker.unref();
		if ("answer" in message) call.resolve(message.answer);
		else call.reject(decodeError(message.refused));
	}
	function die(error) {
		alive = false;
		for (const call of waiting.values()) call.reject(error);
		waiting.clear();
	}
	worker.on("message", settle);
	worker.on("error", die);
	worker.on("exit", (code) => die(/* @__PURE__ */ new Error(`a worker ended with exit code ${code}`)));
	return {
		call: (request, { transfer = [], onNote } = {}) => new Promise((resolve, reject) => {
			if (!alive) return reject(/* @__PURE__ */ new Error("the worker is not running any more"));
			const id = ++last;
			waiting.set(id, {
				resolve,
				reject,
				onNote
			});
			worker.ref();
			worker.postMessage({
				id,
				request
			}, [...transfer]);
		}),
		get alive() {
			return alive;
		},
		end: async () => {
			die(closedFailure());
			await worker.terminate();
		}
	};
}
// electron/adapters/scan-work-tree.ts
/** Children of one job: some 20 ms of work. */
var jobBudget = 8192;
/** `WorkTree.scan`: begins here, because most scans are small, and goes on in workers where there are some. */
async function* scanWorkTree(request, signal, ways) {
	signal.throwIfAborted();
	const { tasks, covered } = planTasks(request.folders);
	const unanswered = new Set(covered);
	for await (const batch of scanTasks(request.root, tasks, signal, ways)) {
		if (unanswered.size > 0) for (const folder of batch) unanswered.delete(folder.path);
		yield batch;
		signal.throwIfAborted();
	}
	if (unanswered.size > 0) {
		const rest = request.folders.filter((folder) => unanswered.has(folder.path));
		yield* scanWorkTree({
			root: request.root,
			folders: rest.map(({ path }) => ({
				path,
				deep: false
			}))
		}, signal, ways);
	}
}
/** What has to be walked, last one first: the shallow ones, then the deep ones, each folder before those below it. */
function planTasks(folders) {
	const asked = /* @__PURE__ */ new Map();
	for (const { path, deep } of folders) asked.set(path, deep || asked.get(path) === true);
	const shallow = [];
	const deep = [];
	const covered = [];
	let deepest = null;
	for (const path of [...asked.keys()].sort(compareFolders)) if (deepest !== null && isWithin(path, deepest)) covered.push(path);
	else if (asked.get(path) === true) deep.push({
		path: deepest = path,
		deep: true
	});
	else shallow.push({
		path,
		deep: false
	});
	return {
		tasks: [...shallow, ...deep].reverse(),
		covered
	};
}
/** A folder's order puts everything below it directly after it: `/` counts as the smallest character. */
function compareFolders(a, b) {
	const left = a.replaceAll("/", "\0");
	const right = b.replaceAll("/", "\0");
	return left < right ? -1 : left > right ? 1 : 0;
}
async function* scanTasks(root, queue, signal, ways) {
	const walk = walkFolders(root, queue);
	for (;;) {
		const { folders, state } = walkFor(walk, ways.slice);
		if (folders.length > 0) yield folders;
		if (state === "done") return;
		signal.throwIfAborted();
		if (ways.workers !== null && state === "between-folders" && queue.at(-1)?.deep === true) return yield* scanInLanes(root, queue, signal, ways.workers);
		await setImmediate$1();
		signal.throwIfAborted();
	}
}
function walkFor(walk, ms) {
	const end = performance.now() + ms;
	const folders = [];
	for (;;) {
		const step = walk.next();
		if (step.done === true) return {
			folders,
			state: "done"
		};
		if (step.value.folder !== null) folders.push(step.value.folder);
		if (performance.now() >= end) return {
			folders,
			state: step.value.folder === null ? "inside-folder" : "between-folders"
		};
	}
}
/** Keeps `lanes` jobs in flight. What a job leaves over is shared out again, so that one big folder does not keep one lane busy alone. */
async function* scanInLanes(root, queue, signal, { scan, lanes }) {
	const ready = [];
	const flights = /* @__PURE__ */ new Set();
	const ended = new AbortController();
	const anyEnd = AbortSignal.any([signal, ended.signal]);
	function start(tasks) {
		const flight = scan({
			root,
			tasks,
			budget: jobBudget
		}, anyEnd).then(({ folders, rest }) => {
			ready.push(folders);
			queue.push(...rest);
			flights.delete(flight);
		});
		flights.add(flight);
		flight.catch(() => {});
	}
	try {
		for (;;) {
			while (flights.size < lanes && queue.length > 0 && ready.length <= lanes) start(shareOf(queue, lanes));
			const batch = ready.shift();
			if (batch !== void 0) yield batch;
			else if (flights.size === 0) return;
			else await Promise.race(flights);
			signal.throwIfAborted();
		}
	} finally {
		ended.abort();
	}
}
/** Takes a part of the queue from its front, where the folders with most below them are. */
function shareOf(queue, lanes) {
	return queue.splice(0, Math.ceil(queue.length / (2 * lanes)));
}
// electron/adapters/work-tree-node.ts
/** Users' folders through Node's file system. */
function createNodeWorkTree(options = {}) {
	const { scanInWorkers, lanes = 2, inlineSlice = 8 } = options;
	const ways = {
		slice: inlineSlice,
		workers: scanInWorkers === void 0 ? null : {
			scan: scanInWorkers,
			lanes
		}
	};
	return {
		inspect,
		scan: (request, signal) => scanWorkTree(request, signal, ways),
		readLink,
		freeSpace,
		absolute: absolutePath
	};
}
function inspect(path) {
	if (path === "" || path.includes("\0")) return { state: "missing" };
	try {
		const resolved = realpathSync.native(path);
		if (!statSync(resolved).isDirectory()) return { state: "not-a-folder" };
		opendirSync(resolved).closeSync();
		lstatSync(`${resolved}/.`);
		return {
			state: "folder",
			path: resolved,
			name: basename(resolved)
		};
	} catch (error) {
		if (saysMissing(error)) return { state: "missing" };
		if (!isSystemError(error)) throw error;
		return { state: error.code === "ELOOP" || error.code === "ENAMETOOLONG" ? "missing" : "unreadable" };
	}
}
function readLink(root, path) {
	try {
		return readlinkSync(`${root}/${path}`);
	} catch (error) {
		if (saysMissing(error) || isSystemError(error) && (error.code === "EINVAL" || error.code === "UNKNOWN")) return null;
		throw error;
	}
}
function freeSpace(path) {
	for (let at = path;; at = dirname(at)) try {
		const { bavail, bsize } = statfsSync(at);
		return bavail * bsize;
	} catch (error) {
		if (!saysMissing(error) || dirname(at) === at) throw error;
	}
}
// electron/engine/model/alias.ts
var latest = "latest";
var reserved = /^v\d+$/;
/** Checks an alias that a person gave; throws Failure `alias.invalid`. */
function checkAlias(text) {
	const why = refusal(text);
	if (why !== null) throw new Failure("alias.invalid", `"${text}" cannot be an alias: ${why}.`, { alias: text });
	return text;
}
function refusal(text) {
	if (text.trim() === "") return "it is empty";
	if (text !== text.trim()) return "it begins or ends with a space";
	if (text.length > 128) return "it is longer than 128 characters";
	if (/[/:]/.test(text)) return "it must not contain \"/\" or \":\"";
	if (/[\u0000-\u001f\u007f]/.test(text)) return "it contains control characters";
	if (reserved.test(text)) return "names like v3 are kept for the indexes of versions";
	if (text === "latest") return "\"latest\" is moved by Strata itself";
	return null;
}
// electron/database/path-key.ts
/**
* Paths as bytes that SQLite sorts (memcmp) exactly as `comparePaths` sorts the paths: each UTF-16 code unit in one to three
* bytes, as UTF-8 has them. That is plain UTF-8 for nearly every path; only pairs of surrogates (emoji) become two times three bytes, which keeps
* them before U+E000 as JavaScript's order has them, and lone surrogates, which some file systems allow, come back as they were.
*/
function pathToKey(path) {
	return surrogates.test(path) ? encodeUnits(path) : Buffer.from(path, "utf8");
}
function keyToPath(key) {
	const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
	const text = bytes.toString("utf8");
	return text.includes("�") ? decodeUnits(bytes) : text;
}
/** Keys strictly between these two are everything below the folder: the character after `/` is `0`. */
function keysBelow(path) {
	if (path === "") return {
		after: Buffer.alloc(0),
		before: Buffer.from([255])
	};
	return {
		after: pathToKey(`${path}/`),
		before: pathToKey(`${path}0`)
	};
}
var surrogates = /[\ud800-\udfff]/;
function encodeUnits(path) {
	const bytes = Buffer.allocUnsafe(path.length * 3);
	let at = 0;
	for (let i = 0; i < path.length; i++) {
		const unit = path.charCodeAt(i);
		if (unit < 128) bytes[at++] = unit;
		else if (unit < 2048) {
			bytes[at++] = 192 | unit >> 6;
			bytes[at++] = 128 | unit & 63;
		} else {
			bytes[at++] = 224 | unit >> 12;
			bytes[at++] = 128 | unit >> 6 & 63;
			bytes[at++] = 128 | unit & 63;
		}
	}
	return bytes.subarray(0, at);
}
function decodeUnits(bytes) {
	const low = (at) => (bytes[at] ?? 0) & 63;
	let text = "";
	for (let at = 0; at < bytes.length;) {
		const first = bytes[at];
		if (first < 128) text += String.fromCharCode(first);
		else if (first < 224) text += String.fromCharCode((first & 31) << 6 | low(at + 1));
		else text += String.fromCharCode((first & 15) << 12 | low(at + 1) << 6 | low(at + 2));
		at += first < 128 ? 1 : first < 224 ? 2 : 3;
	}
	return text;
}
// electron/database/tables/artifacts.ts
var columns$4 = `id, name, type, mode, path, quiet_window AS quietWindow, paused, next_index AS nextIndex,
  created_at AS createdAt`;
function prepareArtifacts(db) {
	return {
		all: db.prepare(`SELECT ${columns$4} FROM artifacts ORDER BY id`),
		byName: db.prepare(`SELECT ${columns$4} FROM artifacts WHERE name = ?`),
		byId: db.prepare(`SELECT ${columns$4} FROM artifacts WHERE id = ?`),
		insert: db.prepare(`INSERT INTO artifacts (name, type, mode, path, quiet_window, paused, next_index, created_at)
       VALUES (@name, @type, @mode, @path, @quietWindow, 0, 0, @createdAt) RETURNING ${columns$4}`),
		update: db.prepare(`UPDATE artifacts SET type = @type, mode = @mode, path = @path, quiet_window = @quietWindow, paused = @paused,
         next_index = @nextIndex WHERE id = @id`),
		/** Takes the next index; changes nothing when it is another one. */
		takeIndex: db.prepare("UPDATE artifacts SET next_index = next_index + 1 WHERE id = @id AND next_index = @index"),
		remove: db.prepare("DELETE FROM artifacts WHERE id = ?")
	};
}
function toArtifact(row) {
	return {
		...row,
		id: row.id,
		paused: row.paused === 1
	};
}
/**
* The container's id comes from a sub-select and not from a join: SQLite plans a join again for each bound value, which made a
* look-up ten times slower.
*/
var place = `refs, kind, frame_offset AS frameOffset, frame_length AS frameLength, offset, length,
  (SELECT id FROM containers WHERE number = chunks.container) AS container`;
var columns$3 = `digest, ${place}`;
function prepareChunks(db) {
	return {
		/** As an array: a restore looks up a hundred thousand of them. */
		one: db.prepare(`SELECT ${place} FROM chunks WHERE digest = ?`).raw(),
		/** After this digest, at most so many. */
		page: db.prepare(`SELECT ${columns$3} FROM chunks WHERE digest > ? ORDER BY digest LIMIT ?`),
		insert: db.prepare(insertRows(1)),
		insertMany: db.prepare(insertRows(16)),
		addReferences: db.prepare("UPDATE chunks SET refs = refs + ? WHERE digest = ?")
	};
}
/** A chunk that is already named keeps its place and gains the references. */
function insertRows(count) {
	return `INSERT INTO chunks (digest, refs, kind, container, frame_offset, frame_length, offset, length) VALUES ${Array.from({ length: count }, () => "(?, ?, ?, ?, ?, ?, ?, ?)").join(", ")}
    ON CONFLICT (digest) DO UPDATE SET refs = refs + excluded.refs`;
}
/** Kinds by the number that the catalog keeps; part of the schema. */
var kinds = [
	"data",
	"list",
	"manifest"
];
function kindToNumber(kind) {
	return kinds.indexOf(kind);
}
function kindFromNumber(value) {
	const kind = kinds[value];
	if (kind === void 0) throw new RangeError(`the catalog names an unknown kind of chunk: ${value}`);
	return kind;
}
function placeToKnownChunk(row) {
	const [references, kind, frameOffset, frameLength, offset, length, container] = row;
	return {
		kind: kindFromNumber(kind),
		references,
		location: {
			container,
			frameOffset,
			frameLength,
			offset,
			length
		}
	};
}
function toKnownChunk(row) {
	const { container, frameOffset, frameLength, offset, length } = row;
	return {
		digest: blobToDigest(row.digest),
		kind: kindFromNumber(row.kind),
		references: row.refs,
		location: {
			container,
			frameOffset,
			frameLength,
			offset,
			length
		}
	};
}
// electron/database/tables/folders.ts
var columns$2 = "path, listing, times_differ AS timesDiffer";
function prepareFolders(db) {
	return {
		one: db.prepare(`SELECT ${columns$2} FROM folders WHERE artifact = ? AND path = ?`),
		/** Artifact, after this key, before that key, at most so many; in path order. */
		page: db.prepare(`SELECT ${columns$2} FROM folders WHERE artifact = ? AND path > ? AND path < ? ORDER BY path LIMIT ?`),
		withDifferingTimes: db.prepare(`SELECT ${columns$2} FROM folders WHERE artifact = ? AND times_differ = 1 ORDER BY path`),
		put: db.prepare(`INSERT INTO folders (artifact, path, listing, times_differ) VALUES (?, ?, ?, ?)
       ON CONFLICT (artifact, path) DO UPDATE SET listing = excluded.listing, times_differ = excluded.times_differ`),
		remove: db.prepare("DELETE FROM folders WHERE artifact = ? AND path = ?"),
		/** Artifact, after this key, before that key. */
		removeBetween: db.prepare("DELETE FROM folders WHERE artifact = ? AND path > ? AND path < ?"),
		clearDifferingTimes: db.prepare("UPDATE folders SET times_differ = 0 WHERE artifact = ? AND times_differ = 1")
	};
}
function toKnownFolder(row) {
	const { buffer, byteOffset, byteLength } = row.listing;
	return {
		path: keyToPath(row.path),
		listing: new Uint8Array(buffer, byteOffset, byteLength),
		timesDiffer: row.timesDiffer === 1
	};
}
// electron/database/tables/operations.ts
var columns$1 = "id, at, actor, kind, artifact, arguments, undo, undone";
function prepareOperations(db) {
	return {
		one: db.prepare(`SELECT ${columns$1} FROM operations WHERE id = ?`),
		/** Only below this id, at most so many; newest first. */
		page: db.prepare(`SELECT ${columns$1} FROM operations WHERE id < ? ORDER BY id DESC LIMIT ?`),
		pageOfArtifact: db.prepare(`SELECT ${columns$1} FROM operations WHERE artifact = ? AND id < ? ORDER BY id DESC LIMIT ?`),
		insert: db.prepare(`INSERT INTO operations (at, actor, kind, artifact, arguments, undo, undone)
       VALUES (@at, @actor, @kind, @artifact, @arguments, @undo, 0) RETURNING ${columns$1}`),
		markUndone: db.prepare("UPDATE operations SET undone = 1 WHERE id = ?")
	};
}
function toOperation(row) {
	return {
		...row,
		arguments: JSON.parse(row.arguments),
		undo: row.undo === null ? null : JSON.parse(row.undo),
		undone: row.undone === 1
	};
}
// electron/database/tables/versions.ts
var columns = `artifact, idx, digest, root, files, bytes, added_bytes AS addedBytes, created_at AS createdAt, actor,
  origin, identical_to AS identicalTo, added, modified, removed, renamed, description, metadata, problems`;
function prepareVersions(db) {
	return {
		one: db.prepare(`SELECT ${columns} FROM versions WHERE artifact = ? AND idx = ?`),
		/** Artifact, only below this index, at most so many (-1: all); newest first. */
		page: db.prepare(`SELECT ${columns} FROM versions WHERE artifact = ? AND idx < ? ORDER BY idx DESC LIMIT ?`),
		count: db.prepare("SELECT count(*) FROM versions WHERE artifact = ?").pluck(),
		exists: db.prepare("SELECT 1 FROM versions WHERE artifact = ? AND idx = ?").pluck(),
		oldestWithDigest: db.prepare("SELECT min(idx) FROM versions WHERE artifact = ? AND digest = ?").pluck(),
		insert: db.prepare(`INSERT INTO versions (artifact, idx, digest, root, files, bytes, added_bytes, created_at, actor, origin,
         identical_to, added, modified, removed, renamed, description, metadata, problems)
       VALUES (@artifact, @idx, @digest, @root, @files, @bytes, @addedBytes, @createdAt, @actor, @origin,
         @identicalTo, @added, @modified, @removed, @renamed, @description, @metadata, @problems)`),
		setDescription: db.prepare("UPDATE versions SET description = ? WHERE artifact = ? AND idx = ?"),
		setMetadata: db.prepare("UPDATE versions SET metadata = ? WHERE artifact = ? AND idx = ?")
	};
}
/** A new version's row: described by nothing yet. */
function toVersionRow(record) {
	const { index, changes, problems, digest, root, ...rest } = record;
	return {
		...rest,
		...changes,
		idx: index,
		digest: digestToBlob(digest),
		root: digestToBlob(root),
		description: "",
		metadata: "{}",
		problems: JSON.stringify(problems)
	};
}
function toVersion(row, tags, aliases) {
	const { idx, added, modified, removed, renamed, ...rest } = row;
	return {
		...rest,
		artifact: row.artifact,
		index: idx,
		digest: blobToDigest(row.digest),
		root: blobToDigest(row.root),
		changes: {
			added,
			modified,
			removed,
			renamed
		},
		metadata: JSON.parse(row.metadata),
		problems: JSON.parse(row.problems),
		tags,
		aliases
	};
}
// electron/database/catalog-reader.ts
/**
* Rows taken at once by what iterates. No statement stays open between two steps, so that a caller may write while it
* iterates, and memory stays bounded.
*/
var foldersAtOnce = 256;
var chunksAtOnce = 4096;
/** Reads the catalog, with what the running transaction has named and not yet written. */
function createCatalogReader(tables, unwritten) {
	const { artifacts, versions, aliases, folders, containers, stagingNotes, pendingRecords, settings } = tables;
	return {
		artifacts: () => artifacts.all.all().map(toArtifact),
		artifactByName: (name) => orNull(artifacts.byName.get(name), toArtifact),
		artifactById: (id) => orNull(artifacts.byId.get(id), toArtifact),
		versions: (artifact, page) => withLabels(tables, versions.page.all(artifact, page?.before ?? Number.MAX_SAFE_INTEGER, page?.limit ?? -1)),
		version: (artifact, index) => withLabels(tables, versions.one.all(artifact, index))[0] ?? null,
		versionCount: (artifact) => versions.count.get(artifact) ?? 0,
		aliasIndex: (artifact, alias) => aliases.indexOf.get(artifact, alias) ?? null,
		aliases: (artifact) => new Map(aliases.all.all(artifact).map((row) => [row.alias, row.idx])),
		oldestWithDigest: (artifact, digest) => versions.oldestWithDigest.get(artifact, digestToBlob(digest)) ?? null,
		folder: (artifact, path) => orNull(folders.one.get(artifact, pathToKey(path)), toKnownFolder),
		foldersWithin: (artifact, path) => foldersWithin(tables, artifact, path),
		foldersWithDifferingTimes: (artifact) => folders.withDifferingTimes.all(artifact).map(toKnownFolder),
		chunk: (digest) => chunk(tables, unwritten, digest),
		chunks: () => everyChunk(tables, unwritten),
		containers: () => containers.all.all(),
		operations: (filter) => operations(tables, filter).map(toOperation),
		operation: (id) => orNull(tables.operations.one.get(id), toOperation),
		stagingNotes: () => stagingNotes.all.all(),
		pendingRecords: () => pendingRecords.all.all(),
		setting: (key) => settings.get.get(key) ?? null
	};
}
function orNull(row, convert) {
	return row === void 0 ? null : convert(row);
}
/** Rows that lie together (one page, newest first) with their aliases and tags, in three queries however many they are. */
function withLabels(tables, rows) {
	const newest = rows[0];
	const oldest = rows.at(-1);
	if (newest === void 0 || oldest === void 0) return [];
	const range = [
		newest.artifact,
		oldest.idx,
		newest.idx
	];
	const tagsOf = Map.groupBy(tables.tags.between.all(...range), (row) => row.idx);
	const aliasesOf = Map.groupBy(tables.aliases.between.all(...range), (row) => row.idx);
	return rows.map((row) => {
		return toVersion(row, tagsOf.get(row.idx)?.map((each) => each.tag) ?? [], (aliasesOf.get(row.idx)?.map((each) => each.alias) ?? []).sort(compareAliases));
	});
}
function compareAliases(a, b) {
	if (a === "latest" || b === "latest") return a === "latest" ? -1 : 1;
	return a < b ? -1 : 1;
}
function* foldersWithin(tables, artifact, path) {
	const own = tables.folders.one.get(artifact, pathToKey(path));
	if (own !== void 0) yield toKnownFolder(own);
	const { after, before } = keysBelow(path);
	let last = after;
	for (;;) {
		const page = tables.folders.page.all(artifact, last, before, foldersAtOnce);
		for (const row of page) yield toKnownFolder(row);
		const end = page.at(-1);
		if (end === void 0 || page.length < foldersAtOnce) return;
		last = end.path;
	}
}
function chunk(tables, unwritten, digest) {
	const row = tables.chunks.one.get(digestToBlob(digest));
	const waiting = unwritten.get(digest);
	if (row === void 0) return waiting;
	const known = placeToKnownChunk(row);
	return waiting === null ? known : {
		...known,
		references: known.references + waiting.references
	};
}
function* everyChunk(tables, unwritten) {
	unwritten.write();
	let last = Buffer.alloc(0);
	for (;;) {
		const page = tables.chunks.page.all(last, chunksAtOnce);
		for (const row of page) yield toKnownChunk(row);
		const end = page.at(-1);
		if (end === void 0 || page.length < chunksAtOnce) return;
		last = end.digest;
	}
}
function operations({ operations: table }, { artifact, limit, before }) {
	const below = before ?? Number.MAX_SAFE_INTEGER;
	return artifact === void 0 ? table.page.all(below, limit) : table.pageOfArtifact.all(artifact, below, limit);
}
// electron/database/catalog-writer.ts
/** Writes the catalog; each call is refused outside a transaction, also by a writer that was kept. */
function createCatalogWriter(db, tables, unwritten, reader) {
	const whileOpen = (write) => (...values) => {
		if (!db.inTransaction) throw new Error("the catalog is written inside a transaction only");
		return write(...values);
	};
	return {
		...reader,
		...writeArtifacts(tables, reader, whileOpen),
		...writeVersions(tables, whileOpen),
		...writeFolders(tables, whileOpen),
		...writeChunks$1(tables, unwritten, whileOpen),
		...writeTheRest(tables, whileOpen)
	};
}
function writeArtifacts({ artifacts }, reader, whileOpen) {
	function update(id, change) {
		const artifact = reader.artifactById(id);
		if (artifact === null) throw new Error(`there is no artifact ${id}`);
		const { name: _, createdAt: __, ...next } = {
			...artifact,
			...change
		};
		if (next.nextIndex < artifact.nextIndex) throw new RangeError("the next index of an artifact never goes back");
		artifacts.update.run({
			...next,
			paused: next.paused ? 1 : 0
		});
	}
	return {
		insertArtifact: whileOpen((artifact) => toArtifact(present(artifacts.insert.get(artifact)))),
		updateArtifact: whileOpen(update),
		removeArtifact: whileOpen((id) => void artifacts.remove.run(id))
	};
}
function writeVersions({ artifacts, versions, aliases, tags }, whileOpen) {
	function mustExist(artifact, index) {
		if (versions.exists.get(artifact, index) === void 0) throw new Error(`artifact ${artifact} has no version ${index}`);
	}
	function insert(record) {
		const { artifact, index } = record;
		if (artifacts.takeIndex.run({
			id: artifact,
			index
		}).changes !== 1) throw new Error(`${index} is not the next index of artifact ${artifact}`);
		versions.insert.run(toVersionRow(record));
	}
	return {
		insertVersion: whileOpen(insert),
		setDescription: whileOpen((artifact, index, description) => {
			mustExist(artifact, index);
			versions.setDescription.run(description, artifact, index);
		}),
		setMetadata: whileOpen((artifact, index, metadata) => {
			mustExist(artifact, index);
			versions.setMetadata.run(JSON.stringify(metadata), artifact, index);
		}),
		setTags: whileOpen((artifact, index, labels) => {
			mustExist(artifact, index);
			tags.removeAll.run(artifact, index);
			for (const [position, tag] of [...new Set(labels)].entries()) tags.add.run(artifact, index, position, tag);
		}),
		setAlias: whileOpen((artifact, alias, index) => {
			mustExist(artifact, index);
			aliases.set.run(artifact, alias, index);
		}),
		removeAlias: whileOpen((artifact, alias) => void aliases.remove.run(artifact, alias))
	};
}
function writeFolders({ folders }, whileOpen) {
	return {
		putFolder: whileOpen((artifact, folder) => {
			folders.put.run(artifact, pathToKey(folder.path), folder.listing, folder.timesDiffer ? 1 : 0);
		}),
		removeFoldersWithin: whileOpen((artifact, path) => {
			const { after, before } = keysBelow(path);
			folders.remove.run(artifact, pathToKey(path));
			folders.removeBetween.run(artifact, after, before);
		}),
		clearDifferingTimes: whileOpen((artifact) => void folders.clearDifferingTimes.run(artifact))
	};
}
function writeChunks$1({ containers }, unwritten, whileOpen) {
	return {
		addContainer: whileOpen((container) => {
			unwritten.add(container, present(containers.insert.get(container.id, container.size)));
		}),
		addReferences: whileOpen((counts) => unwritten.addReferences(counts))
	};
}
function writeTheRest({ operations, stagingNotes, pendingRecords, settings }, whileOpen) {
	function addOperation(operation) {
		const { at, actor, kind, artifact, undo } = operation;
		const texts = {
			arguments: JSON.stringify(operation.arguments),
			undo: undo === null ? null : JSON.stringify(undo)
		};
		return toOperation(present(operations.insert.get({
			at,
			actor,
			kind,
			artifact,
			...texts
		})));
	}
	return {
		addOperation: whileOpen(addOperation),
		markUndone: whileOpen((id) => {
			if (operations.markUndone.run(id).changes === 0) throw new Error(`there is no operation ${id}`);
		}),
		noteStaging: whileOpen(({ id, root }) => void stagingNotes.put.run(id, root)),
		removeStagingNote: whileOpen((id) => void stagingNotes.remove.run(id)),
		markRecordPending: whileOpen((artifact, index) => {
			pendingRecords.mark.run(artifact, index);
		}),
		clearRecordPending: whileOpen((artifact, index) => {
			pendingRecords.clear.run(artifact, index);
		}),
		setSetting: whileOpen((key, value) => void settings.set.run(key, value))
	};
}
/** What a statement with RETURNING always gives. */
function present(row) {
	if (row === void 0) throw new Error("the catalog returned no row");
	return row;
}
// electron/database/tables/aliases.ts
function prepareAliases(db) {
	return {
		indexOf: db.prepare("SELECT idx FROM aliases WHERE artifact = ? AND alias = ?").pluck(),
		all: db.prepare("SELECT idx, alias FROM aliases WHERE artifact = ? ORDER BY alias"),
		/** Artifact, from index, to index (both included). */
		between: db.prepare("SELECT idx, alias FROM aliases WHERE artifact = ? AND idx BETWEEN ? AND ? ORDER BY idx"),
		set: db.prepare(`INSERT INTO aliases (artifact, alias, idx) VALUES (?, ?, ?)
       ON CONFLICT (artifact, alias) DO UPDATE SET idx = excluded.idx`),
		remove: db.prepare("DELETE FROM aliases WHERE artifact = ? AND alias = ?")
	};
}
// electron/database/tables/containers.ts
function prepareContainers(db) {
	return {
		all: db.prepare("SELECT id, size FROM containers ORDER BY number"),
		/** Gives the number by which chunks name the container. */
		insert: db.prepare("INSERT INTO containers (id, size) VALUES (?, ?) RETURNING number").pluck()
	};
}
// electron/database/tables/pending-records.ts
function preparePendingRecords(db) {
	return {
		all: db.prepare("SELECT artifact, idx AS \"index\" FROM pending_records ORDER BY artifact, ifnull(idx, -1)"),
		mark: db.prepare(`INSERT INTO pending_records (artifact, idx) VALUES (?, ?) ON CONFLICT (artifact, ifnull(idx, -1)) DO NOTHING`),
		clear: db.prepare("DELETE FROM pending_records WHERE artifact = ? AND ifnull(idx, -1) = ifnull(?, -1)")
	};
}
// electron/database/tables/settings.ts
function prepareSettings(db) {
	return {
		get: db.prepare("SELECT value FROM settings WHERE key = ?").pluck(),
		set: db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)")
	};
}
// electron/database/tables/staging-notes.ts
function prepareStagingNotes(db) {
	return {
		all: db.prepare("SELECT id, root FROM staging_notes ORDER BY id"),
		put: db.prepare("INSERT OR REPLACE INTO staging_notes (id, root) VALUES (?, ?)"),
		remove: db.prepare("DELETE FROM staging_notes WHERE id = ?")
	};
}
// electron/database/tables/tags.ts
function prepareTags(db) {
	return {
		/** Artifact, from index, to index (both included); tags of one version in the order they were set. */
		between: db.prepare("SELECT idx, tag FROM tags WHERE artifact = ? AND idx BETWEEN ? AND ? ORDER BY idx, position"),
		add: db.prepare("INSERT INTO tags (artifact, idx, position, tag) VALUES (?, ?, ?, ?)"),
		removeAll: db.prepare("DELETE FROM tags WHERE artifact = ? AND idx = ?")
	};
}
// electron/database/tables/all-tables.ts
function prepareTables(db) {
	return {
		artifacts: prepareArtifacts(db),
		versions: prepareVersions(db),
		aliases: prepareAliases(db),
		tags: prepareTags(db),
		containers: prepareContainers(db),
		chunks: prepareChunks(db),
		folders: prepareFolders(db),
		operations: prepareOperations(db),
		stagingNotes: prepareStagingNotes(db),
		pendingRecords: preparePendingRecords(db),
		settings: prepareSettings(db)
	};
}
// electron/database/unwritten-chunks.ts
/** So many wait at most (a million files' worth); more are written in between. */
var limit = 2 ** 20;
function holdUnwrittenChunks(table) {
	const waiting = /* @__PURE__ */ new Map();
	function write() {
		writeChunks(table, [...waiting.values()]);
		waiting.clear();
	}
	function add(container, number) {
		for (const chunk of container.chunks) {
			if (waiting.has(chunk.digest)) continue;
			if (waiting.size >= limit) write();
			waiting.set(chunk.digest, {
				chunk,
				container: number,
				references: 0
			});
		}
	}
	function addReferences(counts) {
		const written = [];
		for (const [digest, count] of counts) {
			if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a count of references: ${count}`);
			const chunk = waiting.get(digest);
			if (chunk === void 0) written.push(digest);
			else chunk.references += count;
		}
		for (const digest of inOrder$1(written, (each) => each)) {
			const { changes } = table.addReferences.run(counts.get(digest) ?? 0, digestToBlob(digest));
			if (changes === 0) throw new Error(`no container names the chunk ${digest}`);
		}
	}
	return {
		add,
		addReferences,
		write,
		get: (digest) => {
			const found = waiting.get(digest);
			return found === void 0 ? null : known(found);
		},
		forget: () => waiting.clear()
	};
}
function known({ chunk, references }) {
	const { kind, container, frameOffset, frameLength, offset, length } = chunk;
	return {
		kind,
		references,
		location: {
			container,
			frameOffset,
			frameLength,
			offset,
			length
		}
	};
}
function writeChunks(table, chunks) {
	const sorted = inOrder$1(chunks, (each) => each.chunk.digest);
	const single = sorted.length % 16;
	for (let at = 0; at < single; at++) table.insert.run(...bind([], 0, sorted[at]));
	const values = Array.from({ length: 128 });
	for (let at = single; at < sorted.length; at += 16) {
		for (let row = 0; row < 16; row++) bind(values, row * 8, sorted[at + row]);
		table.insertMany.run(...values);
	}
}
/** Fills in one row's values. The array is used again for each statement: making one anew took half of the time. */
function bind(values, at, { chunk, container, references }) {
	values[at] = digestToBlob(chunk.digest);
	values[at + 1] = references;
	values[at + 2] = kindToNumber(chunk.kind);
	values[at + 3] = container;
	values[at + 4] = chunk.frameOffset;
	values[at + 5] = chunk.frameLength;
	values[at + 6] = chunk.offset;
	values[at + 7] = chunk.length;
	return values;
}
/**
* Nearly sorted by digest, so that neighbouring rows touch the same page. Only the first 32 bits count (they and the position
* fit one double, and doubles sort ten times faster than text); at most 2^20 at once are sorted together.
*/
function inOrder$1(all, digestOf) {
	const sorted = [];
	for (let start = 0; start < all.length; start += limit) {
		const keys = new Float64Array(Math.min(limit, all.length - start));
		for (let i = 0; i < keys.length; i++) keys[i] = Number.parseInt(digestOf(all[start + i]).slice(0, 8), 16) * limit + i;
		for (const key of keys.sort()) sorted.push(all[start + key % limit]);
	}
	return sorted;
}
// electron/database/catalog-sqlite.ts
/**
* The catalog in a SQLite file, which is made when it is not there. Throws Failure `store.newer-format` for one that a newer Strata wrote,
* `store.damaged` for a file that is no catalog. A transaction that meets a full disk fails with `store.full`.
*/
function openCatalog(path) {
	return createCatalog(openDatabase(path));
}
/** The catalog over a connection from `openDatabase`, which it closes in the end. */
function createCatalog(db) {
	const tables = prepareTables(db);
	const unwritten = holdUnwrittenChunks(tables.chunks);
	const reader = explaining(createCatalogReader(tables, unwritten), db.name);
	const writer = createCatalogWriter(db, tables, unwritten, reader);
	return {
		...reader,
		transact: transactions(db, unwritten, writer),
		close: () => void db.close()
	};
}
function transactions(db, unwritten, writer) {
	const begin = db.prepare("BEGIN IMMEDIATE");
	const end = db.prepare("COMMIT");
	const takeBack = db.prepare("ROLLBACK");
	return (change) => {
		if (db.inTransaction) throw new Error("a transaction of the catalog cannot stand inside another");
		try {
			begin.run();
			const result = change(writer);
			if (result instanceof Promise) throw new TypeError("a transaction of the catalog is synchronous");
			unwritten.write();
			end.run();
			return result;
		} catch (error) {
			unwritten.forget();
			if (db.inTransaction) takeBack.run();
			throw asFailure(error, db.name);
		}
	};
}
// electron/engine/activities/activities.ts
var tellInterval = 100;
var quietTime = 400;
var rateWindow = 3e3;
function createActivities(clock, facts, newId) {
	const running = /* @__PURE__ */ new Map();
	function announce(entry) {
		if (entry.announced) return;
		entry.announced = true;
		facts.tell({
			kind: "activity.started",
			activity: entry.view
		});
	}
	function advance(entry, change, quiet) {
		const now = clock.now();
		entry.view = measured({
			...entry.view,
			...change
		}, entry.samples, now);
		const interval = change.phase === void 0 ? tellInterval : 0;
		if (now - entry.toldAt < interval) return;
		if (!entry.announced && quiet && now - entry.view.startedAt < quietTime) return;
		entry.toldAt = now;
		announce(entry);
		facts.tell({
			kind: "activity.progressed",
			activity: entry.view
		});
	}
	function finish(entry, error) {
		running.delete(entry.view.id);
		if (!entry.announced) return;
		const cancelled = error instanceof Failure && error.code === "operation.cancelled";
		const outcome = error === null ? "done" : cancelled ? "cancelled" : "failed";
		const message = error instanceof Error ? error.message : "";
		facts.tell({
			kind: "activity.finished",
			activity: entry.view,
			outcome,
			message
		});
	}
	return {
		list: () => [...running.values()].map((entry) => entry.view),
		cancel(id) {
			const entry = running.get(id);
			if (entry === void 0 || !entry.view.cancellable) return false;
			entry.controller.abort(cancellation());
			return true;
		},
		cancelAll() {
			for (const entry of running.values()) entry.controller.abort(cancellation());
		},
		async run(request, work) {
			const quiet = request.quiet ?? false;
			const entry = {
				view: beginning(newId(), request, clock.now()),
				samples: [],
				toldAt: 0,
				announced: false,
				controller: new AbortController()
			};
			running.set(entry.view.id, entry);
			if (!quiet) announce(entry);
			const { id } = entry.view;
			const { signal } = entry.controller;
			try {
				const result = await work({
					id,
					signal,
					advance: (change) => advance(entry, change, quiet)
				});
				finish(entry, null);
				return result;
			} catch (error) {
				finish(entry, error);
				throw error;
			}
		}
	};
}
function cancellation() {
	return new Failure("operation.cancelled", "It was cancelled; nothing half-made was left behind.");
}
function beginning(id, request, now) {
	return {
		id,
		kind: request.kind,
		artifact: request.artifact,
		phase: request.phase,
		files: 0,
		totalFiles: null,
		bytes: 0,
		totalBytes: null,
		bytesPerSecond: 0,
		remaining: null,
		startedAt: now,
		cancellable: true
	};
}
/** The activity with its rate over the last seconds and the time left, by bytes or else by files. */
function measured(view, samples, now) {
	samples.push({
		at: now,
		bytes: view.bytes,
		files: view.files
	});
	while (samples.length > 2 && now - samples[0].at > rateWindow) samples.shift();
	const first = samples[0];
	const seconds = (now - first.at) / 1e3;
	if (seconds < .25) return view;
	const bytesPerSecond = Math.max(0, (view.bytes - first.bytes) / seconds);
	const filesPerSecond = Math.max(0, (view.files - first.files) / seconds);
	const byBytes = timeLeft(view.totalBytes, view.bytes, bytesPerSecond);
	const byFiles = timeLeft(view.totalFiles, view.files, filesPerSecond);
	const remaining = byBytes === null ? byFiles : byFiles === null ? byBytes : Math.max(byBytes, byFiles);
	return {
		...view,
		bytesPerSecond,
		remaining
	};
}
function timeLeft(total, done, perSecond) {
	if (total === null || perSecond <= 0) return null;
	return Math.max(0, total - done) / perSecond * 1e3;
}
// electron/engine/facts.ts
/** Facts go to every listener in the order in which they were told. A listener that throws does not stop the others. */
function createFacts(onListenerError) {
	const listeners = /* @__PURE__ */ new Set();
	return {
		tell(fact) {
			for (const listener of listeners) try {
				listener(fact);
			} catch (error) {
				onListenerError(error);
			}
		},
		listen(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}
// electron/engine/model/entry.ts
/** Bytes an entry stands for in sums of sizes. */
function entrySize(entry) {
	switch (entry.kind) {
		case "file": return entry.size;
		case "reference": return entry.size ?? 0;
		case "link":
		case "directory": return 0;
	}
}
/** Whether two entries of one path are the same content: everything but times and permission details. */
function sameContent(a, b) {
	if (a.kind === "file") return b.kind === "file" && a.blob === b.blob && a.executable === b.executable;
	if (a.kind === "link") return b.kind === "link" && a.target === b.target;
	if (a.kind === "directory") return b.kind === "directory";
	return b.kind === "reference" && a.uri === b.uri && sameIdentity(a.identity, b.identity);
}
function sameIdentity(a, b) {
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
var entryKinds = [
	"file",
	"link",
	"directory",
	"reference"
];
var factFlags = {
	list: 1,
	beforeEpoch: 2,
	sized: 4
};
function isLeaf(node) {
	return node.level === 0;
}
/** Entries and bytes below the items of a node. */
function sumItems(items, level) {
	if (level === 0) return {
		files: items.length,
		bytes: items.reduce((sum, entry) => sum + entrySize(entry), 0)
	};
	let files = 0;
	let bytes = 0;
	for (const child of items) {
		files += child.files;
		bytes += child.bytes;
	}
	return {
		files,
		bytes
	};
}
/** Reads a node's header. Throws Failure `store.damaged` when it is none. */
function readHeader(bytes) {
	const reader = new ByteReader(bytes);
	if (reader.byte() !== 83 || reader.byte() !== 78) throw damaged("it is no node of a manifest");
	if (reader.byte() !== 1) throw damaged("it has an unknown format");
	const level = reader.byte();
	if (level > 6) throw damaged("its level is out of bounds");
	const count = reader.integer();
	const length = reader.integer();
	const contentStart = reader.skip(length);
	if (count > bytes.length) throw damaged("it claims more items than it has room for");
	if (count === 0 && level > 0) throw damaged("it has no children");
	return {
		level,
		count,
		contentStart,
		contentEnd: reader.at
	};
}
/** The bytes that a node's content digest covers. */
function contentPart(bytes) {
	return bytes.subarray(0, readHeader(bytes).contentEnd);
}
// electron/engine/manifest/decode-node.ts
/**
* Decodes a node of a manifest (node.ts has the form). Whatever no encoder could have written - bad lengths, paths that are
* out of order or leave the root, an unknown kind - is a Failure `store.damaged`.
*/
function decodeNode(bytes) {
	const header = readHeader(bytes);
	return header.level === 0 ? {
		level: 0,
		items: decodeLeaf(bytes, header)
	} : {
		level: header.level,
		items: decodeInner(bytes, header)
	};
}
function decodeLeaf(bytes, header) {
	const content = new ByteReader(bytes.subarray(0, header.contentEnd), header.contentStart);
	const texts = new TextPieces(content.text());
	const heads = [];
	let files = 0;
	let before = "";
	for (let i = 0; i < header.count; i++) {
		const head = readHead(content, texts, before);
		if (isFile(head)) files++;
		heads.push(head);
		before = head.path;
	}
	texts.finish();
	const blobs = content.digests(files);
	content.expectEnd();
	return readFacts(new ByteReader(bytes, header.contentEnd), heads, blobs);
}
function isFile(head) {
	return (head.kind & 3) === 0;
}
function readHead(content, texts, before) {
	const kind = content.byte();
	if (kind > 4) throw damaged("it has an entry of an unknown kind");
	const path = texts.path(before, content.integer(), content.integer());
	switch (entryKinds[kind & 3]) {
		case "link": return {
			kind,
			path,
			text: texts.take(content.integer()),
			identity: {}
		};
		case "reference": return {
			kind,
			path,
			...readReference(content, texts)
		};
		default: return {
			kind,
			path,
			text: "",
			identity: {}
		};
	}
}
function readReference(content, texts) {
	const text = texts.take(content.integer());
	const pairs = [];
	const count = content.integer();
	for (let i = 0; i < count; i++) {
		const key = texts.take(content.integer());
		const last = pairs.at(-1);
		if (last !== void 0 && last[0] >= key) throw damaged("the identity of a reference is out of order");
		pairs.push([key, texts.take(content.integer())]);
	}
	return {
		text,
		identity: Object.fromEntries(pairs)
	};
}
function readFacts(facts, heads, blobs) {
	const entries = [];
	const listed = [];
	let blob = 0;
	for (const head of heads) {
		const flags = facts.byte();
		if ((flags & ~allowedFlags[head.kind & 3]) !== 0) throw damaged("it has an entry with unknown flags");
		if ((flags & factFlags.list) !== 0) listed.push(entries.length);
		entries.push(isFile(head) ? readFile(facts, head, flags, blobs[blob++]) : readOther(facts, head, flags));
	}
	const lists = facts.digests(listed.length);
	facts.expectEnd();
	listed.forEach((index, i) => entries[index] = {
		...entries[index],
		list: lists[i]
	});
	return entries;
}
var allowedFlags = [
	factFlags.list + factFlags.beforeEpoch,
	factFlags.beforeEpoch,
	factFlags.beforeEpoch,
	factFlags.sized
];
function readFile(facts, head, flags, blob) {
	return {
		kind: "file",
		path: head.path,
		blob,
		size: facts.integer(),
		list: null,
		executable: head.kind === 4,
		mode: readMode(facts),
		modifiedAt: readTime(facts, flags)
	};
}
function readOther(facts, head, flags) {
	const { path, text } = head;
	switch (entryKinds[head.kind]) {
		case "link": return {
			kind: "link",
			path,
			target: text,
			modifiedAt: readTime(facts, flags)
		};
		case "directory": return {
			kind: "directory",
			path,
			mode: readMode(facts),
			modifiedAt: readTime(facts, flags)
		};
		default: return {
			kind: "reference",
			path,
			uri: text,
			size: (flags & factFlags.sized) === 0 ? null : facts.integer(),
			identity: head.identity
		};
	}
}
function readMode(facts) {
	const mode = facts.short();
	if (mode > 511) throw damaged("it has permission bits that are none");
	return mode;
}
function readTime(facts, flags) {
	const time = facts.integer();
	if ((flags & factFlags.beforeEpoch) === 0) return time;
	if (time === 0) throw damaged("a number is out of bounds");
	return -time;
}
function decodeInner(bytes, header) {
	const { count } = header;
	const content = new ByteReader(bytes.subarray(0, header.contentEnd), header.contentStart);
	const contents = content.digests(count);
	const files = [];
	for (let i = 0; i < count; i++) files.push(content.integer());
	content.expectEnd();
	const facts = new ByteReader(bytes, header.contentEnd);
	const nodes = facts.digests(count);
	const texts = new TextPieces(facts.text());
	const children = [];
	let before = "";
	for (let i = 0; i < count; i++) {
		const path = texts.path(before, facts.integer(), facts.integer());
		children.push({
			path,
			node: nodes[i],
			content: contents[i],
			files: files[i],
			bytes: facts.integer()
		});
		before = path;
	}
	texts.finish();
	facts.expectEnd();
	return children;
}
/** Pieces of one string that stand one after the other. Decoding it once is far cheaper than decoding every piece. */
var TextPieces = class {
	all;
	at = 0;
	constructor(all) {
		this.all = all;
	}
	take(units) {
		const end = this.at + units;
		if (end > this.all.length) throw damaged("a text ends too early");
		const piece = this.all.slice(this.at, end);
		this.at = end;
		if (!piece.isWellFormed()) throw damaged("a text is cut inside a character");
		return piece;
	}
	path(before, shared, added) {
		if (shared > before.length) throw damaged("a path shares more than there is");
		const path = before.slice(0, shared) + this.take(added);
		if (!isEntryPath(path) || !path.isWellFormed()) throw damaged("it has a path that leaves its root");
		if (path <= before) throw damaged("its paths are out of order");
		return path;
	}
	finish() {
		if (this.at !== this.all.length) throw damaged("it has text that belongs to nothing");
	}
};
// electron/engine/manifest/node-source.ts
/** Reads and decodes a node of a manifest. Throws Failure `store.damaged` when it is not one. */
function readNode(source, digest) {
	return source.node === void 0 ? decodeNode(source.read(digest)) : source.node(digest);
}
/** Reads a child of a node of `level`. Throws Failure `store.damaged` when it is not what its parent says. */
function readChild(source, level, child) {
	const node = readNode(source, child.node);
	const { files, bytes } = sumItems(node.items, node.level);
	if (!(node.level === level - 1 && files === child.files && bytes === child.bytes) || node.items.at(-1)?.path !== child.path) throw damaged("a node is not what its parent says");
	return node;
}
/** A source that keeps up to `limit` decoded nodes, those used last, for callers that come by the same nodes often. */
function rememberNodes(source, limit) {
	const known = /* @__PURE__ */ new Map();
	return {
		read: (digest) => source.read(digest),
		node(digest) {
			const node = known.get(digest) ?? readNode(source, digest);
			known.delete(digest);
			known.set(digest, node);
			if (known.size > limit) forgetOldest(known);
			return node;
		}
	};
}
function forgetOldest(known) {
	for (const digest of known.keys()) {
		known.delete(digest);
		return;
	}
}
/** Checks metadata that came from outside; throws Failure `metadata.invalid`. */
function checkMetadata(value) {
	const keys = Object.keys(value);
	if (keys.length > 100) throw new Failure("metadata.invalid", `Metadata can hold at most 100 keys, not ${keys.length}.`);
	for (const key of keys) {
		if (key.trim() === "" || key.length > 256) throw new Failure("metadata.invalid", `"${key}" cannot be a metadata key: use 1 to 256 characters.`, { key });
		checkValue(key, value[key], 0);
	}
	return value;
}
function checkValue(key, value, depth) {
	if (value === null || typeof value === "string" || typeof value === "boolean") return;
	if (typeof value === "number" && Number.isFinite(value)) return;
	if (typeof value === "number") throw new Failure("metadata.invalid", `The metadata "${key}" is ${value}; only finite numbers can be kept.`, { key });
	if (typeof value === "object" && depth < 20) {
		for (const inner of Object.values(value)) checkValue(key, inner, depth + 1);
		return;
	}
	throw new Failure("metadata.invalid", `The metadata "${key}" is not a JSON value.`, { key });
}
// electron/engine/records/version-record.ts
/**
* The JSON records from which, with the containers, the catalog can be rebuilt. One document per file, keys always in the same order,
* two spaces, a line end; `format` is raised when an older Strata could no longer read it right.
*/
var format = 1;
function encodeArtifactRecord(artifact, aliases) {
	const sorted = [...aliases].sort(([a], [b]) => a < b ? -1 : 1);
	return encode({
		format,
		name: artifact.name,
		type: artifact.type,
		mode: artifact.mode,
		path: artifact.path,
		quietWindow: artifact.quietWindow,
		paused: artifact.paused,
		nextIndex: artifact.nextIndex,
		createdAt: artifact.createdAt,
		aliases: Object.fromEntries(sorted)
	});
}
function encodeVersionRecord(artifact, version) {
	const { added, modified, removed, renamed } = version.changes;
	return encode({
		format,
		artifact: artifact.name,
		index: version.index,
		digest: version.digest,
		root: version.root,
		files: version.files,
		bytes: version.bytes,
		addedBytes: version.addedBytes,
		createdAt: version.createdAt,
		actor: version.actor,
		origin: version.origin,
		identicalTo: version.identicalTo,
		changes: {
			added,
			modified,
			removed,
			renamed
		},
		problems: version.problems.map(({ path, reason, message }) => ({
			path,
			reason,
			message
		})),
		description: version.description,
		metadata: version.metadata,
		tags: version.tags
	});
}
function encode(record) {
	return `${JSON.stringify(record, null, 2)}\n`;
}
// electron/engine/store/write-records.ts
/**
* Writes the JSON records that the catalog says are not written yet. Called after each commit and at the start; the catalog remembers
* what is due, so a crash in between loses nothing. A record that cannot be written stays due.
*/
function writePendingRecords(core) {
	for (const due of core.catalog.pendingRecords()) {
		try {
			writeRecord(core, due);
		} catch (error) {
			core.log.warn("a version record could not be written; it will be tried again", { error: String(error) });
			return;
		}
		core.catalog.transact((writer) => writer.clearRecordPending(due.artifact, due.index));
	}
}
function writeRecord(core, due) {
	const artifact = core.catalog.artifactById(due.artifact);
	if (artifact === null) return;
	if (due.index === null) {
		const aliases = core.catalog.aliases(artifact.id);
		core.records.write({
			name: `${artifact.name}/artifact.json`,
			text: encodeArtifactRecord(artifact, aliases)
		});
		return;
	}
	const version = core.catalog.version(artifact.id, due.index);
	if (version === null) return;
	core.records.write({
		name: `${artifact.name}/${formatIndex(version.index)}.json`,
		text: encodeVersionRecord(artifact, version)
	});
}
// electron/engine/store/recover.ts
/**
* Makes the home whole again after whatever ended the last run: unfinished packs and containers that no version came to name are
* removed, temporaries of interrupted restores are removed from users' folders, and records that were due are written.
* Called once at the start, before anything writes.
*/
async function recover(core) {
	const unsealed = core.containers.removeUnsealed();
	const named = new Set(core.catalog.containers().map(({ id }) => id));
	let unnamed = 0;
	for (const { id } of core.containers.list()) {
		if (named.has(id)) continue;
		core.containers.remove(id);
		unnamed += 1;
	}
	for (const note of core.catalog.stagingNotes()) {
		try {
			await core.materialize.removeStaging(note.root, note.id);
		} catch (error) {
			core.log.warn("temporaries of an interrupted restore are still there; the next start tries again", { error: String(error) });
			continue;
		}
		core.catalog.transact((writer) => writer.removeStagingNote(note.id));
	}
	writePendingRecords(core);
	if (unsealed + unnamed > 0) core.log.info("removed what an interrupted run left in the store", {
		unsealed,
		unnamed
	});
}
// electron/engine/store/stored-nodes.ts
/** Reads one chunk or node of the store. Throws Failure `store.damaged` when it is not there or not itself. */
function readChunk(catalog, containers, digest) {
	const known = catalog.chunk(digest);
	if (known === null) throw new Failure("store.damaged", `The store lacks the chunk ${digest}; "verify" tells what it touches.`, { digest });
	return containers.read(digest, known.location);
}
/** The manifest and chunk-list nodes of the store. */
function storedNodes(catalog, containers) {
	return { read: (digest) => readChunk(catalog, containers, digest) };
}
// electron/engine/find-version.ts
/** The artifact with that name. Throws Failure `artifact.not-found`. */
function findArtifact(catalog, name) {
	const artifact = catalog.artifactByName(name);
	if (artifact === null) throw new Failure("artifact.not-found", `There is no artifact named "${name}".`, { name });
	return artifact;
}
/** The version a reference (`latest`, an alias, `v3`) names. Throws Failure `version.not-found`. */
function findVersion(catalog, artifact, reference) {
	const parsed = parseVersionReference(reference);
	const index = parsed.kind === "index" ? parsed.index : catalog.aliasIndex(artifact.id, parsed.alias);
	const version = index === null ? null : catalog.version(artifact.id, index);
	if (version === null) throw new Failure("version.not-found", `The artifact "${artifact.name}" has no version "${reference}".`, {
		artifact: artifact.name,
		reference
	});
	return version;
}
/** The newest surviving version, or null before the baseline. */
function latestVersion(catalog, artifact) {
	const index = catalog.aliasIndex(artifact.id, "latest");
	return index === null ? null : catalog.version(artifact.id, index);
}
/** `animals:v3` */
function addressOf(artifact, index) {
	return `${artifact.name}:${formatIndex(index)}`;
}
// electron/engine/manifest/entry-cursor.ts
function openCursor(root, source) {
	const above = [];
	let entries = [];
	let at = 0;
	/** Goes down to the leaf that begins at, or holds, the path. */
	const descend = (start, path) => {
		let node = start;
		while (!isLeaf(node)) {
			const index = node.items.findIndex((child) => child.path >= path);
			const child = node.items[index];
			if (child === void 0) {
				entries = [];
				return;
			}
			above.push({
				node,
				index
			});
			node = readChild(source, node.level, child);
		}
		entries = node.items;
		const found = entries.findIndex((entry) => entry.path >= path);
		at = found < 0 ? entries.length : found;
	};
	/** Goes on to the leaf behind the one that ended. */
	const follow = () => {
		const last = entries.at(-1);
		for (let top = above.at(-1); top !== void 0; top = above.at(-1)) {
			top.index += 1;
			const child = top.node.items[top.index];
			if (child !== void 0) {
				descend(readChild(source, top.node.level, child), "");
				if (last !== void 0 && (entries[at]?.path ?? "") <= last.path) throw damaged("its paths are out of order");
				return;
			}
			above.pop();
		}
		entries = [];
		at = 0;
	};
	return {
		seek(path) {
			above.length = 0;
			entries = [];
			at = 0;
			descend(readNode(source, root), path);
		},
		current: () => entries[at] ?? null,
		next() {
			at += 1;
			if (at >= entries.length) follow();
		}
	};
}
// electron/engine/manifest/read-manifest.ts
/** What is true of a whole manifest, told by its root node. */
function manifestTotals(root, source, digester) {
	const { level, items } = readNode(source, root);
	return {
		node: root,
		digest: digester.digest(contentPart(source.read(root))),
		...sumItems(items, level)
	};
}
/** The entry of one path, or null. */
function findEntry(root, path, source) {
	const cursor = openCursor(root, source);
	cursor.seek(path);
	const entry = cursor.current();
	return entry?.path === path ? entry : null;
}
/**
* The entries at or below a path, in path order; all of them for ''. With `after`, only those behind that path. Nodes are read
* as the walk reaches them.
*/
function* entriesWithin(root, prefix, source, after = "") {
	const cursor = openCursor(root, source);
	if (prefix === "") {
		yield* entriesBetween(cursor, "", null, after);
		return;
	}
	yield* entriesBetween(cursor, prefix, `${prefix}\0`, after);
	yield* entriesBetween(cursor, `${prefix}/`, endOf(prefix), after);
}
/** The first text behind all paths below a folder: "0" is the character after "/". */
function endOf(folder) {
	return `${folder}0`;
}
function* entriesBetween(cursor, from, to, after) {
	cursor.seek(after >= from ? after : from);
	if (cursor.current()?.path === after) cursor.next();
	for (let entry = cursor.current(); entry !== null; entry = cursor.current()) {
		if (to !== null && entry.path >= to) return;
		yield entry;
		cursor.next();
	}
}
/** Number and bytes of the entries that `entriesWithin` would give. Reads O(log n) nodes. */
function folderTotals(root, folder, source) {
	const tree = rememberNodes(source, 32);
	if (folder === "") return totalsBefore(root, null, tree);
	const own = findEntry(root, folder, tree);
	const below = totalsBelow(root, folder, tree);
	if (own === null) return below;
	return {
		files: below.files + 1,
		bytes: below.bytes + entrySize(own)
	};
}
function totalsBelow(root, folder, source) {
	const before = totalsBefore(root, `${folder}/`, source);
	const after = totalsBefore(root, endOf(folder), source);
	return {
		files: after.files - before.files,
		bytes: after.bytes - before.bytes
	};
}
/** Totals of all entries whose path comes before `bound`; of all for null. */
function totalsBefore(root, bound, source) {
	let files = 0;
	let bytes = 0;
	let node = readNode(source, root);
	while (!isLeaf(node)) {
		const reached = node.items.findIndex((child) => bound !== null && child.path >= bound);
		for (const child of reached < 0 ? node.items : node.items.slice(0, reached)) {
			files += child.files;
			bytes += child.bytes;
		}
		const next = node.items[reached];
		if (next === void 0) return {
			files,
			bytes
		};
		node = readChild(source, node.level, next);
	}
	for (const entry of node.items) {
		if (bound !== null && entry.path >= bound) break;
		files += 1;
		bytes += entrySize(entry);
	}
	return {
		files,
		bytes
	};
}
/**
* What stands directly in a folder. Sub-folders are passed over with O(log n) reads each, whatever is below them. Both lists
* are empty when there is no such folder.
*/
function folderRows(root, folder, source) {
	const tree = rememberNodes(source, 64);
	const cursor = openCursor(root, tree);
	const start = folder === "" ? "" : `${folder}/`;
	const folders = [];
	const entries = [];
	cursor.seek(start);
	for (let entry = cursor.current(); entry?.path.startsWith(start) === true; entry = cursor.current()) {
		const slash = entry.path.indexOf("/", start.length);
		if (slash < 0) {
			entries.push(entry);
			cursor.next();
			continue;
		}
		const path = entry.path.slice(0, slash);
		folders.push({
			name: nameOf(path),
			path,
			...totalsBelow(root, path, tree)
		});
		cursor.seek(endOf(path));
	}
	folders.sort((a, b) => comparePaths(a.name, b.name));
	return {
		folders,
		entries
	};
}
// electron/engine/diff/diff-versions.ts
/**
* Sorts differences into what a person calls them. A file that went away and a file with the same, not empty, content that
* appeared are a rename; each takes part in one rename at most, files of the same name first, then in path order.
*/
function diffVersions(differences) {
	const added = [];
	const removed = [];
	const modified = [];
	for (const { before, after } of differences) if (before !== null && after !== null) modified.push({
		before,
		after
	});
	else if (after !== null) added.push(after);
	else if (before !== null) removed.push(before);
	const renamed = pairRenames(removed, added);
	const gone = new Set(renamed.map(({ from }) => from.path));
	const come = new Set(renamed.map(({ to }) => to.path));
	const lists = {
		added: added.filter(({ path }) => !come.has(path)),
		removed: removed.filter(({ path }) => !gone.has(path)),
		modified,
		renamed
	};
	return {
		...lists,
		totals: totalsOf(lists)
	};
}
/** The counts of `diffVersions`, for a version's record. Keeps no more of what it counts than the digests. */
function countChanges(differences) {
	const gone = /* @__PURE__ */ new Map();
	const come = /* @__PURE__ */ new Map();
	let added = 0;
	let modified = 0;
	let removed = 0;
	for (const { before, after } of differences) if (before === null) {
		added += 1;
		countBlob(come, after);
	} else if (after === null) {
		removed += 1;
		countBlob(gone, before);
	} else modified += 1;
	let renamed = 0;
	for (const [blob, count] of gone) renamed += Math.min(count, come.get(blob) ?? 0);
	return {
		added: added - renamed,
		modified,
		removed: removed - renamed,
		renamed
	};
}
function countBlob(counts, entry) {
	if (entry?.kind === "file" && entry.size > 0) counts.set(entry.blob, (counts.get(entry.blob) ?? 0) + 1);
}
function totalsOf(lists) {
	return {
		added: lists.added.length,
		removed: lists.removed.length,
		modified: lists.modified.length,
		renamed: lists.renamed.length,
		addedBytes: sumSizes(lists.added),
		removedBytes: sumSizes(lists.removed),
		modifiedBytesBefore: sumSizes(lists.modified.map(({ before }) => before)),
		modifiedBytes: sumSizes(lists.modified.map(({ after }) => after))
	};
}
function sumSizes(entries) {
	return entries.reduce((sum, entry) => sum + entrySize(entry), 0);
}
function pairRenames(removed, added) {
	const gone = byBlob(removed);
	const renames = [];
	for (const [blob, to] of byBlob(added)) {
		const from = gone.get(blob);
		if (from !== void 0) renames.push(...pairFiles(from, to));
	}
	return renames.sort((a, b) => a.to.path < b.to.path ? -1 : 1);
}
function byBlob(entries) {
	const files = /* @__PURE__ */ new Map();
	for (const entry of entries) {
		if (entry.kind !== "file" || entry.size === 0) continue;
		const same = files.get(entry.blob);
		if (same === void 0) files.set(entry.blob, [entry]);
		else same.push(entry);
	}
	return files;
}
/** Pairs files of one content: those that kept their name, then the others as they come. */
function pairFiles(from, to) {
	const sameName = /* @__PURE__ */ new Map();
	for (const file of from.toReversed()) {
		const name = nameOf(file.path);
		const same = sameName.get(name);
		if (same === void 0) sameName.set(name, [file]);
		else same.push(file);
	}
	const pairs = /* @__PURE__ */ new Map();
	for (const file of to) {
		const match = sameName.get(nameOf(file.path))?.pop();
		if (match !== void 0) pairs.set(file, match);
	}
	const taken = new Set(pairs.values());
	const left = from.filter((file) => !taken.has(file)).values();
	const renames = [];
	for (const file of to) {
		const match = pairs.get(file) ?? left.next().value;
		if (match !== void 0) renames.push({
			from: match,
			to: file
		});
	}
	return renames;
}
// electron/engine/manifest/encode-node.ts
function createNodeEncoder() {
	const content = new ByteWriter();
	const facts = new ByteWriter();
	const items = new ByteWriter();
	const finish = (level, count) => assemble$1(level, count, content, facts);
	return {
		leaf(entries) {
			content.clear();
			facts.clear();
			items.clear();
			writeLeafContent(entries, content, items);
			for (const entry of entries) writeFacts(entry, facts);
			for (const entry of entries) if (entry.kind === "file" && entry.list !== null) facts.digest(entry.list);
			return finish(0, entries.length);
		},
		inner(level, children) {
			content.clear();
			facts.clear();
			items.clear();
			for (const child of children) content.digest(child.content);
			for (const child of children) content.integer(child.files);
			for (const child of children) facts.digest(child.node);
			facts.text(writeInnerItems(children, items));
			facts.copy(items.written());
			return finish(level, children.length);
		}
	};
}
function assemble$1(level, count, content, facts) {
	const head = new ByteWriter();
	head.copy(new Uint8Array([
		83,
		78,
		1,
		level
	]));
	head.integer(count);
	head.integer(content.length);
	const contentEnd = head.length + content.length;
	const bytes = new Uint8Array(contentEnd + facts.length);
	bytes.set(head.written());
	bytes.set(content.written(), head.length);
	bytes.set(facts.written(), contentEnd);
	return {
		bytes,
		content: bytes.subarray(0, contentEnd)
	};
}
function writeLeafContent(entries, content, items) {
	let texts = "";
	let before = "";
	for (const entry of entries) {
		const shared = sharedUnits(before, checked(entry.path));
		items.byte(entryKinds.indexOf(entry.kind) + (entry.kind === "file" && entry.executable ? 4 : 0));
		items.integer(shared);
		items.integer(entry.path.length - shared);
		texts += entry.path.slice(shared);
		if (entry.kind === "link") {
			items.integer(entry.target.length);
			texts += checked(entry.target);
		} else if (entry.kind === "reference") texts += writeReference(entry, items);
		before = entry.path;
	}
	content.text(texts);
	content.copy(items.written());
	for (const entry of entries) if (entry.kind === "file") content.digest(entry.blob);
}
function writeReference(entry, items) {
	const pairs = Object.entries(entry.identity).sort(([a], [b]) => comparePaths(a, b));
	items.integer(entry.uri.length);
	items.integer(pairs.length);
	let texts = checked(entry.uri);
	for (const [key, value] of pairs) {
		items.integer(key.length);
		items.integer(value.length);
		texts += checked(key) + checked(value);
	}
	return texts;
}
function writeFacts(entry, facts) {
	if (entry.kind === "reference") {
		facts.byte(entry.size === null ? 0 : factFlags.sized);
		if (entry.size !== null) facts.integer(entry.size);
		return;
	}
	const isListed = entry.kind === "file" && entry.list !== null;
	facts.byte((isListed ? factFlags.list : 0) + (entry.modifiedAt < 0 ? factFlags.beforeEpoch : 0));
	if (entry.kind === "file") facts.integer(entry.size);
	if (entry.kind !== "link") facts.short(entry.mode & 511);
	facts.integer(Math.abs(entry.modifiedAt));
}
function writeInnerItems(children, items) {
	let texts = "";
	let before = "";
	for (const child of children) {
		const shared = sharedUnits(before, child.path);
		items.integer(shared);
		items.integer(child.path.length - shared);
		items.integer(child.bytes);
		texts += child.path.slice(shared);
		before = child.path;
	}
	return texts;
}
/** Each string for itself: two halves of a character must not pass because they come to stand side by side. */
function checked(text) {
	if (!text.isWellFormed()) throw new RangeError(`not valid Unicode: ${JSON.stringify(text.slice(0, 200))}`);
	return text;
}
/** How many UTF-16 code units two paths have in common at their beginning, without cutting a surrogate pair. */
function sharedUnits(a, b) {
	const most = Math.min(a.length, b.length);
	let shared = 0;
	while (shared < most && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
	const last = shared === 0 ? 0 : b.charCodeAt(shared - 1);
	return last >= 55296 && last <= 56319 ? shared - 1 : shared;
}
// electron/engine/manifest/key-level.ts
/**
* The key digest of a path: 32 well-mixed bits that decide where nodes end. FNV-1a (Fowler, Noll, Vo) over the UTF-16 code
* units, one step per unit, then the finalizer of MurmurHash3 (Appleby). Part of the format; not meant to resist an attacker.
*/
function keyDigest(path) {
	let bits = 2166136261;
	for (let i = 0; i < path.length; i++) bits = Math.imul(bits ^ path.charCodeAt(i), 16777619);
	bits = Math.imul(bits ^ bits >>> 16, 2246822507);
	bits = Math.imul(bits ^ bits >>> 13, 3266489909);
	return (bits ^ bits >>> 16) >>> 0;
}
var bitsPerLevel = 5;
/**
* The level of a path: how many groups of five zero bits its key digest ends with, 0 to 6. A path whose level is above n ends
* the node of level n that it stands in; so a node holds 32 items on average.
*/
function keyLevel(path) {
	const bits = keyDigest(path);
	const zeros = bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
	return Math.floor(zeros / bitsPerLevel);
}
// electron/engine/manifest/build-manifest.ts
/** Receives each finished node once, children before their parents. */
/** The nodes of a manifest that is not stored yet, over those of the store. */
function withNewNodes(built, stored) {
	return { read: (digest) => built.nodes.get(digest) ?? stored.read(digest) };
}
/**
* Builds the manifest of entries in path order. Throws a RangeError when they are not, or when a value cannot be kept.
* The same set of entries gives the same root, here and through `editManifest`.
*/
function buildManifest(entries, digester) {
	const nodes = /* @__PURE__ */ new Map();
	const builder = createManifestBuilder(digester, (digest, bytes) => nodes.set(digest, bytes));
	for (const entry of entries) builder.add(entry);
	return {
		root: builder.finish(),
		nodes
	};
}
function createManifestBuilder(digester, emit) {
	const levels = createLevels(digester, emit, 0);
	let before = "";
	return {
		add(entry) {
			if (entry.path <= before) throw new RangeError(`entries out of order: ${JSON.stringify(entry.path)}`);
			before = entry.path;
			levels.add(entry);
		},
		finish: () => levels.finish()
	};
}
/** Puts levels of nodes above children (of the level below `level`) in path order, up to the root. */
function buildAbove(children, level, digester, emit) {
	const levels = createLevels(digester, emit, level);
	for (const child of children) levels.add(child);
	return levels.finish();
}
/** Cuts items into the nodes of a level: a node ends behind an item whose path has a level above it. */
function endsNode(path, level) {
	return keyLevel(path) > level;
}
function createLevels(digester, emit, lowest) {
	const encoder = createNodeEncoder();
	const open = [];
	const finishNode = (index) => {
		const level = open[index];
		const child = sealNode(level.items, lowest + index, encoder, digester, emit);
		level.items = [];
		level.begun = true;
		level.full = false;
		return child;
	};
	const add = (item, index) => {
		const level = open[index] ??= {
			items: [],
			begun: false,
			full: false
		};
		if (level.full) add(finishNode(index), index + 1);
		level.items.push(item);
		level.full = endsNode(item.path, lowest + index);
	};
	const finish = () => {
		let index = 0;
		open[0] ??= {
			items: [],
			begun: false,
			full: false
		};
		while (open[index]?.begun === true) {
			add(finishNode(index), index + 1);
			index += 1;
		}
		return asRoot(finishNode(index));
	};
	return {
		add: (item) => add(item, 0),
		finish
	};
}
function asRoot(child) {
	return {
		node: child.node,
		digest: child.content,
		files: child.files,
		bytes: child.bytes
	};
}
/** Encodes one node, emits it, and tells what its parent has to know of it. */
function sealNode(items, level, encoder, digester, emit) {
	const encoded = encodeItems(items, level, encoder);
	const sums = sumItems(items, level);
	if (!Number.isSafeInteger(sums.bytes)) throw new RangeError("a manifest cannot hold more than 2^53 - 1 bytes");
	const child = {
		path: items.at(-1)?.path ?? "",
		node: digester.digest(encoded.bytes),
		content: digester.digest(encoded.content),
		...sums
	};
	emit(child.node, encoded.bytes);
	return child;
}
function encodeItems(items, level, encoder) {
	return level === 0 ? encoder.leaf(items) : encoder.inner(level, items);
}
// electron/engine/manifest/edit-manifest.ts
/**
* Applies edits to a manifest: in any order, the last one for a path wins, and removing what is not there changes nothing.
* Reads and makes O(edits · log n) nodes. The result is the same as building all of the entries at once.
*
* Level by level from the leaves: the nodes that an edit falls into are taken apart, their items merged with the edits and cut
* again; where the item that ended a node is gone, the node behind it is taken in. What that changes in the list of nodes are
* the edits of the level above.
*/
function editManifest(root, edits, source, digester) {
	const tree = rememberNodes(source, rememberedNodes$1);
	const top = readNode(tree, root);
	const run = {
		tree,
		root,
		top,
		digester,
		nodes: /* @__PURE__ */ new Map(),
		encoder: createNodeEncoder()
	};
	let changes = inOrder(edits);
	for (let level = 0; level < top.level; level++) {
		changes = editLevel(run, level, changes);
		if (changes.length === 0) return {
			root: manifestTotals(root, source, digester),
			nodes: run.nodes
		};
	}
	return editTop(run, changes);
}
var rememberedNodes$1 = 256;
function inOrder(edits) {
	const last = /* @__PURE__ */ new Map();
	for (const { path, entry } of edits) {
		if (entry !== null && entry.path !== path) throw new RangeError(`an edit of ${JSON.stringify(path)} brings another path`);
		last.set(path, {
			path,
			item: entry
		});
	}
	return [...last.values()].sort((a, b) => comparePaths(a.path, b.path));
}
/** Applies changes to a level below the root and returns what changes in the level above. */
function editLevel(run, level, changes) {
	const above = [];
	for (let next = 0; next < changes.length;) {
		const region = gatherRegion(run, level, changes, next);
		next = region.next;
		const made = cutRegion(run, level, region.items);
		for (const change of replaceNodes(run, region.taken, made)) above.push(change);
	}
	return above;
}
/** Takes nodes apart from the one the first change falls into, until what is left ends where a node ends. */
function gatherRegion(run, level, changes, first) {
	const items = [];
	const taken = [];
	let next = first;
	let node = nodeFor(run, level, changes[first].path);
	while (node !== null) {
		taken.push(node);
		const follower = nodeBehind(run, level, node.path);
		const end = follower === null ? changes.length : firstBehind(changes, next, node.path);
		merge(readChild(run.tree, level + 1, node).items, changes, next, end, items);
		next = end;
		const last = items.at(-1);
		node = last === void 0 || endsNode(last.path, level) ? null : follower;
	}
	return {
		items,
		taken,
		next
	};
}
/** Index of the first change whose path is behind `path`, from `start` on. */
function firstBehind(changes, start, path) {
	let index = start;
	while (index < changes.length && changes[index].path <= path) index++;
	return index;
}
/** Appends the items of a node with changes[start..end) applied. */
function merge(items, changes, start, end, into) {
	let at = start;
	for (const item of items) {
		for (; at < end && changes[at].path < item.path; at++) append(changes[at], into);
		const change = changes[at];
		if (at < end && change?.path === item.path) {
			append(change, into);
			at++;
		} else into.push(item);
	}
	for (; at < end; at++) append(changes[at], into);
}
function append(change, into) {
	if (change.item !== null) into.push(change.item);
}
function cutRegion(run, level, items) {
	const made = [];
	const emit = (digest, bytes) => void run.nodes.set(digest, bytes);
	let start = 0;
	for (let end = 1; end <= items.length; end++) {
		if (end < items.length && !endsNode(items[end - 1].path, level)) continue;
		made.push(sealNode(items.slice(start, end), level, run.encoder, run.digester, emit));
		start = end;
	}
	return made;
}
/** The changes of the level above when nodes take the place of others. Nodes that came out as they were are none. */
function replaceNodes(run, taken, made) {
	const kept = new Map(taken.map((node) => [node.path, node.node]));
	const changes = new Map(taken.map(({ path }) => [path, {
		path,
		item: null
	}]));
	for (const node of made) if (kept.get(node.path) === node.node) {
		changes.delete(node.path);
		run.nodes.delete(node.node);
	} else changes.set(node.path, {
		path: node.path,
		item: node
	});
	return [...changes.values()].sort((a, b) => comparePaths(a.path, b.path));
}
/** Applies changes to the root node, and grows or lowers the tree to the height that its items need. */
function editTop(run, changes) {
	const { top, nodes } = run;
	const items = [];
	merge(top.items, changes, 0, changes.length, items);
	const root = items.length === 0 ? emptyRoot(run) : rootAbove(run, items);
	if (root.node === run.root) nodes.delete(root.node);
	return {
		root,
		nodes
	};
}
function emptyRoot(run) {
	const { root, nodes } = buildManifest([], run.digester);
	for (const [digest, bytes] of nodes) run.nodes.set(digest, bytes);
	return root;
}
function rootAbove(run, items) {
	const { level } = run.top;
	if (level > 0 && items.length === 1) return lower(run, level, items[0]);
	const made = cutRegion(run, level, items);
	if (made.length === 1) return asRoot(made[0]);
	return buildAbove(made, level + 1, run.digester, (digest, bytes) => run.nodes.set(digest, bytes));
}
/** A node with one child cannot be the root: the child is, or what is below it. */
function lower(run, level, only) {
	const node = readChild({ read: (digest) => run.nodes.get(digest) ?? run.tree.read(digest) }, level, only);
	if (isLeaf(node)) return asRoot(only);
	const [first, second] = node.items;
	if (first === void 0 || second !== void 0) return asRoot(only);
	run.nodes.delete(only.node);
	return lower(run, node.level, first);
}
/** The node of a level that a path belongs into: the first that reaches it, or the last one. */
function nodeFor(run, level, path) {
	const found = descend(run, level, (children) => {
		const index = children.findIndex((child) => child.path >= path);
		return children[index < 0 ? children.length - 1 : index];
	});
	if (found === null) throw damaged("it has no children");
	return found;
}
/** The node of a level that comes after the one ending with `path`; null behind the last. */
function nodeBehind(run, level, path) {
	return descend(run, level, (children) => children.find((child) => child.path > path));
}
/** Goes down from the root to a node of `level`, below that of the root. */
function descend(run, level, choose) {
	let node = run.top;
	while (!isLeaf(node)) {
		const child = choose(node.items);
		if (child === void 0 || node.level === level + 1) return child ?? null;
		node = readChild(run.tree, node.level, child);
	}
	throw damaged("a node is not what its parent says");
}
// electron/engine/manifest/same-entry.ts
/** Whether two entries of one path agree in everything, times, permission bits and chunk lists included. */
function sameEntry(a, b) {
	if (!sameContent(a, b)) return false;
	switch (a.kind) {
		case "file": return b.kind === "file" && a.size === b.size && a.list === b.list && a.mode === b.mode && a.modifiedAt === b.modifiedAt;
		case "link": return b.kind === "link" && a.modifiedAt === b.modifiedAt;
		case "directory": return b.kind === "directory" && a.mode === b.mode && a.modifiedAt === b.modifiedAt;
		case "reference": return b.kind === "reference" && a.size === b.size;
	}
}
// electron/engine/manifest/diff-manifests.ts
/**
* The paths whose entries differ between two manifests, in path order. Equal subtrees are passed over by their digests, so
* that reading costs O(change · log n).
*
* Two cursors go through the trees side by side. Both on nodes of one level: equal ones are passed over, others entered. On
* different levels: the higher one is entered. Since nodes end where the paths say so, the cursors meet again behind a change.
*/
function* diffManifests(before, after, source, { contentOnly = false } = {}) {
	if (before === after) return;
	const a = new TreeCursor(before, source);
	const b = new TreeCursor(after, source);
	const isSameNode = (x, y) => x.node === y.node || contentOnly && x.content === y.content;
	const isSameEntry = contentOnly ? sameContent : sameEntry;
	while (a.item !== null || b.item !== null) if (a.level > 0 && a.level === b.level && isSameNode(a.item, b.item)) {
		a.pass();
		b.pass();
	} else if (a.level > 0 || b.level > 0) enterHigher(a, b);
	else {
		const difference = compareEntries(a, b);
		if (difference.before === null || difference.after === null) yield difference;
		else if (!isSameEntry(difference.before, difference.after)) yield difference;
	}
}
function enterHigher(a, b) {
	const level = Math.max(a.level, b.level);
	const both = [a, b].filter((cursor) => cursor.level === level);
	for (const cursor of both) cursor.enter();
}
/** Takes the first of the two entries under the cursors, or both when they stand on one path. */
function compareEntries(a, b) {
	const before = a.item;
	const after = b.item;
	const takesBefore = before !== null && (after === null || before.path <= after.path);
	const takesAfter = after !== null && (before === null || after.path <= before.path);
	if (takesBefore) a.pass();
	if (takesAfter) b.pass();
	return {
		path: (takesBefore ? before : after).path,
		before: takesBefore ? before : null,
		after: takesAfter ? after : null
	};
}
/** Stands on one item of a tree: an entry, or a node that was not entered yet. */
var TreeCursor = class {
	/** Null behind the last item. */
	item = null;
	/** Level of the node the item stands in: 0 for an entry, also behind the last item. */
	level = 0;
	source;
	open = [];
	constructor(root, source) {
		this.source = source;
		this.open.push({
			node: readNode(source, root),
			index: 0
		});
		this.settle();
	}
	/** Goes to the next item, without entering the present one. */
	pass() {
		const top = this.open.at(-1);
		if (top !== void 0) top.index += 1;
		this.settle();
	}
	/** Goes to the first item of the node under the cursor. */
	enter() {
		this.open.push({
			node: readChild(this.source, this.level, this.item),
			index: 0
		});
		this.settle();
	}
	settle() {
		for (let top = this.open.at(-1); top !== void 0; top = this.open.at(-1)) {
			const item = top.node.items[top.index];
			if (item !== void 0) {
				this.item = item;
				this.level = top.node.level;
				return;
			}
			this.open.pop();
			const parent = this.open.at(-1);
			if (parent !== void 0) parent.index += 1;
		}
		this.item = null;
		this.level = 0;
	}
};
// electron/engine/operations/record-operation.ts
/** Adds a line to the auditable history, inside the transaction of what it tells about. */
function recordOperation(core, writer, operation) {
	return writer.addOperation({
		...operation,
		at: core.clock.now(),
		actor: core.actor
	});
}
// electron/engine/manifest/children.ts
/**
* What a manifest's node names, as often as it names it: nodes below it; for a file the root of its chunk list, or its only
* chunk. Empty files, links, directories and references name nothing. Throws Failure `store.damaged`.
*/
function nodeChildren(bytes) {
	const node = decodeNode(bytes);
	if (!isLeaf(node)) return node.items.map((child) => ({
		digest: child.node,
		kind: "manifest"
	}));
	const children = [];
	for (const entry of node.items) {
		if (entry.kind !== "file") continue;
		if (entry.list !== null) children.push({
			digest: entry.list,
			kind: "list"
		});
		else if (entry.size > 0) children.push({
			digest: entry.blob,
			kind: "data"
		});
	}
	return children;
}
// electron/engine/snapshot/count-references.ts
/**
* The counts that one more version with this root adds: the root is named once, and every node that comes to life names its
* children. A node that already lives names its children already. Cost grows with what is new, not with the tree.
*/
function countReferences(root, sources) {
	const counts = /* @__PURE__ */ new Map();
	const open = [{
		digest: root,
		kind: "manifest"
	}];
	for (let named = open.pop(); named !== void 0; named = open.pop()) {
		const before = counts.get(named.digest) ?? 0;
		counts.set(named.digest, before + 1);
		if (named.kind === "data" || before > 0 || sources.references(named.digest) > 0) continue;
		open.push(...sources.children(named));
	}
	return counts;
}
// electron/engine/snapshot/count-new-references.ts
/**
* The counts that a new version adds, and the content bytes that it brings to life. `catalog` must see the new containers
* already (inside the transaction).
*/
function countNewReferences(catalog, core, built, captured, containers) {
	const lists = new Map(captured.lists.map(({ digest, bytes }) => [digest, bytes]));
	const fresh = /* @__PURE__ */ new Map();
	for (const { chunks } of containers) for (const { digest, kind, length } of chunks) if (kind === "data") fresh.set(digest, length);
	const nodes = withNewNodes(built, core.nodes);
	const read = (digest) => lists.get(digest) ?? nodes.read(digest);
	const counts = countReferences(built.root.node, {
		references: (digest) => catalog.chunk(digest)?.references ?? 0,
		children: (node) => childrenOf(node, read(node.digest))
	});
	let bytes = 0;
	for (const digest of counts.keys()) bytes += fresh.get(digest) ?? 0;
	return {
		counts,
		bytes
	};
}
/** What a node of the store names. */
function childrenOf(node, bytes) {
	switch (node.kind) {
		case "manifest": return nodeChildren(bytes);
		case "list": return listChildren(bytes);
		case "data": return [];
	}
}
// electron/engine/snapshot/remembered-problems.ts
/** More than these are counted in the last line instead of listed; a version record must stay small. */
var mostProblems = 1e3;
function keyOf(artifact) {
	return `problems:${artifact.id}`;
}
/** The problems of the work tree as of its last scan: a version lacks the same things until they are looked at again. */
function rememberedProblems(catalog, artifact) {
	const text = catalog.setting(keyOf(artifact));
	return text === null ? [] : JSON.parse(text);
}
function rememberProblems(writer, artifact, problems) {
	const text = JSON.stringify(problems);
	if ((writer.setting(keyOf(artifact)) ?? "[]") !== text) writer.setSetting(keyOf(artifact), text);
}
/** Old problems in folders that were not looked at stay; the others give way to what was found now. */
function mergeProblems(before, found, answered) {
	const stays = before.filter(({ path }) => isEntryPath(path) && !answered.has(parentOf(path)));
	const sorted = [...new Map([...stays, ...found].map((problem) => [problem.path, problem])).values()].toSorted((a, b) => a.path < b.path ? -1 : 1);
	if (sorted.length <= mostProblems) return sorted;
	const rest = sorted.length - mostProblems;
	return [...sorted.slice(0, mostProblems), {
		path: "",
		reason: "unsupported",
		message: `and ${rest} more that are not listed here`
	}];
}
// electron/engine/snapshot/commit-snapshot.ts
/**
* Turns what was found into one transaction: a version if the content differs, and what is now known of the folders. Tells nobody: when
* it returns, the containers belong to the catalog and must not be removed, whatever goes wrong afterwards.
*/
function commitSnapshot(core, request, findings) {
	const { base, gathering, outcome } = findings;
	const edits = new Map([...gathering.edits, ...outcome.edits]);
	const editedBase = findings.fromScratch ? null : base;
	const manifest = manifestOf(core, editedBase, edits);
	if (base !== null && (manifest === null || manifest.root.digest === base.digest)) return keepVersion(core, request, findings, edits.size > 0);
	return storeVersion(core, request, findings, withDifferingTimes(core, request, editedBase, edits, manifest));
}
async function abandonQuietly(core, session) {
	try {
		await session.abandon();
	} catch (error) {
		core.log.warn("what a failed snapshot wrote could not be removed; the next start will", { error: String(error) });
	}
}
/** The manifest after edits; from the edits alone when there is no base. Null when there is nothing to edit. */
function manifestOf(core, base, edits) {
	if (base !== null && edits.size === 0) return null;
	if (base !== null) {
		const changes = [...edits].map(([path, entry]) => ({
			path,
			entry
		}));
		return editManifest(base.root, changes, core.nodes, core.digester);
	}
	const entries = [...edits.values()].filter((entry) => entry !== null);
	entries.sort((a, b) => comparePaths(a.path, b.path));
	return buildManifest(entries, core.digester);
}
/** Content that only changed its times meanwhile gets them into the manifest together with the next real change. */
function withDifferingTimes(core, request, base, edits, manifest) {
	const folders = base === null ? [] : core.catalog.foldersWithDifferingTimes(request.artifact.id);
	if (base === null || folders.length === 0) return manifest;
	const all = new Map(edits);
	for (const folder of folders) for (const entry of entriesWithNewTimes(core, base.root, folder)) if (!all.has(entry.path)) all.set(entry.path, entry);
	return manifestOf(core, base, all);
}
function* entriesWithNewTimes(core, root, folder) {
	for (const child of decodeListing(folder.listing)) {
		if (child.kind !== "file") continue;
		const path = childPath(folder.path, child.name);
		for (const entry of entriesWithin(root, path, core.nodes)) {
			const modifiedAt = microseconds(child.stamp.modifiedMs);
			const mode = child.stamp.mode & 511;
			if (entry.kind !== "file" || entry.path !== path) break;
			if (entry.modifiedAt !== modifiedAt || entry.mode !== mode) yield {
				...entry,
				modifiedAt,
				mode
			};
			break;
		}
	}
}
function keepVersion(core, request, findings, timesDiffer) {
	const base = findings.base;
	const { gathering, captured } = findings;
	for (const { id } of captured.containers) core.containers.remove(id);
	const moved = (request.aliases ?? []).length > 0 || request.description !== void 0;
	if (gathering.listings.size > 0 || gathering.removedFolders.size > 0 || findings.problems.length > 0 || moved) core.catalog.transact((writer) => {
		rememberFolders(writer, request, gathering, timesDiffer);
		rememberProblems(writer, request.artifact, findings.problems);
		if (request.description !== void 0) writer.setDescription(request.artifact.id, base.index, request.description);
		setAliases(writer, request, base.index);
	});
	const version = core.catalog.version(request.artifact.id, base.index);
	return {
		result: {
			created: false,
			version,
			again: findings.outcome.again,
			problems: findings.problems
		},
		facts: moved ? [{
			kind: "version.edited",
			artifact: request.artifact,
			version
		}] : []
	};
}
function storeVersion(core, request, findings, built) {
	const changes = changesOf(core, findings.base, built);
	const manifestContainer = storeNodes(core, built);
	const containers = [...findings.captured.containers, ...manifestContainer === null ? [] : [manifestContainer]];
	const { artifact } = request;
	return core.catalog.transact((writer) => {
		const current = writer.artifactById(artifact.id);
		if (current === null) throw new Failure("artifact.not-found", `There is no artifact named "${artifact.name}".`);
		for (const container of containers) writer.addContainer(container);
		const added = countNewReferences(writer, core, built, findings.captured, containers);
		writer.addReferences(added.counts);
		const record = {
			artifact: artifact.id,
			index: current.nextIndex,
			digest: built.root.digest,
			root: built.root.node,
			files: built.root.files,
			bytes: built.root.bytes,
			addedBytes: added.bytes,
			createdAt: core.clock.now(),
			actor: core.actor,
			origin: request.origin,
			identicalTo: writer.oldestWithDigest(artifact.id, built.root.digest),
			changes,
			problems: findings.problems
		};
		writer.insertVersion(record);
		writer.setAlias(artifact.id, latest, record.index);
		if (request.description !== void 0) writer.setDescription(artifact.id, record.index, request.description);
		setAliases(writer, request, record.index);
		writer.clearDifferingTimes(artifact.id);
		rememberFolders(writer, request, findings.gathering, false);
		rememberProblems(writer, artifact, findings.problems);
		writer.markRecordPending(artifact.id, record.index);
		writer.markRecordPending(artifact.id, null);
		const operation = recordOperation(core, writer, {
			kind: "snapshot",
			artifact: artifact.name,
			arguments: {
				version: record.index,
				origin: request.origin
			},
			undo: null
		});
		const version = writer.version(artifact.id, record.index);
		return {
			result: {
				created: true,
				version,
				again: findings.outcome.again,
				problems: findings.problems
			},
			facts: [{
				kind: "version.created",
				artifact: writer.artifactById(artifact.id) ?? artifact,
				version
			}, {
				kind: "operation.recorded",
				operation
			}]
		};
	});
}
function setAliases(writer, request, index) {
	const { artifact } = request;
	for (const alias of request.aliases ?? []) writer.setAlias(artifact.id, checkAlias(alias), index);
	if ((request.aliases ?? []).length > 0) writer.markRecordPending(artifact.id, null);
	if (request.description !== void 0) writer.markRecordPending(artifact.id, index);
}
function rememberFolders(writer, request, gathering, timesDiffer) {
	for (const path of gathering.removedFolders) writer.removeFoldersWithin(request.artifact.id, path);
	for (const [path, listing] of gathering.listings) writer.putFolder(request.artifact.id, {
		path,
		listing,
		timesDiffer
	});
}
/** Stores the nodes that the store lacks. Null when it has them all (a return to older content). */
function storeNodes(core, built) {
	const pack = core.containers.createPack();
	try {
		for (const [digest, bytes] of built.nodes) if (core.catalog.chunk(digest) === null) pack.append("manifest", digest, bytes);
		return pack.seal();
	} catch (error) {
		pack.abandon();
		throw error;
	}
}
function changesOf(core, base, built) {
	if (base === null) return {
		added: built.root.files,
		modified: 0,
		removed: 0,
		renamed: 0
	};
	const nodes = withNewNodes(built, core.nodes);
	return countChanges(diffManifests(base.root, built.root.node, nodes, { contentOnly: true }));
}
// electron/engine/snapshot/capture-changes.ts
function emptyOutcome() {
	return {
		edits: /* @__PURE__ */ new Map(),
		problems: [],
		again: [],
		stamps: /* @__PURE__ */ new Map()
	};
}
/** Takes results as they come until every added file is answered. */
async function collectResults(session, scanned, outcome, entryOf) {
	for await (const batch of session.results()) for (const result of batch) takeResult(outcome, scanned, result, entryOf);
}
/** The entry of a file whose bytes are in the store. */
function keptEntry({ path, stamp, content }) {
	return {
		kind: "file",
		path,
		blob: content.blob,
		size: content.size,
		list: content.list,
		executable: (stamp.mode & 64) !== 0,
		mode: stamp.mode & 511,
		modifiedAt: microseconds(stamp.modifiedMs)
	};
}
/** The entry of a file that is tracked by reference: where it is and what it held, without its bytes. */
function referenceEntry(root, { path, content }) {
	return {
		kind: "reference",
		path,
		uri: `file:///${[...root.split(/[\\/]/).filter((segment) => segment !== ""), ...path.split("/")].map(encodeURIComponent).join("/")}`,
		size: content.size,
		identity: { sha256: content.blob }
	};
}
function takeResult(outcome, scanned, result, entryOf) {
	const { path } = result;
	switch (result.outcome) {
		case "captured": {
			const { stamp } = result;
			outcome.edits.set(path, entryOf(result));
			const before = scanned.get(path);
			if (result.racy) outcome.stamps.set(path, null);
			else if (before === void 0 || !sameStamp(before, stamp)) outcome.stamps.set(path, stamp);
			return;
		}
		case "gone":
			outcome.edits.set(path, null);
			outcome.stamps.set(path, null);
			outcome.again.push(path);
			return;
		case "unsettled":
			addUnsettled(outcome, path);
			return;
		case "unreadable":
			outcome.problems.push({
				path,
				reason: "unreadable",
				message: `"${path}": ${result.reason}`
			});
			outcome.stamps.set(path, null);
	}
}
/** A file that never rested: what was known of it stays, and it is looked at again. */
function addUnsettled(outcome, path) {
	const message = `"${path}" was still being written; the version keeps its last complete state, if it had one.`;
	outcome.problems.push({
		path,
		reason: "unsettled",
		message
	});
	outcome.stamps.set(path, null);
	outcome.again.push(path);
}
/** Files that rest, and those that were written so recently that their writer may not be done. */
function partitionHot(files, now, quietWindow) {
	const resting = [];
	const hot = [];
	for (const file of files) {
		const age = now - file.stamp.modifiedMs;
		(age >= 0 && age < quietWindow ? hot : resting).push(file);
	}
	return {
		resting,
		hot
	};
}
/** Corrects the stamps in the listings that will be remembered. */
function correctListings(listings, stamps) {
	const byFolder = /* @__PURE__ */ new Map();
	for (const [path, stamp] of stamps) {
		const folder = parentOf(path);
		const names = byFolder.get(folder) ?? /* @__PURE__ */ new Map();
		names.set(nameOf(path), stamp);
		byFolder.set(folder, names);
	}
	for (const [folder, names] of byFolder) {
		const listing = listings.get(folder);
		if (listing !== void 0) listings.set(folder, correctListing(listing, names));
	}
}
function correctListing(listing, stamps) {
	const children = decodeListing(listing).map((child) => {
		if (child.kind !== "file" || !stamps.has(child.name)) return child;
		return {
			...child,
			stamp: stamps.get(child.name) ?? forgetStamp(child.stamp)
		};
	});
	return encodeListing(children);
}
// electron/engine/scan/compare-listings.ts
/** Compares two listings of a folder; before is null for a folder that was not known. Null when they are equal. */
function compareListings(before, after) {
	if (before !== null && equalBytes(before, after)) return null;
	const added = [];
	const changed = [];
	const removed = [];
	const old = new Map((before === null ? [] : decodeListing(before)).map((child) => [child.name, child]));
	for (const child of decodeListing(after)) {
		const known = old.get(child.name);
		if (known?.kind !== child.kind) {
			added.push(child);
			continue;
		}
		old.delete(child.name);
		if (child.kind === "folder" || known.kind === "folder") continue;
		if (!sameStamp(known.stamp, child.stamp)) changed.push({
			before: known,
			after: child
		});
	}
	removed.push(...old.values());
	return {
		added,
		changed,
		removed
	};
}
function equalBytes(a, b) {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
// electron/engine/snapshot/gather-changes.ts
function emptyGathering() {
	return {
		edits: /* @__PURE__ */ new Map(),
		files: [],
		listings: /* @__PURE__ */ new Map(),
		removedFolders: /* @__PURE__ */ new Set(),
		departed: /* @__PURE__ */ new Map(),
		problems: [],
		answered: /* @__PURE__ */ new Set(),
		more: []
	};
}
/** Two stamps with equal keys belong to one untouched file, wherever it stands: a rename of a folder keeps them. */
function stampKey(stamp) {
	return `${stamp.inode}:${stamp.size}:${stamp.modifiedMs}:${stamp.changedMs}`;
}
/** Takes one scanned folder in. `request` is the round of requests it answers. */
function gatherFolder(context, gathering, request, scanned) {
	gathering.answered.add(scanned.path);
	switch (scanned.state) {
		case "gone":
			gatherGone(context, gathering, scanned.path);
			return;
		case "unreadable":
			if (scanned.path === "") throw unreadableRoot(context.root);
			gathering.problems.push(scanned.problem);
			return;
		case "listed":
			gathering.problems.push(...scanned.problems);
			gatherListing(context, gathering, request, scanned);
	}
}
function gatherGone(context, gathering, path) {
	if (path === "") throw new Failure("folder.gone", `The folder ${context.root} is not there any more.`, { path: context.root });
	const parent = parentOf(path);
	if (!gathering.answered.has(parent)) gathering.more.push({
		path: parent,
		deep: false
	});
}
function unreadableRoot(root) {
	return new Failure("folder.unreadable", `The folder ${root} cannot be read; check its permissions.`, { path: root });
}
function gatherListing(context, gathering, request, scanned) {
	const known = context.catalog.folder(context.artifact.id, scanned.path);
	const difference = compareListings(known?.listing ?? null, scanned.listing);
	if (known !== null && difference === null) return;
	gathering.listings.set(scanned.path, scanned.listing);
	for (const child of difference?.removed ?? []) gatherRemoved(context, gathering, scanned.path, child);
	for (const { before, after } of difference?.changed ?? []) {
		if (before.kind === "file") gathering.departed.set(stampKey(before.stamp), childPath(scanned.path, before.name));
		gatherPresent(context, gathering, scanned.path, after);
	}
	for (const child of difference?.added ?? []) {
		const path = childPath(scanned.path, child.name);
		if (child.kind !== "folder") gatherPresent(context, gathering, scanned.path, child);
		else if (!isAsked(request, path)) gathering.more.push({
			path,
			deep: true
		});
	}
	gatherEmptiness(gathering, known, scanned);
}
function isAsked(request, path) {
	return request.some((asked) => asked.deep ? isWithin(path, asked.path) : asked.path === path);
}
/** A folder without children is an entry of its own; one that got children stops being one. */
function gatherEmptiness(gathering, known, scanned) {
	const { path } = scanned;
	if (path === "") return;
	if (scanned.listing.length === 0) gathering.edits.set(path, {
		kind: "directory",
		path,
		mode: scanned.mode,
		modifiedAt: scanned.modifiedAt
	});
	else if (known !== null && known.listing.length === 0) gathering.edits.set(path, null);
}
function gatherPresent(context, gathering, folder, child) {
	if (child.kind === "folder") return;
	const path = childPath(folder, child.name);
	if (child.kind === "file") {
		gathering.files.push({
			path,
			stamp: child.stamp
		});
		return;
	}
	const target = context.workTree.readLink(context.root, path);
	if (target === null) {
		gathering.more.push({
			path: folder,
			deep: false
		});
		return;
	}
	gathering.edits.set(path, {
		kind: "link",
		path,
		target,
		modifiedAt: microseconds(child.stamp.modifiedMs)
	});
}
function gatherRemoved(context, gathering, folder, child) {
	const path = childPath(folder, child.name);
	if (child.kind !== "folder") {
		removeEntry(gathering, path);
		if (child.kind === "file") gathering.departed.set(stampKey(child.stamp), path);
		return;
	}
	gathering.removedFolders.add(path);
	for (const entry of context.entriesWithin(path)) removeEntry(gathering, entry.path);
	for (const known of context.catalog.foldersWithin(context.artifact.id, path)) for (const inner of decodeListing(known.listing)) if (inner.kind === "file") gathering.departed.set(stampKey(inner.stamp), childPath(known.path, inner.name));
}
/** What already stands at the path in this gathering (a file that became a folder, say) wins over the removal. */
function removeEntry(gathering, path) {
	if (!gathering.edits.has(path)) gathering.edits.set(path, null);
}
// electron/engine/snapshot/take-snapshot.ts
/**
* Looks at folders of a work tree, reads what changed into the store, and makes a version if the content differs from the
* newest one. Must hold the artifact's turn. Nothing is visible before the one transaction at the end; whatever goes wrong
* before it leaves only unnamed containers, which are removed.
*/
async function takeSnapshot(core, request, activity) {
	const { artifact } = request;
	const root = trackedRoot(artifact);
	const base = latestVersion(core.catalog, artifact);
	const progress = startProgress(activity, base);
	const session = core.capture.open({
		root,
		keep: artifact.mode === "copy",
		signal: activity.signal,
		onProgress: progress.captured
	});
	const { result, facts } = await commitOrAbandon(core, session, async () => {
		const fromScratch = isFromScratch(core, artifact);
		const { gathering, outcome } = await scanAndCapture(core, request, root, fromScratch ? null : base, session, progress.scanned, activity);
		activity.signal.throwIfAborted();
		activity.advance({ phase: "Storing the version" });
		const captured = await session.seal();
		const problems = problemsOf(core, artifact, gathering, outcome);
		return commitSnapshot(core, request, {
			base,
			fromScratch,
			gathering,
			outcome,
			captured,
			problems
		});
	});
	for (const fact of facts) core.facts.tell(fact);
	if (facts.length > 0) writePendingRecords(core);
	return result;
}
/** Whatever fails before the commit takes what was written with it; after the commit it belongs to the catalog. */
async function commitOrAbandon(core, session, work) {
	try {
		return await work();
	} catch (error) {
		await abandonQuietly(core, session);
		throw error;
	}
}
/** Whether nothing is known of the folder yet: what a scan finds is then all there is, and no edit of the newest version. */
function isFromScratch(core, artifact) {
	return core.catalog.folder(artifact.id, "") === null;
}
function trackedRoot(artifact) {
	if (artifact.path !== null) return artifact.path;
	throw new Failure("artifact.not-tracked", `"${artifact.name}" no longer tracks a folder; track one again first.`, { artifact: artifact.name });
}
function problemsOf(core, artifact, gathering, outcome) {
	return mergeProblems(rememberedProblems(core.catalog, artifact), [...gathering.problems, ...outcome.problems], gathering.answered);
}
/** Progress in two parts that go on at the same time: how much was found, and how much was read. */
function startProgress(activity, base) {
	let found = {
		files: 0,
		bytes: 0
	};
	return {
		scanned(files, bytes) {
			found = {
				files: found.files + files,
				bytes: found.bytes + bytes
			};
			activity.advance({
				phase: base === null ? "Reading files" : "Looking for changes",
				totalFiles: found.files,
				totalBytes: found.bytes
			});
		},
		captured(done) {
			activity.advance({
				phase: "Reading files",
				files: done.files,
				bytes: done.bytes
			});
		}
	};
}
async function scanAndCapture(core, request, root, base, session, onFound, activity) {
	const gathering = emptyGathering();
	const outcome = emptyOutcome();
	const stamps = /* @__PURE__ */ new Map();
	const collecting = collectResults(session, stamps, outcome, request.artifact.mode === "copy" ? keptEntry : (file) => referenceEntry(root, file));
	collecting.catch(() => void 0);
	const feed = () => feedFiles(core, request, gathering, outcome, stamps, session, onFound);
	await scanRounds(core, request, contextOf(core, request.artifact, root, base), gathering, activity.signal, () => {
		if (base === null) feed();
	});
	if (base !== null) {
		recogniseMoves(core, base, gathering);
		feed();
	}
	session.close();
	await collecting;
	correctListings(gathering.listings, outcome.stamps);
	return {
		gathering,
		outcome
	};
}
function contextOf(core, artifact, root, base) {
	return {
		artifact,
		catalog: core.catalog,
		workTree: core.workTree,
		root,
		entriesWithin: (path) => base === null ? [] : entriesWithin(base.root, path, core.nodes)
	};
}
async function scanRounds(core, request, context, gathering, signal, onBatch) {
	const unreadable = rememberedProblems(core.catalog, request.artifact).filter(({ reason }) => reason === "unreadable");
	let round = [...request.folders, ...unreadable.slice(0, 100).map(({ path }) => ({
		path,
		deep: true
	}))];
	while (round.length > 0) {
		for await (const batch of core.workTree.scan({
			root: context.root,
			folders: round
		}, signal)) {
			for (const scanned of batch) gatherFolder(context, gathering, round, scanned);
			onBatch();
		}
		round = gathering.more.splice(0);
	}
}
function feedFiles(core, request, gathering, outcome, stamps, session, onFound) {
	const files = gathering.files.splice(0);
	if (files.length === 0) return;
	const window = request.waitForRest ? Math.min(request.artifact.quietWindow, longestWait) : 0;
	const { resting, hot } = partitionHot(files, core.clock.now(), window);
	for (const { path } of hot) addUnsettled(outcome, path);
	let bytes = 0;
	for (const { path, stamp } of resting) {
		stamps.set(path, stamp);
		bytes += stamp.size;
	}
	onFound(resting.length, bytes);
	session.add(resting);
}
/** Files whose stamp says that they were only moved keep their content without being read. */
function recogniseMoves(core, base, gathering) {
	if (gathering.departed.size === 0) return;
	const unread = gathering.files.splice(0);
	for (const file of unread) {
		const from = gathering.departed.get(stampKey(file.stamp));
		const entry = from === void 0 ? null : findEntry(base.root, from, core.nodes);
		if (entry === null || entry.kind !== "file") gathering.files.push(file);
		else gathering.edits.set(file.path, {
			...entry,
			path: file.path
		});
	}
}
/** So many requests are chained before they are taken in together. */
var longestChain = 1024;
/** The file whose change means another look at everything below its folder. */
var ignoreFile = ".strataignore";
function emptyFold() {
	return {
		settled: /* @__PURE__ */ new Map(),
		recent: null,
		span: null
	};
}
/**
* Takes a hint in. A changed path asks for its parent folder alone; changed ignore rules for everything below their folder; a
* root that is gone for everything, since another may stand there now. `degraded` asks for nothing.
*/
function foldHint(fold, hint, at) {
	switch (hint.kind) {
		case "changed": return foldRequests(fold, [{
			path: parentOf(hint.path),
			deep: nameOf(hint.path) === ignoreFile
		}], at);
		case "rescan": return foldRequests(fold, [{
			path: hint.folder,
			deep: true
		}], at);
		case "root-gone": return foldRequests(fold, [{
			path: "",
			deep: true
		}], at);
		case "degraded": return fold;
	}
}
/** Takes requests in, as of hints at this time: those of a snapshot that failed, say. */
function foldRequests(fold, requests, at) {
	if (requests.length === 0) return fold;
	const span = {
		firstAt: Math.min(fold.span?.firstAt ?? at, at),
		lastAt: at
	};
	let { settled, recent } = fold;
	for (const request of requests) {
		if (settled.get("") === true || isSame(recent?.request, request)) continue;
		recent = {
			request,
			rest: recent,
			length: (recent?.length ?? 0) + 1
		};
		if (recent.length < longestChain) continue;
		settled = settle(settled, recent);
		recent = null;
	}
	return {
		settled,
		recent,
		span
	};
}
/** When what waits should be looked at, ms; null when nothing waits. */
function dueAt(fold, limits) {
	if (fold.span === null) return null;
	const longest = Math.max(limits.longestWait, limits.quietWindow);
	return Math.min(fold.span.lastAt + limits.quietWindow, fold.span.firstAt + longest);
}
/** The fewest folders that cover all hints, in path order. */
function requestsOf(fold) {
	return [...settle(fold.settled, fold.recent)].map(([path, deep]) => ({
		path,
		deep
	}));
}
function isSame(a, b) {
	return a !== void 0 && a.path === b.path && a.deep === b.deep;
}
/** Takes the chained requests in, and leaves only what no deep folder covers. */
function settle(settled, recent) {
	const all = new Map(settled);
	for (let at = recent; at !== null; at = at.rest) all.set(at.request.path, at.request.deep || all.get(at.request.path) === true);
	const paths = [...all.keys()].filter((path) => !hasDeepAbove(all, path)).sort();
	if (paths.length > 5e3) return /* @__PURE__ */ new Map([["", true]]);
	return new Map(paths.map((path) => [path, all.get(path) === true]));
}
function hasDeepAbove(folders, path) {
	for (let at = path; at !== "";) {
		at = parentOf(at);
		if (folders.get(at) === true) return true;
	}
	return false;
}
// electron/engine/tracking/named-timers.ts
function createNamedTimers(clock) {
	const cancels = /* @__PURE__ */ new Map();
	let closed = false;
	return {
		set(name, delay, action) {
			cancels.get(name)?.();
			if (!closed) cancels.set(name, clock.after(delay, action));
		},
		close() {
			closed = true;
			for (const cancel of cancels.values()) cancel();
		}
	};
}
// electron/engine/tracking/live-artifact.ts
/** How often a work tree is looked at again without any hint, ms: the watcher may have missed something. */
var slowRescan = 9e5;
var degradedRescan = 6e4;
/** Wait before a failed automatic snapshot is tried again, ms. */
var retryWait = 15e3;
/** How often a folder that is gone is looked for, ms. */
var returnWait = 2e3;
/** One artifact while the engine watches it: hints come in, versions go out. */
var LiveArtifact = class {
	#core;
	#timers;
	#artifact;
	#allPaused;
	#watch = null;
	#fold = emptyFold();
	/** The state that was told last. */
	#told = "starting";
	/** Work that holds the artifact's turn. */
	#doing = null;
	#trouble = "";
	#degraded = "";
	/** The first look is done, or was not needed: hints may become versions. */
	#begun = false;
	#closed = false;
	#notBefore = 0;
	constructor(core, artifact, allPaused) {
		this.#core = core;
		this.#artifact = artifact;
		this.#allPaused = allPaused;
		this.#timers = createNamedTimers(core.clock);
	}
	get artifact() {
		return this.#artifact;
	}
	get state() {
		if (this.#doing !== null) return this.#doing;
		if (this.#trouble !== "") return "problem";
		if (this.#isPaused()) return "paused";
		if (!this.#begun) return "starting";
		return this.#due() === null ? "watching" : "settling";
	}
	/** One sentence where there is something to say; empty otherwise. */
	get message() {
		return this.#trouble || this.#degraded;
	}
	/** Starts the watcher; resolves when every folder is watched. */
	async beginWatching() {
		const { path } = this.#artifact;
		if (this.#closed || path === null || this.#watch !== null) return;
		this.#watch = this.#core.watcher.watch(path, (hint) => this.hint(hint));
		await this.#watch.ready;
		this.#rescanSlowly();
	}
	/** Looks at everything once and makes a version if something changed while nobody watched. */
	async rescan(origin) {
		const { path } = this.#artifact;
		if (path !== null && await this.#isEmptied(path)) {
			this.#lose(emptied(path));
			return;
		}
		this.#begun = true;
		if (this.#isPaused()) this.hint({
			kind: "rescan",
			folder: ""
		});
		else await this.#snapshot([{
			path: "",
			deep: true
		}], origin);
		this.#schedule();
	}
	hint(hint) {
		if (this.#closed) return;
		switch (hint.kind) {
			case "degraded":
				this.#degraded = hint.message;
				this.#rescanSlowly();
				this.#tell();
				return;
			case "root-gone":
				this.#lose(goneFolder(this.#artifact));
				return;
			case "changed":
			case "rescan":
				this.#fold = foldHint(this.#fold, hint, this.#core.clock.now());
				this.#schedule();
		}
	}
	/** Shows a state while work that holds the artifact's turn goes on; automatic snapshots wait. */
	async during(doing, work) {
		const outer = this.#doing;
		this.#doing = doing;
		this.#tellState();
		try {
			return await work();
		} finally {
			this.#doing = outer;
			this.#schedule();
		}
	}
	/** What a snapshot left to be looked at again. */
	settled(again) {
		this.#begun = true;
		const now = this.#core.clock.now();
		for (const path of again) this.#fold = foldHint(this.#fold, {
			kind: "changed",
			path
		}, now);
		this.#schedule();
	}
	configured(artifact, allPaused) {
		this.#artifact = artifact;
		this.#allPaused = allPaused;
		this.#schedule();
	}
	async close() {
		this.#closed = true;
		this.#timers.close();
		await this.#watch?.close();
	}
	#isPaused() {
		return this.#allPaused || this.#artifact.paused;
	}
	#due() {
		return dueAt(this.#fold, {
			quietWindow: this.#artifact.quietWindow,
			longestWait
		});
	}
	#tell() {
		if (this.#closed) return;
		this.#told = this.state;
		this.#core.facts.tell({
			kind: "artifact.changed",
			artifact: this.#artifact
		});
	}
	#tellState() {
		if (this.state !== this.#told) this.#tell();
	}
	#schedule() {
		this.#tellState();
		const due = this.#due();
		if (this.#closed || this.#isPaused() || this.#doing !== null || !this.#begun || due === null) return;
		const now = this.#core.clock.now();
		this.#timers.set("due", Math.max(0, due - now, this.#notBefore - now), () => void this.#save());
	}
	#rescanSlowly() {
		this.#timers.set("slow", this.#degraded === "" ? slowRescan : degradedRescan, () => {
			this.#rescanSlowly();
			this.hint({
				kind: "rescan",
				folder: ""
			});
		});
	}
	async #save() {
		if (this.#closed || this.#doing !== null || this.#isPaused()) return;
		const requests = requestsOf(this.#fold);
		this.#fold = emptyFold();
		if (requests.length > 0) await this.#snapshot(requests, "save");
	}
	async #snapshot(folders, origin) {
		const core = this.#core;
		const { name } = this.#artifact;
		const beginning = {
			kind: origin === "baseline" ? "track" : origin === "rescan" ? "rescan" : "snapshot",
			artifact: name,
			phase: "Looking for changes",
			quiet: origin !== "baseline"
		};
		try {
			const { again } = await core.activities.run(beginning, (activity) => core.turns.take(name, () => this.during("snapshotting", () => takeSnapshot(core, {
				artifact: this.#artifact,
				folders,
				origin,
				waitForRest: origin === "save"
			}, activity))));
			this.#trouble = "";
			this.settled(again);
		} catch (error) {
			if (this.#closed) return;
			this.#fold = foldRequests(this.#fold, folders, core.clock.now());
			this.#fail(error);
		}
	}
	#fail(error) {
		const code = error instanceof Failure ? error.code : null;
		if (code === "operation.cancelled") {
			this.#tellState();
			return;
		}
		if (error instanceof Failure && (code === "folder.gone" || code === "folder.unreadable")) {
			this.#lose(error);
			return;
		}
		this.#core.log.error("a snapshot failed", {
			artifact: this.#artifact.name,
			error: stackOf(error)
		});
		this.#trouble = error instanceof Failure ? error.message : `A snapshot failed and is tried again: ${String(error)}`;
		this.#notBefore = this.#core.clock.now() + retryWait;
		this.#tell();
		this.#schedule();
	}
	/** The folder is out of reach: say so once, and look for it until it is back. */
	#lose(failure) {
		const isNews = this.#trouble !== failure.message;
		this.#trouble = failure.message;
		this.#begun = false;
		this.#watch?.close();
		this.#watch = null;
		this.#timers.set("return", returnWait, () => void this.#lookForReturn(failure));
		if (isNews) this.#tell();
	}
	async #lookForReturn(failure) {
		const { path } = this.#artifact;
		if (this.#closed || path === null) return;
		if (this.#core.workTree.inspect(path).state !== "folder") {
			this.#lose(failure);
			return;
		}
		if (await this.#isEmptied(path)) {
			this.#lose(emptied(path));
			return;
		}
		this.#trouble = "";
		await this.beginWatching();
		await this.rescan("rescan");
	}
	/** Whether a folder that had something is empty now, as the mount point of a pulled drive is: that is no wish to delete. */
	async #isEmptied(path) {
		if ((latestVersion(this.#core.catalog, this.#artifact)?.files ?? 0) === 0) return false;
		const { signal } = new AbortController();
		for await (const [root] of this.#core.workTree.scan({
			root: path,
			folders: [{
				path: "",
				deep: false
			}]
		}, signal)) return root?.state === "listed" && root.listing.length === 0;
		return false;
	}
};
function goneFolder(artifact) {
	return new Failure("folder.gone", `The folder ${artifact.path} is not there any more; saves go on when it is back.`);
}
function emptied(path) {
	const message = `${path} is empty now, though its newest version is not. Is a drive missing? Saves go on when something is in it; "Snapshot now" keeps the empty state.`;
	return new Failure("folder.gone", message, { path });
}
function stackOf(error) {
	return error instanceof Error ? error.stack ?? error.message : String(error);
}
// electron/engine/tracking/live-artifacts.ts
var allPausedKey = "all-paused";
/** The machine slept when a beat comes this much later than it should, ms. */
var beat = 1e4;
function createLiveArtifacts(core, watching) {
	const live = /* @__PURE__ */ new Map();
	const allPaused = () => core.catalog.setting(allPausedKey) === "yes";
	let stopBeat = null;
	function add(artifact) {
		const known = live.get(artifact.id);
		if (known !== void 0) return known;
		const created = new LiveArtifact(core, artifact, allPaused());
		live.set(artifact.id, created);
		return created;
	}
	async function start(artifact) {
		const started = add(artifact);
		if (core.workTree.inspect(artifact.path ?? "").state === "folder") await started.beginWatching();
		await started.rescan(core.catalog.versionCount(artifact.id) === 0 ? "baseline" : "rescan");
	}
	/** Watchers sleep with the machine: after a resume the scan tells what they missed. */
	function keepBeat(last) {
		stopBeat = core.clock.after(beat, () => {
			const now = core.clock.now();
			if (now - last > 4e4) for (const one of live.values()) one.hint({
				kind: "rescan",
				folder: ""
			});
			keepBeat(now);
		});
	}
	return {
		startAll() {
			if (!watching) return;
			keepBeat(core.clock.now());
			for (const artifact of core.catalog.artifacts()) {
				if (artifact.path === null) continue;
				start(artifact).catch((error) => core.log.error("an artifact could not be started", {
					artifact: artifact.name,
					error: String(error)
				}));
			}
		},
		enroll(artifact) {
			if (watching) add(artifact);
		},
		async beginWatching(artifact, signal) {
			if (!watching) return;
			const aborted = new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
			await Promise.race([add(artifact).beginWatching(), aborted]);
		},
		during: (artifact, state, work) => live.get(artifact.id)?.during(state, work) ?? work(),
		settled: (artifact, again) => live.get(artifact.id)?.settled(again),
		configured: (artifact) => live.get(artifact.id)?.configured(artifact, allPaused()),
		setAllPaused(paused) {
			if (paused === allPaused()) return;
			core.catalog.transact((writer) => writer.setSetting(allPausedKey, paused ? "yes" : "no"));
			for (const one of live.values()) one.configured(one.artifact, paused);
			core.facts.tell({
				kind: "home.pausedChanged",
				allPaused: paused
			});
		},
		allPaused,
		async stop(id) {
			const stopped = live.get(id);
			live.delete(id);
			await stopped?.close();
		},
		stateOf(id) {
			const one = live.get(id);
			return one === void 0 ? null : {
				state: one.state,
				message: one.message
			};
		},
		async close() {
			stopBeat?.();
			await Promise.all([...live.values()].map((one) => one.close()));
			live.clear();
		}
	};
}
// electron/engine/turns.ts
function createTurns() {
	const tails = /* @__PURE__ */ new Map();
	return {
		take(key, work) {
			const mine = (tails.get(key) ?? Promise.resolve()).then(work, work);
			const tail = mine.then(() => void 0, () => void 0);
			tails.set(key, tail);
			tail.then(() => {
				if (tails.get(key) === tail) tails.delete(key);
			});
			return mine;
		},
		async idle() {
			await Promise.all(tails.values());
		}
	};
}
// electron/engine/engine.ts
/** Decoded bytes of manifest nodes kept at hand; a node is a few KB. */
var rememberedNodes = 2e3;
/** Makes the home whole after the last run and begins to watch, if it should. The home must be owned already. */
async function createEngine(ports, options) {
	const facts = createFacts((error) => ports.log.error("a listener of facts failed", { error: String(error) }));
	const core = {
		...ports,
		facts,
		activities: createActivities(ports.clock, facts, ports.newId),
		turns: createTurns(),
		nodes: rememberNodes(storedNodes(ports.catalog, ports.containers), rememberedNodes)
	};
	await recover(core);
	const live = createLiveArtifacts(core, options.watch);
	live.startAll();
	return {
		core,
		live,
		facts,
		async close() {
			core.activities.cancelAll();
			await live.close();
			await core.turns.idle();
		}
	};
}
// electron/engine/tracking/check-folder.ts
/** Looks at a folder that somebody wants tracked. Throws the Failure that says why it cannot be. */
function checkFolder(core, path) {
	const inspected = core.workTree.inspect(path);
	switch (inspected.state) {
		case "missing": throw new Failure("folder.not-found", `There is no folder at ${path}.`, { path });
		case "not-a-folder": throw new Failure("folder.not-a-directory", `${path} is a file; Strata tracks folders. Drop the folder it is in.`, { path });
		case "unreadable": throw new Failure("folder.unreadable", `The folder ${path} cannot be read; check its permissions.`, { path });
		case "folder":
			refuseOverlap(core, inspected.path);
			return {
				path: inspected.path,
				proposedName: freeName(core, proposeArtifactName(inspected.name))
			};
	}
}
function refuseOverlap(core, path) {
	if (overlaps(path, core.home)) throw new Failure("folder.is-home", `${path} holds Strata's own store (${core.home}) or lies inside it; it cannot be tracked.`, {
		path,
		home: core.home
	});
	for (const artifact of core.catalog.artifacts()) if (artifact.path !== null && overlaps(path, artifact.path)) throw overlapFailure(path, artifact, artifact.path);
}
function overlapFailure(path, artifact, tracked) {
	const data = {
		path,
		artifact: artifact.name,
		tracked
	};
	if (path === tracked) return new Failure("folder.overlaps", `${path} is tracked already, as "${artifact.name}".`, data);
	const message = liesIn(path, tracked) ? `${path} lies inside ${tracked}, which is tracked as "${artifact.name}" already.` : `${path} contains ${tracked}, which is tracked as "${artifact.name}"; stop tracking that one first.`;
	return new Failure("folder.overlaps", message, data);
}
function overlaps(a, b) {
	return a === b || liesIn(a, b) || liesIn(b, a);
}
/** Whether an absolute path lies below a folder. Both separators count, so that it holds on every platform. */
function liesIn(path, folder) {
	const trimmed = folder.replace(/[\\/]+$/, "");
	return path.startsWith(trimmed) && /^[\\/]./.test(path.slice(trimmed.length));
}
/** The name itself, or with a number behind it when a tracked artifact has it. */
function freeName(core, name) {
	const artifacts = core.catalog.artifacts();
	const taken = (candidate) => artifacts.some((other) => other.name.toLowerCase() === candidate.toLowerCase() && (other.path !== null || other.name !== candidate));
	if (!taken(name)) return name;
	for (let number = 2;; number++) {
		const candidate = `${name.slice(0, 120)}-${number}`;
		if (!taken(candidate)) return candidate;
	}
}
// electron/engine/tracking/track.ts
/**
* Begins tracking a folder and stores its baseline. When the baseline fails or is cancelled, the artifact is gone again and
* nothing stays of it. A name whose artifact is no longer tracked goes on with that artifact's versions.
*/
async function track(core, live, request) {
	const folder = checkFolder(core, request.path);
	const name = request.name === void 0 ? folder.proposedName : checkArtifactName(request.name);
	const { artifact, isNew } = beginTracking(core, request, folder.path, name);
	live.enroll(artifact);
	core.facts.tell({
		kind: "artifact.tracked",
		artifact
	});
	const activity = {
		kind: "track",
		artifact: name,
		phase: "Looking at the folder"
	};
	try {
		const version = await core.activities.run(activity, (handle) => baseline(core, live, artifact, handle));
		return {
			artifact: core.catalog.artifactById(artifact.id) ?? artifact,
			version
		};
	} catch (error) {
		await live.stop(artifact.id);
		endFailedTracking(core, artifact, isNew);
		throw error;
	}
}
/** Watching begins before the scan, so that a save during the baseline is not missed. */
async function baseline(core, live, artifact, handle) {
	await live.beginWatching(artifact, handle.signal);
	handle.signal.throwIfAborted();
	const { version, again } = await core.turns.take(artifact.name, () => live.during(artifact, "snapshotting", () => takeSnapshot(core, {
		artifact,
		folders: [{
			path: "",
			deep: true
		}],
		origin: "baseline",
		waitForRest: false
	}, handle)));
	live.settled(artifact, again);
	return version;
}
function beginTracking(core, request, path, name) {
	const existing = core.catalog.artifactByName(name);
	if (existing !== null && existing.path !== null) throw new Failure("artifact.name-taken", `"${name}" is the name of another artifact (${existing.path}); choose another name.`, { name });
	if (existing !== null && request.type !== void 0 && request.type !== existing.type) throw new Failure("artifact.type-mismatch", `"${name}" has the type "${existing.type}", not "${request.type}".`, {
		name,
		type: existing.type
	});
	if (existing === null) refuseSimilarName(core, name);
	const quietWindow = request.quietWindow ?? existing?.quietWindow ?? 2e3;
	return {
		artifact: core.catalog.transact((writer) => {
			const begun = existing ?? writer.insertArtifact({
				name,
				type: request.type ?? "dataset",
				mode: request.mode,
				path,
				quietWindow,
				createdAt: core.clock.now()
			});
			if (existing !== null) {
				writer.removeFoldersWithin(existing.id, "");
				writer.updateArtifact(existing.id, {
					path,
					quietWindow,
					paused: false,
					mode: request.mode
				});
			}
			writer.markRecordPending(begun.id, null);
			recordOperation(core, writer, {
				kind: "track",
				artifact: name,
				arguments: {
					path,
					mode: request.mode
				},
				undo: null
			});
			return writer.artifactById(begun.id) ?? begun;
		}),
		isNew: existing === null
	};
}
/** Records lie in folders named like artifacts, and some file systems take both cases for one name. */
function refuseSimilarName(core, name) {
	const similar = core.catalog.artifacts().find((other) => other.name.toLowerCase() === name.toLowerCase());
	if (similar === void 0) return;
	throw new Failure("artifact.name-taken", `"${name}" differs from the artifact "${similar.name}" by case alone; choose another name.`, { name });
}
function endFailedTracking(core, artifact, isNew) {
	const hasVersions = core.catalog.versionCount(artifact.id) > 0;
	core.catalog.transact((writer) => {
		if (isNew && !hasVersions) writer.removeArtifact(artifact.id);
		else writer.updateArtifact(artifact.id, { path: null });
	});
	if (isNew && !hasVersions) {
		core.records.removeAll(artifact.name);
		core.facts.tell({
			kind: "artifact.removed",
			name: artifact.name
		});
		return;
	}
	writePendingRecords(core);
	core.facts.tell({
		kind: "artifact.untracked",
		artifact: core.catalog.artifactById(artifact.id) ?? artifact
	});
}
// electron/engine/tracking/untrack.ts
/** Stops watching an artifact's folder. Its versions stay; the folder is not touched. Idempotent. */
async function untrack(core, live, name) {
	const artifact = findArtifact(core.catalog, name);
	if (artifact.path === null) return artifact;
	await live.stop(artifact.id);
	return core.turns.take(name, async () => {
		core.catalog.transact((writer) => {
			writer.updateArtifact(artifact.id, {
				path: null,
				paused: false
			});
			writer.removeFoldersWithin(artifact.id, "");
			writer.markRecordPending(artifact.id, null);
			recordOperation(core, writer, {
				kind: "untrack",
				artifact: name,
				arguments: { path: artifact.path },
				undo: null
			});
		});
		writePendingRecords(core);
		const untracked = findArtifact(core.catalog, name);
		core.facts.tell({
			kind: "artifact.untracked",
			artifact: untracked
		});
		return untracked;
	});
}
/** Changes an artifact's quiet window (ms). */
function configure(core, live, name, change) {
	const artifact = findArtifact(core.catalog, name);
	core.catalog.transact((writer) => {
		writer.updateArtifact(artifact.id, change);
		writer.markRecordPending(artifact.id, null);
		recordOperation(core, writer, {
			kind: "configure",
			artifact: name,
			arguments: change,
			undo: null
		});
	});
	writePendingRecords(core);
	const configured = findArtifact(core.catalog, name);
	live.configured(configured);
	core.facts.tell({
		kind: "artifact.changed",
		artifact: configured
	});
	return configured;
}
/** Holds automatic versions back, or lets them go on; what was saved meanwhile is caught up. */
function setPaused(core, live, name, paused) {
	const artifact = findArtifact(core.catalog, name);
	if (artifact.paused === paused) return artifact;
	core.catalog.transact((writer) => {
		writer.updateArtifact(artifact.id, { paused });
		recordOperation(core, writer, {
			kind: paused ? "pause" : "resume",
			artifact: name,
			arguments: {},
			undo: null
		});
	});
	const changed = findArtifact(core.catalog, name);
	live.configured(changed);
	core.facts.tell({
		kind: "artifact.changed",
		artifact: changed
	});
	return changed;
}
// electron/host/handlers/views.ts
function versionView(version) {
	return {
		index: version.index,
		ref: formatIndex(version.index),
		digest: version.digest,
		files: version.files,
		bytes: version.bytes,
		addedBytes: version.addedBytes,
		createdAt: version.createdAt,
		actor: version.actor,
		origin: version.origin,
		identicalTo: version.identicalTo,
		changes: { ...version.changes },
		problems: version.problems.map((problem) => ({ ...problem })),
		description: version.description,
		metadata: { ...version.metadata },
		tags: [...version.tags],
		aliases: [...version.aliases]
	};
}
function artifactView(engine, artifact) {
	const { catalog } = engine.core;
	const newest = latestVersion(catalog, artifact);
	return {
		name: artifact.name,
		type: artifact.type,
		mode: artifact.mode,
		path: artifact.path,
		quietWindowMs: artifact.quietWindow,
		...stateView(engine, artifact),
		createdAt: artifact.createdAt,
		versions: catalog.versionCount(artifact.id),
		latest: newest === null ? null : versionView(newest)
	};
}
function stateView(engine, artifact) {
	if (artifact.path === null) return {
		state: "untracked",
		stateMessage: ""
	};
	const live = engine.live.stateOf(artifact.id);
	if (live !== null) return {
		state: live.state,
		stateMessage: live.message || leftOut(engine, artifact)
	};
	return {
		state: "unwatched",
		stateMessage: "Nothing watches it now; changes are caught up when Strata runs."
	};
}
/** What the work tree has that versions cannot hold, in one sentence; empty when there is nothing. */
function leftOut(engine, artifact) {
	const [first, ...others] = rememberedProblems(engine.core.catalog, artifact);
	if (first === void 0) return "";
	return others.length === 0 ? first.message : `${first.message} ${others.length} more like this.`;
}
/** Permission bits as `0644`. */
function modeView(mode) {
	return mode.toString(8).padStart(4, "0");
}
function entryView(entry) {
	const common = {
		path: entry.path,
		kind: entry.kind
	};
	const ms = "modifiedAt" in entry ? entry.modifiedAt / 1e3 : null;
	switch (entry.kind) {
		case "file": return {
			...common,
			size: entry.size,
			digest: entry.blob,
			mode: modeView(entry.mode),
			modifiedAt: ms,
			target: null
		};
		case "link": return {
			...common,
			size: null,
			digest: null,
			mode: null,
			modifiedAt: ms,
			target: entry.target
		};
		case "directory": return {
			...common,
			size: null,
			digest: null,
			mode: modeView(entry.mode),
			modifiedAt: ms,
			target: null
		};
		case "reference": {
			const digest = entry.identity["sha256"] ?? null;
			return {
				...common,
				size: entry.size,
				digest,
				mode: null,
				modifiedAt: null,
				target: entry.uri
			};
		}
	}
}
/** A difference with lists of at most `limit` lines each; the totals count all. */
function diffView(diff, limit) {
	const sized = (entry) => ({
		path: entry.path,
		size: entrySize(entry)
	});
	const { added, removed, modified, renamed } = diff.totals;
	return {
		added: diff.added.slice(0, limit).map(sized),
		removed: diff.removed.slice(0, limit).map(sized),
		modified: diff.modified.slice(0, limit).map(({ before, after }) => ({
			...sized(after),
			sizeBefore: entrySize(before)
		})),
		renamed: diff.renamed.slice(0, limit).map(({ from, to }) => ({
			from: from.path,
			to: to.path,
			size: to.size
		})),
		totals: {
			added,
			removed,
			modified,
			renamed
		}
	};
}
function operationView(operation) {
	return {
		id: operation.id,
		at: operation.at,
		actor: operation.actor,
		kind: operation.kind,
		artifact: operation.artifact,
		arguments: { ...operation.arguments },
		undoable: operation.undo !== null && !operation.undone,
		undone: operation.undone
	};
}
function activityView(activity) {
	const { remaining, ...same } = activity;
	return {
		...same,
		remainingMs: remaining
	};
}
function restoreResultView(result) {
	const { safety, version, problems, ...same } = result;
	return {
		...same,
		safetyVersion: safety === null ? null : formatIndex(safety.index),
		version: version === null ? null : versionView(version),
		problems: problems.map((problem) => ({ ...problem }))
	};
}
/** A fact as it travels. */
function eventOf(engine, fact) {
	switch (fact.kind) {
		case "artifact.tracked":
		case "artifact.untracked":
		case "artifact.changed": return {
			kind: fact.kind,
			artifact: artifactView(engine, fact.artifact)
		};
		case "artifact.removed": return {
			kind: fact.kind,
			artifact: fact.name
		};
		case "version.created":
		case "version.edited": return {
			kind: fact.kind,
			artifact: fact.artifact.name,
			version: versionView(fact.version)
		};
		case "restore.finished": return {
			kind: fact.kind,
			artifact: fact.artifact.name,
			result: restoreResultView(fact.result)
		};
		case "operation.recorded": return {
			kind: fact.kind,
			operation: operationView(fact.operation)
		};
		case "activity.started":
		case "activity.progressed": return {
			kind: fact.kind,
			activity: activityView(fact.activity)
		};
		case "activity.finished": return {
			kind: fact.kind,
			activity: activityView(fact.activity),
			outcome: fact.outcome,
			message: fact.message
		};
		case "home.pausedChanged": return {
			kind: fact.kind,
			allPaused: fact.allPaused
		};
	}
}
// electron/host/handlers/artifact-handlers.ts
function artifactHandlers(engine) {
	const { core, live } = engine;
	const shown = (artifact) => ({ artifact: artifactView(engine, artifact) });
	return {
		"artifact.list": () => ({ artifacts: core.catalog.artifacts().map((artifact) => artifactView(engine, artifact)) }),
		"artifact.get": ({ artifact }) => shown(findArtifact(core.catalog, artifact)),
		"artifact.inspect": ({ path }) => checkFolder(core, path),
		"artifact.track": async ({ quietWindowMs, name, type, ...request }) => {
			const tracked = await track(core, live, {
				...request,
				...name === void 0 ? {} : { name },
				...type === void 0 ? {} : { type },
				...quietWindowMs === void 0 ? {} : { quietWindow: quietWindowMs }
			});
			return {
				...shown(tracked.artifact),
				version: versionView(tracked.version)
			};
		},
		"artifact.untrack": async ({ artifact }) => shown(await untrack(core, live, artifact)),
		"artifact.configure": ({ artifact, quietWindowMs }) => shown(configure(core, live, artifact, { quietWindow: quietWindowMs })),
		"artifact.setPaused": ({ artifact, paused }) => shown(setPaused(core, live, artifact, paused)),
		"home.setAllPaused": ({ paused }) => {
			live.setAllPaused(paused);
			return { allPaused: live.allPaused() };
		},
		"artifact.snapshot": ({ artifact, description, aliases }) => snapshotNow(engine, artifact, description, aliases ?? [])
	};
}
async function snapshotNow(engine, name, description, aliases) {
	const { core, live } = engine;
	const artifact = findArtifact(core.catalog, name);
	for (const alias of aliases) checkAlias(alias);
	const { created, version, again } = await core.activities.run({
		kind: "snapshot",
		artifact: name,
		phase: "Looking for changes"
	}, (activity) => core.turns.take(name, () => live.during(artifact, "snapshotting", () => takeSnapshot(core, {
		artifact: findArtifact(core.catalog, name),
		folders: [{
			path: "",
			deep: true
		}],
		origin: "manual",
		waitForRest: false,
		aliases,
		...description === void 0 ? {} : { description }
	}, activity))));
	live.settled(artifact, again);
	return {
		created,
		version: versionView(findVersion(core.catalog, artifact, `v${version.index}`))
	};
}
// electron/engine/snapshot/present-manifest.ts
/** Looks at a work tree as a snapshot does, and stores nothing: changed files are digested, no bytes are kept. */
async function presentManifest(core, artifact, activity) {
	const root = trackedRoot(artifact);
	const base = isFromScratch(core, artifact) ? null : latestVersion(core.catalog, artifact);
	const session = core.capture.open({
		root,
		keep: false,
		signal: activity.signal,
		onProgress: () => void 0
	});
	try {
		const { gathering, outcome } = await scanAndCapture(core, {
			artifact,
			folders: [{
				path: "",
				deep: true
			}],
			origin: "manual",
			waitForRest: false
		}, root, base, session, () => void 0, activity);
		const problems = problemsOf(core, artifact, gathering, outcome);
		const built = manifestOf(core, base, new Map([...gathering.edits, ...outcome.edits]));
		if (built === null) return {
			root: base.root,
			nodes: core.nodes,
			problems
		};
		return {
			root: built.root.node,
			nodes: withNewNodes(built, core.nodes),
			problems
		};
	} finally {
		await session.abandon();
	}
}
// electron/engine/restore/plan-names.ts
/** The one spelling under which such a file system knows a path. */
function foldPath(path, rules) {
	const normal = rules.normalizes === true ? path.normalize("NFD") : path;
	return rules.ignoresCase === true ? normal.toUpperCase().toLowerCase() : normal;
}
/** Whether some paths are one path there. */
function foldsPaths(rules) {
	return rules.ignoresCase === true || rules.normalizes === true;
}
var refusedCharacters = /[<>:"|?*\\\u0000-\u001f]/;
var deviceName = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)\s*(\.|$)/i;
/** Whether the target can hold a path under its own name. */
function isPlaceable(path, rules) {
	if (rules.refusesDeviceNames !== true) return true;
	return path.split("/").every((name) => !refusedCharacters.test(name) && !/[. ]$/.test(name) && !deviceName.test(name));
}
// electron/engine/restore/plan-obstacles.ts
/** Every folder that the paths need. */
function foldersAbove(paths) {
	const folders = /* @__PURE__ */ new Set();
	for (const path of paths) for (let at = parentOf(path); at !== "" && !folders.has(at); at = parentOf(at)) folders.add(at);
	return folders;
}
/** The folders above a path, nearest first, without the root. */
function* above(path) {
	for (let at = parentOf(path); at !== ""; at = parentOf(at)) yield at;
}
/** Wanted paths that no plan could put in place, whatever stands in the target. */
function* findUnplaceable(wanted, present, rules) {
	const known = /* @__PURE__ */ new Map();
	for (const entry of wanted.values()) {
		const { path } = entry;
		const under = foldPath(path, rules);
		const twin = known.get(under);
		if (twin === void 0) known.set(under, path);
		if (entry.kind === "reference" && !isThere(entry, present.get(path))) yield {
			path,
			reason: "reference",
			message: `${path} is kept by reference: Strata has no bytes of it to restore.`
		};
		else if (!isPlaceable(path, rules)) yield {
			path,
			reason: "name",
			message: `${path} cannot be restored: the target does not allow this name.`
		};
		else if (twin !== void 0) yield {
			path,
			reason: "collision",
			message: `${path} cannot be restored beside ${twin}: the target takes both for one name.`
		};
	}
	yield* findBelowFiles(wanted, known, rules);
}
function isThere(entry, there) {
	return there !== void 0 && there.kind !== "unknown-file" && sameContent(there, entry);
}
/** Paths below something that is wanted and is no folder: only a damaged or hostile version, or folding names, has them. */
function* findBelowFiles(wanted, known, rules) {
	for (const path of wanted.keys()) for (const folder of above(path)) {
		const other = known.get(foldPath(folder, rules));
		if (other === void 0 || wanted.get(other)?.kind === "directory") continue;
		yield {
			path,
			reason: "collision",
			message: `${path} cannot be restored: ${other} is not a folder in this version.`
		};
		break;
	}
}
/** Wanted paths that something stands in the way of which must stay. */
function* findBlocked(wanted, present) {
	const folders = foldersAbove(wanted.map(({ path }) => path));
	const own = new Set(wanted.map(({ path }) => path));
	const blocking = /* @__PURE__ */ new Set();
	for (const { path, kind } of present.values()) if (kind !== "directory" && folders.has(path) && !own.has(path)) blocking.add(path);
	const occupied = foldersAbove(present.keys());
	for (const { path, kind } of wanted) {
		const blocker = [...above(path)].find((folder) => blocking.has(folder));
		if (blocker !== void 0) yield {
			path,
			reason: "in-the-way",
			message: `${path} cannot be restored: ${blocker} is there and is not a folder.`
		};
		else if (kind !== "directory" && occupied.has(path)) yield {
			path,
			reason: "in-the-way",
			message: `${path} cannot be restored: a folder with other files stands there.`
		};
	}
}
// electron/engine/restore/plan-removals.ts
/**
* Plans the removal of present entries. A folder is never removed with what may be in it: first the entries that are known, then
* the folders that may have become empty, deepest first.
*/
function planRemovals(extra, placed, rules) {
	const placement = describePlacement(placed, rules);
	const removed = extra.filter(({ kind, path }) => kind !== "directory" || !placement.folders.has(path));
	const before = [];
	const after = [];
	const prunes = /* @__PURE__ */ new Set();
	for (const { kind, path } of removed) {
		if (kind === "directory") prunes.add(path);
		else (isInTheWay(placement, path) ? before : after).push({
			kind: "remove",
			path,
			deep: false
		});
		for (const folder of above(path)) if (!placement.folders.has(folder) && placed.get(folder)?.kind !== "directory") prunes.add(folder);
	}
	const [first, last] = splitPrunes(placement, prunes);
	return {
		before: [...before, ...first],
		after: [...after, ...last],
		removed
	};
}
function describePlacement(placed, rules) {
	const folders = foldersAbove(placed.keys());
	const spellings = /* @__PURE__ */ new Map();
	if (foldsPaths(rules)) {
		for (const path of [...placed.keys(), ...folders]) if (path !== "") spellings.set(foldPath(path, rules), path);
	}
	return {
		placed,
		folders,
		spellings,
		rules
	};
}
/** Whether something that goes away stands where a wanted entry or its folder must stand, or would be taken for it. */
function isInTheWay(placement, path) {
	const { placed, folders, spellings, rules } = placement;
	if (folders.has(path)) return true;
	for (const folder of above(path)) if (placed.has(folder) && placed.get(folder)?.kind !== "directory") return true;
	if (spellings.size === 0) return false;
	return [path, ...above(path)].some((part) => (spellings.get(foldPath(part, rules)) ?? part) !== part);
}
function splitPrunes(placement, prunes) {
	const first = [];
	const last = [];
	for (const path of [...prunes].sort(deepestFirst)) (placement.placed.has(path) || isInTheWay(placement, path) ? first : last).push({
		kind: "prune",
		path
	});
	return [first, last];
}
function deepestFirst(a, b) {
	return b.split("/").length - a.split("/").length || comparePaths(a, b);
}
// electron/engine/restore/plan-restore.ts
/** Plans how a folder becomes what is wanted. Pure: nothing is looked up, nothing is done. */
function planRestore({ wanted, present, deleteExtra, names = {} }) {
	const all = byPath(wanted);
	const there = byPath(present);
	const problems = /* @__PURE__ */ new Map();
	for (const problem of findUnplaceable(all, there, names)) addProblem(problems, problem);
	if (!deleteExtra) {
		const candidates = [...all.values()].filter(({ path }) => !problems.has(path));
		for (const problem of findBlocked(candidates, there)) addProblem(problems, problem);
	}
	const placed = byPath([...all.values()].filter(({ path }) => !problems.has(path)));
	return assemble(placeEntries(placed, there), planRemovals(deleteExtra ? [...there.values()].filter(({ path }) => !all.has(path)) : [], placed, names), [...problems.values()]);
}
function byPath(entries) {
	const map = /* @__PURE__ */ new Map();
	for (const entry of entries) map.set(entry.path, entry);
	return map;
}
function addProblem(problems, problem) {
	if (!problems.has(problem.path)) problems.set(problem.path, problem);
}
function placeEntries(placed, present) {
	const placing = {
		clear: [],
		put: [],
		last: [],
		items: [],
		unchanged: 0,
		bytes: 0
	};
	const occupied = foldersAbove(present.keys());
	for (const entry of placed.values()) {
		const there = present.get(entry.path);
		if (there === void 0 && entry.kind === "directory" && occupied.has(entry.path)) addStep(placing, "touch", entry, placing.last);
		else if (there === void 0) addStep(placing, "create", entry, placing.put);
		else if (!isSameThing(there, entry)) {
			if (there.kind === "directory" !== (entry.kind === "directory")) placing.clear.push(clearStep(there));
			addStep(placing, "overwrite", entry, placing.put);
		} else if (isSameState(there, entry)) placing.unchanged += 1;
		else addStep(placing, "touch", entry, placing.put);
	}
	return placing;
}
/** Whether both are the same bytes, link or folder. */
function isSameThing(there, entry) {
	if (there.kind === "unknown-file") return false;
	return there.kind === "file" ? entry.kind === "file" && there.blob === entry.blob : sameContent(there, entry);
}
function isSameState(there, entry) {
	if (entry.kind === "reference" || there.kind === "reference" || there.kind === "unknown-file") return true;
	if (there.modifiedAt !== entry.modifiedAt) return false;
	if (entry.kind === "link" || there.kind === "link") return true;
	if (entry.kind === "file" && there.kind === "file" && there.executable !== entry.executable) return false;
	return there.mode === entry.mode;
}
function clearStep({ kind, path }) {
	return kind === "directory" ? {
		kind: "prune",
		path
	} : {
		kind: "remove",
		path,
		deep: false
	};
}
function addStep(placing, action, entry, steps) {
	placing.items.push({
		path: entry.path,
		action,
		kind: entry.kind,
		size: entrySize(entry)
	});
	if (entry.kind === "file") {
		steps.push({
			kind: action === "touch" ? "touch" : "write",
			entry
		});
		if (action !== "touch") placing.bytes += entry.size;
	} else if (entry.kind === "link") steps.push({
		kind: "link",
		entry
	});
	else if (entry.kind === "directory") steps.push({
		kind: "directory",
		entry
	});
}
function assemble(placing, removals, problems) {
	const deleted = removals.removed.map(deletedItem);
	const items = [...placing.items, ...deleted].sort((a, b) => comparePaths(a.path, b.path));
	const count = (action) => items.filter((item) => item.action === action).length;
	return {
		steps: [
			...removals.before,
			...placing.clear,
			...placing.put,
			...removals.after,
			...placing.last
		],
		items,
		create: count("create"),
		overwrite: count("overwrite"),
		delete: deleted.length,
		touch: count("touch"),
		unchanged: placing.unchanged,
		bytes: placing.bytes,
		problems: problems.toSorted((a, b) => comparePaths(a.path, b.path))
	};
}
function deletedItem(entry) {
	const isUnknown = entry.kind === "unknown-file";
	const size = isUnknown ? entry.size : entrySize(entry);
	return {
		path: entry.path,
		action: "delete",
		kind: isUnknown ? "file" : entry.kind,
		size
	};
}
// electron/engine/restore/present-elsewhere.ts
/**
* What stands in a folder that Strata does not track, in path order. Files that could be equal to a wanted one (same path and
* size) are digested; the others are known by size alone.
*/
async function presentElsewhere(core, target, wanted, signal) {
	if (core.workTree.inspect(target).state !== "folder") return [];
	const present = [];
	const candidates = [];
	for await (const batch of core.workTree.scan({
		root: target,
		folders: [{
			path: "",
			deep: true
		}]
	}, signal)) for (const scanned of batch) {
		if (scanned.state !== "listed") continue;
		const children = decodeListing(scanned.listing);
		if (children.length === 0 && scanned.path !== "") present.push({
			kind: "directory",
			path: scanned.path,
			mode: scanned.mode,
			modifiedAt: scanned.modifiedAt
		});
		for (const child of children) {
			if (child.kind === "folder") continue;
			const path = childPath(scanned.path, child.name);
			const modifiedAt = microseconds(child.stamp.modifiedMs);
			if (child.kind === "link") {
				present.push({
					kind: "link",
					path,
					target: core.workTree.readLink(target, path) ?? "",
					modifiedAt
				});
				continue;
			}
			const other = wanted(path);
			if (other?.kind === "file" && other.size === child.stamp.size) candidates.push({
				path,
				stamp: child.stamp
			});
			else present.push({
				kind: "unknown-file",
				path,
				size: child.stamp.size
			});
		}
	}
	present.push(...await digested(core, target, candidates, signal));
	return present.toSorted((a, b) => comparePaths(a.path, b.path));
}
async function digested(core, root, files, signal) {
	if (files.length === 0) return [];
	const session = core.capture.open({
		root,
		keep: false,
		signal,
		onProgress: () => void 0
	});
	session.add(files);
	session.close();
	const present = [];
	for await (const batch of session.results()) for (const result of batch) {
		if (result.outcome === "gone") continue;
		if (result.outcome !== "captured") {
			present.push({
				kind: "unknown-file",
				path: result.path,
				size: 0
			});
			continue;
		}
		const { stamp, content, path } = result;
		const mode = stamp.mode & 511;
		const modifiedAt = microseconds(stamp.modifiedMs);
		present.push({
			kind: "file",
			path,
			...content,
			executable: (mode & 64) !== 0,
			mode,
			modifiedAt
		});
	}
	await session.abandon();
	return present;
}
// electron/engine/restore/recipes.ts
/** Where the chunks of a file lie. Throws Failure `store.damaged` that names the path when one is not known. */
function recipeOf(core, entry) {
	if (entry.size === 0) return {
		entry,
		chunks: []
	};
	if (entry.list === null) return {
		entry,
		chunks: [located(core, entry, entry.blob)]
	};
	return {
		entry,
		chunks: [...readChunkList(entry.list, core.nodes, entry.size)].map(({ digest }) => located(core, entry, digest))
	};
}
function located(core, entry, digest) {
	const known = core.catalog.chunk(digest);
	if (known !== null) return {
		digest,
		location: known.location
	};
	throw new Failure("store.damaged", `The store lacks bytes of ${entry.path}; "verify" tells what is missing.`, {
		digest,
		path: entry.path
	});
}
// electron/engine/versions/history.ts
/** The versions in which one path changed, newest first. Throws Failure `path.not-found` when no version ever had it. */
function pathHistory(core, artifact, text) {
	const path = entryPathFrom(text);
	const changes = [];
	let before = null;
	for (const version of core.catalog.versions(artifact.id).toReversed()) {
		const after = findEntry(version.root, path, core.nodes);
		const kind = changeOf(before, after);
		if (kind !== null) changes.push({
			index: version.index,
			kind,
			size: after === null ? null : entrySize(after),
			createdAt: version.createdAt
		});
		before = after;
	}
	if (changes.length === 0) throw new Failure("path.not-found", `No version of "${artifact.name}" has a file "${path}".`, {
		artifact: artifact.name,
		path
	});
	return changes.toReversed();
}
function changeOf(before, after) {
	if (before === null) return after === null ? null : "added";
	if (after === null) return "removed";
	return sameContent(before, after) ? null : "modified";
}
/** A path that a person or script gave, as an entry's path. Throws Failure `path.not-found` for one that none can have. */
function entryPathFrom(text) {
	const trimmed = text.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
	try {
		return parseEntryPath(trimmed);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new Failure("path.not-found", `"${text}" is not a path inside a version; give it relative to the folder.`, { path: text });
	}
}
// electron/engine/restore/restore-request.ts
/** Looks everything up that a restore names. Throws the Failure that says what cannot be. */
function resolveRestore(core, request) {
	const { artifact } = request;
	const version = findVersion(core.catalog, artifact, request.reference);
	const scope = request.paths === null ? null : resolveScope(core, version, request.paths);
	if (request.target === null || request.target === artifact.path) {
		if (artifact.path === null) throw new Failure("artifact.not-tracked", `"${artifact.name}" no longer tracks a folder; choose a folder to restore into.`, { artifact: artifact.name });
		return {
			version,
			scope,
			target: artifact.path,
			inPlace: true,
			deleteExtra: true
		};
	}
	return {
		version,
		scope,
		target: checkTarget(core, request.target),
		inPlace: false,
		deleteExtra: request.deleteExtra
	};
}
function resolveScope(core, version, paths) {
	const parsed = [...new Set(paths.map(entryPathFrom))].toSorted();
	for (const path of parsed) {
		const { done } = entriesWithin(version.root, path, core.nodes)[Symbol.iterator]().next();
		if (done === true) throw new Failure("path.not-found", `v${version.index} has no file or folder "${path}".`, { path });
	}
	return parsed.filter((path) => !parsed.some((other) => other !== path && path.startsWith(`${other}/`)));
}
function checkTarget(core, target) {
	if (target === core.home || liesIn(target, core.home)) throw new Failure("restore.target-invalid", `${target} lies in Strata's own store; choose another folder.`, { target });
	const { state } = core.workTree.inspect(target);
	if (state === "not-a-folder") throw new Failure("restore.target-invalid", `${target} is a file; choose a folder.`, { target });
	if (state === "unreadable") throw new Failure("restore.target-invalid", `The folder ${target} cannot be read; check its permissions.`, { target });
	return target;
}
/** The entries of a manifest in a scope, in path order. */
function* scopedEntries(core, root, scope) {
	for (const path of scope ?? [""]) yield* entriesWithin(root, path, core.nodes);
}
// electron/engine/restore/restore.ts
/**
* Brings a version, or a part of it, back: into its folder or elsewhere. In place, the present state becomes a version first, so that
* the restore can be taken back; artifacts' turns keep automatic snapshots out while files are being put in place.
*/
async function restore(core, live, request) {
	const resolved = resolveRestore(core, request);
	const { artifact } = request;
	const beginning = {
		kind: "restore",
		artifact: artifact.name,
		phase: "Preparing"
	};
	const result = await core.activities.run(beginning, (activity) => resolved.inPlace ? core.turns.take(artifact.name, () => live.during(artifact, "restoring", () => restoreInPlace(core, request, resolved, activity))) : restoreElsewhere(core, request, resolved, activity));
	core.facts.tell({
		kind: "restore.finished",
		artifact,
		result
	});
	return result;
}
async function restoreInPlace(core, request, resolved, activity) {
	const { artifact } = request;
	activity.advance({ phase: "Keeping the present state" });
	const safety = await takeSnapshot(core, {
		artifact,
		folders: [{
			path: "",
			deep: true
		}],
		origin: "before-restore",
		waitForRest: false
	}, activity);
	const { plan, left } = planInPlace(core, resolved, {
		root: safety.version.root,
		nodes: core.nodes,
		problems: safety.problems
	});
	if (plan.steps.length === 0) return nothingToDo(resolved, plan, safety.version, left);
	checkSpace(core, resolved, plan);
	const operation = noteRestore(core, request, resolved, {
		kind: "restore",
		index: safety.version.index
	});
	const found = await applyPlan(core, resolved, plan, activity);
	activity.advance({
		phase: "Storing the version",
		cancellable: false
	});
	const after = await takeSnapshot(core, {
		artifact,
		folders: touchedFolders(plan.steps),
		origin: "restore",
		waitForRest: false
	}, activity);
	const version = after.created ? after.version : null;
	return {
		...countsOf(plan),
		safety: safety.version,
		version,
		target: resolved.target,
		problems: [...left, ...found],
		operation: operation.id
	};
}
async function restoreElsewhere(core, request, resolved, activity) {
	activity.advance({ phase: "Comparing with what is there" });
	const { plan, left } = await planElsewhere(core, resolved, activity.signal);
	checkSpace(core, resolved, plan);
	noteRestore(core, request, resolved, null);
	const found = await applyPlan(core, resolved, plan, activity);
	return {
		...countsOf(plan),
		safety: null,
		version: null,
		target: resolved.target,
		problems: [...left, ...found],
		operation: null
	};
}
/** Noted before the first file is touched, so that a restore that was cut short can be taken back too. */
function noteRestore(core, request, resolved, undo) {
	const operation = core.catalog.transact((writer) => recordOperation(core, writer, {
		kind: "restore",
		artifact: request.artifact.name,
		arguments: {
			version: resolved.version.index,
			target: resolved.target,
			...resolved.scope === null ? {} : { paths: resolved.scope }
		},
		undo
	}));
	core.facts.tell({
		kind: "operation.recorded",
		operation
	});
	return operation;
}
/** What a restore would do, without doing any of it. In place, the folder is scanned and changed files are
* digested, but nothing is stored. */
async function previewRestore(core, request) {
	const resolved = resolveRestore(core, request);
	const beginning = {
		kind: "restore",
		artifact: request.artifact.name,
		phase: "Comparing with what is there",
		quiet: true
	};
	const { plan } = await core.activities.run(beginning, (activity) => resolved.inPlace ? previewInPlace(core, request, resolved, activity) : planElsewhere(core, resolved, activity.signal));
	return {
		resolved,
		plan,
		freeBytes: core.workTree.freeSpace(resolved.target)
	};
}
function previewInPlace(core, request, resolved, activity) {
	return core.turns.take(request.artifact.name, async () => {
		return planInPlace(core, resolved, await presentManifest(core, request.artifact, activity));
	});
}
/** The plan against a folder as it stands, whoever it belongs to. */
async function planElsewhere(core, resolved, signal) {
	const { version, scope } = resolved;
	const wantedAt = (path) => inScope(path, scope) ? findEntry(version.root, path, core.nodes) : null;
	const all = await presentElsewhere(core, resolved.target, wantedAt, signal);
	const present = scope === null ? all : all.filter(({ path }) => touchesScope(path, scope));
	const plan = planRestore({
		wanted: scopedEntries(core, version.root, scope),
		present,
		deleteExtra: resolved.deleteExtra
	});
	return {
		plan,
		left: [...plan.problems]
	};
}
/**
* The plan against the state that was just snapshotted: the difference of two manifests, so that its cost grows with what
* differs. Paths whose present bytes could not be kept are left alone: overwriting them would lose them.
*/
function planInPlace(core, resolved, present) {
	const unkept = new Set(present.problems.filter(({ reason }) => reason === "unreadable" || reason === "unsettled").map(({ path }) => path));
	const before = [];
	const after = [];
	const left = [];
	for (const change of diffManifests(present.root, resolved.version.root, present.nodes, { contentOnly: false })) {
		if (!inScope(change.path, resolved.scope)) {
			if (change.before !== null && touchesScope(change.path, resolved.scope ?? [])) before.push(change.before);
			continue;
		}
		if (isUnkept(change.path, unkept)) {
			left.push({
				path: change.path,
				message: `${change.path} was left alone: its present content could not be read, so it could not be kept.`
			});
			continue;
		}
		if (change.before !== null) before.push(change.before);
		if (change.after !== null) after.push(change.after);
	}
	const plan = planRestore({
		wanted: after,
		present: before,
		deleteExtra: true
	});
	const total = resolved.scope === null ? resolved.version.files : [...scopedEntries(core, resolved.version.root, resolved.scope)].length;
	return {
		plan: {
			...plan,
			unchanged: Math.max(0, total - after.length)
		},
		left: [...left, ...plan.problems]
	};
}
function isUnkept(path, unkept) {
	if (unkept.size === 0) return false;
	for (let at = path; at !== ""; at = parentOf(at)) if (unkept.has(at)) return true;
	return false;
}
function inScope(path, scope) {
	return scope === null || scope.some((folder) => isWithin(path, folder));
}
/** In the scope, or in the way of it: a file that stands where the scope needs a folder. */
function touchesScope(path, scope) {
	return scope.some((folder) => isWithin(path, folder) || isWithin(folder, path));
}
function checkSpace(core, resolved, plan) {
	const free = core.workTree.freeSpace(resolved.target);
	if (plan.bytes <= free) return;
	throw new Failure("restore.target-invalid", `The restore needs ${plan.bytes} bytes, but only ${free} are free at ${resolved.target}.`, {
		target: resolved.target,
		needed: plan.bytes,
		free
	});
}
async function applyPlan(core, resolved, plan, activity) {
	activity.advance({
		phase: "Restoring",
		files: 0,
		bytes: 0,
		totalFiles: plan.create + plan.overwrite,
		totalBytes: plan.bytes
	});
	const staging = {
		id: core.newId(),
		root: resolved.target
	};
	core.catalog.transact((writer) => writer.noteStaging(staging));
	try {
		return await core.materialize.run({
			root: resolved.target,
			stagingId: staging.id,
			steps: plan.steps.map((step) => withRecipe(core, step)),
			signal: activity.signal,
			onProgress: ({ files, bytes }) => activity.advance({
				files,
				bytes
			})
		});
	} finally {
		core.catalog.transact((writer) => writer.removeStagingNote(staging.id));
	}
}
function withRecipe(core, step) {
	return step.kind === "write" ? {
		kind: "write",
		recipe: recipeOf(core, step.entry)
	} : step;
}
function countsOf(plan) {
	return {
		written: plan.create + plan.overwrite,
		deleted: plan.delete,
		unchanged: plan.unchanged,
		bytes: plan.bytes
	};
}
function nothingToDo(resolved, plan, safety, problems) {
	return {
		...countsOf(plan),
		safety,
		version: null,
		target: resolved.target,
		problems,
		operation: null
	};
}
/** Every folder on the way to a touched path: their listings are others now. Many touched folders become one deep look. */
function touchedFolders(steps) {
	const folders = /* @__PURE__ */ new Set([""]);
	for (const step of steps) {
		const path = "entry" in step ? step.entry.path : step.path;
		for (let at = parentOf(path); at !== ""; at = parentOf(at)) folders.add(at);
		if (folders.size > 2e3) return [{
			path: "",
			deep: true
		}];
	}
	return [...folders].map((path) => ({
		path,
		deep: false
	}));
}
// electron/engine/versions/edit-version.ts
var longestDescription = 1e5;
/** One edit: a transaction with its line of history, then the records, then the facts. */
function edit(core, artifact, indexes, note, change) {
	const operation = core.catalog.transact((writer) => {
		change(writer);
		return recordOperation(core, writer, {
			...note,
			artifact: artifact.name
		});
	});
	writePendingRecords(core);
	for (const index of indexes) tellEdited(core, artifact, index);
	core.facts.tell({
		kind: "operation.recorded",
		operation
	});
}
function tellEdited(core, artifact, index) {
	const version = core.catalog.version(artifact.id, index);
	if (version !== null) core.facts.tell({
		kind: "version.edited",
		artifact,
		version
	});
}
function resolve$1(core, addressed) {
	const artifact = findArtifact(core.catalog, addressed.artifact);
	return {
		artifact,
		version: findVersion(core.catalog, artifact, addressed.reference)
	};
}
function reread(core, artifact, index) {
	return findVersion(core.catalog, artifact, `v${index}`);
}
function describe(core, addressed, description) {
	const { artifact, version } = resolve$1(core, addressed);
	if (description.length > 1e5) throw new Failure("description.invalid", `A description can have at most ${longestDescription} characters.`);
	if (description === version.description) return version;
	const { index } = version;
	const undo = {
		kind: "description",
		index,
		description: version.description
	};
	edit(core, artifact, [index], {
		kind: "describe",
		arguments: {
			version: index,
			description
		},
		undo
	}, (writer) => {
		writer.setDescription(artifact.id, index, description);
		writer.markRecordPending(artifact.id, index);
	});
	return reread(core, artifact, index);
}
/** Sets and removes metadata keys of one version. */
function editMetadata(core, addressed, change) {
	const { artifact, version } = resolve$1(core, addressed);
	const kept = Object.entries(version.metadata).filter(([key]) => !change.remove.includes(key));
	const metadata = checkMetadata({
		...Object.fromEntries(kept),
		...change.set
	});
	const { index } = version;
	const undo = {
		kind: "metadata",
		index,
		metadata: version.metadata
	};
	edit(core, artifact, [index], {
		kind: "metadata",
		arguments: {
			version: index,
			...change
		},
		undo
	}, (writer) => {
		writer.setMetadata(artifact.id, index, metadata);
		writer.markRecordPending(artifact.id, index);
	});
	return reread(core, artifact, index);
}
function checkTag(tag) {
	const trimmed = tag.trim();
	if (trimmed === "" || trimmed.length > 128) throw new Failure("tag.invalid", "A tag needs 1 to 128 characters.", { tag });
	return trimmed;
}
function addTag(core, addressed, tag) {
	const checked = checkTag(tag);
	return editTags(core, addressed, "tag.add", checked, (tags) => [.../* @__PURE__ */ new Set([...tags, checked])].toSorted());
}
function removeTag(core, addressed, tag) {
	return editTags(core, addressed, "tag.remove", tag, (tags) => tags.filter((other) => other !== tag));
}
function editTags(core, addressed, kind, tag, change) {
	const { artifact, version } = resolve$1(core, addressed);
	const tags = change(version.tags);
	if (tags.length === version.tags.length) return version;
	const { index } = version;
	const undo = {
		kind: "tags",
		index,
		tags: version.tags
	};
	edit(core, artifact, [index], {
		kind,
		arguments: {
			version: index,
			tag
		},
		undo
	}, (writer) => {
		writer.setTags(artifact.id, index, tags);
		writer.markRecordPending(artifact.id, index);
	});
	return reread(core, artifact, index);
}
/** Points an alias at a version, wherever it was before. */
function setAlias(core, addressed, text) {
	const { artifact, version } = resolve$1(core, addressed);
	const alias = checkAlias(text);
	const before = core.catalog.aliasIndex(artifact.id, alias);
	const { index } = version;
	if (before === index) return {
		version,
		movedFrom: null
	};
	edit(core, artifact, before === null ? [index] : [before, index], {
		kind: before === null ? "alias.add" : "alias.move",
		arguments: {
			alias,
			version: index,
			from: before
		},
		undo: {
			kind: "alias",
			alias,
			index: before
		}
	}, (writer) => {
		writer.setAlias(artifact.id, alias, index);
		writer.markRecordPending(artifact.id, null);
	});
	return {
		version: reread(core, artifact, index),
		movedFrom: before
	};
}
function aliasedVersion(core, name, alias) {
	const artifact = findArtifact(core.catalog, name);
	if (alias === "latest") throw new Failure("alias.invalid", "\"latest\" is moved by Strata itself and always there.", { alias });
	const index = core.catalog.aliasIndex(artifact.id, alias);
	if (index === null) throw new Failure("alias.not-found", `The artifact "${name}" has no alias "${alias}".`, {
		artifact: name,
		alias
	});
	return {
		artifact,
		index
	};
}
function removeAlias(core, name, alias) {
	const { artifact, index } = aliasedVersion(core, name, alias);
	edit(core, artifact, [index], {
		kind: "alias.remove",
		arguments: {
			alias,
			version: index
		},
		undo: {
			kind: "alias",
			alias,
			index
		}
	}, (writer) => {
		writer.removeAlias(artifact.id, alias);
		writer.markRecordPending(artifact.id, null);
	});
	return reread(core, artifact, index);
}
/** Gives an alias another name on the version where it is. Refuses a name that another version has. */
function renameAlias(core, name, alias, to) {
	const { artifact, index } = aliasedVersion(core, name, alias);
	const renamed = checkAlias(to);
	const taken = core.catalog.aliasIndex(artifact.id, renamed);
	if (taken !== null && taken !== index) throw new Failure("alias.invalid", `"${renamed}" already names ${addressOf(artifact, taken)}; move or remove it first.`, { alias: renamed });
	edit(core, artifact, [index], {
		kind: "alias.move",
		arguments: {
			alias: renamed,
			was: alias,
			version: index
		},
		undo: null
	}, (writer) => {
		writer.removeAlias(artifact.id, alias);
		writer.setAlias(artifact.id, renamed, index);
		writer.markRecordPending(artifact.id, null);
	});
	return reread(core, artifact, index);
}
// electron/engine/operations/undo.ts
/** Takes one operation back: the given one, or the newest that can be. Taking back twice is refused. */
async function undo(core, live, id) {
	const operation = id === null ? newestUndoable(core) : undoableOperation(core, id);
	const artifact = findArtifact(core.catalog, operation.artifact ?? "");
	const how = operation.undo;
	const restored = how.kind === "restore" ? await undoRestore(core, live, artifact, how.index) : null;
	core.catalog.transact((writer) => {
		if (how.kind !== "restore") undoEdit(writer, artifact, how);
		writer.markUndone(operation.id);
		recordOperation(core, writer, {
			kind: "undo",
			artifact: artifact.name,
			arguments: { operation: operation.id },
			undo: null
		});
	});
	writePendingRecords(core);
	if (how.kind !== "restore") for (const index of touchedVersions(operation, how)) tellEdited(core, artifact, index);
	const undone = core.catalog.operation(operation.id) ?? operation;
	core.facts.tell({
		kind: "operation.recorded",
		operation: undone
	});
	return {
		undone,
		restore: restored
	};
}
function newestUndoable(core) {
	const found = core.catalog.operations({ limit: 1e3 }).find(({ undo: how, undone }) => how !== null && !undone);
	if (found === void 0) throw new Failure("operation.not-undoable", "There is nothing to take back.");
	return found;
}
function undoableOperation(core, id) {
	const operation = core.catalog.operation(id);
	if (operation === null) throw new Failure("operation.not-found", `There is no operation ${id}; "ops" lists them.`, { operation: id });
	if (operation.undone) throw new Failure("operation.not-undoable", `Operation ${id} has been taken back already.`, { operation: id });
	if (operation.undo === null) throw new Failure("operation.not-undoable", `Operation ${id} (${operation.kind}) cannot be taken back.`, { operation: id });
	return operation;
}
function undoRestore(core, live, artifact, index) {
	return restore(core, live, {
		artifact,
		reference: formatIndex(index),
		paths: null,
		target: null,
		deleteExtra: true
	});
}
function undoEdit(writer, artifact, how) {
	switch (how.kind) {
		case "alias":
			if (how.index === null) writer.removeAlias(artifact.id, how.alias);
			else writer.setAlias(artifact.id, how.alias, how.index);
			writer.markRecordPending(artifact.id, null);
			return;
		case "tags":
			writer.setTags(artifact.id, how.index, how.tags);
			break;
		case "description":
			writer.setDescription(artifact.id, how.index, how.description);
			break;
		case "metadata": writer.setMetadata(artifact.id, how.index, checkMetadata(how.metadata));
	}
	writer.markRecordPending(artifact.id, how.index);
}
/** Versions that look different after the undo: where the alias was and where it is again, or the edited one. */
function touchedVersions(operation, how) {
	const moved = operation.arguments["version"];
	const indexes = [how.index, typeof moved === "number" ? moved : null];
	return [...new Set(indexes.filter((index) => index !== null))];
}
// electron/engine/store/usage.ts
/**
* Size and cost of versions, oldest first. Each content byte is charged to the oldest surviving version of the store that
* holds it. Nodes that an older version has already shown are not looked at again, so the cost of the call grows with distinct nodes.
*/
function usage(core, only) {
	const seen = /* @__PURE__ */ new Set();
	const versions = core.catalog.artifacts().flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({
		artifact,
		version
	}))).toSorted((a, b) => a.version.createdAt - b.version.createdAt || a.artifact.id - b.artifact.id || a.version.index - b.version.index).map(({ artifact, version }) => ({
		artifact: artifact.name,
		index: version.index,
		size: version.bytes,
		cost: newBytes(core, version.root, seen)
	}));
	return {
		versions: only === null ? versions : versions.filter(({ artifact }) => artifact === only.name),
		storeBytes: storeBytes(core)
	};
}
function storeBytes(core) {
	return core.catalog.containers().reduce((sum, { size }) => sum + size, 0);
}
function newBytes(core, root, seen) {
	let bytes = 0;
	const open = [{
		digest: root,
		kind: "manifest"
	}];
	for (let named = open.pop(); named !== void 0; named = open.pop()) {
		if (seen.has(named.digest)) continue;
		seen.add(named.digest);
		if (named.kind === "data") bytes += core.catalog.chunk(named.digest)?.location.length ?? 0;
		else open.push(...childrenOf(named, core.nodes.read(named.digest)));
	}
	return bytes;
}
// electron/engine/store/touched-by.ts
var mostTouches = 1e3;
/** Which versions and paths need each of some chunks. A manifest that cannot be read any more touches its whole version. */
function touchedBy(core, versions, broken) {
	const touches = /* @__PURE__ */ new Map();
	const add = (digest, touch) => {
		const known = touches.get(digest) ?? [];
		if (known.length < mostTouches) known.push(touch);
		touches.set(digest, known);
	};
	for (const { artifact, version } of versions) {
		const name = addressOf(artifact, version.index);
		if (walkEntries(core, version, (entry) => {
			for (const digest of chunksOf$1(core, entry)) if (broken.has(digest)) add(digest, {
				version: name,
				path: entry.path
			});
		})) for (const digest of broken) add(digest, {
			version: name,
			path: null
		});
	}
	return touches;
}
function walkEntries(core, version, visit) {
	try {
		for (const entry of entriesWithin(version.root, "", core.nodes)) if (entry.kind === "file") visit(entry);
		return false;
	} catch (error) {
		if (isDamage(error)) return true;
		throw error;
	}
}
function* chunksOf$1(core, entry) {
	yield entry.blob;
	const open = entry.list === null ? [] : [entry.list];
	for (let list = open.pop(); list !== void 0; list = open.pop()) {
		yield list;
		try {
			for (const child of listChildren(core.nodes.read(list))) if (child.kind === "list") open.push(child.digest);
			else yield child.digest;
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
	}
}
function isDamage(error) {
	return error instanceof RangeError || error instanceof Failure && error.code === "store.damaged";
}
// electron/engine/store/verify.ts
/**
* Checks the store against itself: every version's tree is walked and its sums compared, every count of references is
* recomputed from the roots, every container's own index is compared with the catalog. `deep` reads every byte and digests it again.
* With `only`, trees and bytes of one artifact are looked at; counts are always those of the whole store.
*/
async function verify(core, only, deep, activity) {
	const { walk, findings, versions } = await checkStill(core, activity);
	const shown = only === null ? versions : versions.filter(({ artifact }) => artifact.id === only.id);
	const bytes = deep ? await readAll(core, walk, only === null ? null : chunksOf(core, shown), activity) : namedBytes(core, walk);
	findings.push(...brokenFindings(core, walk, shown));
	return {
		versions: shown.length,
		nodes: walk.nodes,
		chunks: walk.counts.size - walk.nodes,
		bytes,
		deep,
		findings
	};
}
/**
* The check of trees, counts and containers while nothing moves: every artifact's turn is held, or a version that is being stored
* would look like a wrong count. An artifact that appeared meanwhile was not held, so the check is made again.
*/
async function checkStill(core, activity) {
	for (;;) {
		const names = core.catalog.artifacts().map(({ name }) => name);
		const checked = await holdAll(core, names, () => check(core, activity));
		if (core.catalog.artifacts().length === names.length) return checked;
	}
}
function holdAll(core, names, work) {
	const [first, ...others] = names;
	return first === void 0 ? work() : core.turns.take(first, () => holdAll(core, others, work));
}
async function check(core, activity) {
	const walk = {
		counts: /* @__PURE__ */ new Map(),
		kinds: /* @__PURE__ */ new Map(),
		broken: /* @__PURE__ */ new Map(),
		nodes: 0
	};
	const findings = [];
	const versions = allVersions(core);
	activity.advance({
		phase: "Checking versions",
		totalFiles: versions.length
	});
	for (const [done, { artifact, version }] of versions.entries()) {
		activity.signal.throwIfAborted();
		walkVersion(core, version, walk);
		const differs = compareSums(core, artifact, version, walk);
		if (differs !== null) findings.push(differs);
		activity.advance({ files: done + 1 });
		await pause(core);
	}
	findings.push(...compareCounts(core, walk));
	findings.push(...await compareContainers(core, activity));
	return {
		walk,
		findings,
		versions
	};
}
function allVersions(core) {
	return core.catalog.artifacts().flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({
		artifact,
		version
	})));
}
function walkVersion(core, version, walk) {
	const open = [{
		digest: version.root,
		kind: "manifest"
	}];
	for (let named = open.pop(); named !== void 0; named = open.pop()) {
		const before = walk.counts.get(named.digest) ?? 0;
		walk.counts.set(named.digest, before + 1);
		walk.kinds.set(named.digest, named.kind);
		if (before > 0 || named.kind === "data") continue;
		walk.nodes += 1;
		const children = readChildren(core, named, walk);
		open.push(...children);
	}
}
function readChildren(core, named, walk) {
	try {
		return childrenOf(named, core.nodes.read(named.digest));
	} catch (error) {
		noteBroken(walk, named.digest, error);
		return [];
	}
}
function noteBroken(walk, digest, error) {
	if (!(error instanceof Failure && error.code === "store.damaged") && !(error instanceof RangeError)) throw error;
	walk.broken.set(digest, {
		code: "chunk.damaged",
		message: error.message
	});
}
function compareSums(core, artifact, version, walk) {
	if (walk.broken.has(version.root)) return null;
	const totals = manifestTotals(version.root, core.nodes, core.digester);
	if (totals.files === version.files && totals.bytes === version.bytes && totals.digest === version.digest) return null;
	const name = addressOf(artifact, version.index);
	return {
		code: "version.differs",
		message: `${name} does not match its own manifest.`,
		touches: [{
			version: name,
			path: null
		}]
	};
}
function compareCounts(core, walk) {
	const findings = [];
	const seen = /* @__PURE__ */ new Set();
	for (const { digest, references } of core.catalog.chunks()) {
		seen.add(digest);
		const counted = walk.counts.get(digest) ?? 0;
		if (counted === references || walk.broken.size > 0) continue;
		findings.push({
			code: "count.wrong",
			message: `The chunk ${digest} is named ${counted} times, but the catalog counts ${references}.`,
			touches: []
		});
	}
	for (const digest of walk.counts.keys()) if (!seen.has(digest)) walk.broken.set(digest, {
		code: "chunk.missing",
		message: `The chunk ${digest} is not in the store.`
	});
	return findings;
}
async function compareContainers(core, activity) {
	const findings = [];
	const onDisk = new Map(core.containers.list().map(({ id, size }) => [id, size]));
	const named = core.catalog.containers();
	activity.advance({
		phase: "Checking containers",
		files: 0,
		totalFiles: named.length
	});
	for (const [done, { id, size }] of named.entries()) {
		activity.signal.throwIfAborted();
		const finding = compareContainer(core, id, size, onDisk.get(id));
		if (finding !== null) findings.push(finding);
		onDisk.delete(id);
		activity.advance({ files: done + 1 });
		await pause(core);
	}
	for (const id of onDisk.keys()) findings.push({
		code: "container.unnamed",
		message: `The container ${id} belongs to no version; the next start removes it.`,
		touches: []
	});
	return findings;
}
function compareContainer(core, id, size, found) {
	const differs = (why) => ({
		code: "container.differs",
		message: `The container ${id} ${why}.`,
		touches: []
	});
	if (found === void 0) return differs("is missing");
	if (found !== size) return differs(`has ${found} bytes instead of ${size}`);
	try {
		for (const chunk of core.containers.readIndex(id).chunks) if (core.catalog.chunk(chunk.digest) === null) return differs(`holds the chunk ${chunk.digest}, which the catalog does not know`);
		return null;
	} catch (error) {
		if (!(error instanceof Failure) || error.code !== "store.damaged") throw error;
		return differs("has a damaged index");
	}
}
function namedBytes(core, walk) {
	let bytes = 0;
	for (const { digest, kind, location } of core.catalog.chunks()) if (kind === "data" && walk.counts.has(digest)) bytes += location.length;
	return bytes;
}
function chunksOf(core, versions) {
	const walk = {
		counts: /* @__PURE__ */ new Map(),
		kinds: /* @__PURE__ */ new Map(),
		broken: /* @__PURE__ */ new Map(),
		nodes: 0
	};
	for (const { version } of versions) walkVersion(core, version, walk);
	return new Set(walk.counts.keys());
}
/** Reads and digests every named chunk, container by container so that frames are decompressed once. Returns the bytes read. */
async function readAll(core, walk, only, activity) {
	const chunks = [...core.catalog.chunks()].filter(({ digest }) => walk.counts.has(digest) && (only === null || only.has(digest)));
	chunks.sort((a, b) => (a.location.container < b.location.container ? -1 : a.location.container > b.location.container ? 1 : 0) || a.location.frameOffset - b.location.frameOffset || a.location.offset - b.location.offset);
	const totalBytes = chunks.reduce((sum, { location }) => sum + location.length, 0);
	let bytes = 0;
	activity.advance({
		phase: "Reading every byte",
		files: 0,
		totalFiles: chunks.length,
		totalBytes
	});
	for (const [done, { digest, location }] of chunks.entries()) {
		try {
			core.containers.read(digest, location);
		} catch (error) {
			noteBroken(walk, digest, error);
		}
		bytes += location.length;
		if (done % 64 !== 0) continue;
		activity.signal.throwIfAborted();
		activity.advance({
			files: done + 1,
			bytes
		});
		await pause(core);
	}
	activity.advance({
		files: chunks.length,
		bytes
	});
	checkWholeBlobs(core, walk);
	return bytes;
}
/** A real turn of the event loop, so that a long verify does not keep others from their answers. */
function pause(core) {
	return new Promise((resolve) => core.clock.after(0, resolve));
}
/** The digest of each blob of many chunks is what its list really yields. */
function checkWholeBlobs(core, walk) {
	for (const [digest, kind] of walk.kinds) {
		if (kind !== "list" || walk.broken.has(digest)) continue;
		try {
			for (const { digest: chunk, length } of readChunkList(digest, core.nodes)) {
				const known = core.catalog.chunk(chunk);
				if (known !== null && known.location.length !== length) walk.broken.set(digest, {
					code: "chunk.damaged",
					message: `The chunk list ${digest} tells a wrong length.`
				});
			}
		} catch (error) {
			noteBroken(walk, digest, error);
		}
	}
}
function brokenFindings(core, walk, versions) {
	if (walk.broken.size === 0) return [];
	const touches = touchedBy(core, versions, new Set(walk.broken.keys()));
	return [...walk.broken].map(([digest, { code, message }]) => ({
		code,
		message,
		touches: touches.get(digest) ?? []
	}));
}
// electron/host/handlers/store-handlers.ts
function storeHandlers(engine, host) {
	const { core, live } = engine;
	return {
		"home.status": () => ({
			home: core.home,
			strataVersion: host.strataVersion,
			pid: host.pid,
			allPaused: live.allPaused(),
			storeBytes: storeBytes(core),
			residentBytes: host.residentBytes()
		}),
		"store.usage": ({ artifact }) => usageView(engine, artifact),
		"store.verify": async ({ artifact, deep }) => {
			const only = artifact === void 0 ? null : findArtifact(core.catalog, artifact);
			const beginning = {
				kind: "verify",
				artifact: artifact ?? null,
				phase: "Checking versions"
			};
			const report = await core.activities.run(beginning, (activity) => verify(core, only, deep, activity));
			const findings = report.findings.map((finding) => ({
				...finding,
				touches: finding.touches.map((touch) => ({ ...touch }))
			}));
			return {
				...report,
				findings,
				ok: findings.length === 0
			};
		},
		...restoreHandlers(engine),
		"operation.list": ({ artifact, before, limit }) => {
			if (artifact !== void 0) findArtifact(core.catalog, artifact);
			const filter = {
				limit,
				...artifact === void 0 ? {} : { artifact },
				...before === void 0 ? {} : { before }
			};
			return { operations: core.catalog.operations(filter).map(operationView) };
		},
		"operation.undo": async ({ operation }) => {
			const result = await undo(core, live, operation ?? null);
			return {
				undone: operationView(result.undone),
				restore: result.restore === null ? null : restoreResultView(result.restore)
			};
		},
		"activity.list": () => ({ activities: core.activities.list().map(activityView) }),
		"activity.cancel": ({ activity }) => ({ cancelled: core.activities.cancel(activity) })
	};
}
function usageView(engine, artifact) {
	const { core } = engine;
	const shown = usage(core, artifact === void 0 ? null : findArtifact(core.catalog, artifact));
	const sum = (pick) => shown.versions.reduce((total, one) => total + pick(one), 0);
	return {
		versions: shown.versions.map(({ index, ...same }) => ({
			...same,
			ref: formatIndex(index)
		})),
		totals: {
			size: sum(({ size }) => size),
			cost: sum(({ cost }) => cost)
		},
		storeBytes: shown.storeBytes,
		undoBytes: 0
	};
}
function restoreHandlers(engine) {
	const { core, live } = engine;
	const requestOf = (params) => ({
		artifact: findArtifact(core.catalog, params.artifact),
		reference: params.ref,
		paths: params.paths ?? null,
		target: params.target ?? null,
		deleteExtra: params.deleteExtra
	});
	return {
		"restore.plan": async (params) => {
			const { resolved, plan, freeBytes } = await previewRestore(core, requestOf(params));
			const { create, overwrite, touch, unchanged, bytes } = plan;
			return {
				target: resolved.target,
				inPlace: resolved.inPlace,
				ref: formatIndex(resolved.version.index),
				create,
				overwrite,
				delete: plan.delete,
				touch,
				unchanged,
				bytes,
				freeBytes,
				items: plan.items.slice(0, params.limit).map((item) => ({ ...item }))
			};
		},
		"restore.apply": async (params) => restoreResultView(await restore(core, live, requestOf(params)))
	};
}
// electron/engine/versions/compare-versions.ts
/** What differs in content from one version to another. Its cost grows with the difference, not with the versions. */
function compareVersions(core, from, to) {
	return diffVersions(diffManifests(from.root, to.root, core.nodes, { contentOnly: true }));
}
// electron/engine/versions/folder-of.ts
/** What one folder of a version directly holds. Throws Failure `path.not-found` when the version has no such folder. */
function folderOf(core, version, folder) {
	const totals = folderTotals(version.root, folder, core.nodes);
	if (folder !== "" && totals.files === 0) throw new Failure("path.not-found", `v${version.index} has no folder "${folder}".`, { path: folder });
	const { folders, entries } = folderRows(version.root, folder, core.nodes);
	return {
		rows: [...folders.map(({ name, files, bytes }) => ({
			kind: "folder",
			name,
			files,
			bytes
		})), ...entries.map((entry) => ({
			kind: "entry",
			name: nameOf(entry.path),
			entry
		}))],
		files: totals.files,
		bytes: totals.bytes
	};
}
// electron/engine/versions/read-content.ts
/** Reads at most `limit` bytes from the start of a file of a version. Bounded: chunks behind the limit are not read. */
function readBeginning(core, entry, limit) {
	const wanted = Math.min(limit, entry.size);
	const bytes = new Uint8Array(wanted);
	let at = 0;
	for (const chunk of entry.size === 0 ? [] : chunkDigests(core, entry)) {
		if (at >= wanted) break;
		const part = readChunk(core.catalog, core.containers, chunk).subarray(0, wanted - at);
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
function* chunkDigests(core, entry) {
	if (entry.list === null) yield entry.blob;
	else for (const { digest } of readChunkList(entry.list, core.nodes, entry.size)) yield digest;
}
// electron/host/handlers/preview.ts
var mostText = 262144;
var mostImage = 4194304;
var mostHex = 512;
/** Images a browser shows by itself, by their first bytes. SVG is left out: it is shown as the text it is. */
var imageTypes = [
	{
		mediaType: "image/png",
		magic: [
			137,
			80,
			78,
			71
		]
	},
	{
		mediaType: "image/jpeg",
		magic: [
			255,
			216,
			255
		]
	},
	{
		mediaType: "image/gif",
		magic: [
			71,
			73,
			70,
			56
		]
	},
	{
		mediaType: "image/webp",
		magic: [
			87,
			69,
			66,
			80
		],
		at: 8
	},
	{
		mediaType: "image/bmp",
		magic: [66, 77]
	}
];
/** A bounded look at one file of a version: content never leaves the engine in any other way. */
function preview(core, version, text) {
	const path = entryPathFrom(text);
	const entry = findEntry(version.root, path, core.nodes);
	if (entry === null) throw new Failure("path.not-found", `v${version.index} has no file "${path}".`, { path });
	switch (entry.kind) {
		case "file": return previewFile(core, entry);
		case "link": return {
			kind: "text",
			text: entry.target,
			size: entry.target.length,
			truncated: false
		};
		case "directory": return {
			kind: "none",
			size: null,
			reason: "It is an empty folder."
		};
		case "reference": return {
			kind: "none",
			size: entry.size,
			reason: "Its bytes are not in the store; only its reference is kept."
		};
	}
}
function previewFile(core, entry) {
	const { size } = entry;
	if (size === 0) return {
		kind: "text",
		text: "",
		size,
		truncated: false
	};
	const beginning = readBeginning(core, entry, mostText);
	const image = imageTypes.find(({ magic, at = 0 }) => magic.every((byte, i) => beginning[at + i] === byte));
	if (image !== void 0 && size <= mostImage) {
		const bytes = size <= beginning.length ? beginning : readBeginning(core, entry, mostImage);
		return {
			kind: "image",
			mediaType: image.mediaType,
			base64: Buffer.from(bytes).toString("base64"),
			size
		};
	}
	const decoded = image === void 0 ? decodeText(beginning, size > beginning.length) : null;
	if (decoded !== null) return {
		kind: "text",
		text: decoded,
		size,
		truncated: size > beginning.length
	};
	return {
		kind: "binary",
		size,
		hex: Buffer.from(beginning.subarray(0, mostHex)).toString("hex")
	};
}
/** UTF-8 text, or null. A cut end may split a character; that alone does not make it binary. */
function decodeText(bytes, cut) {
	if (bytes.includes(0)) return null;
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: cut });
	} catch {
		return null;
	}
}
// electron/host/handlers/version-handlers.ts
function versionHandlers(engine) {
	return {
		...readingHandlers(engine),
		...editingHandlers(engine)
	};
}
function readingHandlers(engine) {
	const { core } = engine;
	const { catalog, nodes } = core;
	const find = (artifact, ref) => findVersion(catalog, findArtifact(catalog, artifact), ref);
	return {
		"version.list": ({ artifact, before, limit }) => {
			const { id } = findArtifact(catalog, artifact);
			const page = before === void 0 ? { limit } : {
				limit,
				before
			};
			return {
				versions: catalog.versions(id, page).map(versionView),
				total: catalog.versionCount(id)
			};
		},
		"version.get": ({ artifact, ref }) => ({ version: versionView(find(artifact, ref)) }),
		"version.entries": ({ artifact, ref, prefix, after, limit }) => {
			const path = prefix === "" ? "" : entryPathFrom(prefix);
			const entries = [];
			for (const entry of entriesWithin(find(artifact, ref).root, path, nodes, after)) {
				if (entries.length === limit) return {
					entries,
					next: entries.at(-1)?.path ?? null
				};
				entries.push(entryView(entry));
			}
			return {
				entries,
				next: null
			};
		},
		"version.folder": ({ artifact, ref, folder, offset, limit }) => {
			const path = folder === "" ? "" : entryPathFrom(folder);
			const { rows, ...totals } = folderOf(core, find(artifact, ref), path);
			return {
				rows: rows.slice(offset, offset + limit).map((row) => row.kind === "folder" ? row : {
					kind: "entry",
					name: row.name,
					entry: entryView(row.entry)
				}),
				total: rows.length,
				...totals
			};
		},
		"version.diff": ({ artifact, from, to, toArtifact, limit }) => diffView(compareVersions(core, find(artifact, from), find(toArtifact ?? artifact, to)), limit),
		"version.history": ({ artifact, path }) => ({ changes: pathHistory(core, findArtifact(catalog, artifact), path).map(({ index, ...change }) => ({
			ref: formatIndex(index),
			...change
		})) }),
		"version.preview": ({ artifact, ref, path }) => preview(core, find(artifact, ref), path)
	};
}
function editingHandlers(engine) {
	const { core } = engine;
	const addressed = ({ artifact, ref }) => ({
		artifact,
		reference: ref
	});
	const shown = (version) => ({ version: versionView(version) });
	return {
		"version.describe": (params) => shown(describe(core, addressed(params), params.description)),
		"version.setMetadata": (params) => shown(editMetadata(core, addressed(params), params)),
		"tag.add": (params) => shown(addTag(core, addressed(params), params.tag)),
		"tag.remove": (params) => shown(removeTag(core, addressed(params), params.tag)),
		"alias.set": (params) => {
			const { version, movedFrom } = setAlias(core, addressed(params), params.alias);
			return {
				...shown(version),
				movedFrom: movedFrom === null ? null : formatIndex(movedFrom)
			};
		},
		"alias.remove": ({ artifact, alias }) => shown(removeAlias(core, artifact, alias)),
		"alias.rename": ({ artifact, alias, to }) => shown(renameAlias(core, artifact, alias, to))
	};
}
// electron/host/handlers/create-handlers.ts
/** The contract, answered by an engine. A method without a handler does not compile. */
function createHandlers(engine, host) {
	return {
		...artifactHandlers(engine),
		...versionHandlers(engine),
		...storeHandlers(engine, host)
	};
}
// electron/host/rest-when-idle.ts
/** ms without anything under way after which memory is given back. */
var restAfter = 5e3;
/**
* Gives memory back when nothing has been under way for a while: an engine mostly waits, and what a big snapshot needed for
* its heap and its threads must not stay with it for the rest of the day. Returns the way to stop.
*/
function restWhenIdle(engine, endThreads) {
	let timer;
	const isBusy = () => engine.core.activities.list().length > 0;
	const stopListening = engine.facts.listen((fact) => {
		if (fact.kind !== "activity.finished") return;
		clearTimeout(timer);
		timer = setTimeout(() => {
			if (!isBusy()) endThreads().then(collectGarbage);
		}, restAfter);
		timer.unref();
	});
	return () => {
		stopListening();
		clearTimeout(timer);
	};
}
/** V8 grows its heap for work and shrinks it late; asked to collect it gives pages back. The function is behind a flag. */
function collectGarbage() {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc");
	setFlagsFromString("--no-expose-gc");
	if (typeof collect !== "function") return;
	collect();
	collect();
}
// electron/host/worker-script.ts
/** From source the worker is the file of that name; in a build it lies beside the programs, above their shared chunks. */
function besideThis() {
	if (import.meta.url.endsWith(".ts")) return "../adapters/worker.ts";
	return import.meta.url.includes("/chunks/") ? "../worker.js" : "./worker.js";
}
var workerScript = { url: new URL(besideThis(), import.meta.url) };
// electron/host/create-engine.ts
/** The one place that names concrete adapters. Throws Failure `home.in-use` when another engine owns the home. */
async function startEngine(options) {
	const home = openHome(options.home);
	const lock = lockHome(home.path);
	try {
		const log = openLog(home.logs);
		const catalog = openCatalog(home.catalog);
		const pool = createWorkerPool({
			script: workerScript,
			size: 2
		});
		const engine = await createEngine(createPorts(home, catalog, pool, log), { watch: options.watch });
		const stopResting = restWhenIdle(engine, () => pool.rest());
		return runningEngine(engine, async () => {
			stopResting();
			await engine.close();
			await pool.close();
			catalog.close();
			lock.release();
		});
	} catch (error) {
		lock.release();
		throw error;
	}
}
function runningEngine(engine, close) {
	const dispatch = createDispatcher(createHandlers(engine, {
		strataVersion,
		pid: process.pid,
		residentBytes: () => process.memoryUsage.rss()
	}));
	let closing = null;
	return {
		home: engine.core.home,
		dispatch,
		subscribe: (listener) => engine.facts.listen((fact) => listener(eventOf(engine, fact))),
		close: () => closing ??= close()
	};
}
function newContainerId() {
	return randomBytes(16).toString("hex");
}
function createPorts(home, catalog, pool, log) {
	const clock = createSystemClock();
	const place = {
		containers: home.containers,
		temporary: home.temporary
	};
	const store = createContainerStore({
		...place,
		newId: newContainerId
	});
	const isStored = (digest) => catalog.chunk(digest) !== null;
	return {
		clock,
		digester,
		containers: store,
		workTree: createNodeWorkTree({ scanInWorkers: scanInWorkers(pool) }),
		capture: createAdaptiveCapture({
			store,
			place,
			pool,
			isStored,
			clock,
			catalogPath: home.catalog
		}),
		materialize: createAdaptiveMaterialize({
			store,
			place,
			pool,
			clock
		}),
		watcher: createFsWatcher({ clock }),
		records: createRecords(home.versions),
		catalog,
		log,
		newId: () => randomBytes(8).toString("hex"),
		actor: `${userInfo().username}@${hostname()}`,
		home: home.path
	};
}
export { startEngine };

//# sourceMappingURL=create-engine-ke7SKm9G.js.map