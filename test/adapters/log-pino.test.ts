import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logLevel, openLog } from '../../electron/adapters/log-pino.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'strata-log-'));
  file = path.join(folder, 'engine.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const lines = (): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

describe('the log of a home', () => {
  it('is made with the first entry and not before', async () => {
    const log = openLog(folder, 'info');
    log.debug('too small to be told');
    await log.flush();
    expect(existsSync(file)).toBe(false);
    log.info('started');
    await log.flush();
    expect(lines()).toMatchObject([{ level: 30, msg: 'started', pid: process.pid }]);
  });

  it('keeps the order of entries and their data, before and after it is ready', async () => {
    const log = openLog(folder, 'debug');
    log.warn('first', { files: 3 });
    log.debug('second');
    await log.flush();
    log.error('third', { error: 'Error: x\n  at y' });
    log.info('fourth');
    expect(lines()).toMatchObject([
      { level: 40, msg: 'first', files: 3 },
      { level: 20, msg: 'second' },
      { level: 50, msg: 'third', error: 'Error: x\n  at y' },
      { level: 30, msg: 'fourth' },
    ]);
  });

  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ] as const)('at %s keeps %i of four levels', async (level, kept) => {
    const log = openLog(folder, level);
    for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]('before');
    await log.flush();
    for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]('after');
    await log.flush();
    expect(existsSync(file) ? lines().length : 0).toBe(kept * 2);
  });

  it('goes on in the same file, which only its owner reads', async () => {
    for (const message of ['first run', 'second run']) {
      const log = openLog(folder, 'info');
      log.info(message);
      await log.flush();
    }
    expect(lines()).toMatchObject([{ msg: 'first run' }, { msg: 'second run' }]);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('puts a long file aside and keeps one older file', async () => {
    for (const run of ['one', 'two', 'three']) {
      const log = openLog(folder, 'info');
      log.info(run, { padding: 'x'.repeat(6_000_000) });
      await log.flush();
    }
    expect(lines()).toMatchObject([{ msg: 'three' }]);
    expect(readFileSync(`${file}.old`, 'utf8')).toContain('"msg":"two"');
  });

  it('does not end the engine when it cannot be written', async () => {
    writeFileSync(path.join(folder, 'not-a-folder'), '');
    const log = openLog(path.join(folder, 'not-a-folder'), 'info');
    log.error('lost');
    await expect(log.flush()).resolves.toBeUndefined();
    log.error('lost too');
  });

  it('keeps the last words of a process that ends at once', () => {
    const module = new URL('../../electron/adapters/log-pino.ts', import.meta.url).href;
    const script = `
      import { openLog } from ${JSON.stringify(module)};
      const log = openLog(process.argv[1], 'info');
      log.info('begin', { files: 1 });
      log.error('the end');
      process.exit(3);`;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script, folder]);
    expect(status).toBe(3);
    expect(lines()).toMatchObject([
      { level: 30, msg: 'begin', files: 1 },
      { level: 50, msg: 'the end' },
    ]);
  });
});

describe('the level of the log', () => {
  it.each([
    [undefined, 'info'],
    ['debug', 'debug'],
    [' WARN ', 'warn'],
    ['silent', 'silent'],
    ['loud', 'info'],
  ])('asked as %s is %s', (asked, level) => {
    expect(logLevel({ STRATA_LOG: asked })).toBe(level);
  });
});
