import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { openSocket, type SocketTransport } from '../../electron/host/socket-client.ts';
import { serveSocket, type SocketServer } from '../../electron/host/socket-server.ts';
import { usualLimits, type VisitorLimits } from '../../electron/host/socket-visitor.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { callRaw } from './raw-caller.ts';
import { created, progressed, sampleVersion } from './samples.ts';
import { createStandIn, type Answers, type StandIn } from './stand-in.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Setting {
  engine: StandIn;
  server: SocketServer;
  path: string;
}

async function listen(answers: Answers = {}, limits: Partial<VisitorLimits> = {}): Promise<Setting> {
  const home = temporaryFolder();
  const engine = createStandIn(home, { ping: () => ({ pong: true }), ...answers });
  const socketFile = path.join(home, 'socket');
  const server = await serveSocket(engine, { path: socketFile, log: silentLog, limits: { ...usualLimits, ...limits } });
  onTestFinished(() => server.close());
  return { engine, server, path: socketFile };
}

async function call(socketFile: string): Promise<SocketTransport> {
  const transport = await openSocket(socketFile);
  if (transport === null) throw new Error('nobody listens');
  onTestFinished(() => transport.close());
  return transport;
}

/** Resolves with the event that the engine tells next. */
function nextEvent(transport: SocketTransport): Promise<EngineEvent> {
  return new Promise((resolve) => {
    const stop = transport.subscribe((event) => {
      stop();
      resolve(event);
    });
  });
}

function later<T>(): { promise: Promise<T>; resolve(value: T): void } {
  return Promise.withResolvers<T>();
}

describe('A call over the socket', () => {
  test('is answered with the result', async () => {
    const { path: socketFile, engine } = await listen();
    const caller = await call(socketFile);
    expect(await caller.invoke('ping', { a: 1 })).toEqual({ pong: true });
    expect(engine.asked).toEqual([{ method: 'ping', params: { a: 1 } }]);
  });

  test('is answered with code, sentence and data of what the engine refuses', async () => {
    const { path: socketFile } = await listen({
      refuse: () => {
        throw new Failure('artifact.not-found', 'There is no "x".', { name: 'x' });
      },
    });
    const caller = await call(socketFile);
    await expect(caller.invoke('refuse', {})).rejects.toMatchObject({
      name: 'ContractError',
      code: 'artifact.not-found',
      message: 'There is no "x".',
      data: { name: 'x' },
    });
  });

  test('does not wait for one that takes long', async () => {
    const slow = later<string>();
    const { path: socketFile } = await listen({ slow: () => slow.promise });
    const caller = await call(socketFile);
    const long = caller.invoke('slow', {});
    expect(await caller.invoke('ping', {})).toEqual({ pong: true });
    slow.resolve('done');
    expect(await long).toBe('done');
  });

  test('carries names with newlines and characters of any language', async () => {
    const { path: socketFile } = await listen({ echo: (params) => params });
    const caller = await call(socketFile);
    const names = { a: 'two\nlines', b: 'Größe 大小 🐈', c: '\u2028', d: '-dash', e: '\u0000' };
    expect(await caller.invoke('echo', names)).toEqual(names);
  });

  test('can carry an answer of many megabytes', async () => {
    const text = 'x'.repeat(20_000_000);
    const { path: socketFile } = await listen({ large: () => text });
    const caller = await call(socketFile);
    expect(await caller.invoke('large', {})).toBe(text);
  });

  test('is refused when the engine ends before it is answered', async () => {
    const { path: socketFile, server } = await listen({ never: () => new Promise(() => undefined) });
    const caller = await call(socketFile);
    const pending = caller.invoke('never', {});
    const refused = expect(pending).rejects.toMatchObject({ code: 'engine.unreachable' });
    await caller.invoke('ping', {});
    await server.close();
    await refused;
    await caller.closed;
    await expect(caller.invoke('ping', {})).rejects.toMatchObject({ code: 'engine.unreachable' });
  });
});

describe('Events over the socket', () => {
  test('reach every caller', async () => {
    const { path: socketFile, engine } = await listen();
    const callers = await Promise.all([call(socketFile), call(socketFile), call(socketFile)]);
    const heard = callers.map(nextEvent);
    engine.tell(created());
    expect(await Promise.all(heard)).toEqual([created(), created(), created()]);
  });

  test('of a slow reader wait, without the progress in between, and the engine and other callers go on', async () => {
    const { path: socketFile, engine } = await listen();
    const slow = callRaw(socketFile);
    await slow.frame(({ type }) => type === 'ready');
    slow.socket.pause();
    const quick = await call(socketFile);
    const long = 'x'.repeat(100_000);
    for (let count = 1; count <= 100; count += 1) {
      engine.tell(progressed({ files: count, phase: long }));
      engine.tell(created({ ...sampleVersion, index: count }));
      // What one write took reaches the socket's buffer in between, until that is full.
      if (count % 10 === 0) await quick.invoke('ping', {});
    }
    engine.tell(progressed({ files: 101 }));
    slow.socket.resume();
    await slow.frame(({ event }) => (event as { activity?: { files: number } } | undefined)?.activity?.files === 101);
    const kinds = slow.frames.flatMap(({ event }) => (event as EngineEvent | undefined)?.kind ?? []);
    expect(kinds.filter((kind) => kind === 'version.created')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'activity.progressed').length).toBeLessThan(100);
  });

  test('end for a reader that never reads, and for nobody else', async () => {
    const { path: socketFile, engine, server } = await listen({}, { mostWaiting: 100_000 });
    const stuck = callRaw(socketFile);
    await stuck.frame(({ type }) => type === 'ready');
    stuck.socket.pause();
    const quick = await call(socketFile);
    for (let count = 0; count < 100; count += 1) {
      engine.tell(created({ ...sampleVersion, description: 'x'.repeat(50_000) }));
      await quick.invoke('ping', {});
    }
    expect(server.visitors).toBe(1);
  });
});

describe('A caller that speaks nonsense', () => {
  test('is answered with an error and heard again', async () => {
    const { path: socketFile } = await listen();
    const caller = callRaw(socketFile);
    caller.send('this is not JSON\n{"type":"request","id":7}\n[1,2]\nnull\n"x"\n{"type":"shutdown"}\n');
    caller.send('{"type":"request","id":8,"method":"ping","params":{}}\n');
    expect(await caller.frame(({ id }) => id === 8)).toMatchObject({ ok: true, result: { pong: true } });
    const refusals = caller.frames.filter(({ ok }) => ok === false);
    expect(refusals).toHaveLength(6);
    expect(refusals.filter(({ id }) => id === 7)).toHaveLength(1);
    for (const { error } of refusals) expect(error).toMatchObject({ code: 'request.invalid' });
  });

  test('in a line without end is told once and heard again afterwards', async () => {
    const { path: socketFile } = await listen({}, { longestLine: 1_000 });
    const caller = callRaw(socketFile);
    for (let count = 0; count < 50; count += 1) caller.send('x'.repeat(1_000));
    caller.send('\n{"type":"request","id":1,"method":"ping","params":{}}\n');
    expect(await caller.frame(({ id }) => id === 1)).toMatchObject({ ok: true });
    expect(caller.frames.filter(({ ok }) => ok === false)).toMatchObject([{ id: 0, error: { code: 'request.invalid' } }]);
  });

  test('and hangs up in the middle of a request disturbs nobody', async () => {
    const slow = later<string>();
    const { path: socketFile, server } = await listen({ slow: () => slow.promise });
    const caller = callRaw(socketFile);
    caller.send('{"type":"request","id":1,"method":"slow","params":{}}\n{"type":"requ');
    await caller.frame(({ type }) => type === 'ready');
    const other = await call(socketFile);
    await other.invoke('ping', {});
    caller.socket.destroy();
    await caller.closed;
    slow.resolve('nobody hears this');
    expect(await other.invoke('ping', {})).toEqual({ pong: true });
    expect(server.visitors).toBe(1);
  });

  test('asks for more at once than is served side by side, and gets all of it', async () => {
    let running = 0;
    let most = 0;
    const { path: socketFile } = await listen(
      {
        work: async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running -= 1;
        },
      },
      { mostRequests: 4 },
    );
    const caller = await call(socketFile);
    const text = 'x'.repeat(70_000);
    await Promise.all(Array.from({ length: 40 }, () => caller.invoke('work', { text })));
    expect(most).toBeLessThan(12);
  });
});

describe('The socket file', () => {
  test.skipIf(process.platform === 'win32')('belongs to its owner alone', async () => {
    const usual = process.umask(0);
    onTestFinished(() => void process.umask(usual));
    const { path: socketFile } = await listen();
    expect(statSync(socketFile).mode & 0o777).toBe(0o600);
    expect(process.umask()).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('that an ended engine left is replaced, and is gone after the close', async () => {
    const home = temporaryFolder();
    const socketFile = path.join(home, 'socket');
    writeFileSync(socketFile, 'left behind');
    const server = await serveSocket(createStandIn(home), { path: socketFile, log: silentLog });
    const caller = await call(socketFile);
    await server.close();
    await caller.closed;
    expect(existsSync(socketFile)).toBe(false);
  });

  test('where nobody listens means that no engine runs', async () => {
    const home = temporaryFolder();
    expect(await openSocket(path.join(home, 'none'))).toBeNull();
    writeFileSync(path.join(home, 'file'), '');
    expect(await openSocket(path.join(home, 'file'))).toBeNull();
  });

  test('behind which another program speaks means that no engine runs', async () => {
    const socketFile = path.join(temporaryFolder(), 'socket');
    const stranger = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    stranger.listen(socketFile);
    await once(stranger, 'listening');
    onTestFinished(() => void stranger.close());
    expect(await openSocket(socketFile)).toBeNull();
  });

  test('behind which nobody answers is an error that says so', async () => {
    const socketFile = path.join(temporaryFolder(), 'socket');
    const mute = createServer();
    mute.listen(socketFile);
    await once(mute, 'listening');
    onTestFinished(() => void mute.close());
    await expect(openSocket(socketFile, 50)).rejects.toMatchObject({ code: 'engine.unreachable' });
  });

  test('of an engine that retires takes no new callers, and goes on for those that wait', async () => {
    const slow = later<string>();
    const { path: socketFile, server } = await listen({ slow: () => slow.promise });
    const [busy, idle] = [await call(socketFile), await call(socketFile)];
    const owed = busy.invoke('slow', {});
    await busy.invoke('ping', {});
    const retired = server.retire();
    await idle.closed;
    expect(await openSocket(socketFile)).toBeNull();
    expect(await busy.invoke('ping', {})).toEqual({ pong: true });
    slow.resolve('done after all');
    expect(await owed).toBe('done after all');
    await retired;
    await busy.closed;
  });

  test('of an engine that closes answers further requests, and those it cancels for that, with engine.closing', async () => {
    const slow = later<void>();
    const { path: socketFile, server, engine } = await listen({
      slow: async () => {
        await slow.promise;
        throw new Failure('operation.cancelled', 'It was cancelled.');
      },
    });
    const caller = await call(socketFile);
    const owed = caller.invoke('slow', {});
    await caller.invoke('ping', {});
    const closed = server.close(60_000);
    await expect(caller.invoke('ping', {})).rejects.toMatchObject({ code: 'engine.closing' });
    expect(engine.asked).toHaveLength(2);
    const refused = expect(owed).rejects.toMatchObject({ code: 'engine.closing' });
    slow.resolve();
    await refused;
    await closed;
  });

  test('of an engine that closes does not wait for ever', async () => {
    const { path: socketFile, server } = await listen({ never: () => new Promise(() => undefined) });
    const caller = await call(socketFile);
    const refused = expect(caller.invoke('never', {})).rejects.toMatchObject({ code: 'engine.unreachable' });
    await caller.invoke('ping', {});
    await server.close(20);
    await refused;
  });
});
