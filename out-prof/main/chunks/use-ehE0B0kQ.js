import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { t as exitStatus } from "./exit-status-CuRfi89x.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { n as withLongWork } from "./with-engine-BGL7tztn.js";
import { join, resolve } from "node:path";
// electron/cli/commands/use.ts
function defineUse(program, run) {
	return program.command("use").summary("write a version into a folder of its own and print where; for scripts").description("Writes a version into ROOT/NAME-vN and prints only that folder on stdout. What is there already and right is not written again, so that a second call is quick; other files there stay.").argument("<name[:ref]>", "the version; REF is latest, an alias, or v<N>").option("--root <dir>", "where the folder goes", "./artifacts").addHelpText("after", "\nExample:\n  python train.py --data \"$(strata use animals:best)\"").action((reference, options) => run((invocation) => use(invocation, parseReference(reference), options.root)));
}
async function use(invocation, of, root) {
	const { output } = invocation;
	const { artifact } = of;
	const { version, result } = await withLongWork(invocation, {
		kinds: ["restore"],
		artifact
	}, async (client) => {
		const found = await client.invoke("version.get", {
			artifact,
			ref: of.ref
		});
		const target = join(resolve(invocation.folder, root), `${artifact}-${found.version.ref}`);
		const request = {
			artifact,
			ref: found.version.ref,
			target
		};
		return {
			version: found.version,
			result: await client.invoke("restore.apply", request)
		};
	});
	for (const { path, message } of result.problems) output.note(`${printable(path)}: ${printable(message)}`);
	if (!invocation.json) await output.line(result.target);
	else await writeJson(output, {
		directory: result.target,
		version: versionDocument(artifact, version)
	});
	return result.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}
export { defineUse };

//# sourceMappingURL=use-ehE0B0kQ.js.map