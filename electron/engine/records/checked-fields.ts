/** Why a document that came from outside cannot be what it should be. Stays inside the readers of documents. */
export class FieldError extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

/** Takes the value at a key for a record, and says which key it was when it is none. Own keys only. */
export function take<T>(fields: Fields, key: string, read: (value: unknown) => T): T {
  try {
    return read(Object.hasOwn(fields, key) ? fields[key] : undefined);
  } catch (error) {
    if (error instanceof FieldError) throw new FieldError(`"${key}" ${error.message}`);
    throw error;
  }
}

/** Takes a value that records did not always have: without the key it is `missing`. */
export function takeOr<T>(from: Fields, key: string, read: (value: unknown) => T, missing: T): T {
  return Object.hasOwn(from, key) ? take(from, key, read) : missing;
}

export function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FieldError('is not an object');
  return value as Fields;
}

export function list<T>(value: unknown, read: (value: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new FieldError('is not a list');
  return value.map(read);
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new FieldError('is not a text');
  return value;
}

export function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new FieldError('is neither true nor false');
  return value;
}

/** A whole number that a double holds exactly. */
export function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new FieldError('is not a whole number');
  return value as number;
}

export function count(value: unknown): number {
  const number = integer(value);
  if (number < 0) throw new FieldError('is negative');
  return number;
}

export function oneOf<T extends string>(words: readonly T[]): (value: unknown) => T {
  return (value) => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw new FieldError(`is none of ${words.join(', ')}`);
    return word;
  };
}

export function orNull<T>(read: (value: unknown) => T): (value: unknown) => T | null {
  return (value) => (value === null ? null : read(value));
}
