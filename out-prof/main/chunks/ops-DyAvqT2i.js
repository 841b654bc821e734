import { r as positiveNumber } from "./arguments-B2jEGxzI.js";
import { a as operationDocument } from "./documents-CdGrCsf7.js";
import { a as humaneTime } from "./humane-DKTqbfEr.js";
import { r as writeJsonList } from "./json-document-fOUzc4m4.js";
import { i as operationPages, r as mapPages, t as writeTable } from "./write-table-CVvNqYZO.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/ops.ts
function defineOps(program, run) {
	return program.command("ops").summary("list what was done, newest first").description("Lists every operation with its time, actor and arguments, newest first.").argument("[name]", "only this artifact").option("--limit <n>", "only the newest n", positiveNumber).addHelpText("after", "\nExample:\n  strata ops animals --limit 20").action((name, options) => run((invocation) => list(invocation, name === void 0 ? void 0 : parseName(name), options.limit)));
}
async function list(invocation, artifact, limit) {
	await withEngine(invocation, async (client) => {
		const pages = operationPages(client, artifact, limit);
		if (invocation.json) await writeJsonList(invocation.output, "operations", mapPages(pages, operationDocument));
		else await writeTable(invocation.output, columns(invocation), pages);
	});
}
function columns({ output: { colours }, now }) {
	return [
		{
			title: "ID",
			text: ({ id }) => String(id),
			align: "right",
			paint: colours.bold
		},
		{
			title: "DONE",
			text: ({ at }) => humaneTime(at, now())
		},
		{
			title: "WHAT",
			text: ({ kind }) => printable(kind)
		},
		{
			title: "ARTIFACT",
			text: ({ artifact }) => printable(artifact ?? ""),
			cut: "end"
		},
		{
			title: "BY",
			text: ({ actor }) => printable(actor),
			cut: "end"
		},
		{
			title: "UNDO",
			text: undoText
		},
		{
			title: "HOW",
			text: howText,
			cut: "end",
			paint: colours.dim
		}
	];
}
function undoText({ undoable, undone }) {
	if (undone) return "undone";
	return undoable ? "can be" : "";
}
function howText(operation) {
	const parts = Object.entries(operation.arguments).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
	return printable(parts.join(" "));
}
export { defineOps };

//# sourceMappingURL=ops-DyAvqT2i.js.map