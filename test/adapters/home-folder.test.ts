import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultHome, openHome, socketPath, type SocketPlace } from '../../electron/adapters/home-folder.ts';
import { Failure } from '../../electron/engine/model/failure.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'strata-home-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const permissions = (each: string): number => statSync(each).mode & 0o777;

describe('the home when nobody names one', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/share/strata'],
    ['linux', { XDG_DATA_HOME: '/data/ada' }, '/home/ada', '/data/ada/strata'],
    ['linux', { XDG_DATA_HOME: 'not/absolute' }, '/home/ada', '/home/ada/.local/share/strata'],
    ['darwin', { XDG_DATA_HOME: '/data/ada' }, '/Users/ada', '/Users/ada/Library/Application Support/Strata'],
    ['win32', { APPDATA: 'D:\\Ada\\Roaming' }, 'C:\\Users\\ada', 'D:\\Ada\\Roaming\\Strata'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\Strata'],
    ['linux', { STRATA_HOME: '/mnt/big', XDG_DATA_HOME: '/data/ada' }, '/home/ada', '/mnt/big'],
    ['win32', { STRATA_HOME: 'E:\\Strata' }, 'C:\\Users\\ada', 'E:\\Strata'],
    ['linux', { STRATA_HOME: '' }, '/home/ada', '/home/ada/.local/share/strata'],
  ] as const)('on %s with %o is where the platform keeps data', (platform, env, userFolder, expected) => {
    expect(defaultHome(platform, env, userFolder)).toBe(expected);
  });

  it('is absolute when STRATA_HOME is relative', () => {
    expect(defaultHome('linux', { STRATA_HOME: 'here' }, '/home/ada')).toBe(path.resolve('here'));
  });
});

describe('opening a home', () => {
  it('makes it with all its parts, for its owner alone', () => {
    const home = openHome(path.join(folder, 'deep', 'down', 'home'));
    expect(home.path).toBe(path.join(folder, 'deep', 'down', 'home'));
    expect(readdirSync(home.path).sort()).toEqual(['containers', 'logs', 'outgoing', 'tmp', 'versions']);
    for (const part of [home.path, home.containers, home.temporary, home.outgoing, home.logs, home.versions]) {
      expect(permissions(part)).toBe(0o700);
    }
    expect(path.dirname(home.catalog)).toBe(home.path);
  });

  it('again changes nothing', () => {
    const home = openHome(path.join(folder, 'home'));
    writeFileSync(path.join(home.versions, 'x'), '');
    expect(openHome(home.path)).toEqual(home);
    expect(readdirSync(home.versions)).toEqual(['x']);
  });

  it('keeps the permissions of a folder that was there, and closes what it makes inside', () => {
    chmodSync(folder, 0o755);
    const home = openHome(folder);
    expect(permissions(folder)).toBe(0o755);
    expect(permissions(home.containers)).toBe(0o700);
  });

  it('gives the true path of a home behind a link', () => {
    mkdirSync(path.join(folder, 'real'));
    symlinkSync('real', path.join(folder, 'link'));
    expect(openHome(path.join(folder, 'link')).path).toBe(path.join(folder, 'real'));
  });

  it.each(['home', 'home/below'])('is refused in one sentence when a file is in the way of %s', (name) => {
    writeFileSync(path.join(folder, 'home'), '');
    expect(() => openHome(path.join(folder, name))).toThrow(Failure);
    expect(() => openHome(path.join(folder, name))).toThrow(/a file is in the way/);
  });

  it('is refused when a file has the name of a part', () => {
    writeFileSync(path.join(folder, 'tmp'), '');
    expect(() => openHome(folder)).toThrow(/a file is in the way/);
  });
});

describe('the socket of a home', () => {
  const linux: SocketPlace = { platform: 'linux', env: { XDG_RUNTIME_DIR: '/run/user/7' }, tmp: '/tmp', user: '7' };
  const long = `/home/${'deep/'.repeat(20)}home`;

  it('lies in the home', () => {
    expect(socketPath('/home/ada/strata', linux)).toBe('/home/ada/strata/engine.sock');
  });

  it('of a home with a long path lies with the run-time files under the name of that home', () => {
    expect(socketPath(long, linux)).toMatch(/^\/run\/user\/7\/strata-7-[0-9a-f]{16}\.sock$/);
    expect(socketPath(long, { ...linux, env: {} })).toMatch(/^\/tmp\/strata-7-[0-9a-f]{16}\.sock$/);
    expect(socketPath(`${long}2`, linux)).not.toBe(socketPath(long, linux));
  });

  it('counts bytes, not characters', () => {
    expect(socketPath(`/home/${'é'.repeat(45)}`, linux)).toMatch(/^\/run/);
    expect(socketPath(`/home/${'e'.repeat(45)}`, linux)).toMatch(/^\/home/);
  });

  it('is never too long for a socket, whatever the folder for run-time files', () => {
    const place = { ...linux, env: { XDG_RUNTIME_DIR: long }, tmp: long };
    expect(Buffer.byteLength(socketPath(long, place))).toBeLessThanOrEqual(100);
  });

  it('is the same for every spelling of one home', () => {
    mkdirSync(path.join(folder, 'real'));
    symlinkSync('real', path.join(folder, 'link'));
    expect(socketPath(path.join(folder, 'link'))).toBe(socketPath(path.join(folder, 'real', '..', 'real')));
  });

  it('is a named pipe on Windows, whatever the case of the path', () => {
    const windows: SocketPlace = { ...linux, platform: 'win32' };
    const pipe = socketPath('/Users/Ada/Strata', windows);
    expect(pipe).toMatch(/^\\\\\.\\pipe\\strata-[0-9a-f]{16}$/);
    expect(socketPath('/users/ada/strata', windows)).toBe(pipe);
  });

  it('can be listened on, however deep the home is', async () => {
    const home = openHome(path.join(folder, 'a'.repeat(60), 'b'.repeat(60)));
    const server = createServer();
    const listening = socketPath(home.path);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(listening, resolve);
    });
    await new Promise((resolve) => server.close(resolve));
    expect(Buffer.byteLength(listening)).toBeLessThanOrEqual(100);
  });
});
