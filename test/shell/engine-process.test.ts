import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineHandle, EngineLauncher, EngineListeners } from '../../electron/main/engine-launcher.ts';
import { EngineProcess } from '../../electron/main/engine-process.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import type { ToEngineFrame } from '../../shared/frames.ts';
import type { EngineState } from '../../shared/shell.ts';

/** One engine process as the supervisor sees it, played by the test. */
class PlayedEngine implements EngineHandle {
  readonly pid = 1;
  readonly sent: ToEngineFrame[] = [];
  readonly #listeners: EngineListeners;
  isKilled = false;

  constructor(listeners: EngineListeners) {
    this.#listeners = listeners;
  }

  send(frame: ToEngineFrame): void {
    this.sent.push(frame);
  }

  kill(): void {
    this.isKilled = true;
    this.exit(null);
  }

  says(frame: unknown): void {
    this.#listeners.onFrame(frame);
  }

  ready(): void {
    this.says({ type: 'ready', home: '/home/strata' });
  }

  exit(code: number | null, lastWords = ''): void {
    this.#listeners.onExit({ code, lastWords });
  }

  get lastRequest(): { id: number; method: string } {
    const request = this.sent.findLast((frame) => frame.type === 'request');
    if (request?.type !== 'request') throw new Error('nothing was asked');
    return request;
  }

  answers(result: unknown): void {
    this.says({ type: 'response', id: this.lastRequest.id, ok: true, result });
  }
}

function setUp() {
  const engines: PlayedEngine[] = [];
  const launcher: EngineLauncher = {
    kind: 'child',
    launch: (listeners) => {
      engines.push(new PlayedEngine(listeners));
      return engines.at(-1)!;
    },
  };
  const states: EngineState[] = [];
  const events: EngineEvent[] = [];
  const homes: string[] = [];
  const engine = new EngineProcess(launcher, {
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    onReady: (home) => homes.push(home),
    onAsk: () => Promise.resolve(null),
  });
  return { engine, engines, states, events, homes, current: () => engines.at(-1)! };
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    (result) => ({ result }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the supervisor of the engine process', () => {
  it('starts one engine and is running when that says it is ready', () => {
    const { engine, engines, states, homes, current } = setUp();
    engine.start();
    engine.start();
    expect(engines).toHaveLength(1);
    expect(engine.state.state).toBe('starting');
    current().ready();
    expect(states).toEqual([{ state: 'running', message: '' }]);
    expect(homes).toEqual(['/home/strata']);
  });

  it('gives each answer to the request it belongs to, in any order', async () => {
    const { engine, current } = setUp();
    engine.start();
    current().ready();
    const first = engine.invoke('version.get', { artifact: 'a' });
    const second = engine.invoke('version.get', { artifact: 'b' });
    current().says({ type: 'response', id: 2, ok: true, result: 'b' });
    current().says({ type: 'response', id: 1, ok: true, result: 'a' });
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
  });

  it('hands a refusal over with its code, its sentence and its values', async () => {
    const { engine, current } = setUp();
    engine.start();
    current().ready();
    const asked = engine.invoke('artifact.track', { path: '/x' });
    const error = { code: 'folder.gone', message: 'It is gone.', data: { path: '/x' } };
    current().says({ type: 'response', id: current().lastRequest.id, ok: false, error });
    await expect(asked).rejects.toMatchObject(error);
  });

  it('passes events on and ignores what is no frame of ours', () => {
    const { engine, events, current } = setUp();
    engine.start();
    current().ready();
    current().says({ type: 'event', event: { kind: 'home.pausedChanged', allPaused: true } });
    for (const noise of [null, 5, 'text', {}, { type: 'response' }, { type: 'unknown' }]) current().says(noise);
    expect(events).toEqual([{ kind: 'home.pausedChanged', allPaused: true }]);
  });

  it('lets requests wait until the engine is ready', async () => {
    const { engine, current } = setUp();
    engine.start();
    const asked = engine.invoke('home.status', {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(current().sent).toEqual([]);
    current().ready();
    await vi.advanceTimersByTimeAsync(0);
    current().answers('fine');
    expect(await asked).toBe('fine');
  });

  it('fails the requests that a crash cuts off and starts the engine again', async () => {
    const { engine, engines, states, current } = setUp();
    engine.start();
    current().ready();
    const cutOff = settled(engine.invoke('restore.apply', {}));
    current().exit(1);
    expect(await cutOff).toMatchObject({ code: 'engine.restarting' });
    expect(engine.state.state).toBe('restarting');
    const later = engine.invoke('home.status', {});
    await vi.advanceTimersByTimeAsync(250);
    expect(engines).toHaveLength(2);
    current().ready();
    await vi.advanceTimersByTimeAsync(0);
    current().answers('back');
    expect(await later).toBe('back');
    expect(states.map(({ state }) => state)).toEqual(['running', 'restarting', 'running']);
  });

  it('waits longer after each crash and gives up after the sixth within a minute', async () => {
    const { engine, engines, current } = setUp();
    engine.start();
    for (const delay of [250, 500, 1_000, 2_000, 4_000]) {
      const count = engines.length;
      current().exit(1);
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(engines).toHaveLength(count);
      await vi.advanceTimersByTimeAsync(1);
      expect(engines).toHaveLength(count + 1);
    }
    const waiting = settled(engine.invoke('home.status', {}));
    current().exit(7, 'first line\nThe disk is gone.\n');
    expect(engine.state.state).toBe('failed');
    expect(engine.state.message).toContain('The disk is gone.');
    expect(await waiting).toMatchObject({ code: 'engine.failed' });
    expect(await settled(engine.invoke('home.status', {}))).toMatchObject({ code: 'engine.failed' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engines).toHaveLength(6);
  });

  it('forgets crashes that are older than a minute', async () => {
    const { engine, engines, current } = setUp();
    engine.start();
    for (let crash = 0; crash < 20; crash += 1) {
      current().ready();
      await vi.advanceTimersByTimeAsync(61_000);
      current().exit(1);
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(engines).toHaveLength(21);
  });

  it('starts again when the window asks for it after it was given up', async () => {
    const { engine, engines, current } = setUp();
    engine.start();
    current().says({ type: 'refused', error: { code: 'home.in-use', message: 'Another Strata uses this home.' } });
    expect(engine.state).toEqual({ state: 'failed', message: 'Another Strata uses this home.' });
    current().exit(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engines).toHaveLength(1);
    engine.retry();
    expect(engines).toHaveLength(2);
    current().ready();
    expect(engine.state.state).toBe('running');
  });

  it('tells the engine to finish and is done when that has ended', async () => {
    const { engine, engines, current } = setUp();
    engine.start();
    current().ready();
    const closed = engine.shutdown();
    expect(current().sent).toEqual([{ type: 'shutdown' }]);
    current().exit(0);
    await closed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engines).toHaveLength(1);
    expect(current().isKilled).toBe(false);
  });

  it('ends an engine that does not finish in time', async () => {
    const { engine, current } = setUp();
    engine.start();
    current().ready();
    const closed = engine.shutdown();
    await vi.advanceTimersByTimeAsync(1_500);
    await closed;
    expect(current().isKilled).toBe(true);
  });

  it('does not start an engine that waits for its restart when the app quits', async () => {
    const { engine, engines, current } = setUp();
    engine.start();
    current().exit(1);
    await engine.shutdown();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engines).toHaveLength(1);
  });
});
