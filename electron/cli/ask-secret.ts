import type { ReadStream } from 'node:tty';

/**
 * Asks on the terminal for something that is not shown while it is typed. Null when there is no terminal, or when it is given up with Ctrl-C or Ctrl-D.
 */
export async function askSecret(question: string, input: NodeJS.ReadStream = process.stdin, output: NodeJS.WriteStream = process.stderr): Promise<string | null> {
  if (!input.isTTY || !output.isTTY) return null;
  output.write(question);
  try {
    return await typedLine(input);
  } finally {
    output.write('\n');
  }
}

const enter = new Set(['\r', '\n']);
const giveUp = new Set(['\u0003', '\u0004']);
const rubOut = new Set(['\u007f', '\b']);

function typedLine(input: ReadStream): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let typed: string[] = [];
  const hear = (text: string): void => {
    for (const letter of text) {
      if (enter.has(letter)) return resolve(typed.join(''));
      if (giveUp.has(letter)) return resolve(null);
      typed = rubOut.has(letter) ? typed.slice(0, -1) : [...typed, letter];
    }
  };
  input.setRawMode(true).setEncoding('utf8').on('data', hear).resume();
  return promise.finally(() => {
    input.off('data', hear).setRawMode(false).pause();
  });
}
