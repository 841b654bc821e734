import { n as insidePath } from "./arguments-B2jEGxzI.js";
import { i as isoTime } from "./documents-CdGrCsf7.js";
import { a as humaneTime, i as humaneSize } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { n as layOut, r as rowLine, t as headerLine } from "./table-DYTIRxGO.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/history.ts
function defineHistory(program, run) {
	return program.command("history").summary("list the versions in which one path changed").description("Lists the versions in which one path was added, modified or removed, newest first.").argument("<name>", "the artifact").argument("<path>", "path inside the tracked folder; put -- before one that begins with a dash").addHelpText("after", "\nExample:\n  strata history animals labels/cats.csv").action((name, path) => run((invocation) => history(invocation, parseName(name), insidePath(path))));
}
async function history(invocation, artifact, path) {
	const { output } = invocation;
	const { changes } = await withEngine(invocation, (client) => client.invoke("version.history", {
		artifact,
		path
	}));
	if (invocation.json) {
		const documents = changes.map(({ ref, kind, size, createdAt }) => ({
			ref,
			kind,
			size,
			createdAt: isoTime(createdAt)
		}));
		return writeJson(output, { changes: documents });
	}
	const layout = layOut(columns(invocation), changes, output.columns);
	await output.line([headerLine(layout, output.colours), ...changes.map((change) => rowLine(layout, change))].join("\n"));
}
function columns({ output: { colours }, now }) {
	return [
		{
			title: "REF",
			text: ({ ref }) => ref,
			paint: colours.bold
		},
		{
			title: "CHANGE",
			text: ({ kind }) => kind
		},
		{
			title: "SIZE",
			text: ({ size }) => size === null ? "-" : humaneSize(size),
			align: "right"
		},
		{
			title: "MADE",
			text: ({ createdAt }) => humaneTime(createdAt, now())
		}
	];
}
export { defineHistory };

//# sourceMappingURL=history-BEh49plD.js.map