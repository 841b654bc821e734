import { t as createClient } from "./chunks/client-DCDCMHXW.js";
import { a as int, f as string, h as prettifyError, i as discriminatedUnion, m as unknown, n as array, r as boolean, s as literal, t as _enum, u as object } from "./chunks/schemas-CvMvWYpU.js";
import { t as methods } from "./chunks/contract-CoU0E71Z.js";
import { t as ContractError } from "./chunks/errors-FG7T4LxF.js";
import { i as errorShape, t as fromEngineFrame } from "./chunks/frames-DKu4UJhT.js";
import { BrowserWindow, Menu, Notification, Tray, app, clipboard, dialog, ipcMain, nativeImage, nativeTheme, protocol, screen, session, shell, utilityProcess } from "electron";
import { homedir } from "node:os";
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setImmediate as setImmediate$1, setTimeout as setTimeout$1 } from "node:timers/promises";
// electron/main/page-file.ts
/** The file that a URL names, or undefined when it is not one inside the folder. */
function fileOf(url, folder) {
	const { host, pathname } = new URL(url);
	const name = decodeURIComponent(pathname === "/" ? "/index.html" : pathname);
	const file = path.join(folder, name);
	return host === "app" && !name.includes("\0") && file.startsWith(folder + path.sep) ? file : void 0;
}
// electron/main/security.ts
/** No remote content at all. Styles may be inline because the component library writes its variables that way. */
var CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"font-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'"
].join("; ");
var SAFE_PREFERENCES = {
	sandbox: true,
	contextIsolation: true,
	nodeIntegration: false,
	nodeIntegrationInWorker: false,
	webSecurity: true,
	webviewTag: false,
	spellcheck: false
};
function confine(contents) {
	contents.on("will-navigate", (event) => event.preventDefault());
	contents.on("will-redirect", (event) => event.preventDefault());
	contents.on("will-attach-webview", (event) => event.preventDefault());
	contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
/** Every page, whoever opens it, stays where it is and is granted nothing. */
function confineAllContents() {
	app.on("web-contents-created", (_, contents) => confine(contents));
}
/** Call when the app is ready. */
function refusePermissions() {
	session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
	session.defaultSession.setPermissionCheckHandler(() => false);
	session.defaultSession.setDevicePermissionHandler(() => false);
}
/** True when a message comes from the top frame of our own page, as loaded from `origin`. */
function isOurPage(event, origin) {
	const frame = event.senderFrame;
	return frame !== null && frame.parent === null && `${frame.url}/`.startsWith(`${origin}/`);
}
// electron/main/app-protocol.ts
var SCHEME = "strata";
var APP_ORIGIN = `${SCHEME}://app`;
var TYPES = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
	".woff2": "font/woff2"
};
/** Must run before `ready`. A scheme of our own is a real origin, which `file://` is not, and it reaches one folder only. */
function registerAppScheme() {
	protocol.registerSchemesAsPrivileged([{
		scheme: SCHEME,
		privileges: {
			standard: true,
			secure: true,
			supportFetchAPI: true
		}
	}]);
}
async function answer(url, folder) {
	const file = fileOf(url, folder);
	const body = file === void 0 ? void 0 : await readFile(file).catch(() => void 0);
	if (file === void 0 || body === void 0) return new Response("There is no such page.", { status: 404 });
	return new Response(new Uint8Array(body), { headers: {
		"content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
		"content-security-policy": CONTENT_SECURITY_POLICY,
		"x-content-type-options": "nosniff"
	} });
}
/** Serves the built window from `folder` as `strata://app/`. */
function serveApp(folder) {
	protocol.handle(SCHEME, (request) => answer(request.url, folder));
}
// electron/main/activity-summary.ts
var EMPTY_SUMMARY = {
	engine: "starting",
	allPaused: false,
	states: /* @__PURE__ */ new Map()
};
function summarize(artifacts, allPaused) {
	return {
		engine: "running",
		allPaused,
		states: new Map(artifacts.map(({ name, state }) => [name, state]))
	};
}
function withEngineState(summary, engine) {
	return {
		...summary,
		engine
	};
}
function withEvent(summary, event) {
	switch (event.kind) {
		case "artifact.tracked":
		case "artifact.untracked":
		case "artifact.changed": return {
			...summary,
			states: new Map(summary.states).set(event.artifact.name, event.artifact.state)
		};
		case "artifact.removed": return {
			...summary,
			states: new Map([...summary.states].filter(([name]) => name !== event.artifact))
		};
		case "home.pausedChanged": return {
			...summary,
			allPaused: event.allPaused
		};
		default: return summary;
	}
}
var ENGINE_LINES = {
	starting: "starting…",
	restarting: "the engine is restarting…",
	failed: "the engine has stopped"
};
var folders = (count) => count === 1 ? "1 folder" : `${count} folders`;
/** One line for a tooltip. */
function describeSummary({ engine, allPaused, states }) {
	const line = ENGINE_LINES[engine];
	if (line !== void 0) return `Strata: ${line}`;
	const tracked = [...states].filter(([, state]) => state !== "untracked");
	if (tracked.length === 0) return "Strata: no folder is tracked yet";
	const problems = tracked.filter(([, state]) => state === "problem").length;
	if (problems > 0) return `Strata: ${folders(problems)} with a problem`;
	if (allPaused) return "Strata: paused";
	const busy = tracked.find(([, state]) => state === "snapshotting" || state === "restoring");
	return busy ? `Strata: ${busy[1]} ${busy[0]}` : `Strata: watching ${folders(tracked.length)}`;
}
// electron/main/bridge.ts
function shapeOf(error) {
	if (error instanceof ContractError) return {
		code: error.code,
		message: error.message,
		data: { ...error.data }
	};
	return {
		code: "internal",
		message: error instanceof Error ? error.message : String(error),
		data: {}
	};
}
/** Main's end of the bridge to the window: answers what it asks, tells it what happened. */
var Bridge = class {
	#options;
	/** The page that listens. A page that was reloaded has to say again that it does. */
	#listening;
	#waiting = [];
	constructor(options) {
		this.#options = options;
		ipcMain.handle("strata:invoke", (event, method, params) => {
			if (!isOurPage(event, options.origin)) throw new Error("Only the window of Strata may ask.");
			return this.#answer(method, params);
		});
		ipcMain.on("strata:listening", (event) => {
			if (isOurPage(event, options.origin)) this.#listens(event.sender);
		});
	}
	/** Facts of the engine are for a page that is there; one that comes later reads the present state instead. */
	tellFact(event) {
		this.#send(event);
	}
	/** What a person asked for outside the page waits until the page is there. */
	tellShell(event) {
		if (!this.#send(event) && event.kind !== "shell.engineStateChanged") this.#waiting.push(event);
	}
	#send(event) {
		const contents = this.#options.window()?.webContents;
		if (!contents || contents.isDestroyed() || contents !== this.#listening) return false;
		contents.send("strata:event", event);
		return true;
	}
	#listens(contents) {
		if (this.#listening === contents) return;
		this.#listening = contents;
		contents.once("did-start-loading", () => this.#listening = void 0);
		for (const event of this.#waiting.splice(0)) this.tellShell(event);
	}
	async #answer(method, params) {
		try {
			return {
				ok: true,
				result: await this.#ask(method, params)
			};
		} catch (error) {
			return {
				ok: false,
				error: shapeOf(error)
			};
		}
	}
	async #ask(method, params) {
		if (typeof method === "string" && method.startsWith("shell.")) return this.#options.askShell(method, params);
		if (typeof method === "string" && Object.hasOwn(methods, method)) return this.#options.askEngine(method, params);
		throw new ContractError({
			code: "request.unknown-method",
			message: `There is no method "${String(method)}".`
		});
	}
};
// electron/main/last-words.ts
/** How long lines that are still on their way are waited for, ms. */
var PATIENCE = 300;
/**
* Passes a process's stderr on, and keeps its end for the report when the process dies. That it has ended is often told
* before its last lines are read, so the answer waits for them.
*/
function keepLastWords(stream) {
	let kept = "";
	const keep = (chunk) => {
		process.stderr.write(chunk);
		kept = (kept + chunk.toString("utf8")).slice(-4e3);
	};
	stream?.on("data", keep);
	return async () => {
		if (stream === null) return "";
		await setImmediate$1();
		if (!stream.readableEnded) {
			stream.off("data", keep).on("data", keep);
			const isRead = new Promise((resolve) => void stream.once("end", resolve).once("close", resolve));
			await Promise.race([isRead, setTimeout$1(PATIENCE)]);
		}
		return kept.trim();
	};
}
// electron/main/engine-launcher-child.ts
/** A Node of its own for the engine: `STRATA_NODE`, or the one that development installs. */
function findNode(appPath, environment) {
	const named = environment["STRATA_NODE"];
	if (named) return named;
	const name = process.platform === "win32" ? "node.exe" : "node";
	const installed = path.join(appPath, "node_modules", "node", "bin", name);
	return existsSync(installed) ? installed : void 0;
}
/** A plain Node cannot look into the app's archive; what it needs is unpacked beside it. */
var outsideArchive = (file) => file.replace(/app\.asar(?=[/\\])/, "app.asar.unpacked");
function refuse({ onExit }, lastWords) {
	setImmediate(() => onExit({
		code: null,
		lastWords
	}));
	return {
		pid: void 0,
		send: () => void 0,
		kill: () => void 0
	};
}
/** The engine in a separate Node, for an Electron whose own Node is too old. */
function createChildLauncher(program, node) {
	return {
		kind: "child",
		launch(listeners) {
			if (node === void 0) return refuse(listeners, "This Electron is too old for the engine, and no Node was found: set STRATA_NODE.");
			const child = fork(outsideArchive(program.entry), [...program.args], {
				execPath: node,
				
				env: {
					...process.env,
					...program.env
				},
				serialization: "advanced",
				stdio: [
					"ignore",
					"inherit",
					"pipe",
					"ipc"
				],
				detached: process.platform !== "win32"
			});
			const lastWords = keepLastWords(child.stderr);
			let hasEnded = false;
			const end = (code, words) => {
				if (!hasEnded) listeners.onExit({
					code,
					lastWords: words
				});
				hasEnded = true;
			};
			child.on("message", listeners.onFrame);
			child.once("error", (error) => end(null, error.message));
			child.once("exit", (code) => void lastWords().then((words) => end(code, words)));
			return {
				pid: child.pid,
				send: (frame) => void (child.connected && child.send(frame)),
				kill: () => void child.kill("SIGKILL")
			};
		}
	};
}
// electron/main/engine-launcher-utility.ts
/** The engine in Electron's own utility process: what ships. */
function createUtilityLauncher(program) {
	return {
		kind: "utility",
		launch({ onFrame, onExit }) {
			const child = utilityProcess.fork(program.entry, [...program.args], {
				serviceName: "Strata engine",
				env: {
					...process.env,
					...program.env
				},
				stdio: [
					"ignore",
					"inherit",
					"pipe"
				]
			});
			const lastWords = keepLastWords(child.stderr);
			child.on("message", onFrame);
			child.once("exit", (code) => void lastWords().then((words) => onExit({
				code,
				lastWords: words
			})));
			return {
				get pid() {
					return child.pid;
				},
				send: (frame) => child.postMessage(frame),
				kill: () => {
					if (child.pid !== void 0) process.kill(child.pid, "SIGKILL");
				}
			};
		}
	};
}
function runsEngine(nodeVersion) {
	return Number(nodeVersion.split(".")[0]) >= 22;
}
// electron/main/choose-launcher.ts
/** Electron's own utility process wherever its Node can run the engine. `STRATA_LAUNCHER` is for tests of the other. */
function chooseLauncher(program, appPath) {
	const wanted = process.env["STRATA_LAUNCHER"];
	if (wanted === void 0 ? runsEngine(process.versions.node) : wanted === "utility") return createUtilityLauncher(program);
	return createChildLauncher(program, findNode(appPath, process.env));
}
// electron/main/dialogs.ts
/** The system's own dialog for a folder. Null when it was cancelled. */
async function chooseFolder(window, title = "Choose a folder to track") {
	const options = {
		title,
		buttonLabel: "Track",
		properties: ["openDirectory", "createDirectory"]
	};
	const { canceled, filePaths } = window?.isVisible() === true ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
	return canceled ? null : filePaths[0] ?? null;
}
// electron/main/back-off.ts
var FIRST_DELAY = 250;
var LONGEST_DELAY = 8e3;
var WINDOW = 6e4;
var MOST_CRASHES = 6;
/** The crashes that still count at `now`. */
function recentCrashes(crashes, now) {
	return crashes.filter((at) => now - at < WINDOW);
}
/** How long to wait before the next start, or undefined to give up: a process that dies at once again and again stays dead. */
function restartDelay(crashes, now) {
	const count = recentCrashes(crashes, now).length;
	if (count >= MOST_CRASHES) return void 0;
	return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, count - 1));
}
// electron/main/pending-requests.ts
/** Requests that were sent to the engine process and not answered yet. */
var PendingRequests = class {
	#pending = /* @__PURE__ */ new Map();
	#lastId = 0;
	send(method, params, post) {
		const id = this.#lastId += 1;
		return new Promise((resolve, reject) => {
			this.#pending.set(id, {
				resolve,
				reject
			});
			post({
				type: "request",
				id,
				method,
				params
			});
		});
	}
	settle(response) {
		const pending = this.#pending.get(response.id);
		this.#pending.delete(response.id);
		if (response.ok) pending?.resolve(response.result);
		else pending?.reject(new ContractError(response.error));
	}
	failAll(error) {
		const all = [...this.#pending.values()];
		this.#pending.clear();
		for (const { reject } of all) reject(new ContractError(error));
	}
};
// electron/main/engine-process.ts
var LONGEST_SHUTDOWN = 1500;
var RESTARTING = {
	code: "engine.restarting",
	message: "The engine stopped unexpectedly and is starting again; the request was not finished.",
	data: {}
};
/**
* The supervisor: one engine process at a time, started again when it dies, given up when it keeps dying. Requests made
* while it starts wait for it; those that a crash cuts off fail with `engine.restarting`, because it is not known how
* far they came.
*/
var EngineProcess = class {
	#launcher;
	#listeners;
	#requests = new PendingRequests();
	#waiting = [];
	#engine;
	#state = {
		state: "starting",
		message: ""
	};
	#crashes = [];
	#lastWords = "";
	#restart;
	#closing;
	constructor(launcher, listeners) {
		this.#launcher = launcher;
		this.#listeners = listeners;
	}
	get state() {
		return this.#state;
	}
	get pid() {
		return this.#engine?.pid;
	}
	start() {
		if (this.#engine || this.#closing) return;
		clearTimeout(this.#restart);
		const engine = this.#launcher.launch({
			onFrame: (frame) => this.#receive(frame),
			onExit: (exit) => this.#ended(exit)
		});
		this.#engine = engine;
	}
	/** Starts again after it was given up. */
	retry() {
		if (this.#state.state !== "failed") return;
		this.#crashes = [];
		this.#become("starting", "");
		this.start();
	}
	async invoke(method, params) {
		if (this.#state.state !== "running") await this.#running();
		return this.#requests.send(method, params, (frame) => this.#engine?.send(frame));
	}
	/** Lets the engine finish what must be finished; after a short while it is ended. */
	async shutdown() {
		clearTimeout(this.#restart);
		const engine = this.#engine;
		if (!engine || this.#closing) return;
		await new Promise((resolve) => {
			const timer = setTimeout(() => engine.kill(), LONGEST_SHUTDOWN);
			this.#closing = { done: () => {
				clearTimeout(timer);
				resolve();
			} };
			engine.send({ type: "shutdown" });
		});
	}
	#running() {
		if (this.#state.state === "failed") return Promise.reject(this.#failure());
		return new Promise((resolve, reject) => this.#waiting.push({
			go: resolve,
			fail: reject
		}));
	}
	#failure() {
		return new ContractError({
			code: "engine.failed",
			message: this.#state.message
		});
	}
	#receive(raw) {
		const parsed = fromEngineFrame.safeParse(raw);
		if (parsed.success) this.#handle(parsed.data);
	}
	#handle(frame) {
		switch (frame.type) {
			case "response": return this.#requests.settle(frame);
			case "event": return this.#listeners.onEvent(frame.event);
			case "ready": return this.#ready(frame.home);
			case "refused": return this.#giveUp(frame.error.message);
		}
	}
	#ready(home) {
		this.#become("running", "");
		this.#listeners.onReady(home);
		for (const { go } of this.#waiting.splice(0)) go();
	}
	#ended(exit) {
		this.#engine = void 0;
		this.#requests.failAll(RESTARTING);
		if (this.#closing) return this.#closing.done();
		if (this.#state.state === "failed") return;
		const now = Date.now();
		this.#crashes = [...recentCrashes(this.#crashes, now), now];
		this.#lastWords = exit.lastWords || (this.#crashes.length > 1 ? this.#lastWords : "");
		const delay = restartDelay(this.#crashes, now);
		if (delay === void 0) return this.#giveUp(describe(exit.code, this.#lastWords));
		this.#become("restarting", "The engine stopped unexpectedly and is starting again.");
		this.#restart = setTimeout(() => this.start(), delay);
	}
	#giveUp(message) {
		this.#become("failed", message);
		const error = this.#failure();
		for (const { fail } of this.#waiting.splice(0)) fail(error);
	}
	#become(state, message) {
		this.#state = {
			state,
			message
		};
		this.#listeners.onState(this.#state);
	}
};
function describe(code, lastWords) {
	const last = lastWords.split("\n").findLast((line) => line.trim() !== "") ?? "";
	const status = code === null ? "" : ` It ended with status ${code}.`;
	return `It ended several times in a row, so it is not restarted any more.${last === "" ? status : ` Its last words: ${last}`}`;
}
// electron/main/menu.ts
var separator = { type: "separator" };
var isMac = process.platform === "darwin";
function fileMenu(commands) {
	return {
		label: "&File",
		submenu: [
			{
				id: "add-folder",
				label: "Add Folder…",
				accelerator: "CmdOrCtrl+O",
				click: () => commands.addFolder()
			},
			separator,
			{
				id: "close",
				role: "close",
				label: "Close Window"
			},
			...isMac ? [] : [separator, {
				id: "quit",
				label: "Quit",
				accelerator: "CmdOrCtrl+Q",
				click: () => commands.quit()
			}]
		]
	};
}
function trackingMenu({ allPaused, engine }, commands) {
	return {
		label: "&Tracking",
		submenu: [{
			id: "pause-all",
			label: allPaused ? "Resume All" : "Pause All",
			accelerator: "CmdOrCtrl+Shift+P",
			enabled: engine === "running",
			click: () => commands.setAllPaused(!allPaused)
		}]
	};
}
function viewMenu() {
	const development = [
		separator,
		{ role: "reload" },
		{ role: "toggleDevTools" }
	];
	return {
		label: "&View",
		submenu: [
			{ role: "resetZoom" },
			{ role: "zoomIn" },
			{ role: "zoomOut" },
			separator,
			{ role: "togglefullscreen" },
			...app.isPackaged ? [] : development
		]
	};
}
/** Sets the menu bar. Called again when what it says changes. */
function setApplicationMenu(summary, commands) {
	const appMenu = isMac ? [{ role: "appMenu" }] : [];
	const menu = Menu.buildFromTemplate([
		...appMenu,
		fileMenu(commands),
		{ role: "editMenu" },
		trackingMenu(summary, commands),
		viewMenu(),
		{ role: "windowMenu" }
	]);
	Menu.setApplicationMenu(menu);
}
function setDockMenu(commands) {
	app.dock?.setMenu(Menu.buildFromTemplate([{
		label: "Add Folder…",
		click: () => commands.addFolder()
	}]));
}
// electron/main/notifications.ts
/** Which facts deserve a person's attention outside the window. Versions do not: there are many, and all is well. */
var Noticing = class {
	#problems = /* @__PURE__ */ new Set();
	noticeOf(event) {
		if (event.kind === "artifact.changed") return this.#problemOf(event.artifact);
		if (event.kind === "activity.finished" && event.outcome === "failed") return {
			title: "Strata could not finish",
			body: event.message,
			artifact: event.activity.artifact ?? void 0
		};
	}
	/** A problem is said once, until it has gone away. */
	#problemOf({ name, state, stateMessage }) {
		if (state !== "problem") {
			this.#problems.delete(name);
			return;
		}
		if (this.#problems.has(name)) return void 0;
		this.#problems.add(name);
		return {
			title: `${name} needs attention`,
			body: stateMessage,
			artifact: name
		};
	}
};
function showNotice({ title, body }, onClick) {
	if (!Notification.isSupported()) return;
	const notification = new Notification({
		title,
		body
	});
	notification.on("click", onClick);
	notification.show();
}
// electron/main/places.ts
/** Where the built parts lie, seen from the app's folder or archive. */
function findPlaces() {
	const root = app.getAppPath();
	return {
		root,
		engine: !app.isPackaged && process.env["STRATA_ENGINE"] || path.join(root, "out/main/engine.js"),
		preload: path.join(root, "out/preload/index.cjs"),
		renderer: path.join(root, "out/renderer"),
		icons: path.join(root, "build/icons")
	};
}
// shared/shell.ts
/** What the window asks of the main process itself: dialogs, the desktop, and the engine process's state. */
/** `restarting`: it ended unexpectedly and is started again by itself. `failed`: it is not; the window can retry. */
var engineStateSchema = object({
	state: _enum([
		"starting",
		"running",
		"restarting",
		"failed"
	]),
	/** One sentence for people; empty while all is well. */
	message: string()
});
var nothing = object({});
var shellMethods = {
	/** Asks for a folder with the system's dialog. */
	"shell.chooseFolder": {
		params: object({ title: string().optional() }),
		result: object({ path: string().nullable() })
	},
	/** Shows a file or folder in the system's file manager. */
	"shell.reveal": {
		params: object({ path: string() }),
		result: nothing
	},
	"shell.copyText": {
		params: object({ text: string().max(1e6) }),
		result: nothing
	},
	"shell.engineState": {
		params: nothing,
		result: engineStateSchema
	},
	/** Starts the engine again after it was given up. */
	"shell.retryEngine": {
		params: nothing,
		result: engineStateSchema
	},
	"shell.setTheme": {
		params: object({ theme: _enum([
			"system",
			"light",
			"dark"
		]) }),
		result: nothing
	},
	"shell.quit": {
		params: nothing,
		result: nothing
	}
};
discriminatedUnion("kind", [
	object({
		kind: literal("shell.engineStateChanged"),
		engine: engineStateSchema
	}),
	object({
		kind: literal("shell.trackRequested"),
		path: string()
	}),
	object({
		kind: literal("shell.trackRefused"),
		path: string(),
		error: errorShape
	}),
	object({
		kind: literal("shell.openArtifact"),
		artifact: string()
	})
]);
discriminatedUnion("ok", [object({
	ok: literal(true),
	result: unknown()
}), object({
	ok: literal(false),
	error: errorShape
})]);
// electron/main/shell-methods.ts
function createHandlers({ settings, chooseFolder, engineState, retryEngine }) {
	return {
		"shell.chooseFolder": async ({ title }) => ({ path: await chooseFolder(title) }),
		"shell.reveal": ({ path }) => {
			shell.showItemInFolder(path);
			return {};
		},
		"shell.copyText": async ({ text }) => {
			await clipboard.writeText(text);
			return {};
		},
		"shell.engineState": () => engineState(),
		"shell.retryEngine": () => {
			retryEngine();
			return engineState();
		},
		"shell.setTheme": ({ theme }) => {
			nativeTheme.themeSource = theme;
			settings.change({ theme });
			return {};
		},
		"shell.quit": () => {
			setImmediate(() => app.quit());
			return {};
		}
	};
}
var isShellMethod = (name) => Object.hasOwn(shellMethods, name);
/** Answers the methods that main itself owns. */
function createShellDispatcher(parts) {
	const handlers = createHandlers(parts);
	return async (method, params) => {
		if (!isShellMethod(method)) throw new ContractError({
			code: "request.unknown-method",
			message: `There is no method "${method}".`
		});
		const parsed = shellMethods[method].params.safeParse(params);
		if (!parsed.success) {
			const message = `The request "${method}" is not valid: ${prettifyError(parsed.error)}`;
			throw new ContractError({
				code: "request.invalid",
				message
			});
		}
		const handle = handlers[method];
		return handle(parsed.data);
	};
}
// electron/main/track-folder.ts
/** Tracks a folder named on the command line. One that is tracked already is fine: people start the app the same way twice. */
async function trackFolder(client, folder) {
	try {
		const real = await realpath(folder).catch(() => folder);
		const { artifacts } = await client.invoke("artifact.list", {});
		const same = artifacts.find(({ path, state }) => state !== "untracked" && (path === real || path === folder));
		if (same) return {
			kind: "already",
			artifact: same.name
		};
		const { artifact } = await client.invoke("artifact.track", { path: folder });
		return {
			kind: "tracked",
			artifact: artifact.name
		};
	} catch (error) {
		if (!(error instanceof ContractError)) throw error;
		return {
			kind: "refused",
			error: {
				code: error.code,
				message: error.message,
				data: { ...error.data }
			}
		};
	}
}
// electron/main/tray.ts
function loadIcon(folder, isPaused) {
	const name = process.platform === "darwin" ? "trayTemplate.png" : isPaused ? "tray-paused.png" : "tray.png";
	const icon = nativeImage.createFromPath(path.join(folder, name));
	if (process.platform === "darwin") icon.setTemplateImage(true);
	return icon;
}
function trayItems({ engine, allPaused }, commands) {
	return [
		{
			id: "open",
			label: "Open Strata",
			click: () => commands.open()
		},
		{
			id: "add-folder",
			label: "Add folder…",
			click: () => commands.addFolder()
		},
		{ type: "separator" },
		{
			id: "pause-all",
			label: allPaused ? "Resume all" : "Pause all",
			enabled: engine === "running",
			click: () => commands.setAllPaused(!allPaused)
		},
		{ type: "separator" },
		{
			id: "quit",
			label: "Quit Strata",
			click: () => commands.quit()
		}
	];
}
function createTray(icons, commands, initial) {
	const tray = new Tray(loadIcon(icons, false));
	let menu = new Menu();
	let tooltip = "";
	let shown;
	const update = (summary) => {
		tooltip = describeSummary(summary);
		tray.setToolTip(tooltip);
		if (shown?.allPaused === summary.allPaused && shown.engine === summary.engine) return;
		shown = summary;
		menu = Menu.buildFromTemplate(trayItems(summary, commands));
		tray.setContextMenu(menu);
		tray.setImage(loadIcon(icons, summary.allPaused));
	};
	tray.on("click", () => commands.open());
	update(initial);
	return {
		update,
		menu: () => menu,
		tooltip: () => tooltip
	};
}
// electron/main/window.ts
var DEFAULT_SIZE = {
	width: 1280,
	height: 820
};
var SMALLEST = {
	minWidth: 720,
	minHeight: 480
};
var BACKGROUND = {
	dark: "#141517",
	light: "#ffffff"
};
/** Remembered bounds are used only while a screen still shows them. */
function visibleBounds(bounds) {
	if (!bounds) return DEFAULT_SIZE;
	const { workArea } = screen.getDisplayMatching(bounds);
	return bounds.x < workArea.x + workArea.width - 80 && bounds.x + bounds.width > workArea.x + 80 && bounds.y >= workArea.y - 20 && bounds.y < workArea.y + workArea.height - 40 ? bounds : {
		width: bounds.width,
		height: bounds.height
	};
}
function remember(window, settings) {
	const save = () => settings.change({
		bounds: window.getNormalBounds(),
		maximized: window.isMaximized()
	});
	let timer;
	const saveSoon = () => {
		clearTimeout(timer);
		timer = setTimeout(() => window.isDestroyed() || save(), 500);
	};
	for (const event of [
		"resize",
		"move",
		"maximize",
		"unmaximize"
	]) window.on(event, saveSoon);
	window.on("close", save);
}
function hideInsteadOfClosing(window, options) {
	window.on("close", (event) => {
		if (!options.staysInTray()) return;
		event.preventDefault();
		window.hide();
		options.onHidden();
	});
}
function createWindow(options) {
	const { settings } = options;
	const chrome = process.platform === "darwin" ? { titleBarStyle: "hiddenInset" } : {
		autoHideMenuBar: true,
		icon: options.icon
	};
	const window = new BrowserWindow({
		title: "Strata",
		...visibleBounds(settings.current.bounds),
		...SMALLEST,
		...chrome,
		show: false,
		backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
		webPreferences: {
			...SAFE_PREFERENCES,
			preload: options.preload
		}
	});
	if (settings.current.maximized) window.maximize();
	remember(window, settings);
	hideInsteadOfClosing(window, options);
	window.once("ready-to-show", () => window.show());
	window.webContents.on("render-process-gone", () => window.isDestroyed() || window.reload());
	window.loadURL(options.url).catch((error) => console.error(`The window could not be loaded: ${String(error)}`));
	return window;
}
function showWindow(window) {
	if (window.isMinimized()) window.restore();
	window.show();
	window.focus();
}
// electron/main/application.ts
/** The running app: the engine's supervisor, one window, the tray, and the few ways between them. */
var Application = class {
	#launch;
	#settings;
	#places = findPlaces();
	#pageUrl = !app.isPackaged && process.env["ELECTRON_RENDERER_URL"] || `strata://app/index.html`;
	#noticing = new Noticing();
	#commands;
	#bridge;
	#client;
	engine;
	tray;
	#window;
	#summary = EMPTY_SUMMARY;
	#isQuitting = false;
	constructor(launch, settings) {
		this.#launch = launch;
		this.#settings = settings;
		this.engine = this.#createEngine();
		this.#client = createClient({
			invoke: (method, params) => this.engine.invoke(method, params),
			subscribe: () => () => void 0
		});
		this.#commands = {
			open: () => this.open(),
			addFolder: () => void this.#addFolder(),
			setAllPaused: (paused) => void this.#setAllPaused(paused),
			quit: () => app.quit()
		};
		this.#bridge = this.#createBridge();
		this.tray = createTray(this.#places.icons, this.#commands, this.#summary);
	}
	start() {
		this.engine.start();
		setApplicationMenu(this.#summary, this.#commands);
		setDockMenu(this.#commands);
		if (!this.#launch.isHidden) this.open();
		this.track(this.#launch.track);
	}
	open() {
		if (this.#window) return showWindow(this.#window);
		const window = this.#createWindow();
		window.once("closed", () => this.#window = void 0);
		this.#window = window;
	}
	track(folders) {
		for (const folder of folders) this.#track(folder);
	}
	/** A folder that was dropped on the dock icon: the window asks about it as if it had been dropped there. */
	requestTrack(folder) {
		this.open();
		this.#bridge.tellShell({
			kind: "shell.trackRequested",
			path: folder
		});
	}
	async quit() {
		this.#isQuitting = true;
		await this.engine.shutdown();
	}
	/** From now on a closed window is closed. */
	beginQuit() {
		this.#isQuitting = true;
	}
	#createEngine() {
		const { home } = this.#launch;
		return new EngineProcess(chooseLauncher({
			entry: this.#places.engine,
			args: [`--home=${home}`],
			env: { STRATA_HOME: home }
		}, this.#places.root), {
			onEvent: (event) => this.#onEvent(event),
			onState: (state) => this.#onEngineState(state),
			onReady: (where) => this.#onReady(where)
		});
	}
	#createBridge() {
		return new Bridge({
			origin: new URL(this.#pageUrl).protocol === "strata:" ? APP_ORIGIN : new URL(this.#pageUrl).origin,
			window: () => this.#window,
			askEngine: (method, params) => this.engine.invoke(method, params),
			askShell: createShellDispatcher({
				settings: this.#settings,
				chooseFolder: (title) => chooseFolder(this.#window, title),
				engineState: () => this.engine.state,
				retryEngine: () => this.engine.retry()
			})
		});
	}
	#createWindow() {
		return createWindow({
			url: this.#pageUrl,
			preload: this.#places.preload,
			icon: path.join(this.#places.icons, "256.png"),
			settings: this.#settings,
			staysInTray: () => !this.#isQuitting,
			onHidden: () => this.#tellAboutTray()
		});
	}
	#onReady(home) {
		this.#readSummary();
		if (process.env["STRATA_ANNOUNCE"] === "1") {
			const doing = this.#launch.track.length > 0 ? `tracking ${this.#launch.track.join(", ")}` : "the window is open";
			console.log(`Strata runs: ${doing}; its home is ${home}; stop it with Ctrl-C.`);
		}
	}
	async #readSummary() {
		const [list, status] = await Promise.all([this.#client.invoke("artifact.list", {}), this.#client.invoke("home.status", {})]).catch(() => []);
		if (list && status) this.#show(summarize(list.artifacts, status.allPaused));
	}
	#onEvent(event) {
		this.#bridge.tellFact(event);
		this.#show(withEvent(this.#summary, event));
		const notice = this.#noticing.noticeOf(event);
		if (notice && !this.#window?.isFocused()) showNotice(notice, () => this.#openNotice(notice));
	}
	#onEngineState(state) {
		this.#bridge.tellShell({
			kind: "shell.engineStateChanged",
			engine: state
		});
		this.#show(withEngineState(this.#summary, state.state));
	}
	#show(summary) {
		const before = this.#summary;
		this.#summary = summary;
		if (this.#isQuitting || summary === before) return;
		this.tray.update(summary);
		if (before.allPaused !== summary.allPaused || before.engine !== summary.engine) setApplicationMenu(summary, this.#commands);
	}
	#openNotice({ artifact }) {
		this.open();
		if (artifact !== void 0) this.#tell({
			kind: "shell.openArtifact",
			artifact
		});
	}
	async #track(folder) {
		const outcome = await trackFolder(this.#client, folder);
		if (outcome.kind === "refused") {
			console.error(`Strata does not track ${folder}: ${outcome.error.message}`);
			this.#tell({
				kind: "shell.trackRefused",
				path: folder,
				error: outcome.error
			});
		} else this.#tell({
			kind: "shell.openArtifact",
			artifact: outcome.artifact
		});
	}
	async #addFolder() {
		this.open();
		const folder = await chooseFolder(this.#window);
		if (folder !== null) this.#tell({
			kind: "shell.trackRequested",
			path: folder
		});
	}
	async #setAllPaused(paused) {
		await this.#client.invoke("home.setAllPaused", { paused }).catch((error) => {
			console.error(`Strata could not ${paused ? "pause" : "resume"}: ${String(error)}`);
		});
	}
	#tellAboutTray() {
		if (this.#settings.current.toldAboutTray) return;
		this.#settings.change({ toldAboutTray: true });
		showNotice({
			title: "Strata is still running",
			body: "Strata keeps watching your folders. Open it again from its icon in the tray.",
			artifact: void 0
		}, () => this.open());
	}
	#tell(event) {
		this.#bridge.tellShell(event);
	}
};
// electron/main/default-home.ts
/** The home when nobody names one. The command line has the same rule; a test holds the two together. */
function defaultHome({ platform, env, userFolder }) {
	const { join, isAbsolute } = platform === "win32" ? path.win32 : path.posix;
	if (platform === "darwin") return join(userFolder, "Library", "Application Support", "Strata");
	if (platform === "win32") return join(env["APPDATA"] || join(userFolder, "AppData", "Roaming"), "Strata");
	const data = env["XDG_DATA_HOME"];
	return join(data && isAbsolute(data) ? data : join(userFolder, ".local", "share"), "strata");
}
// electron/main/launch-arguments.ts
function valuesOf(argv, name) {
	const prefix = `--${name}=`;
	return argv.filter((argument) => argument.startsWith(prefix)).map((argument) => argument.slice(prefix.length));
}
function parseLaunchArguments(argv, cwd, place) {
	const home = valuesOf(argv, "home").at(-1) ?? place.env["STRATA_HOME"];
	return {
		track: valuesOf(argv, "track").map((folder) => path.resolve(cwd, folder)),
		home: home ? path.resolve(cwd, home) : defaultHome(place),
		isHidden: argv.includes("--hidden")
	};
}
// electron/main/settings-file.ts
var settingsSchema = object({
	theme: _enum([
		"system",
		"light",
		"dark"
	]).default("system"),
	bounds: object({
		x: int(),
		y: int(),
		width: int(),
		height: int()
	}).optional(),
	maximized: boolean().default(false),
	toldAboutTray: boolean().default(false)
});
/** What the window remembers between two starts. Losing it loses nothing but comfort, so it never stops a start. */
var SettingsFile = class {
	#file;
	#settings;
	constructor(folder) {
		this.#file = path.join(folder, "window.json");
		this.#settings = read(this.#file);
	}
	get current() {
		return this.#settings;
	}
	change(part) {
		this.#settings = {
			...this.#settings,
			...part
		};
		try {
			mkdirSync(path.dirname(this.#file), { recursive: true });
			writeFileSync(`${this.#file}.new`, JSON.stringify(this.#settings, null, 2));
			renameSync(`${this.#file}.new`, this.#file);
		} catch (error) {
			console.warn(`The window's settings could not be saved: ${String(error)}`);
		}
	}
};
function read(file) {
	try {
		return settingsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
	} catch {
		return settingsSchema.parse({});
	}
}
// electron/main/profile.ts
/**
* The window's own folder (Chromium's profile, bounds, theme), inside the home, so that two homes can be open at once: the
* claim to be the only app is made per profile. Must run before anything uses the profile.
*/
function adoptProfile({ home }) {
	if (!app.commandLine.hasSwitch("user-data-dir")) app.setPath("userData", path.join(home, "window"));
	const settings = new SettingsFile(app.getPath("userData"));
	nativeTheme.themeSource = settings.current.theme;
	return settings;
}
// electron/main/single-instance.ts
var handedOver = object({ track: array(string()) });
/**
* One app per profile. A second start hands what it was asked to do to the first one.
* @returns false when this is the second start and has to end
*/
function claimSingleInstance(launch, onSecondStart) {
	if (!app.requestSingleInstanceLock({ track: launch.track })) return false;
	app.on("second-instance", (_event, _argv, _cwd, data) => {
		const parsed = handedOver.safeParse(data);
		onSecondStart(parsed.success ? parsed.data.track : []);
	});
	return true;
}
// electron/main/index.ts
var launch = parseLaunchArguments(process.argv.slice(1), process.cwd(), {
	platform: process.platform,
	env: process.env,
	userFolder: homedir()
});
var settings = adoptProfile(launch);
var application;
function onSecondStart(track) {
	application?.open();
	application?.track(track);
}
/** Quitting waits for the engine, which is told to finish and is given a short while for it. */
function quitCleanly(running) {
	app.on("before-quit", () => running.beginQuit());
	app.on("will-quit", (event) => {
		event.preventDefault();
		running.quit().finally(() => app.exit(0));
	});
	app.on("window-all-closed", () => void 0);
	app.on("activate", () => running.open());
}
function start() {
	refusePermissions();
	serveApp(findPlaces().renderer);
	const running = new Application(launch, settings);
	application = running;
	quitCleanly(running);
	running.start();
	if (process.env["STRATA_TEST"] === "1" && !app.isPackaged) Object.assign(globalThis, { strataApplication: running });
}
if (claimSingleInstance(launch, onSecondStart)) {
	registerAppScheme();
	confineAllContents();
	app.on("open-file", (event, folder) => {
		event.preventDefault();
		app.whenReady().then(() => application?.requestTrack(folder));
	});
	app.whenReady().then(start);
} else {
	console.log("Strata is already running; its window has been shown.");
	app.exit(0);
}
export {};

//# sourceMappingURL=index.js.map