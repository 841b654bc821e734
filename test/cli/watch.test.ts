import { describe, expect, test } from 'vitest';
import { ContractError } from '../../shared/errors.ts';
import { created, progressed, sampleArtifact, sampleVersion } from '../host/samples.ts';
import { documents } from './document-schemas.ts';
import { listeningEngine } from './listening-engine.ts';
import { runCli, startCli } from './run-cli.ts';

const answers = {
  'artifact.list': () => ({ artifacts: [sampleArtifact] }),
  'artifact.get': () => ({ artifact: sampleArtifact }),
};
const isReady = (line: string): boolean => line.includes('"ready"');

describe('Watching beside a running engine', () => {
  test('prints one document a line for what happens, and ends cleanly at Ctrl-C', async () => {
    const engine = await listeningEngine(answers);
    const { child, result, line } = startCli(['watch', '--json'], { home: engine.home });
    await line(isReady);
    engine.tell(progressed());
    engine.tell(created());
    engine.tell({ kind: 'artifact.changed', artifact: { ...sampleArtifact, state: 'settling' } });
    await line((text) => text.includes('settling'));
    child.kill('SIGINT');
    const { status, stdout, stderr } = await result;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const told = stdout.trimEnd().split('\n').map((text) => documents.watch.parse(JSON.parse(text)));
    expect(told).toMatchObject([
      { event: 'ready', artifact: null, artifacts: ['animals'], how: 'running-engine' },
      { event: 'version.created', artifact: 'animals', version: { name: 'animals', ref: 'v3' } },
      { event: 'artifact.changed', artifact: 'animals', version: null, state: 'settling' },
    ]);
  });

  test('prints only the asked artifacts', async () => {
    const engine = await listeningEngine(answers);
    const { child, result, line } = startCli(['watch', 'plants', '--json'], { home: engine.home });
    await line(isReady);
    engine.tell(created());
    engine.tell({ kind: 'version.created', artifact: 'plants', version: sampleVersion });
    await line((text) => text.includes('version.created'));
    child.kill('SIGTERM');
    expect((await result).stdout).not.toContain('animals');
  });

  test('tells people the time and a sentence', async () => {
    const engine = await listeningEngine(answers);
    const { child, result, line } = startCli(['watch'], { home: engine.home });
    await line((text) => text.includes('watching animals'));
    engine.tell(created());
    expect(await line((text) => text.includes('animals:v3'))).toMatch(
      /^\d\d:\d\d:\d\d {2}animals:v3 {2}12 files, 3\.2 MB \(1\.1 MB added\), \+1 ~2 -0$/,
    );
    child.kill('SIGINT');
    expect((await result).status).toBe(0);
  });

  test('ends with a sentence when that engine ends', async () => {
    const engine = await listeningEngine(answers);
    const { result, line } = startCli(['watch', '--json'], { home: engine.home });
    await line(isReady);
    await engine.hangUp();
    const { status, stdout } = await result;
    expect(status).toBe(1);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'engine.unreachable' },
    });
  });

  test('an artifact that does not exist is refused', async () => {
    const { home } = await listeningEngine({
      'artifact.get': () => {
        throw new ContractError({ code: 'artifact.not-found', message: 'There is no "x".' });
      },
    });
    expect(await runCli(['watch', 'x'], { home })).toEqual({ status: 3, stdout: '', stderr: 'strata: There is no "x".\n' });
  });
});
