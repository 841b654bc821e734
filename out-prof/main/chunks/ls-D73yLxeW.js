import { t as artifactDocument } from "./documents-CdGrCsf7.js";
import { a as humaneTime, i as humaneSize, n as humaneCount } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as layOut, r as rowLine, t as headerLine } from "./table-DYTIRxGO.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/ls.ts
function defineLs(program, run) {
	return program.command("ls").summary("list the artifacts").description("Lists the artifacts with their state and latest version.").addHelpText("after", "\nExample:\n  strata ls --json").action(() => run(list));
}
async function list(invocation) {
	const { output } = invocation;
	const { artifacts } = await withEngine(invocation, (client) => client.invoke("artifact.list", {}));
	if (invocation.json) return writeJson(output, { artifacts: artifacts.map(artifactDocument) });
	if (artifacts.length === 0) return output.line("Nothing is tracked yet. Begin with: strata track DIR");
	const layout = layOut(columns(invocation), artifacts, output.columns);
	const lines = [headerLine(layout, output.colours), ...artifacts.map((artifact) => rowLine(layout, artifact))];
	await output.line(lines.join("\n"));
	for (const { name, state, stateMessage } of artifacts) if (stateMessage !== "" && state !== "unwatched") await output.line(output.colours.yellow(`${name}: ${printable(stateMessage)}`));
}
function columns({ output: { colours }, now }) {
	const paintState = (text, { state }) => {
		if (state === "problem") return colours.red(text);
		return state === "watching" ? colours.green(text) : colours.yellow(text);
	};
	return [
		{
			title: "NAME",
			text: ({ name }) => name,
			cut: "end",
			paint: colours.bold
		},
		{
			title: "TYPE",
			text: ({ type }) => printable(type),
			cut: "end"
		},
		{
			title: "STATE",
			text: ({ state }) => state,
			paint: paintState
		},
		{
			title: "LATEST",
			text: ({ latest }) => latest?.ref ?? ""
		},
		{
			title: "FILES",
			text: ({ latest }) => latest === null ? "" : humaneCount(latest.files),
			align: "right"
		},
		{
			title: "SIZE",
			text: ({ latest }) => latest === null ? "" : humaneSize(latest.bytes),
			align: "right"
		},
		{
			title: "MADE",
			text: ({ latest }) => latest === null ? "" : humaneTime(latest.createdAt, now())
		},
		{
			title: "FOLDER",
			text: ({ path }) => printable(path ?? ""),
			cut: "start",
			paint: colours.dim
		}
	];
}
export { defineLs };

//# sourceMappingURL=ls-D73yLxeW.js.map