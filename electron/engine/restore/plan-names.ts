import type { EntryPath } from '../model/entry-path.ts';

/** What a target's file system makes of names. */
export interface NameRules {
  /** "a" and "A" are one name (Windows and macOS as they come). */
  readonly ignoresCase?: boolean;
  /** Names that look alike in Unicode are one name (macOS). */
  readonly normalizes?: boolean;
  /** Device names, some characters, and dots or spaces at the end are not allowed (Windows). */
  readonly refusesDeviceNames?: boolean;
}

/** The one spelling under which such a file system knows a path. */
export function foldPath(path: string, rules: NameRules): string {
  const normal = rules.normalizes === true ? path.normalize('NFD') : path;
  return rules.ignoresCase === true ? normal.toUpperCase().toLowerCase() : normal;
}

/** Whether some paths are one path there. */
export function foldsPaths(rules: NameRules): boolean {
  return rules.ignoresCase === true || rules.normalizes === true;
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const refusedCharacters = /[<>:"|?*\\\u0000-\u001f]/;
const deviceName = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)\s*(\.|$)/i;

/** Whether the target can hold a path under its own name. */
export function isPlaceable(path: EntryPath, rules: NameRules): boolean {
  if (rules.refusesDeviceNames !== true) return true;
  return path.split('/').every((name) => !refusedCharacters.test(name) && !/[. ]$/.test(name) && !deviceName.test(name));
}
