import { expect, test } from '@playwright/test';
import path from 'node:path';
import { launchApp, type RunningApp } from './app.ts';

const engine = path.resolve(import.meta.dirname, '../shell/fixtures/small-engine.mjs');

interface Answer {
  ok: boolean;
  result: { pid: number; node: string; method: string };
  error: { code: string };
}

const ask = ({ window: page }: RunningApp, method: string, params: object = {}) =>
  page.evaluate(([name, values]) => window.strata.invoke(name, values), [method, params] as const) as Promise<Answer>;

/** Methods that only the small engine knows are asked behind the window's back: main lets the contract's names through only. */
const askEngine = ({ app }: RunningApp, method: string) =>
  app.evaluate(async (_, name) => {
    const { strataApplication } = globalThis as unknown as {
      strataApplication: { engine: { invoke(method: string, params: object): Promise<unknown> } };
    };
    return strataApplication.engine.invoke(name, {}).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
  }, method);

const collectEvents = ({ window: page }: RunningApp) =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    window.strata.subscribe((event) => {
      seen.push(event.kind === 'shell.engineStateChanged' ? `engine ${event.engine.state}` : event.kind);
    });
  });

const events = ({ window: page }: RunningApp) => page.evaluate(() => (window as unknown as { seen: string[] }).seen);

for (const launcher of ['utility', 'child'] as const) {
  test.describe(`the engine in a ${launcher} process`, () => {
    let running: RunningApp;

    test.afterEach(() => running.close());

    const launch = async (env: Record<string, string> = {}) => {
      running = await launchApp({ env: { STRATA_ENGINE: engine, STRATA_LAUNCHER: launcher, ...env } });
    };

    test('answers the window', async () => {
      await launch();
      const { ok, result } = await ask(running, 'home.status');
      expect(ok).toBe(true);
      expect(result.method).toBe('home.status');
      expect(result.pid).not.toBe(running.app.process().pid);
      expect(Number(result.node.split('.')[0])).toBeGreaterThanOrEqual(launcher === 'child' ? 22 : 20);
    });

    test('tells the window what happened', async () => {
      await launch();
      await collectEvents(running);
      await ask(running, 'home.setAllPaused', { paused: true });
      await expect.poll(() => events(running)).toContain('home.pausedChanged');
    });

    test('is started again after a crash, and a request that was cut off says so', async () => {
      await launch();
      const before = await ask(running, 'home.status');
      await collectEvents(running);
      expect(await askEngine(running, 'test.crash')).toBe('engine.restarting');
      const after = await ask(running, 'home.status');
      expect(after.result.pid).not.toBe(before.result.pid);
      expect(await events(running)).toEqual(['engine restarting', 'engine running']);
    });

    test('is started again after kill -9', async () => {
      await launch();
      const { result } = await ask(running, 'home.status');
      process.kill(result.pid, 'SIGKILL');
      await expect.poll(async () => (await ask(running, 'home.status')).result?.pid).not.toBe(result.pid);
    });

    test('is given up when it dies at once again and again, and the window says why', async () => {
      await launch({ STRATA_TEST_DOOMED: '1' });
      await expect
        .poll(() => ask(running, 'shell.engineState'), { timeout: 20_000 })
        .toMatchObject({ ok: true, result: { state: 'failed', message: expect.stringContaining('doomed') } });
      expect(await ask(running, 'home.status')).toMatchObject({ ok: false, error: { code: 'engine.failed' } });
    });

    test('ends with the app in less than two seconds, even when it does not listen', async () => {
      await launch({ STRATA_TEST_DEAF: '1' });
      const { result } = await ask(running, 'home.status');
      const began = Date.now();
      await running.close();
      expect(Date.now() - began).toBeLessThan(2_500);
      expect(() => process.kill(result.pid, 0)).toThrow();
    });
  });
}
