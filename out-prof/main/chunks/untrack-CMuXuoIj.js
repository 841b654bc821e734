import { t as artifactDocument } from "./documents-CdGrCsf7.js";
import { t as counted } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/untrack.ts
function defineUntrack(program, run) {
	return program.command("untrack").summary("stop watching a folder; its versions stay").description("Stops watching the folder of an artifact. Its versions stay and can still be restored.").argument("<name>", "the artifact").addHelpText("after", "\nExample:\n  strata untrack animals").action((name) => run((invocation) => untrack(invocation, parseName(name))));
}
async function untrack(invocation, name) {
	const { artifact } = await withEngine(invocation, (client) => client.invoke("artifact.untrack", { artifact: name }));
	if (invocation.json) return writeJson(invocation.output, { artifact: artifactDocument(artifact) });
	await invocation.output.line(`${name} is no longer tracked; ${counted(artifact.versions, "version")} stay.`);
}
export { defineUntrack };

//# sourceMappingURL=untrack-CMuXuoIj.js.map