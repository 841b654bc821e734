import { r as socketPath } from "./chunks/home-folder-CdQteMv9.js";
import { n as isHomeInUse } from "./chunks/connect-MK0C3fxv.js";
import { r as shutdownFrame } from "./chunks/frames-DKu4UJhT.js";
import { n as toErrorShape, t as stackOf } from "./chunks/error-shape-kzDl4G2k.js";
import { n as answerFrame, t as serveSocket } from "./chunks/socket-server-BF8TKqe7.js";
import { t as createStderrLog } from "./chunks/stderr-log-Bq5a6ROZ.js";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { parseArgs } from "node:util";
// electron/host/engine-life.ts
/**
* The life of an engine process: start, say `ready` or `refused`, answer the parent, tell it what happens, and end cleanly
* when told to, when the parent is gone, or when the returned function is called.
*/
function liveAsEngine(options) {
	const { link, log } = options;
	const starting = options.start();
	let ending = false;
	async function end() {
		if (ending) return;
		ending = true;
		setTimeout(() => {
			log.warn("closing took too long; the process ends without it");
			options.exit(0);
		}, options.closingTime);
		const living = await starting.catch(() => null);
		const goodbye = living?.socket?.close(options.closingTime);
		await living?.engine.close();
		await goodbye;
		options.exit(0);
	}
	async function answer(raw) {
		const living = await starting.catch(() => null);
		if (living !== null) await link.send(await answerFrame(living.engine.dispatch, raw, log));
	}
	async function begin() {
		try {
			const { engine } = await starting;
			engine.subscribe((event) => void link.send({
				type: "event",
				event
			}));
			if (!ending) await link.send({
				type: "ready",
				home: engine.home
			});
		} catch (error) {
			log.error("the engine could not start", { stack: stackOf(error) });
			await link.send({
				type: "refused",
				error: toErrorShape(error, log)
			});
			options.exit(1);
		}
	}
	link.onEnd(() => void end());
	link.onFrame((raw) => {
		if (shutdownFrame.safeParse(raw).success) end();
		else answer(raw);
	});
	begin();
	return { end: () => void end() };
}
// electron/host/parent-link.ts
/** Electron hands messages over some time after `postMessage`, and tells nobody when. ms. */
var handOver = 50;
/** The link of this process: Electron's utility process, a forked Node, or none at all (run by hand). */
function openParentLink() {
	const port = "parentPort" in process ? process.parentPort : void 0;
	if (port) return utilityLink(port);
	return forkLink();
}
function utilityLink(port) {
	return {
		onFrame: (listener) => port.on("message", (event) => listener(event.data)),
		onEnd: () => void 0,
		send(frame) {
			port.postMessage(frame);
			if (frame.type !== "refused") return Promise.resolve();
			return new Promise((resolve) => setTimeout(resolve, handOver));
		}
	};
}
function forkLink() {
	return {
		onFrame: (listener) => void process.on("message", listener),
		onEnd: (listener) => void process.on("disconnect", listener),
		send: (frame) => new Promise((resolve) => {
			if (!process.connected || process.send === void 0) return resolve();
			process.send(frame, void 0, void 0, () => resolve());
		})
	};
}
// electron/host/engine-process.ts
Object.assign(process, { noAsar: true });
var closingTime = 1400;
var log = createStderrLog();
/** A defect may have left anything behind in memory: end at once, the supervisor starts anew from what is on disk. */
function crash(thrown) {
	log.error("the engine met a defect and ends", { stack: stackOf(thrown) });
	log.error(thrown instanceof Error ? thrown.message : String(thrown));
	process.exit(1);
}
/** A short command may own the home for a moment, just when the app starts; it is waited for this long, ms. */
var patience = 3e3;
var betweenTries = 100;
async function startPatiently(home) {
	const { startEngine } = await import("./chunks/create-engine-ke7SKm9G.js");
	const until = performance.now() + patience;
	for (;;) {
		try {
			return await startEngine({
				home,
				watch: true
			});
		} catch (error) {
			if (!isHomeInUse(error) || performance.now() > until) throw error;
		}
		await setTimeout$1(betweenTries);
	}
}
async function start(home) {
	const engine = await startPatiently(home);
	try {
		return {
			engine,
			socket: await serveSocket(engine, {
				path: socketPath(engine.home),
				log
			})
		};
	} catch (error) {
		log.error("the socket could not be opened; the command line cannot reach this engine", { stack: stackOf(error) });
		return {
			engine,
			socket: null
		};
	}
}
function chosenHome() {
	const { values } = parseArgs({
		options: { home: { type: "string" } },
		strict: false
	});
	const home = typeof values.home === "string" ? values.home : process.env["STRATA_HOME"];
	if (home) return home;
	log.error("no home was given: use --home DIR or STRATA_HOME");
	process.exit(2);
}
process.on("uncaughtException", crash);
process.on("unhandledRejection", crash);
var home = chosenHome();
var life = liveAsEngine({
	link: openParentLink(),
	log,
	start: () => start(home),
	exit: (status) => process.exit(status),
	closingTime
});
process.on("SIGTERM", life.end);
process.on("SIGINT", life.end);
export {};

//# sourceMappingURL=engine.js.map