import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { socketPath } from '../../electron/adapters/home-folder.ts';
import { openSocket } from '../../electron/host/socket-client.ts';
import { forkEngine, runningEngine } from './forked-engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('The engine as a process of its own', () => {
  test('owns the home, answers its parent and the socket, and is gone after a shutdown', async () => {
    const home = temporaryFolder();
    const engine = await runningEngine(home);
    expect(engine.frames[0]).toEqual({ type: 'ready', home });
    engine.send({ type: 'request', id: 1, method: 'home.status', params: {} });
    const answer = await engine.frame((frame) => frame.type === 'response' && frame.id === 1);
    expect(answer).toMatchObject({ ok: true, result: { home, pid: engine.child.pid } });

    const caller = await openSocket(socketPath(home));
    expect(await caller?.invoke('home.status', {})).toMatchObject({ pid: engine.child.pid });
    engine.send({ type: 'shutdown' });
    expect(await engine.ended).toBe(0);
    await caller?.closed;
    expect(existsSync(socketPath(home))).toBe(false);
    expect(await openSocket(socketPath(home))).toBeNull();
  });

  test('tells its parent and the socket what happens', async () => {
    const [home, folder] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(path.join(folder, 'cat.txt'), 'cat');
    const engine = await runningEngine(home);
    const caller = await openSocket(socketPath(home));
    const heard: string[] = [];
    caller?.subscribe(({ kind }) => heard.push(kind));
    await caller?.invoke('artifact.track', { path: folder, name: 'animals' });
    await engine.frame((frame) => frame.type === 'event' && frame.event.kind === 'version.created');
    expect(heard).toContain('version.created');
    caller?.close();
  });

  test('refuses a home that another one owns, says who does, and ends', async () => {
    const home = temporaryFolder();
    const first = await runningEngine(home);
    const second = forkEngine(home);
    const refusal = await second.frame(({ type }) => type === 'refused');
    expect(refusal).toMatchObject({ error: { code: 'home.in-use', data: { owner: { pid: first.child.pid } } } });
    expect(await second.ended).toBe(1);
    const caller = await openSocket(socketPath(home));
    expect(await caller?.invoke('artifact.list', {})).toEqual({ artifacts: [] });
    caller?.close();
  });

  test('waits for one that owns the home for a moment only', async () => {
    const home = temporaryFolder();
    const first = await runningEngine(home);
    const second = forkEngine(home);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.send({ type: 'shutdown' });
    expect(await second.frame(({ type }) => type === 'ready' || type === 'refused')).toMatchObject({ type: 'ready' });
  });

  test.skipIf(process.platform === 'win32').for(['SIGTERM', 'SIGINT'] as const)('ends cleanly at %s', async (signal) => {
    const engine = await runningEngine(temporaryFolder());
    engine.child.kill(signal);
    expect(await engine.ended).toBe(0);
  });

  test('ends when its parent is gone', async () => {
    const engine = await runningEngine(temporaryFolder());
    engine.child.disconnect();
    expect(await engine.ended).toBe(0);
  });

  test('killed in the middle leaves a home that the next one takes at once, socket and all', async () => {
    const home = temporaryFolder();
    const first = await runningEngine(home);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await runningEngine(home);
    const caller = await openSocket(socketPath(home));
    expect(await caller?.invoke('artifact.list', {})).toEqual({ artifacts: [] });
    caller?.close();
  });

  test.for([
    ['an exception', 'throw new RangeError("boom")'],
    ['a rejection', 'Promise.reject(new RangeError("boom"))'],
  ] as const)('that meets a defect, %s, says so with its stack and ends with 1', async ([, defect]) => {
    const home = temporaryFolder();
    const later = `setTimeout(() => { ${defect} }, 10)`;
    const engine = forkEngine(home, ['--home', home], ['--import', `data:text/javascript,${later}`]);
    expect(await engine.ended).toBe(1);
    expect(engine.stderr()).toMatch(/RangeError: boom\n +at /);
    expect(engine.stderr().trimEnd()).toMatch(/boom$/);
    await runningEngine(home);
  });

  test('without a home says so and touches nothing', async () => {
    const engine = forkEngine('', []);
    expect(await engine.ended).toBe(2);
    expect(engine.stderr()).toMatch(/--home DIR or STRATA_HOME/);
  });

  test('cancels what is under way when it must end, and leaves nothing half-made', async () => {
    const [home, folder] = [temporaryFolder(), temporaryFolder()];
    for (let file = 0; file < 3_000; file += 1) writeFileSync(path.join(folder, `${file}`), `content ${file}`);
    const engine = await runningEngine(home);
    const caller = await openSocket(socketPath(home));
    const tracking = caller?.invoke('artifact.track', { path: folder, name: 'animals' });
    const refused = expect(tracking).rejects.toMatchObject({ code: 'engine.closing' });
    await engine.frame((frame) => frame.type === 'event' && frame.event.kind === 'activity.started');
    engine.send({ type: 'shutdown' });
    await refused;
    expect(await engine.ended).toBe(0);
    expect(readdirSync(path.join(home, 'tmp'))).toEqual([]);
    const next = await runningEngine(home);
    next.send({ type: 'request', id: 1, method: 'artifact.list', params: {} });
    expect(await next.frame(({ type }) => type === 'response')).toMatchObject({ result: { artifacts: [] } });
  });
});
