import path from 'node:path';
import { expect } from 'vitest';
import type { z } from 'zod';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { documents } from './document-schemas.ts';
import { runCli, runJson } from './run-cli.ts';

/** A home, a desk to stand on, and the command line. `refused` gives the exit status, the error's code and its sentence. */
export function createDesk(environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const home = path.join(folder, 'home');
  const options = { home, folder, environment: { HOME: folder, GOOGLE_APPLICATION_CREDENTIALS: '', METADATA_SERVER_DETECTION: 'none', ...environment } };
  async function done<Name extends keyof typeof documents>(as: Name, ...words: string[]): Promise<z.infer<(typeof documents)[Name]>> {
    const { status, document } = await runJson(words, options);
    expect({ status, document }).toMatchObject({ status: 0 });
    return documents[as].parse(document) as never;
  }
  const refused = async (...words: string[]) => {
    const { status, document } = await runJson(words, options);
    const { code, message } = documents.error.parse(document).error;
    return [status, code, message];
  };
  const text = async (...words: string[]): Promise<string> => {
    const { stdout, stderr } = await runCli(words, options);
    return stdout + stderr;
  };
  /** Exit status and document, whatever they are. */
  const ended = (...words: string[]) => runJson(words, options);
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  return { folder, home, done, refused, ended, text, at };
}
