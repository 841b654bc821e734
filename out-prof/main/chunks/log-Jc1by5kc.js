import { r as positiveNumber } from "./arguments-B2jEGxzI.js";
import { t as changesText } from "./describe-version-D8aj7vuO.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { a as humaneTime, i as humaneSize, n as humaneCount } from "./humane-DKTqbfEr.js";
import { r as writeJsonList } from "./json-document-fOUzc4m4.js";
import { a as versionPages, r as mapPages, t as writeTable } from "./write-table-CVvNqYZO.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/log.ts
function defineLog(program, run) {
	return program.command("log").summary("list the versions of an artifact, newest first").description("Lists the versions of an artifact, newest first.").argument("<name>", "the artifact").option("--limit <n>", "only the newest n", positiveNumber).addHelpText("after", "\nExample:\n  strata log animals --limit 10").action((name, options) => run((invocation) => log(invocation, parseName(name), options.limit)));
}
async function log(invocation, artifact, limit) {
	await withEngine(invocation, async (client) => {
		const pages = versionPages(client, artifact, limit);
		if (!invocation.json) return writeTable(invocation.output, columns(invocation), pages);
		await writeJsonList(invocation.output, "versions", mapPages(pages, (version) => versionDocument(artifact, version)));
	});
}
function columns({ output: { colours }, now }) {
	return [
		{
			title: "REF",
			text: ({ ref }) => ref,
			paint: colours.bold
		},
		{
			title: "MADE",
			text: ({ createdAt }) => humaneTime(createdAt, now())
		},
		{
			title: "FILES",
			text: ({ files }) => humaneCount(files),
			align: "right"
		},
		{
			title: "SIZE",
			text: ({ bytes }) => humaneSize(bytes),
			align: "right"
		},
		{
			title: "ADDED",
			text: ({ addedBytes }) => humaneSize(addedBytes),
			align: "right"
		},
		{
			title: "CHANGES",
			text: changesText
		},
		{
			title: "ALIASES",
			text: ({ aliases }) => printable(aliases.join(", ")),
			cut: "end",
			paint: colours.green
		},
		{
			title: "ABOUT",
			text: aboutText,
			cut: "end"
		}
	];
}
function aboutText({ description, identicalTo, problems }) {
	const parts = [printable(description)];
	if (identicalTo !== null) parts.push(`identical to v${identicalTo}`);
	if (problems.length > 0) parts.push(`lacks ${problems.length}`);
	return parts.filter((part) => part !== "").join("; ");
}
export { defineLog };

//# sourceMappingURL=log-Jc1by5kc.js.map