// electron/cli/colours.ts
var plain = (text) => text;
var painted = (open, close) => (text) => `\u001b[${open}m${text}\u001b[${close}m`;
function createColours(coloured) {
	if (!coloured) return {
		bold: plain,
		dim: plain,
		red: plain,
		green: plain,
		yellow: plain,
		blue: plain
	};
	return {
		bold: painted(1, 22),
		dim: painted(2, 22),
		red: painted(31, 39),
		green: painted(32, 39),
		yellow: painted(33, 39),
		blue: painted(34, 39)
	};
}
/** Whether to colour: a terminal that can, and nobody said no (https://no-color.org). */
function wantsColour(isTerminal, environment) {
	if (environment["NO_COLOR"]) return false;
	return isTerminal && environment["TERM"] !== "dumb";
}
// electron/cli/output.ts
/** Whoever read our output went away (`| head`): there is nothing left to do. */
var BrokenPipe = class extends Error {
	constructor() {
		super("nobody reads the output any more");
		this.name = "BrokenPipe";
	}
};
/** Width for readers that are no terminal. */
var usualColumns = 80;
function createOutput(stdout, stderr, environment) {
	let broken = false;
	stdout.on("error", () => broken = true);
	stderr.on("error", () => void 0);
	function write(text) {
		if (broken) return Promise.reject(new BrokenPipe());
		return new Promise((resolve, reject) => {
			stdout.write(text, (error) => {
				if (!error) resolve();
				else reject(isBrokenPipe(error) ? new BrokenPipe() : error);
			});
		});
	}
	return {
		write,
		line: (text) => write(`${text}\n`),
		flush: async () => void await Promise.all([flushed(stdout), flushed(stderr)]),
		note: (text) => void stderr.write(`${text}\n`),
		columns: stdout.isTTY ? stdout.columns || usualColumns : usualColumns,
		colours: createColours(wantsColour(stdout.isTTY, environment)),
		errorColours: createColours(wantsColour(stderr.isTTY, environment))
	};
}
function isBrokenPipe(error) {
	return "code" in error && (error.code === "EPIPE" || error.code === "EOF" || error.code === "ERR_STREAM_DESTROYED");
}
function flushed(stream) {
	return new Promise((resolve) => {
		if (!stream.writable) resolve();
		else stream.write("", () => resolve());
	});
}
export { createOutput as n, BrokenPipe as t };

//# sourceMappingURL=output-C7NkidGD.js.map