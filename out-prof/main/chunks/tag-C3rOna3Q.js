import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/tag.ts
function defineTag(program, run) {
	const tag = program.command("tag").summary("add or remove a tag of a version").description("A tag is a label that any number of versions can carry.");
	const define = (word, method, description) => {
		tag.command(word).description(description).argument("<name:ref>", "the version").argument("<tag>", "the tag").addHelpText("after", `\nExample:\n  strata tag ${word} animals:v3 reviewed`).action((reference, label) => run((invocation) => edit(invocation, method, parseReference(reference), label)));
	};
	define("add", "tag.add", "Adds a tag to a version.");
	define("rm", "tag.remove", "Removes a tag from a version.");
	return tag;
}
async function edit(invocation, method, of, tag) {
	const { output } = invocation;
	const { artifact, ref } = of;
	const { version } = await withEngine(invocation, (client) => client.invoke(method, {
		artifact,
		ref,
		tag
	}));
	if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
	const tags = version.tags.length === 0 ? "no tags" : `the tags ${printable(version.tags.join(", "))}`;
	await output.line(`${artifact}:${version.ref} now has ${tags}.`);
}
export { defineTag };

//# sourceMappingURL=tag-C3rOna3Q.js.map