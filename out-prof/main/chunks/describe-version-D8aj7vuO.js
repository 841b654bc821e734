import { i as humaneSize, n as humaneCount, t as counted } from "./humane-DKTqbfEr.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
// electron/cli/describe-version.ts
/** `+1 ~2 -0`: what came, changed and went against the version before. */
function changesText({ changes }) {
	return `+${humaneCount(changes.added)} ~${humaneCount(changes.modified)} -${humaneCount(changes.removed)}${changes.renamed === 0 ? "" : ` >${humaneCount(changes.renamed)}`}`;
}
/** `12 files, 3.2 MB` */
function extentText(version) {
	return `${counted(version.files, "file")}, ${humaneSize(version.bytes)}`;
}
/** One line about a version that was just made: `animals:v3  12 files, 3.2 MB (1.1 MB added), +1 ~2 -0`. */
function newVersionText(artifact, version) {
	const twin = version.identicalTo === null ? "" : `, identical to v${version.identicalTo}`;
	const added = `(${humaneSize(version.addedBytes)} added)`;
	return `${artifact}:${version.ref}  ${extentText(version)} ${added}, ${changesText(version)}${twin}`;
}
/** What a version lacks, one line each. */
function problemLines(version) {
	return version.problems.map(({ path, message }) => `  lacks ${printable(path)}: ${printable(message)}`);
}
export { problemLines as i, extentText as n, newVersionText as r, changesText as t };

//# sourceMappingURL=describe-version-D8aj7vuO.js.map