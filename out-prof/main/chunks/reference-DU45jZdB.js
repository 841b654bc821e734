import { t as UsageError } from "./usage-error-6z-wgqw-.js";
// electron/cli/reference.ts
/** Parses NAME[:REF]; NAME alone means NAME:latest. An alias may hold anything but `/` and `:`. */
function parseReference(text) {
	const colon = text.indexOf(":");
	const artifact = colon < 0 ? text : text.slice(0, colon);
	const ref = colon < 0 ? "" : text.slice(colon + 1);
	if (artifact === "") throw new UsageError(`"${text}" does not name an artifact; write NAME or NAME:REF.`);
	if (/[/:]/.test(ref)) throw new UsageError(`"${ref}" cannot be a REF; use latest, an alias, or v<N>.`);
	return ref === "" ? {
		artifact,
		ref: "latest",
		isExplicit: false
	} : {
		artifact,
		ref,
		isExplicit: true
	};
}
/** Parses a NAME where a REF has no place. */
function parseName(text) {
	if (text.includes(":")) throw new UsageError(`"${text}" names a version; here only an artifact's NAME fits.`);
	return parseReference(text).artifact;
}
/** Parses the second side of a difference: REF, or NAME:REF of any artifact. */
function parseSecondReference(text, first) {
	if (text.includes(":")) return parseReference(text);
	if (text === "") throw new UsageError("The second version is missing; write a REF such as v3 or latest.");
	if (text.includes("/")) throw new UsageError(`"${text}" cannot be a REF; use latest, an alias, or v<N>.`);
	return {
		artifact: first.artifact,
		ref: text,
		isExplicit: true
	};
}
export { parseReference as n, parseSecondReference as r, parseName as t };

//# sourceMappingURL=reference-DU45jZdB.js.map