import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { activity, progressed, sampleArtifact, sampleVersion } from '../host/samples.ts';
import { listeningEngine } from './listening-engine.ts';
import { startCli } from './run-cli.ts';

/** Resolves when the engine was asked for this method. */
async function asked(engine: { asked: { method: string }[] }, method: string): Promise<void> {
  while (!engine.asked.some((one) => one.method === method)) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('Ctrl-C', () => {
  test('cancels the activity of a command that takes long and waits for its end', async () => {
    const work = Promise.withResolvers<unknown>();
    const cancelled: string[] = [];
    const others = [activity({ id: 'other', artifact: 'plants' }), activity({ id: 'old', startedAt: Date.now() - 60_000 })];
    const engine = await listeningEngine({
      'artifact.track': () => work.promise,
      'activity.list': () => ({ activities: [...others, activity({ id: 'mine' })] }),
      'activity.cancel': ({ activity: id }: { activity: string }) => {
        cancelled.push(id);
        setTimeout(() => work.reject(new Failure('operation.cancelled', 'It was cancelled.')), 50);
        return { cancelled: true };
      },
    });
    const { child, result } = startCli(['track', '/data/animals', '--name', 'animals'], { home: engine.home });
    await asked(engine, 'artifact.track');
    child.kill('SIGINT');
    expect(await result).toEqual({ status: 1, stdout: '', stderr: 'strata: It was cancelled.\n' });
    expect(cancelled).toEqual(['mine']);
  });

  test('also cancels an activity that appears only afterwards', async () => {
    const work = Promise.withResolvers<unknown>();
    const engine = await listeningEngine({
      'artifact.snapshot': () => work.promise,
      'activity.list': () => ({ activities: [] }),
      'activity.cancel': () => {
        work.reject(new Failure('operation.cancelled', 'It was cancelled.'));
        return { cancelled: true };
      },
    });
    const { child, result } = startCli(['snapshot', 'animals', '--json'], { home: engine.home });
    await asked(engine, 'artifact.snapshot');
    child.kill('SIGINT');
    await asked(engine, 'activity.list');
    engine.tell(progressed({ kind: 'snapshot' }));
    const { status, stdout } = await result;
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'operation.cancelled' } });
  });

  test('that comes when all is done already changes nothing', async () => {
    const work = Promise.withResolvers<unknown>();
    const engine = await listeningEngine({
      'artifact.track': () => work.promise,
      'activity.list': () => {
        work.resolve({ artifact: sampleArtifact, version: sampleVersion });
        return { activities: [] };
      },
    });
    const { child, result } = startCli(['track', '/data/animals'], { home: engine.home });
    await asked(engine, 'artifact.track');
    child.kill('SIGINT');
    expect(await result).toMatchObject({ status: 0, stderr: '' });
  });

  test('twice does not wait', async () => {
    const engine = await listeningEngine({
      'store.verify': () => new Promise(() => undefined),
      'activity.list': () => ({ activities: [activity({ kind: 'verify', artifact: null })] }),
      'activity.cancel': () => ({ cancelled: true }),
    });
    const { child, result } = startCli(['verify'], { home: engine.home });
    await asked(engine, 'store.verify');
    child.kill('SIGINT');
    await asked(engine, 'activity.cancel');
    child.kill('SIGINT');
    expect(await result).toEqual({ status: 1, stdout: '', stderr: 'strata: Interrupted.\n' });
  });

  test('gives up a question at once', async () => {
    const engine = await listeningEngine({ 'artifact.list': () => new Promise(() => undefined) });
    const { child, result } = startCli(['ls'], { home: engine.home });
    await asked(engine, 'artifact.list');
    child.kill('SIGINT');
    expect(await result).toEqual({ status: 1, stdout: '', stderr: 'strata: Interrupted.\n' });
  });
});
