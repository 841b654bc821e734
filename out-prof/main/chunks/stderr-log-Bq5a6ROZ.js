import { writeSync } from "node:fs";
// electron/host/stderr-log.ts
var levels = [
	"debug",
	"info",
	"warn",
	"error"
];
/** A log on stderr, one line an entry (stacks keep their lines). Written at once, so that the last words before a crash arrive. */
function createStderrLog(lowest = "info") {
	function write(level, message, data = {}) {
		if (levels.indexOf(level) < levels.indexOf(lowest)) return;
		const { stack, ...rest } = data;
		const facts = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
		const below = typeof stack === "string" ? `\n${stack}` : "";
		writeLine(`${(/* @__PURE__ */ new Date()).toISOString()} ${level}: ${message}${facts}${below}\n`);
	}
	return {
		debug: (message, data) => write("debug", message, data),
		info: (message, data) => write("info", message, data),
		warn: (message, data) => write("warn", message, data),
		error: (message, data) => write("error", message, data)
	};
}
/** A log that keeps nothing. */
var silentLog = {
	debug: () => void 0,
	info: () => void 0,
	warn: () => void 0,
	error: () => void 0
};
function writeLine(line) {
	try {
		writeSync(2, line);
	} catch {}
}
export { silentLog as n, createStderrLog as t };

//# sourceMappingURL=stderr-log-Bq5a6ROZ.js.map