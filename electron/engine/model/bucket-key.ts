/** The name of something in a bucket: segments joined by `/`. */
export type BucketKey = string & { readonly __bucketKey: unique symbol };

/** Bytes of a whole key. A bucket's own prefix comes before it, and Cloud Storage ends at 1,024. */
export const longestKey = 800;
/** Bytes of one segment. File systems end at 255, and the folder adapter writes capitals longer. */
export const longestSegment = 180;

const segment = /^[A-Za-z0-9._-]+$/;
const prefix = /^[A-Za-z0-9._/-]*$/;

/**
 * Whether a text is a key: segments of 1 to 180 characters `A-Z a-z 0-9 . _ -`, none of them `.` or `..`, joined by single slashes; at
 * most 800 characters. Capitals count. Any other text, such as an alias, is encoded by the caller.
 */
export function isBucketKey(text: string): text is BucketKey {
  return text.length <= longestKey && text.split('/').every(isSegment);
}

function isSegment(text: string): boolean {
  return text.length <= longestSegment && segment.test(text) && text !== '.' && text !== '..';
}

/** Makes a key of a text that our own code put together. Throws a RangeError when it is none. */
export function bucketKey(text: string): BucketKey {
  if (!isBucketKey(text)) throw new RangeError(`not a key: ${JSON.stringify(text.slice(0, 80))}`);
  return text;
}

/** Checks the beginning of keys, possibly empty. Throws a RangeError for what no key can begin with. */
export function checkKeyPrefix(text: string): string {
  const isPrefix = prefix.test(text) && text.length <= longestKey && !text.startsWith('/') && !text.includes('//');
  if (!isPrefix) throw new RangeError(`no key begins with: ${JSON.stringify(text.slice(0, 80))}`);
  return text;
}

/** The order of keys everywhere: by their characters' codes. */
export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
