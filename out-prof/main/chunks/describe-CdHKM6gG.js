import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/describe.ts
function defineDescribe(program, run) {
	return program.command("describe").summary("set the description of a version").description("Sets the description of a version; an empty text takes it away.").argument("<name:ref>", "the version").argument("<text>", "the description").addHelpText("after", "\nExample:\n  strata describe animals:v3 \"labels corrected by hand\"").action((reference, text) => run((invocation) => describe(invocation, parseReference(reference), text)));
}
async function describe(invocation, of, description) {
	const { output } = invocation;
	const { artifact, ref } = of;
	const { version } = await withEngine(invocation, (client) => client.invoke("version.describe", {
		artifact,
		ref,
		description
	}));
	if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
	await output.line(`${artifact}:${version.ref} ${description === "" ? "has no description now" : "is described"}.`);
}
export { defineDescribe };

//# sourceMappingURL=describe-CdHKM6gG.js.map