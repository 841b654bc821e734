/** Longest line that is taken from a peer, bytes. Far above any request; answers of the engine may be longer. */
export const longestRequestLine = 64 * 1024 * 1024;

const newline = 0x0a;

export interface LineListeners {
  onLine(text: string): void;
  /** A line grew beyond the limit. The rest of it is dropped; the next line is heard again. */
  onTooLong(): void;
}

/**
 * Cuts a stream of bytes into lines of UTF-8, without their `\n`; empty lines are skipped. Never holds more than
 * `longest` bytes. What stands behind the last newline waits for the next bytes.
 */
export function createLineSplitter(longest: number, listeners: LineListeners): (bytes: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let dropping = false;

  function keep(part: Buffer): void {
    if (dropping) return;
    length += part.length;
    if (length <= longest) {
      parts.push(part);
      return;
    }
    dropping = true;
    parts = [];
    listeners.onTooLong();
  }

  function end(): void {
    const line = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    const whole = !dropping;
    parts = [];
    length = 0;
    dropping = false;
    if (whole && line.length > 0) listeners.onLine(line.toString('utf8'));
  }

  return (bytes) => {
    let start = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, start)) {
      keep(bytes.subarray(start, at));
      end();
      start = at + 1;
    }
    if (start < bytes.length) keep(bytes.subarray(start));
  };
}

/** One JSON document and its newline. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
