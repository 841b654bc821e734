import { describe, expect, it } from 'vitest';
import { createMemoryTree } from './memory-tree.ts';

describe('the memory tree', () => {
  it('shows what was put in place and its stamps move with every change', () => {
    const tree = createMemoryTree();
    tree.write('/home/animals/cat.txt', 'meow');
    const before = tree.lstat('/home/animals/cat.txt');
    tree.write('/home/animals/cat.txt', 'purr');
    const after = tree.lstat('/home/animals/cat.txt');
    expect(after.inode).toBe(before.inode);
    expect(after.changedMs).toBeGreaterThan(before.changedMs);
    tree.replace('/home/animals/cat.txt', 'purr');
    expect(tree.lstat('/home/animals/cat.txt').inode).not.toBe(before.inode);
    expect(tree.snapshot('/home')).toEqual({ animals: 'folder', 'animals/cat.txt': 'purr' });
  });

  it('keeps an open file open when another is renamed over it', () => {
    const tree = createMemoryTree();
    tree.write('/a', 'old');
    tree.write('/b', 'new');
    const handle = tree.open('/a');
    tree.rename('/b', '/a');
    expect(new TextDecoder().decode(handle.read(0, 10))).toBe('old');
    expect(tree.text('/a')).toBe('new');
    expect(tree.exists('/b')).toBe(false);
  });

  it('follows links on the way but not the last one', () => {
    const tree = createMemoryTree();
    tree.write('/real/x', '1');
    tree.link('/way', 'real');
    expect(tree.lstat('/way/x').kind).toBe('file');
    expect(tree.lstat('/way').kind).toBe('link');
    expect(tree.realPath('/way/x')).toBe('/real/x');
    tree.link('/loop', 'loop');
    expect(() => tree.lstat('/loop/x')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
  });

  it('obeys the permission bits of the owner', () => {
    const tree = createMemoryTree();
    tree.write('/closed/x', '1');
    tree.setMode('/closed', 0o300);
    expect(() => tree.list('/closed')).toThrow(expect.objectContaining({ code: 'EACCES' }));
    tree.write('/secret', '1', { mode: 0o000 });
    expect(() => tree.open('/secret')).toThrow(expect.objectContaining({ code: 'EACCES' }));
  });

  it('lets a test change a file while it is read and fail single calls', () => {
    const tree = createMemoryTree();
    tree.write('/a', 'before');
    tree.when('read', '/a', () => tree.write('/a', 'after!'));
    expect(new TextDecoder().decode(tree.open('/a').read(0, 6))).toBe('after!');
    tree.fail('open', '/a', 'EIO');
    expect(() => tree.open('/a')).toThrow(expect.objectContaining({ code: 'EIO' }));
    expect(tree.open('/a').stat().size).toBe(6);
  });
});
