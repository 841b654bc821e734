import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A snippet that breaks a rule: planted in a tree laid out like ours, and expected to be reported there. */
interface Plant {
  readonly file: string;
  readonly code: string;
  /** Part of the message. */
  readonly says: string;
}

const never: readonly Plant[] = [
  { file: 'shared/a.ts', code: "import '../electron/engine/x.ts';", says: 'shared/ is the contract' },
  { file: 'shared/b.ts', code: "export { x } from '../renderer/lib/x.ts';", says: 'shared/ is the contract' },
  { file: 'shared/c.ts', code: "import 'node:fs';", says: 'no Node, no Electron, no React' },
  { file: 'shared/d.ts', code: "import 'react';", says: 'no Node, no Electron, no React' },
  { file: 'electron/engine/a.ts', code: "import '../adapters/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/deep/b.ts', code: "import '../../database/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/c.ts', code: "import '../host/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/d.ts', code: "import '../main/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/e.ts', code: "import '../preload/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/f.ts', code: "import '../cli/x.ts';", says: 'The engine knows only its own ports' },
  { file: 'electron/engine/g.ts', code: "import 'node:path';", says: 'ask for a port instead' },
  { file: 'electron/engine/h.ts', code: "import 'path';", says: 'ask for a port instead' },
  { file: 'electron/engine/i.ts', code: "import 'electron';", says: 'ask for a port instead' },
  { file: 'electron/engine/j.ts', code: "import 'better-sqlite3';", says: 'ask for a port instead' },
  { file: 'electron/engine/k.ts', code: "import 'chokidar';", says: 'ask for a port instead' },
  { file: 'electron/engine/l.ts', code: "import '@google-cloud/storage';", says: 'ask for a port instead' },
  { file: 'electron/engine/m.ts', code: "export const x = import('node:fs');", says: 'ask for a port instead' },
  { file: 'electron/engine/n.ts', code: "export type X = import('../adapters/x.ts').X;", says: 'knows only its own ports' },
  { file: 'electron/main/a.ts', code: "import '../engine/x.ts';", says: 'owns windows only' },
  { file: 'electron/main/b.ts', code: "import '../adapters/x.ts';", says: 'owns windows only' },
  { file: 'electron/main/c.ts', code: "import '../database/x.ts';", says: 'owns windows only' },
  { file: 'electron/preload/a.ts', code: "import '../engine/x.ts';", says: 'only the bridge' },
  { file: 'electron/preload/b.ts', code: "import '../adapters/x.ts';", says: 'only the bridge' },
  { file: 'electron/preload/c.ts', code: "import '../database/x.ts';", says: 'only the bridge' },
  { file: 'electron/adapters/a.ts', code: "import '../host/x.ts';", says: 'knows nothing of who composes it' },
  { file: 'electron/database/a.ts', code: "import '../adapters/x.ts';", says: 'knows nothing of who composes it' },
  { file: 'electron/host/a.ts', code: "import '../../renderer/lib/x.ts';", says: 'never by import' },
  { file: 'renderer/app/a.ts', code: "import '../../electron/main/x.ts';", says: 'the contract in shared/' },
  { file: 'renderer/lib/a.ts', code: "import 'node:fs';", says: 'there is no Node in it' },
  { file: 'renderer/lib/b.ts', code: "import 'fs/promises';", says: 'there is no Node in it' },
  { file: 'renderer/lib/c.ts', code: "import 'electron';", says: 'there is no Node in it' },
  { file: 'renderer/lib/d.ts', code: "import '../features/one/x.ts';", says: 'the bottom of the window' },
  { file: 'renderer/features/one/a.ts', code: "import '../two/x.ts';", says: 'Features know nothing of each other' },
  { file: 'renderer/features/one/b.ts', code: "import '../../features/two/x.ts';", says: 'Features know nothing' },
  { file: 'renderer/features/one/c.ts', code: "import '../../app/x.ts';", says: 'composes the features' },
  { file: 'renderer/components/a.ts', code: "import '../features/one/x.ts';", says: 'A component knows no feature' },
  { file: 'shared/e.ts', code: "import '../test/fakes/x.ts';", says: 'must not lean on tests' },
  { file: 'electron/host/b.ts', code: "import '../../test/fakes/x.ts';", says: 'must not lean on tests' },
  { file: 'renderer/app/b.ts', code: "import '../../test/fakes/x.ts';", says: 'must not lean on tests' },
  { file: 'build/a.mjs', code: "import '../test/fakes/x.ts';", says: 'must not lean on tests' },
];

const impure: readonly Plant[] = [
  { file: 'electron/engine/clock-a.ts', code: 'export const x = Date.now();', says: 'clock port' },
  { file: 'electron/engine/clock-b.ts', code: 'export const x = new Date();', says: 'clock port' },
  { file: 'electron/engine/chance.ts', code: 'export const x = Math.random();', says: 'port for randomness' },
  { file: 'electron/engine/process.ts', code: 'export const x = process.pid;', says: 'knows no process' },
  { file: 'electron/engine/console.ts', code: "console.log('x');", says: 'log port' },
  { file: 'electron/engine/timer-a.ts', code: 'setTimeout(() => undefined, 1);', says: 'Time is a port' },
  { file: 'electron/engine/timer-b.ts', code: 'setInterval(() => undefined, 1);', says: 'Time is a port' },
  { file: 'electron/engine/fetch.ts', code: "export const x = fetch('x');", says: 'network is a port' },
  { file: 'electron/engine/buffer.ts', code: 'export const x = Buffer.alloc(1);', says: 'Uint8Array' },
];

const hook = `import { useEffect, useState } from 'react';
export function View({ on, id }: { on: boolean; id: string }) {
  const [seen, setSeen] = useState('');
  useEffect(() => setSeen(id), []);
  if (on) useState(1);
  return seen;
}`;

const habits: readonly Plant[] = [
  { file: 'renderer/app/view.tsx', code: hook, says: 'called conditionally' },
  { file: 'renderer/app/view-too.tsx', code: hook, says: 'missing dependency' },
  { file: 'electron/host/any.ts', code: 'export const x: any = 1;', says: 'any' },
  { file: 'electron/host/index.ts', code: "export * from './x.ts';\nexport * from './y.ts';", says: 'Barrel' },
  { file: 'electron/host/CamelCase.ts', code: 'export const x = 1;', says: 'kebab-case' },
  { file: 'electron/host/long.ts', code: `export const x = 1;\n${'x.toString();\n'.repeat(310)}`, says: 'too many lines' },
  {
    file: 'electron/host/long-function.ts',
    code: `export function x(y: number) {\n${'  y.toString();\n'.repeat(70)}}`,
    says: 'too many lines',
  },
];

const fine: readonly Omit<Plant, 'says'>[] = [
  { file: 'electron/engine/ok.ts', code: "import '../../shared/values.ts';\nimport './model/x.ts';\nimport 'ignore';" },
  { file: 'electron/engine/ok-date.ts', code: 'export const x = new Date(5);' },
  { file: 'electron/adapters/ok.ts', code: "import '../engine/ports/x.ts';\nimport 'node:fs';\nexport const x = Date.now();" },
  { file: 'electron/host/ok.ts', code: "import '../engine/x.ts';\nimport '../adapters/x.ts';\nimport '../database/x.ts';" },
  { file: 'electron/main/ok.ts', code: "import '../../shared/x.ts';\nimport 'electron';\nimport 'node:fs';" },
  { file: 'renderer/app/ok.ts', code: "import '../features/one/x.ts';\nimport '../features/two/x.ts';\nimport 'react';" },
  { file: 'renderer/features/one/ok.ts', code: "import './x.ts';\nimport '../../components/x.ts';\nimport '../../lib/x.ts';" },
  { file: 'test/engine/ok.ts', code: "import '../../electron/adapters/x.ts';\nimport '../fakes/x.ts';\nimport 'node:fs';" },
];

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly message: string; readonly severity: string }[];
}

let reported: ReadonlyMap<string, string>;
let tree: string;

/** One run over all snippets: each lies in a file of its own, so that what is said of it stands alone. */
function lintAll(folder: string): Map<string, string> {
  const args = [path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
  const messages = new Map<string, string>();
  for (const { filename, message, severity } of (JSON.parse(stdout) as Report).diagnostics) {
    messages.set(filename, `${messages.get(filename) ?? ''}${severity}: ${message}\n`);
  }
  return messages;
}

beforeAll(() => {
  tree = mkdtempSync(path.join(os.tmpdir(), 'strata-lint-'));
  cpSync(path.join(ROOT, '.oxlintrc.json'), path.join(tree, '.oxlintrc.json'));
  cpSync(path.join(ROOT, 'build/lint'), path.join(tree, 'build/lint'), { recursive: true });
  for (const { file, code } of [...never, ...impure, ...habits, ...fine]) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), `${code}\n`);
  }
  reported = lintAll(tree);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

const firstLine = (code: string) => code.split('\n')[0] ?? '';
const errorsOf = (file: string) => reported.get(file)?.split('\n').filter((line) => line.startsWith('error')).join('\n');

describe('lint refuses what the architecture never allows', () => {
  it.each(never)('$file: $code', ({ file, says }) => expect(errorsOf(file)).toContain(says));
});

describe('lint keeps clock, chance and the process out of the engine', () => {
  it.each(impure)('$file: $code', ({ file, says }) => expect(errorsOf(file)).toContain(says));
});

describe('lint refuses bad habits', () => {
  it.each(habits)('$file', ({ file, says }) => expect(reported.get(file)).toContain(says));
});

describe('lint allows the ways that the architecture has', () => {
  it.each(fine.map((plant) => ({ ...plant, first: firstLine(plant.code) })))('$file: $first', ({ file }) => {
    expect(reported.get(file)).toBeUndefined();
  });
});
