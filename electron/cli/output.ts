import { createColours, wantsColour, type Colours } from './colours.ts';

/** Where a command writes. */
export interface Output {
  /** To stdout. Resolves when the reader took it; rejects with BrokenPipe when there is no reader any more. */
  write(text: string): Promise<void>;
  /** A line to stdout. */
  line(text: string): Promise<void>;
  /** A line to stderr; never fails. */
  note(text: string): void;
  /** Resolves when all that was written is on its way; never rejects. */
  flush(): Promise<void>;
  /** Columns that lines should fit. */
  readonly columns: number;
  readonly colours: Colours;
  readonly errorColours: Colours;
}

/** Whoever read our output went away (`| head`): there is nothing left to do. */
export class BrokenPipe extends Error {
  constructor() {
    super('nobody reads the output any more');
    this.name = 'BrokenPipe';
  }
}

/** Width for readers that are no terminal. */
const usualColumns = 80;

export function createOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  let broken = false;
  // Errors reach each write's callback; unheard they would end the process.
  stdout.on('error', () => (broken = true));
  stderr.on('error', () => undefined);

  function write(text: string): Promise<void> {
    if (broken) return Promise.reject(new BrokenPipe());
    return new Promise((resolve, reject) => {
      stdout.write(text, (error) => {
        if (!error) resolve();
        else reject(isBrokenPipe(error) ? new BrokenPipe() : error);
      });
    });
  }

  return {
    write,
    line: (text) => write(`${text}\n`),
    flush: async () => void (await Promise.all([flushed(stdout), flushed(stderr)])),
    note: (text) => void stderr.write(`${text}\n`),
    columns: stdout.isTTY ? stdout.columns || usualColumns : usualColumns,
    colours: createColours(wantsColour(stdout.isTTY, environment)),
    errorColours: createColours(wantsColour(stderr.isTTY, environment)),
  };
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'EOF' || error.code === 'ERR_STREAM_DESTROYED');
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}
