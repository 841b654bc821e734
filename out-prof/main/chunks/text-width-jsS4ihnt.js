// electron/cli/text-width.ts
/** Ranges of characters that take two columns of a terminal: East Asian wide and full-width ones, and emoji. */
var wide = [
	[4352, 4447],
	[11904, 12350],
	[12353, 13311],
	[13312, 19903],
	[19968, 40959],
	[40960, 42191],
	[44032, 55203],
	[63744, 64255],
	[65072, 65135],
	[65280, 65376],
	[65504, 65510],
	[127744, 129791],
	[131072, 262141]
];
var invisible = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
function columnsOf(character) {
	const code = character.codePointAt(0) ?? 0;
	if (code < 768) return 1;
	if (invisible.test(character)) return 0;
	return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
/** Columns that a text without control characters takes in a terminal. */
function textWidth(text) {
	let columns = 0;
	for (const character of text) columns += columnsOf(character);
	return columns;
}
/** The text cut to at most that many columns, with `…` where something is missing at its end. */
function cutEnd(text, columns) {
	if (textWidth(text) <= columns) return text;
	let kept = "";
	let width = 0;
	for (const character of text) {
		width += columnsOf(character);
		if (width > columns - 1) break;
		kept += character;
	}
	return `${kept}…`;
}
/** The same, missing at the beginning: the end of a path says more. */
function cutStart(text, columns) {
	if (textWidth(text) <= columns) return text;
	const kept = [];
	let width = 0;
	for (const character of [...text].reverse()) {
		width += columnsOf(character);
		if (width > columns - 1) break;
		kept.push(character);
	}
	return `…${kept.reverse().join("")}`;
}
/**
* Text from outside (names, paths, messages) as it may be written to a terminal: control characters, which could move
* the cursor or start a new line, and halves of characters become visible escapes such as `\n` or `\x1b`.
*/
function printable(text) {
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped).toWellFormed();
}
function escaped(character) {
	if (character === "\n") return "\\n";
	if (character === "	") return "\\t";
	if (character === "\r") return "\\r";
	const code = character.charCodeAt(0);
	return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
export { textWidth as i, cutStart as n, printable as r, cutEnd as t };

//# sourceMappingURL=text-width-jsS4ihnt.js.map