import { t as ContractError } from "./errors-FG7T4LxF.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as parseReference } from "./reference-DU45jZdB.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { t as withEngine } from "./with-engine-BGL7tztn.js";
// electron/cli/commands/alias.ts
function defineAlias(program, run) {
	const alias = program.command("alias").summary("add or remove an alias of a version").description("An alias is a movable name for one version, such as best or production.");
	alias.command("add").description("Points an alias at a version; it moves there if another version had it.").argument("<name:ref>", "the version").argument("<alias>", "any text without / and :").addHelpText("after", "\nExample:\n  strata alias add animals:v3 best").action((reference, name) => run((invocation) => add(invocation, parseReference(reference), name)));
	alias.command("rm").description("Removes an alias. With a REF, only if it names that version.").argument("<name[:ref]>", "the artifact or version").argument("<alias>", "the alias").addHelpText("after", "\nExample:\n  strata alias rm animals best").action((reference, name) => run((invocation) => remove(invocation, parseReference(reference), name)));
	return alias;
}
async function add(invocation, of, alias) {
	const { output } = invocation;
	const { artifact, ref } = of;
	const { version, movedFrom } = await withEngine(invocation, (client) => client.invoke("alias.set", {
		artifact,
		ref,
		alias
	}));
	if (invocation.json) return writeJson(output, {
		version: versionDocument(artifact, version),
		movedFrom
	});
	const moved = movedFrom === null || movedFrom === version.ref ? "" : ` (before: ${movedFrom})`;
	await output.line(`"${printable(alias)}" now names ${artifact}:${version.ref}${moved}.`);
}
async function remove(invocation, of, alias) {
	const { output } = invocation;
	const { artifact, ref } = of;
	const { version } = await withEngine(invocation, async (client) => {
		if (of.isExplicit) {
			const named = await client.invoke("version.get", {
				artifact,
				ref
			});
			if (!named.version.aliases.includes(alias)) throw notThere(artifact, named.version.ref, alias);
		}
		return client.invoke("alias.remove", {
			artifact,
			alias
		});
	});
	if (invocation.json) return writeJson(output, { version: versionDocument(artifact, version) });
	await output.line(`"${printable(alias)}" no longer names ${artifact}:${version.ref}.`);
}
function notThere(artifact, ref, alias) {
	return new ContractError({
		code: "alias.not-found",
		message: `${artifact}:${ref} has no alias "${alias}"; see its aliases with: strata show ${artifact}:${ref}`,
		data: {
			artifact,
			ref,
			alias
		}
	});
}
export { defineAlias };

//# sourceMappingURL=alias-zvANXStg.js.map