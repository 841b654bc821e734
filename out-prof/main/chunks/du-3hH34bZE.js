import { i as humaneSize } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { n as layOut, r as rowLine, t as headerLine } from "./table-DYTIRxGO.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/du.ts
function defineDu(program, run) {
	return program.command("du").summary("show what the versions hold and cost").description("Shows for each version its size (all bytes it holds) and its cost: each byte is charged to the oldest version that holds it, so the costs add up to what the store keeps.").argument("[name]", "only this artifact").addHelpText("after", "\nExample:\n  strata du animals").action((name) => run((invocation) => usage(invocation, name === void 0 ? void 0 : parseName(name))));
}
async function usage(invocation, artifact) {
	const { output } = invocation;
	const result = await withEngine(invocation, (client) => client.invoke("store.usage", artifact === void 0 ? {} : { artifact }));
	if (invocation.json) return writeJson(output, result);
	const layout = layOut(columns, [...result.versions, totalRow(result)], output.columns);
	const rows = result.versions.map((row) => rowLine(layout, row));
	const lines = [
		headerLine(layout, output.colours),
		...rows,
		output.colours.bold(rowLine(layout, totalRow(result)))
	];
	const waiting = result.undoBytes === 0 ? "" : `, of which ${humaneSize(result.undoBytes)} wait in the undo window`;
	await output.line(`${lines.join("\n")}\nThe store takes ${humaneSize(result.storeBytes)} on disk${waiting}.`);
}
function totalRow({ totals }) {
	return {
		artifact: "total",
		ref: "",
		size: totals.size,
		cost: totals.cost
	};
}
var columns = [
	{
		title: "VERSION",
		text: ({ artifact, ref }) => ref === "" ? artifact : `${artifact}:${ref}`,
		cut: "start"
	},
	{
		title: "SIZE",
		text: ({ size }) => humaneSize(size),
		align: "right"
	},
	{
		title: "COST",
		text: ({ cost }) => humaneSize(cost),
		align: "right"
	}
];
export { defineDu };

//# sourceMappingURL=du-3hH34bZE.js.map