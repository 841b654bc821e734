import { t as Failure } from "./failure-B7gN5Qpo.js";
import { i as systemCode, n as storeError, t as makeDurableFolder } from "./durable-files-BOasvkmk.js";
import { homedir, tmpdir, userInfo } from "node:os";
import path from "node:path";
import { mkdirSync, realpathSync } from "node:fs";
import { createHash } from "node:crypto";
// electron/adapters/home-folder.ts
/** The home when nobody names one: `STRATA_HOME`, or the platform's place for a user's data. */
function defaultHome(platform = process.platform, env = process.env, userFolder = homedir()) {
	const { join, resolve, isAbsolute } = platform === "win32" ? path.win32 : path.posix;
	const chosen = env["STRATA_HOME"];
	if (chosen) return resolve(chosen);
	if (platform === "darwin") return join(userFolder, "Library", "Application Support", "Strata");
	if (platform === "win32") return join(env["APPDATA"] || join(userFolder, "AppData", "Roaming"), "Strata");
	const data = env["XDG_DATA_HOME"];
	return join(data && isAbsolute(data) ? data : join(userFolder, ".local", "share"), "strata");
}
/**
* Makes what is missing of a home; what is made belongs to its owner alone. A folder that was there keeps its permissions, but what Strata
* keeps inside is closed. Throws Failure `folder.not-a-directory` or `folder.unreadable`.
*/
function openHome(folder) {
	const home = partsOf(path.resolve(folder));
	try {
		makePrivate(home.path);
		for (const part of [
			home.containers,
			home.temporary,
			home.logs,
			home.versions
		]) makePrivate(part);
		return partsOf(realpathSync(home.path));
	} catch (error) {
		throw refusal(error, home.path);
	}
}
function partsOf(home) {
	return {
		path: home,
		catalog: path.join(home, "catalog.db"),
		containers: path.join(home, "containers"),
		temporary: path.join(home, "tmp"),
		logs: path.join(home, "logs"),
		versions: path.join(home, "versions")
	};
}
function makePrivate(folder) {
	makeDurableFolder(path.dirname(folder));
	try {
		mkdirSync(folder, { mode: 448 });
	} catch (error) {
		if (systemCode(error) !== "EEXIST") throw error;
		mkdirSync(folder, { recursive: true });
	}
}
function refusal(error, home) {
	const code = systemCode(error);
	if (code === "ENOTDIR" || code === "EEXIST") return new Failure("folder.not-a-directory", `"${home}" cannot be a home of Strata: a file is in the way.`, { path: home }, error);
	if (code === "EACCES" || code === "EPERM" || code === "EROFS") return new Failure("folder.unreadable", `"${home}" cannot be a home of Strata: it cannot be written.`, { path: home }, error);
	return storeError(error);
}
/** The longest name of a Unix socket that every system takes, in bytes (macOS has room for 103 and an end mark). */
var longestSocketPath = 100;
/**
* Where the engine of a home listens: `engine.sock` in it, or, when that is too long for a socket, a name made of the home's
* digest in the folder for run-time files; a named pipe on Windows. The same for every spelling of one home.
*/
function socketPath(folder, place = thisPlace()) {
	const home = trueName(folder);
	if (place.platform === "win32") return `\\\\.\\pipe\\strata-${shortDigest(home.toLowerCase())}`;
	const inside = path.posix.join(home, "engine.sock");
	if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
	const name = `strata-${place.user}-${shortDigest(home)}.sock`;
	return [place.env["XDG_RUNTIME_DIR"], place.tmp].filter((each) => each !== void 0 && each !== "").map((each) => path.posix.join(each, name)).find((each) => Buffer.byteLength(each) <= longestSocketPath) ?? path.posix.join("/tmp", name);
}
function thisPlace() {
	const { uid, username } = userInfo();
	const user = uid >= 0 ? String(uid) : username;
	return {
		platform: process.platform,
		env: process.env,
		tmp: tmpdir(),
		user
	};
}
function trueName(folder) {
	try {
		return realpathSync(folder);
	} catch {
		return path.resolve(folder);
	}
}
function shortDigest(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
export { openHome as n, socketPath as r, defaultHome as t };

//# sourceMappingURL=home-folder-CdQteMv9.js.map