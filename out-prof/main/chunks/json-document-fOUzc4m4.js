// electron/cli/json-document.ts
/** Rows per write: one system call for many lines, and never much in memory. */
var batch = 500;
/** Writes one JSON document and its newline. */
function writeJson(output, document) {
	return output.line(JSON.stringify(document));
}
/**
* Writes `{"<name>":[…]}` one element a line while the elements come, so that a million of them need no memory. When they
* end with an error, the document is closed with an `error` member beside the list, and the error is thrown on.
*/
async function writeJsonList(output, name, pages) {
	const iterator = pages[Symbol.asyncIterator]();
	let page = await iterator.next();
	await output.write(`{${JSON.stringify(name)}:[`);
	let isFirst = true;
	try {
		for (; page.done !== true; page = await iterator.next()) for (let at = 0; at < page.value.length; at += batch) {
			const lines = page.value.slice(at, at + batch).map((element) => JSON.stringify(element));
			await output.write(`${isFirst ? "\n" : ",\n"}${lines.join(",\n")}`);
			isFirst = false;
		}
	} catch (error) {
		throw new CutDocument(error);
	}
	await output.line(isFirst ? "]}" : "\n]}");
}
/** A list broke off after its document had begun. The error still has to be written into the same document. */
var CutDocument = class extends Error {
	constructor(cause) {
		super("the list broke off", { cause });
		this.name = "CutDocument";
	}
};
export { writeJson as n, writeJsonList as r, CutDocument as t };

//# sourceMappingURL=json-document-fOUzc4m4.js.map