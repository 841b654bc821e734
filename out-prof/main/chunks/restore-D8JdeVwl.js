import { n as insidePath, t as collect } from "./arguments-B2jEGxzI.js";
import { o as planDocument, s as restoreDocument } from "./documents-CdGrCsf7.js";
import { t as exitStatus } from "./exit-status-CuRfi89x.js";
import { i as humaneSize, n as humaneCount, t as counted } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { n as withLongWork, t as withEngine } from "./with-engine-BGL7tztn.js";
import { resolve } from "node:path";
// electron/cli/commands/restore.ts
/** Lines of a plan that are shown to people, and items that are given to scripts. */
var shownItems = 100;
var mostItems = 1e5;
function defineRestore(program, run) {
	return program.command("restore").summary("bring a version, a folder of it or a file back").description("In place, the tracked folder becomes exactly that version: ignored files stay, and what is there now is snapshotted first, so that `strata undo` takes the restore back. With --to, the version is written into another folder, and other files there stay.").argument("<name[:ref]>", "the version; REF is latest, an alias, or v<N>").option("--to <dir>", "write into this folder instead").option("--path <path>", "only this file or folder of the version; may be given many times", collect).option("--dry-run", "only say what would be done").option("--delete-extra", "with --to: also delete files there that the version does not have").addHelpText("after", "\nExamples:\n  strata restore animals:v0 --dry-run\n  strata restore animals:v3 --path labels/cats.csv\n  strata restore animals:best --to /tmp/animals").action((reference, options) => run((invocation) => restore(invocation, parseReference(reference), options)));
}
function requestOf(folder, of, options) {
	return {
		artifact: of.artifact,
		ref: of.ref,
		deleteExtra: options.deleteExtra === true,
		...options.path === void 0 ? {} : { paths: options.path.map(insidePath) },
		...options.to === void 0 ? {} : { target: resolve(folder, options.to) }
	};
}
async function restore(invocation, of, options) {
	const { output, json } = invocation;
	const request = requestOf(invocation.folder, of, options);
	if (options.dryRun === true) {
		const limit = json ? mostItems : shownItems;
		const plan = await withEngine(invocation, (client) => client.invoke("restore.plan", {
			...request,
			limit
		}));
		await (json ? writeJson(output, planDocument(plan)) : writePlan(output, of.artifact, plan));
		return exitStatus.done;
	}
	const long = {
		kinds: ["restore", "snapshot"],
		artifact: of.artifact
	};
	const result = await withLongWork(invocation, long, (client) => client.invoke("restore.apply", request));
	await (json ? writeJson(output, restoreDocument(of.artifact, result)) : writeResult(output, of.artifact, result));
	return result.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}
var signs = {
	create: "+",
	overwrite: "~",
	delete: "-",
	touch: "t"
};
async function writePlan(output, artifact, plan) {
	const lines = plan.items.map((item) => `${signs[item.action]} ${printable(item.path)}  ${humaneSize(item.size)}`);
	const all = plan.create + plan.overwrite + plan.delete + plan.touch;
	if (all > plan.items.length) lines.push(`… and ${humaneCount(all - plan.items.length)} more`);
	lines.push(`${artifact}:${plan.ref} into ${printable(plan.target)}: create ${humaneCount(plan.create)}, overwrite ${humaneCount(plan.overwrite)}, delete ${humaneCount(plan.delete)}, leave ${humaneCount(plan.unchanged)} as they are; ${humaneSize(plan.bytes)} to write.`);
	await output.line(lines.join("\n"));
	if (plan.bytes > plan.freeBytes) output.note(output.errorColours.yellow(`Only ${humaneSize(plan.freeBytes)} are free there.`));
}
async function writeResult(output, artifact, result) {
	await output.line(`Wrote ${counted(result.written, "file")} (${humaneSize(result.bytes)}), deleted ${humaneCount(result.deleted)}, left ${humaneCount(result.unchanged)} as they were, in ${printable(result.target)}.`);
	if (result.safetyVersion !== null && result.operation !== null) {
		const undo = `strata undo ${result.operation}`;
		await output.line(`What was there before is ${artifact}:${result.safetyVersion}; \`${undo}\` takes this back.`);
	}
	for (const { path, message } of result.problems) output.note(output.errorColours.red(`${printable(path)}: ${printable(message)}`));
}
export { writeResult as n, defineRestore as t };

//# sourceMappingURL=restore-D8JdeVwl.js.map