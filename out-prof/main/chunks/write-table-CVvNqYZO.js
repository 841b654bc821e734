import { t as ContractError } from "./errors-FG7T4LxF.js";
import { n as layOut, r as rowLine, t as headerLine } from "./table-DYTIRxGO.js";
// electron/cli/pages.ts
/** Long lists, page by page, so that none is ever held whole. */
var versionsPerPage = 500;
var operationsPerPage = 500;
var entriesPerPage = 5e3;
/** Versions of an artifact, newest first, at most `limit`. */
async function* versionPages(client, artifact, limit = Infinity) {
	let left = limit;
	let before;
	while (left > 0) {
		const page = Math.min(versionsPerPage, left);
		const { versions } = await client.invoke("version.list", {
			artifact,
			limit: page,
			...before === void 0 ? {} : { before }
		});
		yield versions;
		if (versions.length < page) return;
		left -= versions.length;
		before = versions.at(-1)?.index;
	}
}
/** Entries of a version in path order, at or below a prefix. Rejects with `path.not-found` when nothing is there. */
async function* entryPages(client, of, prefix) {
	const request = {
		artifact: of.artifact,
		ref: await fixedRef(client, of),
		prefix,
		limit: entriesPerPage
	};
	let after = null;
	do {
		const page = await client.invoke("version.entries", {
			...request,
			...after === null ? {} : { after }
		});
		if (after === null && prefix !== "" && page.entries.length === 0) throw nothingAt(of, prefix);
		yield page.entries;
		after = page.next;
	} while (after !== null);
}
function nothingAt({ artifact, ref }, path) {
	const message = `${artifact}:${ref} has no file or folder "${path}".`;
	return new ContractError({
		code: "path.not-found",
		message,
		data: {
			artifact,
			ref,
			path
		}
	});
}
/** An alias may move between two pages; an index does not. */
async function fixedRef(client, of) {
	if (/^v\d+$/.test(of.ref)) return of.ref;
	const { version } = await client.invoke("version.get", {
		artifact: of.artifact,
		ref: of.ref
	});
	return version.ref;
}
/** Operations, newest first, at most `limit`. */
async function* operationPages(client, artifact, limit = Infinity) {
	let left = limit;
	let before;
	while (left > 0) {
		const page = Math.min(operationsPerPage, left);
		const { operations } = await client.invoke("operation.list", {
			limit: page,
			...artifact === void 0 ? {} : { artifact },
			...before === void 0 ? {} : { before }
		});
		yield operations;
		if (operations.length < page) return;
		left -= operations.length;
		before = operations.at(-1)?.id;
	}
}
/** The same pages with every element turned into something else. */
async function* mapPages(pages, turn) {
	for await (const page of pages) yield page.map(turn);
}
// electron/cli/write-table.ts
/** Writes a table while its rows come; the first page decides the widths. Nothing at all when there are no rows. */
async function writeTable(output, columns, pages) {
	let layout = null;
	for await (const rows of pages) {
		if (rows.length === 0) continue;
		if (layout === null) {
			layout = layOut(columns, rows, output.columns);
			await output.line(headerLine(layout, output.colours));
		}
		const fixed = layout;
		await output.line(rows.map((row) => rowLine(fixed, row)).join("\n"));
	}
}
export { versionPages as a, operationPages as i, entryPages as n, mapPages as r, writeTable as t };

//# sourceMappingURL=write-table-CVvNqYZO.js.map