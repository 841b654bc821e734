#!/usr/bin/env node
import { r as CommanderError, t as Command } from "./chunks/commander-Z8VwCC5V.js";
import { t as defaultHome } from "./chunks/home-folder-CdQteMv9.js";
import { t as strataVersion } from "./chunks/strata-version-BKhQgHIm.js";
import { n as silentLog, t as createStderrLog } from "./chunks/stderr-log-Bq5a6ROZ.js";
import { n as statusFor, t as exitStatus } from "./chunks/exit-status-CuRfi89x.js";
import { n as createOutput, t as BrokenPipe } from "./chunks/output-C7NkidGD.js";
import { i as humaneSize, n as humaneCount, r as humaneDuration } from "./chunks/humane-DKTqbfEr.js";
import { r as printable, t as cutEnd } from "./chunks/text-width-jsS4ihnt.js";
import { n as toErrorShape } from "./chunks/error-shape-kzDl4G2k.js";
import { t as CutDocument } from "./chunks/json-document-fOUzc4m4.js";
import { t as UsageError } from "./chunks/usage-error-6z-wgqw-.js";
import { resolve } from "node:path";
// electron/cli/command-files.ts
var tracking = "Tracking:";
var looking = "Looking:";
var bringing = "Bringing back:";
var naming = "Naming and describing:";
var keeping = "The store:";
/** Every command, in the order of the help. Only the files that a call needs are loaded. */
var commandFiles = {
	track: {
		heading: tracking,
		load: async () => (await import("./chunks/track-DXxMzV8P.js")).defineTrack
	},
	untrack: {
		heading: tracking,
		load: async () => (await import("./chunks/untrack-CMuXuoIj.js")).defineUntrack
	},
	snapshot: {
		heading: tracking,
		load: async () => (await import("./chunks/snapshot-B3--R7ju.js")).defineSnapshot
	},
	watch: {
		heading: tracking,
		load: async () => (await import("./chunks/watch-D52YY9pl.js")).defineWatch
	},
	ls: {
		heading: looking,
		load: async () => (await import("./chunks/ls-D73yLxeW.js")).defineLs
	},
	log: {
		heading: looking,
		load: async () => (await import("./chunks/log-Jc1by5kc.js")).defineLog
	},
	show: {
		heading: looking,
		load: async () => (await import("./chunks/show-D1ylY3im.js")).defineShow
	},
	files: {
		heading: looking,
		load: async () => (await import("./chunks/files-Dwg6R495.js")).defineFiles
	},
	diff: {
		heading: looking,
		load: async () => (await import("./chunks/diff-CPTRoNDZ.js")).defineDiff
	},
	history: {
		heading: looking,
		load: async () => (await import("./chunks/history-BEh49plD.js")).defineHistory
	},
	restore: {
		heading: bringing,
		load: async () => (await import("./chunks/restore-CoFbgrkU.js")).defineRestore
	},
	use: {
		heading: bringing,
		load: async () => (await import("./chunks/use-ehE0B0kQ.js")).defineUse
	},
	undo: {
		heading: bringing,
		load: async () => (await import("./chunks/undo-kaVOKkhZ.js")).defineUndo
	},
	alias: {
		heading: naming,
		load: async () => (await import("./chunks/alias-zvANXStg.js")).defineAlias
	},
	tag: {
		heading: naming,
		load: async () => (await import("./chunks/tag-C3rOna3Q.js")).defineTag
	},
	describe: {
		heading: naming,
		load: async () => (await import("./chunks/describe-CdHKM6gG.js")).defineDescribe
	},
	meta: {
		heading: naming,
		load: async () => (await import("./chunks/meta-Br7qBWc1.js")).defineMeta
	},
	du: {
		heading: keeping,
		load: async () => (await import("./chunks/du-3hH34bZE.js")).defineDu
	},
	verify: {
		heading: keeping,
		load: async () => (await import("./chunks/verify-B4ZRfkds.js")).defineVerify
	},
	ops: {
		heading: keeping,
		load: async () => (await import("./chunks/ops-DyAvqT2i.js")).defineOps
	}
};
/**
* The names of the commands that these words may need: the one they call, or all of them where that is not certain (help, no
* command, an unknown one).
*/
function neededCommands(words) {
	let at = 0;
	while (at < words.length && (words[at] === "--json" || words[at] === "--home")) at += words[at] === "--home" ? 2 : 1;
	const word = words[at] ?? "";
	if (word === "--version") return [];
	return Object.hasOwn(commandFiles, word) ? [word] : Object.keys(commandFiles);
}
// electron/cli/program.ts
var about = `Strata keeps every version of the folders you track. Nothing is overwritten, any version comes back, and only what changed costs space.

REF is latest, an alias, or v<N>; NAME alone means NAME:latest.`;
var more = `
Exit status: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 integrity.

Examples:
  strata track ./animals             begin; what is there becomes animals:v0
  strata log animals                 its versions
  strata diff animals:v0 latest      what changed since the beginning
  strata restore animals:v0          go back (and \`strata undo\` to return)`;
/** The program with the commands that these words may need. It never ends the process: commander's errors are thrown. */
async function createProgram(words, version, output, run) {
	const program = new Command("strata").description(about).option("--json", "exactly one JSON document on stdout (watch: one a line)").option("--home <dir>", "home folder of Strata, instead of STRATA_HOME or the usual place").version(version, "--version", "print the version of Strata").helpOption("-h, --help", "print help").helpCommand("help [command]", "print help for a command").commandsGroup("More:").configureHelp({
		showGlobalOptions: true,
		subcommandTerm: (command) => command.name()
	}).addHelpText("after", more).exitOverride().configureOutput({
		writeOut: (text) => void output.write(text).catch(() => void 0),
		writeErr: () => void 0,
		getOutHelpWidth: () => Math.min(output.columns, 100)
	});
	for (const name of neededCommands(words)) {
		const file = commandFiles[name];
		if (file === void 0) continue;
		(await file.load())(program, run).helpGroup(file.heading);
	}
	return program;
}
// electron/cli/progress-line.ts
/** One line that says how far an activity is: what, files, bytes, rate, time left; cut to `columns`. */
function progressText(activity, columns) {
	const parts = [printable(activity.phase)];
	if (activity.files > 0 || activity.totalFiles !== null) parts.push(`${ofTotal(activity.files, activity.totalFiles, humaneCount)} files`);
	if (activity.bytes > 0) parts.push(ofTotal(activity.bytes, activity.totalBytes, humaneSize));
	if (activity.bytesPerSecond > 0) parts.push(`${humaneSize(activity.bytesPerSecond)}/s`);
	if (activity.remainingMs !== null) parts.push(`${humaneDuration(activity.remainingMs)} left`);
	return cutEnd(parts.join(" · "), columns);
}
function ofTotal(done, total, write) {
	return total === null ? write(done) : `${write(done)} of ${write(total)}`;
}
var clearLine = "\r\x1B[2K";
/** A line on a terminal that is written over again and again. */
function createProgressLine(screen) {
	let isShown = false;
	return {
		show(activity) {
			isShown = true;
			screen.write(`${clearLine}${progressText(activity, Math.max(20, screen.columns - 1))}`);
		},
		clear() {
			if (isShown) screen.write(clearLine);
			isShown = false;
		}
	};
}
var noProgressLine = {
	show: () => void 0,
	clear: () => void 0
};
// electron/cli/report-error.ts
/** Tells the person or script what went wrong, and answers the exit status for it. */
async function reportError(thrown, json, output, log) {
	if (thrown instanceof BrokenPipe) return exitStatus.done;
	const isCut = thrown instanceof CutDocument;
	const cause = isCut ? thrown.cause : thrown;
	if (cause instanceof BrokenPipe) return exitStatus.done;
	const error = shapeOf(cause, log);
	if (!json) output.note(`${output.errorColours.red("strata:")} ${printable(error.message)}`);
	else await writeDocument(error, isCut, output);
	return statusFor(error.code);
}
async function writeDocument(error, isCut, output) {
	const text = JSON.stringify({ error });
	try {
		await output.line(isCut ? `\n],${text.slice(1)}` : text);
	} catch (broken) {
		if (!(broken instanceof BrokenPipe)) throw broken;
	}
}
function shapeOf(thrown, log) {
	if (thrown instanceof UsageError) return {
		code: thrown.code,
		message: thrown.message,
		data: {}
	};
	if (thrown instanceof CommanderError) return {
		code: "usage",
		message: usageSentence(thrown),
		data: {}
	};
	return toErrorShape(thrown, log);
}
/** commander's `error: unknown option '--x'` and its suggestion on a second line, as one sentence of ours. */
function usageSentence({ code, message }) {
	if (code === "commander.help") return "A command is missing. Use --help for a list.";
	const text = message.replace(/^error: /, "").replace(/\n\(Did you mean (.*)\?\)$/s, "; did you mean $1?");
	const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
	return `${sentence}${/[.?!]$/.test(sentence) ? "" : "."} Use --help for how it is written.`;
}
// electron/cli/run-command-line.ts
var log = process.env["STRATA_DEBUG"] ? createStderrLog("debug") : silentLog;
/** Runs one call of the command line in this process and answers its exit status. All output is written then. */
async function runCommandLine(words) {
	const output = createOutput(process.stdout, process.stderr, process.env);
	let status = exitStatus.done;
	const run = async (work) => {
		status = await work(createInvocation(program.opts(), output)) ?? exitStatus.done;
	};
	const program = await createProgram(words, strataVersion, output, run);
	try {
		if (words.length === 0) {
			program.outputHelp();
			return exitStatus.usage;
		}
		await program.parseAsync(words, { from: "user" });
		return status;
	} catch (thrown) {
		if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitStatus.done;
		return await reportError(thrown, asksForJson(words), output, log);
	} finally {
		await output.flush();
	}
}
/** Also when the words could not be parsed: whoever says --json reads JSON. */
function asksForJson(words) {
	const end = words.indexOf("--");
	return (end < 0 ? words : words.slice(0, end)).includes("--json");
}
function createInvocation(options, output) {
	const folder = process.cwd();
	const { stderr } = process;
	const progress = stderr.isTTY ? createProgressLine({
		write: (text) => void stderr.write(text),
		get columns() {
			return stderr.columns || 80;
		}
	}) : noProgressLine;
	return {
		json: options.json === true,
		home: options.home ? resolve(folder, options.home) : defaultHome(),
		folder,
		output,
		progress,
		log,
		now: () => Date.now(),
		onInterrupt
	};
}
/** Signals that ask for an end, as one. */
var signals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
function onInterrupt(listener) {
	for (const signal of signals) process.on(signal, listener);
	return () => {
		for (const signal of signals) process.off(signal, listener);
	};
}
// electron/cli/main.ts
var status = await runCommandLine(process.argv.slice(2));
process.exit(status);
export {};

//# sourceMappingURL=cli.js.map