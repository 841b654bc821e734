import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { socketPath } from '../../electron/adapters/home-folder.ts';
import { openSocket } from '../../electron/host/socket-client.ts';
import { runningEngine } from '../host/forked-engine.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { documents } from './document-schemas.ts';
import { runJson, startCli, type CliProcess } from './run-cli.ts';

function folderWith(...names: string[]): { folder: string; home: string; animals: string } {
  const folder = temporaryFolder();
  const animals = path.join(folder, 'animals');
  mkdirSync(animals);
  for (const name of names) writeFileSync(path.join(animals, name), name);
  return { folder, home: path.join(folder, 'home'), animals };
}

function told(text: string): Record<string, unknown> {
  return documents.watch.parse(JSON.parse(text));
}

/** Starts `watch --json` and waits until it watches the artifact. */
async function watching(home: string): Promise<CliProcess> {
  const watch = startCli(['watch', '--json'], { home, folder: path.dirname(home) });
  await watch.line((line) => told(line)['state'] === 'watching');
  return watch;
}

describe('The command line beside a running engine', () => {
  test('asks that engine, and what it does is told to its other callers', async () => {
    const { home, animals } = folderWith('cat.txt');
    const engine = await runningEngine(home);
    const window = await openSocket(socketPath(home));
    const events: string[] = [];
    window?.subscribe((event) => {
      if (event.kind === 'version.created') events.push(`${event.artifact}:${event.version.ref}`);
    });
    expect((await runJson(['track', animals], { home, folder: animals })).status).toBe(0);
    writeFileSync(path.join(animals, 'rat.txt'), 'rat');
    const { document } = await runJson(['snapshot', 'animals'], { home });
    const { created, version } = documents.snapshot.parse(document);
    // The engine watches too: it may have been quicker than the command.
    expect(version.ref).toBe('v1');
    expect(typeof created).toBe('boolean');
    expect(events).toEqual(['animals:v0', 'animals:v1']);
    window?.close();
    engine.send({ type: 'shutdown' });
    expect(await engine.ended).toBe(0);
    expect((await runJson(['log', 'animals'], { home })).document['versions']).toHaveLength(2);
  });

  test('reads a version of many files while that engine runs', async () => {
    const names = Array.from({ length: 6_000 }, (_, index) => `file ${index}`);
    const { home, animals } = folderWith(...names);
    await runningEngine(home);
    await runJson(['track', animals], { home, folder: animals });
    const { document } = await runJson(['files', 'animals'], { home });
    expect(documents.files.parse(document).entries.map((entry) => entry.path)).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

describe('Watching in the foreground', () => {
  test('turns saves into versions, answers other commands, and ends cleanly at Ctrl-C', async () => {
    const { home, folder, animals } = folderWith('cat.txt');
    await runJson(['track', animals, '--quiet-window', '50'], { home, folder });
    const watch = await watching(home);
    writeFileSync(path.join(animals, 'rat.txt'), 'rat');
    const line = told(await watch.line((text) => text.includes('"version.created"')));
    expect(line).toMatchObject({ artifact: 'animals', version: { ref: 'v1', origin: 'save' } });
    // Two commands beside it, through its socket.
    const [list, log] = await Promise.all([runJson(['ls'], { home }), runJson(['log', 'animals'], { home })]);
    expect(list.document).toMatchObject({ artifacts: [{ name: 'animals', state: 'watching' }] });
    expect(log.document['versions']).toHaveLength(2);
    watch.child.kill('SIGINT');
    expect(await watch.result).toMatchObject({ status: 0, stderr: '' });
    expect(await openSocket(socketPath(home))).toBeNull();
  });

  test('killed hard leaves a home that the next command takes at once', async () => {
    const { home, folder, animals } = folderWith('cat.txt');
    await runJson(['track', animals], { home, folder });
    const watch = await watching(home);
    watch.child.kill('SIGKILL');
    await watch.result;
    expect((await runJson(['verify', '--deep'], { home })).document).toMatchObject({ ok: true, versions: 1 });
  });
});

describe('Ctrl-C during a long command', () => {
  test('leaves nothing of a tracking that was cancelled', async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `${index}`);
    const { home, folder, animals } = folderWith(...names);
    const track = startCli(['track', animals], { home, folder });
    // As soon as its engine answers, the tracking is under way or about to be.
    let beside = await openSocket(socketPath(folder));
    while (beside === null) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      beside = await openSocket(socketPath(home));
    }
    track.child.kill('SIGINT');
    beside.close();
    const { status, stdout, stderr } = await track.result;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^strata: .*(cancelled|Interrupted)/);
    expect((await runJson(['ls'], { home })).document).toEqual({ artifacts: [] });
    expect((await runJson(['track', animals], { home, folder })).status).toBe(0);
    rmSync(animals, { recursive: true });
  });
});

describe('Two engines on one home', () => {
  test('cannot be: the second command is answered by the first or says who owns the home', async () => {
    const { home } = folderWith();
    const engine = await runningEngine(home);
    // Its socket gone, the lock still held.
    rmSync(socketPath(home));
    const { status, document } = await runJson(['ls'], { home });
    expect(status).toBe(4);
    const { error } = documents.error.parse(document);
    expect(error).toMatchObject({ code: 'home.in-use', data: { owner: { pid: engine.child.pid } } });
    expect(error.message).toContain(String(engine.child.pid));
  });
});
