import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { quickStart } from '../host/quick-start.ts';
import { sampleVersion } from '../host/samples.ts';
import type { EntryView } from '../../shared/values.ts';
import { documents } from './document-schemas.ts';
import { listeningEngine } from './listening-engine.ts';
import { runCli, runJson, startCli } from './run-cli.ts';

function entry(index: number): EntryView {
  return {
    path: `folder/${String(index).padStart(7, '0')}`,
    kind: 'file',
    size: index,
    digest: 'ab'.repeat(32),
    mode: '0644',
    modifiedAt: Date.UTC(2026, 0, 1) + 0.5,
    target: null,
  };
}

interface Page {
  ref: string;
  after?: string;
  limit: number;
}

/** An engine whose version has that many entries. */
function engineWith(count: number, failAfter = Infinity) {
  return listeningEngine({
    'version.get': () => ({ version: sampleVersion }),
    'version.entries': ({ after, limit }: Page) => {
      const start = after === undefined ? 0 : Number(after) + 1;
      if (start >= failAfter) throw new Failure('store.damaged', 'A node is damaged.', { path: 'x' });
      const end = Math.min(count, start + limit);
      const entries = Array.from({ length: end - start }, (_, at) => entry(start + at));
      return { entries, next: end < count ? String(end - 1) : null };
    },
  });
}

describe('A long list', () => {
  test('is one JSON document, read page by page at one fixed version', async () => {
    const engine = await engineWith(12_345);
    const { status, document } = await runJson(['files', 'animals:best'], { home: engine.home });
    expect(status).toBe(0);
    const { entries } = documents.files.parse(document);
    expect(entries).toHaveLength(12_345);
    expect(entries.at(-1)).toMatchObject({ path: 'folder/0012344', modifiedAt: '2026-01-01T00:00:00.000Z' });
    const pages = engine.asked.filter(({ method }) => method === 'version.entries');
    expect(pages.length).toBeGreaterThan(1);
    for (const { params } of pages) expect(params).toMatchObject({ artifact: 'animals', ref: 'v3' });
  });

  test('that is empty is one too', async () => {
    const { home } = await engineWith(0);
    expect(await runJson(['files', 'animals:v3'], { home })).toEqual({ status: 0, document: { entries: [] } });
    expect(await runCli(['files', 'animals:v3'], { home })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('that breaks off is still one document, with the error in it', async () => {
    const { home } = await engineWith(20_000, 5_000);
    const { status, document } = await runJson(['files', 'animals:v3'], { home });
    expect(status).toBe(5);
    expect(document['entries']).toHaveLength(5_000);
    expect(document['error']).toMatchObject({ code: 'store.damaged', data: { path: 'x' } });
  });

  test('of versions and operations is asked for page by page and cut where --limit says', async () => {
    const limits: number[] = [];
    const engine = await listeningEngine({
      'artifact.link': () => ({ link: null }),
      'version.list': ({ before = 1_234, limit }: { before?: number; limit: number }) => {
        limits.push(limit);
        const length = Math.min(limit, before);
        const versions = Array.from({ length }, (_, at) => {
          const index = before - 1 - at;
          return { ...sampleVersion, index, ref: `v${index}` };
        });
        return { versions, total: 1_234 };
      },
    });
    const all = documents.log.parse((await runJson(['log', 'animals'], { home: engine.home })).document);
    expect(all.versions.map(({ index }) => index)).toEqual(Array.from({ length: 1_234 }, (_, at) => 1_233 - at));
    const some = documents.log.parse((await runJson(['log', 'animals', '--limit', '3'], { home: engine.home })).document);
    expect(some.versions.map(({ ref }) => ref)).toEqual(['v1233', 'v1232', 'v1231']);
    expect(limits.at(-1)).toBe(3);
  });

  test.skipIf(process.platform === 'win32')('whose reader goes away ends quietly and asks no further', async () => {
    const engine = await engineWith(1_000_000);
    const program = path.resolve(import.meta.dirname, '../../electron/cli/main.ts');
    const pipe = `set -o pipefail; "${process.execPath}" "${program}" files animals:v3 | head -n 2`;
    const child = spawn('bash', ['-c', pipe], { env: { ...process.env, ...quickStart, STRATA_HOME: engine.home } });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    let errors = '';
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect({ status, errors, lines: text.split('\n').length }).toEqual({ status: 0, errors: '', lines: 3 });
    expect(engine.asked.filter(({ method }) => method === 'version.entries').length).toBeLessThan(50);
  });

  test('stops being read while its reader pauses, so that memory stays small', async () => {
    const engine = await engineWith(1_000_000);
    const { child, result } = startCli(['files', 'animals:v3', '--json'], { home: engine.home });
    child.stdout.once('data', () => child.stdout.pause());
    let before = -1;
    // Until nothing more is asked for.
    while (before < 1 || engine.asked.length !== before) {
      before = engine.asked.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(engine.asked.length).toBeLessThan(50);
    child.kill('SIGKILL');
    child.stdout.resume();
    await result;
  });
});
