// electron/host/json-lines.ts
/** Longest line that is taken from a peer, bytes. Far above any request; answers of the engine may be longer. */
var longestRequestLine = 67108864;
var newline = 10;
/**
* Cuts a stream of bytes into lines of UTF-8, without their `\n`; empty lines are skipped. Never holds more than
* `longest` bytes. What stands behind the last newline waits for the next bytes.
*/
function createLineSplitter(longest, listeners) {
	let parts = [];
	let length = 0;
	let dropping = false;
	function keep(part) {
		if (dropping) return;
		length += part.length;
		if (length <= longest) {
			parts.push(part);
			return;
		}
		dropping = true;
		parts = [];
		listeners.onTooLong();
	}
	function end() {
		const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
		const whole = !dropping;
		parts = [];
		length = 0;
		dropping = false;
		if (whole && line.length > 0) listeners.onLine(line.toString("utf8"));
	}
	return (bytes) => {
		let start = 0;
		for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, start)) {
			keep(bytes.subarray(start, at));
			end();
			start = at + 1;
		}
		if (start < bytes.length) keep(bytes.subarray(start));
	};
}
/** One JSON document and its newline. */
function toJsonLine(value) {
	return `${JSON.stringify(value)}\n`;
}
export { longestRequestLine as n, toJsonLine as r, createLineSplitter as t };

//# sourceMappingURL=json-lines-D8czRpfc.js.map