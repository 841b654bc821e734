import { describe, expect, onTestFinished, test } from 'vitest';
import { socketPath } from '../../electron/adapters/home-folder.ts';
import { Failure } from '../../electron/engine/model/failure.ts';
import { connect, type ConnectOptions, type Connection } from '../../electron/host/connect.ts';
import { serveSocket, type SocketServer } from '../../electron/host/socket-server.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { created } from './samples.ts';
import { createStandIn, type Answers, type StandIn } from './stand-in.ts';
import { temporaryFolder } from './temporary-folder.ts';

function inUse(): Failure {
  return new Failure('home.in-use', 'Strata is already running with this home.', { owner: null });
}

async function reach(options: Pick<ConnectOptions, 'home'> & Partial<ConnectOptions>): Promise<Connection> {
  const connection = await connect({
    log: silentLog,
    start: () => Promise.reject(new Error('no engine of our own was expected')),
    ...options,
  });
  onTestFinished(() => connection.close());
  return connection;
}

async function running(home: string, answers: Answers): Promise<{ engine: StandIn; server: SocketServer }> {
  const engine = createStandIn(home, answers);
  const server = await serveSocket(engine, { path: socketPath(home), log: silentLog });
  onTestFinished(() => server.close());
  return { engine, server };
}

const list = (name: string): Answers => ({ 'artifact.list': () => ({ artifacts: [{ name }] }) });

describe('The way to the engine of a home', () => {
  test('is the one that runs', async () => {
    const home = temporaryFolder();
    await running(home, list('theirs'));
    const { client, how } = await reach({ home });
    expect(how).toBe('running-engine');
    expect(await client.invoke('artifact.list', {})).toMatchObject({ artifacts: [{ name: 'theirs' }] });
  });

  test('is one of our own where none runs, and that is closed with the connection', async () => {
    const home = temporaryFolder();
    const own = createStandIn(home, list('ours'));
    const asked: unknown[] = [];
    const { client, how, close } = await reach({
      home,
      watch: true,
      start: async (request) => {
        asked.push(request);
        return own;
      },
    });
    expect(how).toBe('own-engine');
    expect(asked).toEqual([{ home, watch: true }]);
    expect(await client.invoke('artifact.list', {})).toMatchObject({ artifacts: [{ name: 'ours' }] });
    await close();
    expect(own.closed).toBe(true);
  });

  test('gives errors of our own engine the shape that they have over the socket', async () => {
    const home = temporaryFolder();
    const own = createStandIn(home, {
      'artifact.list': () => {
        throw inUse();
      },
      'activity.list': () => {
        throw new TypeError('oops');
      },
    });
    const { client } = await reach({ home, start: async () => own });
    await expect(client.invoke('artifact.list', {})).rejects.toMatchObject({
      name: 'ContractError',
      code: 'home.in-use',
      data: { owner: null },
    });
    await expect(client.invoke('activity.list', {})).rejects.toMatchObject({ code: 'internal' });
  });

  test('is waited for while another process owns the home but does not listen yet', async () => {
    const home = temporaryFolder();
    let tries = 0;
    const { how } = await reach({
      home,
      start: async () => {
        tries += 1;
        if (tries === 3) await running(home, list('theirs'));
        throw inUse();
      },
    });
    expect(how).toBe('running-engine');
    expect(tries).toBe(3);
  });

  test('is refused when that process stays silent', async () => {
    const start = (): Promise<never> => Promise.reject(inUse());
    await expect(reach({ home: temporaryFolder(), patience: 120, start })).rejects.toMatchObject({
      code: 'home.in-use',
    });
  });

  test('does not hide why our own engine cannot start', async () => {
    const start = (): Promise<never> => Promise.reject(new Failure('store.newer-format', 'Too new.'));
    await expect(reach({ home: temporaryFolder(), start })).rejects.toMatchObject({ code: 'store.newer-format' });
  });
});

describe('An engine that closes while we talk to it', () => {
  test('hands the request and the listeners over to the next engine', async () => {
    const home = temporaryFolder();
    const { server } = await running(home, {
      'artifact.list': async () => {
        void server.close(1_000);
        throw new Failure('operation.cancelled', 'It was cancelled.');
      },
    });
    const own = createStandIn(home, list('ours'));
    const { client } = await reach({ home, start: async () => own });
    const heard: EngineEvent[] = [];
    client.subscribe((event) => heard.push(event));
    expect(await client.invoke('artifact.list', {})).toMatchObject({ artifacts: [{ name: 'ours' }] });
    own.tell(created());
    expect(heard).toEqual([created()]);
  });

  test('is told to whoever asked to know', async () => {
    const home = temporaryFolder();
    const { server } = await running(home, {});
    const { ended } = await reach({ home });
    await server.close();
    await ended;
  });
});

describe('Our own engine during a long command', () => {
  test('answers others too, and stays for what it owes them', async () => {
    const home = temporaryFolder();
    const slow = Promise.withResolvers<unknown>();
    const own = createStandIn(home, { ...list('ours'), 'store.verify': () => slow.promise });
    let lingers = 0;
    const first = await reach({ home, serve: true, start: async () => own, onLinger: () => (lingers += 1) });
    const second = await reach({ home });
    expect(second.how).toBe('running-engine');
    expect(await second.client.invoke('artifact.list', {})).toMatchObject({ artifacts: [{ name: 'ours' }] });
    const owed = second.client.invoke('store.verify', {});
    while (!own.asked.some(({ method }) => method === 'store.verify')) await second.client.invoke('artifact.list', {});
    const closed = first.close();
    expect(own.closed).toBe(false);
    slow.resolve({ ok: true });
    expect(await owed).toEqual({ ok: true });
    await closed;
    expect(own.closed).toBe(true);
    expect(lingers).toBe(1);
  });

  test('closes at once when nobody waits', async () => {
    const home = temporaryFolder();
    const own = createStandIn(home);
    const first = await reach({ home, serve: true, start: async () => own });
    const second = await reach({ home });
    await first.close();
    await second.ended;
    expect(own.closed).toBe(true);
  });
});
