import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { z } from 'zod';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { documents } from './document-schemas.ts';
import { runCli, runJson } from './run-cli.ts';

export type Tree = Readonly<Record<string, string>>;

export function plant(folder: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

export function grown(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((child) => child.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

export interface Bench {
  readonly home: string;
  /** The tracked folder. */
  readonly animals: string;
  /** Where commands are called. */
  readonly folder: string;
  /** Runs a command with --json that must end with 0, and parses its document. */
  done<Name extends keyof typeof documents>(as: Name, ...words: string[]): Promise<z.infer<(typeof documents)[Name]>>;
  /** Runs a command with --json that must not end with 0. */
  refused(...words: string[]): Promise<{ status: number | null; code: string }>;
  /** Runs a command for people that must end with 0. */
  text(...words: string[]): Promise<string>;
}

export function createBench(tree: Tree): Bench {
  const folder = temporaryFolder();
  const [home, animals] = [path.join(folder, 'home'), path.join(folder, 'animals')];
  plant(animals, tree);
  const options = { home, folder };
  return {
    home,
    animals,
    folder,
    async done(as, ...words) {
      const { status, document } = await runJson(words, options);
      expect({ status, document }).toMatchObject({ status: 0 });
      return documents[as].parse(document) as never;
    },
    async refused(...words) {
      const { status, document } = await runJson(words, options);
      return { status, code: documents.error.parse(document).error.code };
    },
    async text(...words) {
      const { status, stdout, stderr } = await runCli(words, options);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return stdout;
    },
  };
}
