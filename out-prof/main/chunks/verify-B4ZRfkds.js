import { t as exitStatus } from "./exit-status-CuRfi89x.js";
import { i as humaneSize, t as counted } from "./humane-DKTqbfEr.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { n as withLongWork } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/verify.ts
function defineVerify(program, run) {
	return program.command("verify").summary("check that everything in the store is whole").description("Checks every version, manifest and chunk and recomputes every count. Ends with status 5 and says what is touched when something is damaged.").argument("[name]", "only this artifact").option("--deep", "also read every byte and compare its digest").addHelpText("after", "\nExample:\n  strata verify --deep").action((name, options) => run((invocation) => verify(invocation, name === void 0 ? void 0 : parseName(name), options.deep === true)));
}
async function verify(invocation, artifact, deep) {
	const request = artifact === void 0 ? { deep } : {
		artifact,
		deep
	};
	const report = await withLongWork(invocation, { kinds: ["verify"] }, (client) => client.invoke("store.verify", request));
	if (invocation.json) await writeJson(invocation.output, report);
	else await writeReport(invocation.output, report);
	return report.ok ? exitStatus.done : exitStatus.integrity;
}
async function writeReport(output, report) {
	const { versions, nodes, chunks, bytes, deep, findings } = report;
	for (const { message, touches } of findings) {
		await output.line(output.colours.red(printable(message)));
		for (const { version, path } of touches) await output.line(`  ${printable(path === null ? version : `${version} ${path}`)}`);
	}
	const checked = `${counted(versions, "version")}, ${counted(nodes, "manifest node")}, ${counted(chunks, "chunk")}, ${humaneSize(bytes)}`;
	const how = deep ? ", every byte read" : "";
	const verdict = report.ok ? output.colours.green("Everything is whole") : output.colours.red(`${counted(findings.length, "finding")}`);
	await output.line(`${verdict}: ${checked} checked${how}.`);
}
export { defineVerify };

//# sourceMappingURL=verify-B4ZRfkds.js.map