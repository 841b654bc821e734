import { i as wholeNumber } from "./arguments-B2jEGxzI.js";
import { a as operationDocument, s as restoreDocument } from "./documents-CdGrCsf7.js";
import { t as exitStatus } from "./exit-status-CuRfi89x.js";
import { n as writeJson } from "./json-document-fOUzc4m4.js";
import { n as withLongWork } from "./with-engine-BGL7tztn.js";
import { n as writeResult } from "./restore-D8JdeVwl.js";
// electron/cli/commands/undo.ts
function defineUndo(program, run) {
	return program.command("undo").summary("take one operation back").description("Takes back the operation with this id (see `strata ops`), or the newest one that can be.").argument("[op]", "id of the operation", wholeNumber).addHelpText("after", "\nExample:\n  strata undo").action((operation) => run((invocation) => undo(invocation, operation)));
}
async function undo(invocation, operation) {
	const { output } = invocation;
	const { undone, restore } = await withLongWork(invocation, { kinds: ["restore", "snapshot"] }, (client) => client.invoke("operation.undo", operation === void 0 ? {} : { operation }));
	const artifact = undone.artifact ?? "";
	if (invocation.json) await writeJson(output, {
		undone: operationDocument(undone),
		restore: restore === null ? null : restoreDocument(artifact, restore)
	});
	else {
		const of = artifact === "" ? "" : ` of ${artifact}`;
		await output.line(`Took back operation ${undone.id}: ${undone.kind}${of}.`);
		if (restore !== null) await writeResult(output, artifact, restore);
	}
	return restore === null || restore.problems.length === 0 ? exitStatus.done : exitStatus.failed;
}
export { defineUndo };

//# sourceMappingURL=undo-kaVOKkhZ.js.map