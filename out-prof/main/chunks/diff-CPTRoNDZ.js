import { n as diffDocument } from "./documents-CdGrCsf7.js";
import { i as humaneSize, t as counted } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference, r as parseSecondReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/diff.ts
/** The most paths that the engine gives in one answer. */
var most = 1e6;
var linesPerWrite = 500;
function defineDiff(program, run) {
	return program.command("diff").summary("compare two versions").description("Shows what must be added, removed, modified and renamed to come from the first version to the second.").argument("<name:ref>", "the older side").argument("<[name:]ref>", "the newer side, of the same artifact unless it is named").addHelpText("after", "\nExamples:\n  strata diff animals:v0 latest\n  strata diff animals:v3 plants:v1").action((from, to) => {
		const first = parseReference(from);
		const second = parseSecondReference(to, first);
		return run((invocation) => diff(invocation, first, second));
	});
}
async function diff(invocation, from, to) {
	const result = await withEngine(invocation, (client) => client.invoke("version.diff", {
		artifact: from.artifact,
		from: from.ref,
		to: to.ref,
		limit: most,
		...to.artifact === from.artifact ? {} : { toArtifact: to.artifact }
	}));
	if (invocation.json) return writeJson(invocation.output, diffDocument(result));
	const lines = [...changeLines(result, invocation.output)];
	for (let at = 0; at < lines.length; at += linesPerWrite) await invocation.output.line(lines.slice(at, at + linesPerWrite).join("\n"));
	await invocation.output.line(summary(result));
}
function* changeLines(diff, { colours }) {
	for (const { path, size } of diff.added) yield colours.green(`+ ${printable(path)}  ${humaneSize(size)}`);
	for (const { path, size } of diff.removed) yield colours.red(`- ${printable(path)}  ${humaneSize(size)}`);
	for (const { path, size, sizeBefore } of diff.modified) yield colours.yellow(`~ ${printable(path)}  ${humaneSize(sizeBefore)} -> ${humaneSize(size)}`);
	for (const { from, to } of diff.renamed) yield colours.blue(`> ${printable(from)} -> ${printable(to)}`);
}
function summary({ totals }) {
	const { added, removed, modified, renamed } = totals;
	if (added + removed + modified + renamed === 0) return "No difference.";
	return `${counted(added, "path")} added, ${removed} removed, ${modified} modified, ${renamed} renamed.`;
}
export { defineDiff };

//# sourceMappingURL=diff-CPTRoNDZ.js.map