import { n as insidePath } from "./arguments-B2jEGxzI.js";
import { r as entryDocument } from "./documents-CdGrCsf7.js";
import { i as humaneSize } from "./humane-DKTqbfEr.js";
import { r as writeJsonList } from "./json-document-fOUzc4m4.js";
import { n as entryPages, r as mapPages, t as writeTable } from "./write-table-CVvNqYZO.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/files.ts
function defineFiles(program, run) {
	return program.command("files").summary("list the files of a version").description("Lists the entries of a version in the order of their paths.").argument("<name[:ref]>", "the version; REF is latest, an alias, or v<N>").argument("[prefix]", "only this file, or what lies in this folder", "").addHelpText("after", "\nExamples:\n  strata files animals:v0\n  strata files animals images/cats").action((reference, prefix) => run((invocation) => files(invocation, parseReference(reference), insidePath(prefix))));
}
async function files(invocation, of, prefix) {
	await withEngine(invocation, async (client) => {
		const pages = entryPages(client, of, prefix);
		if (invocation.json) await writeJsonList(invocation.output, "entries", mapPages(pages, entryDocument));
		else await writeTable(invocation.output, columns, pages);
	});
}
var columns = [
	{
		title: "MODE",
		text: ({ mode }) => mode ?? "-"
	},
	{
		title: "SIZE",
		text: ({ size }) => size === null ? "-" : humaneSize(size),
		align: "right"
	},
	{
		title: "MODIFIED",
		text: ({ modifiedAt }) => modifiedAt === null ? "-" : timeText(modifiedAt)
	},
	{
		title: "PATH",
		text: pathText
	}
];
function timeText(ms) {
	const date = new Date(ms);
	return Number.isNaN(date.getTime()) ? "-" : date.toISOString().slice(0, 16).replace("T", " ");
}
function pathText({ path, kind, target }) {
	if (kind === "directory") return `${printable(path)}/`;
	return target === null ? printable(path) : `${printable(path)} -> ${printable(target)}`;
}
export { defineFiles };

//# sourceMappingURL=files-Dwg6R495.js.map