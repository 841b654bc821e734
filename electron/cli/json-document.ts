import type { Output } from './output.ts';

/** Rows per write: one system call for many lines, and never much in memory. */
const batch = 500;

/** Writes one JSON document and its newline. */
export function writeJson(output: Output, document: unknown): Promise<void> {
  return output.line(JSON.stringify(document));
}

/**
 * Writes `{"<name>":[…]}` one element a line while the elements come, so that a million of them need no memory. When they
 * end with an error, the document is closed with an `error` member beside the list, and the error is thrown on.
 */
export async function writeJsonList(
  output: Output,
  name: string,
  pages: AsyncIterable<readonly unknown[]>,
): Promise<void> {
  const iterator = pages[Symbol.asyncIterator]();
  // The first page before the first byte: an artifact that is not there is a plain error document.
  let page = await iterator.next();
  await output.write(`{${JSON.stringify(name)}:[`);
  let isFirst = true;
  try {
    for (; page.done !== true; page = await iterator.next()) {
      for (let at = 0; at < page.value.length; at += batch) {
        const lines = page.value.slice(at, at + batch).map((element) => JSON.stringify(element));
        await output.write(`${isFirst ? '\n' : ',\n'}${lines.join(',\n')}`);
        isFirst = false;
      }
    }
  } catch (error) {
    throw new CutDocument(error);
  }
  await output.line(isFirst ? ']}' : '\n]}');
}

/** A list broke off after its document had begun. The error still has to be written into the same document. */
export class CutDocument extends Error {
  constructor(cause: unknown) {
    super('the list broke off', { cause });
    this.name = 'CutDocument';
  }
}
