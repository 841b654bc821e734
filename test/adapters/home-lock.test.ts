import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHome, readOwner } from '../../electron/adapters/home-lock.ts';
import { Failure } from '../../electron/engine/model/failure.ts';

let home: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'strata-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

function refusal(): Failure {
  try {
    lockHome(home).release();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the home was free');
}

const module = new URL('../../electron/adapters/home-lock.ts', import.meta.url).href;
const script = `
  import { lockHome } from ${JSON.stringify(module)};
  try {
    const lock = lockHome(process.argv[1]);
    console.log('locked');
    process.stdin.once('data', () => { lock.release(); console.log('released'); });
  } catch (error) {
    console.log(error.code);
    process.exit();
  }`;

/** Another process that tries to take the home; what it says, line by line. */
function startOther(): { child: ChildProcess; said(): Promise<string>; ended: Promise<unknown> } {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, home], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const said = (): Promise<string> =>
    new Promise((resolve) => child.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim())));
  return { child, said, ended };
}

describe('the lock of a home', () => {
  it('is held once at a time, also within one process', () => {
    const lock = lockHome(home);
    expect(refusal().code).toBe('home.in-use');
    lock.release();
    lockHome(home).release();
  });

  it.each(['lock.db', 'engine.json'])('says that the home cannot be written when %s cannot be', (name) => {
    mkdirSync(path.join(home, name));
    const failure = refusal();
    expect(failure).toMatchObject({ code: 'folder.unreadable', data: { path: home } });
    expect(failure.message).toContain(`"${home}" cannot be a home of Strata`);
    rmSync(path.join(home, name), { recursive: true });
    lockHome(home).release();
  });

  it('names its owner in the refusal', () => {
    const lock = lockHome(home);
    const failure = refusal();
    expect(failure.message).toBe(
      `Strata is already running with this home (process ${process.pid}): use that one, quit it, or choose another home.`,
    );
    expect(failure.data).toMatchObject({ home, owner: { pid: process.pid, host: hostname() } });
    lock.release();
  });

  it('names the host too when it is another one', () => {
    const lock = lockHome(home, { pid: 12, host: 'elsewhere', startedAt: 1 });
    expect(refusal().message).toContain('(process 12 on elsewhere)');
    lock.release();
  });

  it('refuses also when nobody can say who holds it', () => {
    const lock = lockHome(home);
    for (const note of ['', '{"pid":', '{"pid":"x"}', 'null']) {
      writeFileSync(path.join(home, 'engine.json'), note);
      expect(refusal().message).toMatch(/^Strata is already running with this home:/);
    }
    lock.release();
  });

  it('leaves no note of an owner behind, and can be released twice', () => {
    const lock = lockHome(home);
    expect(readOwner(home)).toMatchObject({ pid: process.pid });
    lock.release();
    expect(existsSync(path.join(home, 'engine.json'))).toBe(false);
    const next = lockHome(home);
    lock.release();
    expect(readOwner(home)).toMatchObject({ pid: process.pid });
    expect(refusal().code).toBe('home.in-use');
    next.release();
  });

  it('is not fooled by the note of an owner that is gone', () => {
    writeFileSync(path.join(home, 'engine.json'), JSON.stringify({ pid: process.pid, host: hostname(), startedAt: 1 }));
    lockHome(home).release();
  });

  it('keeps other processes out, and lets them in once it is released', async () => {
    const lock = lockHome(home);
    expect(await startOther().said()).toBe('home.in-use');
    lock.release();
    expect(await startOther().said()).toBe('locked');
  });

  it('of another process keeps this one out until that releases it', async () => {
    const other = startOther();
    expect(await other.said()).toBe('locked');
    expect(refusal().data).toMatchObject({ owner: { pid: other.child.pid } });
    other.child.stdin?.write('\n');
    expect(await other.said()).toBe('released');
    lockHome(home).release();
  });

  it('ends with its process, killed at any moment, and is free at once', async () => {
    for (let round = 0; round < 3; round++) {
      const other = startOther();
      expect(await other.said()).toBe('locked');
      other.child.kill('SIGKILL');
      await other.ended;
      const lock = lockHome(home);
      expect(readOwner(home)).toMatchObject({ pid: process.pid });
      lock.release();
    }
  });

  it('goes to exactly one of those that want it at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => startOther().said()));
    expect(answers.sort()).toEqual(['home.in-use', 'home.in-use', 'home.in-use', 'locked']);
  });
});
