import { i as problemLines, n as extentText, t as changesText } from "./describe-version-D8aj7vuO.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { a as humaneTime, i as humaneSize, o as localTime } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/show.ts
function defineShow(program, run) {
	return program.command("show").summary("show everything about one version").description("Shows everything about one version.").argument("<name[:ref]>", "the version; REF is latest, an alias, or v<N>").addHelpText("after", "\nExamples:\n  strata show animals\n  strata show animals:v3 --json").action((reference) => run((invocation) => show(invocation, parseReference(reference))));
}
async function show(invocation, of) {
	const { output } = invocation;
	const { version } = await withEngine(invocation, (client) => client.invoke("version.get", {
		artifact: of.artifact,
		ref: of.ref
	}));
	if (invocation.json) return writeJson(output, { version: versionDocument(of.artifact, version) });
	await output.line(output.colours.bold(`${of.artifact}:${version.ref}`));
	for (const [title, text] of facts(version, invocation.now())) if (text !== "") await output.line(`  ${output.colours.dim(title.padEnd(14))}${text}`);
	for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}
var origins = {
	baseline: "when tracking began",
	save: "after a save",
	manual: "on request",
	"before-restore": "just before a restore",
	restore: "by a restore",
	rescan: "by a rescan"
};
function facts(version, now) {
	const { createdAt, actor, origin } = version;
	const metadata = Object.entries(version.metadata).map(([key, value]) => `${printable(key)}=${JSON.stringify(value)}`);
	return [
		["made", `${humaneTime(createdAt, now)} (${localTime(createdAt)}) by ${printable(actor)}, ${origins[origin]}`],
		["holds", `${extentText(version)} (${humaneSize(version.addedBytes)} added)`],
		["changes", changesText(version)],
		["identical to", version.identicalTo === null ? "" : `v${version.identicalTo}`],
		["digest", version.digest],
		["aliases", printable(version.aliases.join(", "))],
		["tags", printable(version.tags.join(", "))],
		["description", printable(version.description)],
		["metadata", printable(metadata.join(", "))]
	];
}
export { defineShow };

//# sourceMappingURL=show-D1ylY3im.js.map