import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { liveAsEngine } from '../../electron/host/engine-life.ts';
import type { ParentLink } from '../../electron/host/parent-link.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import type { FromEngineFrame } from '../../shared/frames.ts';
import { created } from './samples.ts';
import { createStandIn, type Answers, type StandIn } from './stand-in.ts';

interface Parent {
  readonly link: ParentLink;
  readonly heard: FromEngineFrame[];
  say(raw: unknown): void;
  vanish(): void;
}

function createParent(): Parent {
  const heard: FromEngineFrame[] = [];
  let onFrame: (raw: unknown) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  return {
    heard,
    link: {
      connected: true,
      onFrame: (listener) => (onFrame = listener),
      onEnd: (listener) => (onEnd = listener),
      send: async (frame) => void heard.push(frame),
    },
    say: (raw) => onFrame(raw),
    vanish: () => onEnd(),
  };
}

function live(answers: Answers = {}, start?: () => Promise<StandIn>) {
  const parent = createParent();
  const engine = createStandIn('/home/strata', answers);
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const life = liveAsEngine({
    link: parent.link,
    log: silentLog,
    start: async () => ({ engine: await (start ?? (async () => engine))(), socket: null }),
    exit: resolve,
    closingTime: 50,
  });
  return { parent, engine, ended, life };
}

/** Lets everything that is ready to run do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

describe('An engine process', () => {
  test('says that it is ready, answers its parent and tells what happens', async () => {
    const { parent, engine } = live({ 'artifact.list': () => ({ artifacts: [] }) });
    await settle();
    parent.say({ type: 'request', id: 1, method: 'artifact.list', params: {} });
    await settle();
    engine.tell(created());
    expect(parent.heard).toEqual([
      { type: 'ready', home: '/home/strata' },
      { type: 'response', id: 1, ok: true, result: { artifacts: [] } },
      { type: 'event', event: created() },
    ]);
  });

  test('answers what it was asked before it was ready', async () => {
    const { parent } = live({ 'artifact.list': () => ({ artifacts: [] }) });
    parent.say({ type: 'request', id: 1, method: 'artifact.list', params: {} });
    await settle();
    expect(parent.heard).toContainEqual({ type: 'response', id: 1, ok: true, result: { artifacts: [] } });
  });

  test('that cannot start says why and ends with 1', async () => {
    const { parent, ended } = live({}, () => Promise.reject(new Failure('home.in-use', 'Taken.')));
    expect(await ended).toBe(1);
    expect(parent.heard).toEqual([
      { type: 'refused', error: { code: 'home.in-use', message: 'Taken.', data: {} } },
    ]);
  });

  test.for(['shutdown', 'the end of its parent', 'a signal'])('closes its engine and ends with 0 at %s', async (cause) => {
    const { parent, engine, ended, life } = live();
    await settle();
    if (cause === 'shutdown') parent.say({ type: 'shutdown' });
    else if (cause === 'a signal') life.end();
    else parent.vanish();
    expect(await ended).toBe(0);
    expect(engine.closed).toBe(true);
  });

  test('told to end while it starts closes what it started', async () => {
    const starting = Promise.withResolvers<StandIn>();
    const { parent, ended } = live({}, () => starting.promise);
    parent.say({ type: 'shutdown' });
    const engine = createStandIn('/home/strata');
    starting.resolve(engine);
    expect(await ended).toBe(0);
    expect(engine.closed).toBe(true);
    expect(parent.heard).toEqual([]);
  });

  test('whose engine does not close ends all the same', async () => {
    const { parent, engine, ended } = live();
    engine.close = () => new Promise(() => undefined);
    await settle();
    parent.say({ type: 'shutdown' });
    expect(await ended).toBe(0);
  });

  test('whose parent speaks nonsense answers with an error', async () => {
    const { parent } = live();
    await settle();
    parent.say({ type: 'request', id: 3 });
    parent.say('hello');
    await settle();
    expect(parent.heard.slice(1)).toMatchObject([
      { id: 3, ok: false, error: { code: 'request.invalid' } },
      { id: 0, ok: false, error: { code: 'request.invalid' } },
    ]);
  });
});
