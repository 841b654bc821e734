import { t as Failure } from "./failure-B7gN5Qpo.js";
import path from "node:path";
import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
// electron/adapters/durable-files.ts
/** The code of a system error (`ENOENT`, …); null for anything else. */
function systemCode(error) {
	if (!(error instanceof Error) || !("code" in error)) return null;
	return typeof error.code === "string" ? error.code : null;
}
/** Makes the names in a folder durable. Does nothing where folders cannot be opened (Windows keeps names durable itself). */
function syncFolder(folder) {
	if (process.platform === "win32") return;
	const fd = openSync(folder, "r");
	try {
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}
/** Makes a folder and what is missing above it, durably. */
function makeDurableFolder(folder) {
	const first = mkdirSync(folder, { recursive: true });
	if (first === void 0) return;
	for (let made = folder; made.length >= first.length; made = path.dirname(made)) syncFolder(path.dirname(made));
}
/** A full disk or quota becomes Failure `store.full`; anything else passes as it is. Call as `throw storeError(error)`. */
function storeError(error) {
	const code = systemCode(error);
	if (code !== "ENOSPC" && code !== "EDQUOT") return error;
	return new Failure("store.full", `${code === "ENOSPC" ? "The disk that holds the store is full" : "The disk quota for the store is used up"}; free some space and try again.`, { reason: code }, error);
}
export { systemCode as i, storeError as n, syncFolder as r, makeDurableFolder as t };

//# sourceMappingURL=durable-files-BOasvkmk.js.map