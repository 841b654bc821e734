import { i as InvalidArgumentError } from "./commander-Z8VwCC5V.js";
// electron/cli/arguments.ts
/** The texts of arguments and options, as values. Thrown errors become usage errors of the option they stand at. */
function wholeNumber(text) {
	if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
	return Number(text);
}
function positiveNumber(text) {
	const value = wholeNumber(text);
	if (value === 0) throw new InvalidArgumentError("It must be at least 1.");
	return value;
}
/** For an option that may be given many times. */
function collect(text, before) {
	return [...before ?? [], text];
}
/** A path inside a version as people type it: `./sub/` is `sub`. */
function insidePath(text) {
	return (process.platform === "win32" ? text.replaceAll("\\", "/") : text).replace(/^(\.\/+)+/, "").replace(/\/+$/, "").replace(/^\.$/, "");
}
export { wholeNumber as i, insidePath as n, positiveNumber as r, collect as t };

//# sourceMappingURL=arguments-B2jEGxzI.js.map