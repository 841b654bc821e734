/** Text for people, coloured where the reader is a terminal. */
export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
}

const plain = (text: string): string => text;
const painted = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;

export function createColours(coloured: boolean): Colours {
  if (!coloured) return { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, blue: plain };
  return {
    bold: painted(1, 22),
    dim: painted(2, 22),
    red: painted(31, 39),
    green: painted(32, 39),
    yellow: painted(33, 39),
    blue: painted(34, 39),
  };
}

/** Whether to colour: a terminal that can, and nobody said no (https://no-color.org). */
export function wantsColour(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment['NO_COLOR']) return false;
  return isTerminal && environment['TERM'] !== 'dumb';
}
