import path from 'node:path';
import { expect, it } from 'vitest';
import { createChildLauncher, findNode } from '../../electron/main/engine-launcher-child.ts';
import type { EngineExit, EngineProgram } from '../../electron/main/engine-launcher.ts';

const entry = path.resolve(import.meta.dirname, 'fixtures/small-engine.mjs');

function launch(program: Partial<EngineProgram> = {}, node: string | undefined = process.execPath) {
  const frames: unknown[] = [];
  const watchers: (() => void)[] = [];
  let exit: EngineExit | undefined;
  const handle = createChildLauncher({ entry, args: [], env: {}, ...program }, node).launch({
    onFrame: (frame) => {
      frames.push(frame);
      for (const watcher of watchers) watcher();
    },
    onExit: (how) => {
      exit = how;
      for (const watcher of watchers) watcher();
    },
  });
  const until = <Value>(look: () => Value | undefined) =>
    new Promise<Value>((resolve) => {
      const watcher = () => {
        const value = look();
        if (value !== undefined) resolve(value);
      };
      watchers.push(watcher);
      watcher();
    });
  return { handle, frame: (index: number) => until(() => frames[index]), exit: () => until(() => exit) };
}

it('a child engine says ready, answers, and ends when told', async () => {
  const { handle, frame, exit } = launch({ env: { STRATA_HOME: '/some/home' } });
  expect(await frame(0)).toEqual({ type: 'ready', home: '/some/home' });
  handle.send({ type: 'request', id: 1, method: 'version.get', params: { when: undefined } });
  expect(await frame(1)).toMatchObject({ type: 'response', id: 1, ok: true, result: { method: 'version.get' } });
  handle.send({ type: 'shutdown' });
  expect(await exit()).toMatchObject({ code: 0 });
});

it('a child engine that dies leaves its last words', async () => {
  const { exit } = launch({ env: { STRATA_TEST_DOOMED: '1' } });
  expect(await exit()).toEqual({ code: 7, lastWords: 'This engine is doomed.' });
});

it('a child engine that hangs is ended at once', async () => {
  const { handle, frame, exit } = launch({ env: { STRATA_TEST_DEAF: '1' } });
  await frame(0);
  handle.kill();
  expect(await exit()).toMatchObject({ code: null });
});

it('a missing Node is an engine that ended, with a sentence that says what to do', async () => {
  const program = { entry, args: [], env: {} };
  const exit = await new Promise<EngineExit>((resolve) => {
    createChildLauncher(program, undefined).launch({ onFrame: () => undefined, onExit: resolve });
  });
  expect(exit.lastWords).toContain('STRATA_NODE');
  expect(await launch({}, '/nowhere/node').exit()).toMatchObject({ code: null });
});

it('the Node for the engine is the one that is named, then the one that development installs', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  expect(findNode(root, { STRATA_NODE: '/opt/node' })).toBe('/opt/node');
  expect(findNode(root, {})).toBe(path.join(root, 'node_modules/node/bin/node'));
  expect(findNode('/nowhere', {})).toBeUndefined();
});
