/**
 * The rules for names as the engine has them, so that a form can answer while one types. The engine has the last word.
 * Each answers with the reason, or null when the name is fine.
 */

const artifactName = /^[A-Za-z0-9_.-]{1,128}$/;

export function artifactNameRefusal(name: string): string | null {
  if (name === '') return 'Give it a name.';
  if (!artifactName.test(name) || name === '.' || name === '..') {
    return 'Use 1 to 128 letters, digits, dots, dashes or underscores.';
  }
  return null;
}

export function aliasRefusal(alias: string): string | null {
  if (alias.trim() === '') return 'Write a name.';
  if (alias.length > 128) return 'Use at most 128 characters.';
  if (/[/:]/.test(alias)) return 'An alias has no "/" and no ":".';
  if (/^v\d+$/.test(alias)) return 'Names like v3 are kept for versions.';
  if (alias === 'latest') return 'Strata moves "latest" itself.';
  return null;
}

export function tagRefusal(tag: string): string | null {
  if (tag.trim() === '') return 'Write a tag.';
  return tag.length > 128 ? 'Use at most 128 characters.' : null;
}

export function metadataKeyRefusal(key: string, taken: readonly string[]): string | null {
  if (key.trim() === '') return 'Write a key.';
  if (key.length > 256) return 'Use at most 256 characters.';
  if (taken.includes(key)) return 'This key is there already.';
  return taken.length >= 100 ? 'A version holds at most 100 keys.' : null;
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** JSON as typed; what is not JSON counts as plain text, as long as it does not look like broken JSON. */
export function parseMetadataValue(text: string): { value: JsonValue } | { refusal: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { value: '' };
  try {
    return { value: JSON.parse(trimmed) as JsonValue };
  } catch {
    if (/^[[{"]/.test(trimmed)) return { refusal: 'This is not valid JSON.' };
    if (/^-?(NaN|Infinity)$/.test(trimmed)) return { refusal: 'Only finite numbers can be kept.' };
    return { value: trimmed };
  }
}

/** How a metadata value is shown and edited: text as it is, unless it would read as something else. */
export function showMetadataValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const parsed = parseMetadataValue(value);
  return 'value' in parsed && parsed.value === value ? value : JSON.stringify(value);
}
