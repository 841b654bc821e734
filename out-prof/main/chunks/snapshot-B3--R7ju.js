import { t as collect } from "./arguments-B2jEGxzI.js";
import { i as problemLines, r as newVersionText } from "./describe-version-D8aj7vuO.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { n as withLongWork } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/snapshot.ts
function defineSnapshot(program, run) {
	return program.command("snapshot").summary("look at a folder now and make a version if it changed").description("Rescans the folder of an artifact now. A version is made if it differs from the latest one.").argument("<name>", "the artifact").option("-m, --message <text>", "description of the version").option("--alias <alias>", "alias for the version; may be given many times", collect).addHelpText("after", "\nExample:\n  strata snapshot animals -m \"labels corrected\" --alias reviewed").action((name, options) => run((invocation) => snapshot(invocation, parseName(name), options)));
}
async function snapshot(invocation, artifact, options) {
	const { output } = invocation;
	const { message, alias } = options;
	const request = {
		artifact,
		...message === void 0 ? {} : { description: message },
		...alias === void 0 ? {} : { aliases: alias }
	};
	const { created, version } = await withLongWork(invocation, {
		kinds: ["snapshot", "rescan"],
		artifact
	}, (client) => client.invoke("artifact.snapshot", request));
	if (invocation.json) return writeJson(output, {
		created,
		version: versionDocument(artifact, version)
	});
	if (!created) return output.line(`Nothing changed; ${artifact}:${version.ref} is still the latest version.`);
	await output.line(newVersionText(artifact, version));
	for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}
export { defineSnapshot };

//# sourceMappingURL=snapshot-B3--R7ju.js.map