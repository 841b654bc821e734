import { n as Option } from "./commander-Z8VwCC5V.js";
import { i as wholeNumber } from "./arguments-B2jEGxzI.js";
import { i as problemLines, r as newVersionText } from "./describe-version-D8aj7vuO.js";
import { c as versionDocument, t as artifactDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { n as withLongWork } from "./with-engine-BGL7tztn.js";
import { resolve } from "node:path";
// electron/cli/commands/track.ts
function defineTrack(program, run) {
	return program.command("track").summary("begin tracking a folder; what it holds now becomes v0").description("Begins tracking a folder. What it holds now becomes v0; from then on every change becomes a version, while the app or `strata watch` runs, or whenever `strata snapshot` is called. The folder itself is never changed.").argument("<dir>", "the folder").option("--name <name>", "the artifact's name; missing: made from the folder's name").option("--type <type>", "dataset, model, or any other word").addOption(new Option("--mode <mode>", "copy keeps the bytes, reference keeps the manifest alone").choices(["copy", "reference"]).default("copy")).option("--quiet-window <ms>", "how long a folder must rest before its changes become a version", wholeNumber).addHelpText("after", "\nExamples:\n  strata track ./animals\n  strata track /data/weights --name weights --type model --quiet-window 10000").action((folder, options) => run((invocation) => track(invocation, folder, options)));
}
async function track(invocation, folder, options) {
	const { output } = invocation;
	const { name, type, mode, quietWindow } = options;
	const request = {
		path: resolve(invocation.folder, folder),
		mode,
		...name === void 0 ? {} : { name },
		...type === void 0 ? {} : { type },
		...quietWindow === void 0 ? {} : { quietWindowMs: quietWindow }
	};
	const long = {
		kinds: ["track"],
		...name === void 0 ? {} : { artifact: name }
	};
	const { artifact, version } = await withLongWork(invocation, long, (client) => client.invoke("artifact.track", request));
	if (invocation.json) return writeJson(output, {
		artifact: artifactDocument(artifact),
		version: versionDocument(artifact.name, version)
	});
	await output.line(`Tracking ${printable(artifact.path ?? request.path)} as ${output.colours.bold(artifact.name)}.`);
	await output.line(newVersionText(artifact.name, version));
	for (const line of problemLines(version)) await output.line(output.colours.yellow(line));
}
export { defineTrack };

//# sourceMappingURL=track-DXxMzV8P.js.map