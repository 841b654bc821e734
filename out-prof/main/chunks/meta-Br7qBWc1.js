import { t as collect } from "./arguments-B2jEGxzI.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as UsageError } from "./usage-error-6z-wgqw-.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/metadata-arguments.ts
/** Parses KEY=VALUE texts. A VALUE that is not JSON is text; numbers that JSON cannot carry are refused. */
function parseAssignments(texts) {
	return Object.fromEntries(texts.map(parseAssignment));
}
function parseAssignment(text) {
	const equals = text.indexOf("=");
	if (equals <= 0) throw new UsageError(`"${text}" is not KEY=JSON.`);
	const key = text.slice(0, equals);
	const written = text.slice(equals + 1);
	if (/^[-+]?(nan|infinity|inf)$/i.test(written)) throw notFinite(key, written);
	const value = jsonOrText(written);
	if (!isFinite(value)) throw notFinite(key, written);
	return [key, value];
}
function jsonOrText(written) {
	try {
		return JSON.parse(written);
	} catch {
		return written;
	}
}
/** `1e999` is JSON, but no number that could be kept. */
function isFinite(value) {
	if (typeof value === "number") return Number.isFinite(value);
	if (typeof value !== "object" || value === null) return true;
	return Object.values(value).every((inner) => isFinite(inner));
}
function notFinite(key, written) {
	return new UsageError(`The metadata "${key}" is ${written}; only finite numbers can be kept. Quote it to keep it as text.`);
}
// electron/cli/commands/meta.ts
function defineMeta(program, run) {
	return program.command("meta").summary("set or remove metadata of a version").description("Sets metadata: KEY=VALUE, where VALUE is JSON, or else taken as text. Other keys stay as they are.").argument("<name:ref>", "the version").argument("[key=json...]", "what to set").option("--remove <key>", "take a key away; may be given many times", collect).addHelpText("after", "\nExample:\n  strata meta animals:v3 accuracy=0.93 source=field 'classes=[\"cat\",\"dog\"]'").action((reference, assignments, options) => {
		const remove = options.remove ?? [];
		if (assignments.length + remove.length === 0) throw new UsageError("Nothing to set: write KEY=JSON, or --remove KEY.");
		const set = parseAssignments(assignments);
		return run((invocation) => edit(invocation, parseReference(reference), set, remove));
	});
}
async function edit(invocation, of, set, remove) {
	const { output } = invocation;
	const { artifact, ref } = of;
	const { version } = await withEngine(invocation, (client) => client.invoke("version.setMetadata", {
		artifact,
		ref,
		set,
		remove
	}));
	if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
	const lines = Object.entries(version.metadata).map(([key, value]) => `  ${printable(key)} = ${JSON.stringify(value)}`);
	const title = `${artifact}:${version.ref}${lines.length === 0 ? " has no metadata now." : ""}`;
	await output.line([title, ...lines].join("\n"));
}
export { defineMeta };

//# sourceMappingURL=meta-Br7qBWc1.js.map