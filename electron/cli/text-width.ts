/** Ranges of characters that take two columns of a terminal: East Asian wide and full-width ones, and emoji. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

const invisible = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (invisible.test(character)) return 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns that a text without control characters takes in a terminal. */
export function textWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** The text cut to at most that many columns, with `…` where something is missing at its end. */
export function cutEnd(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += columnsOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The same, missing at the beginning: the end of a path says more. */
export function cutStart(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  const kept: string[] = [];
  let width = 0;
  for (const character of [...text].reverse()) {
    width += columnsOf(character);
    if (width > columns - 1) break;
    kept.push(character);
  }
  return `…${kept.reverse().join('')}`;
}

/**
 * Text from outside (names, paths, messages) as it may be written to a terminal: control characters, which could move
 * the cursor or start a new line, and halves of characters become visible escapes such as `\n` or `\x1b`.
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped).toWellFormed();
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
