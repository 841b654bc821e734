import { Failure } from '../model/failure.ts';
import { count, FieldError, fields, take, type Fields } from './checked-fields.ts';

/**
 * The JSON records from which, with the containers, the catalog can be rebuilt. One document per file, keys always in the same order,
 * two spaces, a line end; `format` is raised when an older Strata could no longer read it right.
 */
const format = 1;

/** Keys come in the order of the object. */
export function encodeDocument(record: object): string {
  return `${JSON.stringify({ format, ...record }, null, 2)}\n`;
}

/** Reads what an object of this format holds. Throws Failure `store.damaged`, or `store.newer-format` when a newer Strata wrote it. */
export function decodeDocument<T>(name: string, document: string, read: (record: Fields) => T): T {
  try {
    const record = fields(JSON.parse(document));
    refuseNewer(name, take(record, 'format', count));
    return read(record);
  } catch (error) {
    if (!(error instanceof FieldError || error instanceof SyntaxError)) throw error;
    const why = error instanceof FieldError ? error.message : 'it is not JSON';
    throw new Failure('store.damaged', `The version record "${name}" is damaged: ${why}.`, { record: name }, error);
  }
}

function refuseNewer(name: string, found: number): void {
  if (found === format) return;
  if (found < format) throw new FieldError(`"format" is ${found}, which never was`);
  throw new Failure(
    'store.newer-format',
    `The version record "${name}" was written by a newer Strata (its format is ${found}, this one knows ${format}): use that version or a newer one.`,
    { record: name, format: found, known: format },
  );
}
