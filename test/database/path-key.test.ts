import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysBelow, keyToPath, pathToKey } from '../../electron/database/path-key.ts';
import { comparePaths, isWithin, type FolderPath } from '../../electron/engine/model/entry-path.ts';

/** Any code units at all, also halves of pairs. */
const text = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 0xffff }), fc.constantFrom(0x2e, 0x2f, 0x30, 0xd83d, 0xdc08, 0xe000, 0xfffd)), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units) as FolderPath);

describe('the key of a path', () => {
  it('gives the path back, whatever its characters', () => {
    fc.assert(
      fc.property(text, (path) => {
        expect(keyToPath(pathToKey(path))).toBe(path);
      }),
    );
  });

  it('sorts by its bytes as the paths sort', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(Buffer.compare(pathToKey(a), pathToKey(b)))).toBe(comparePaths(a, b));
      }),
    );
  });

  it('lies below its folder exactly when the path does', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (folder, other, inside) => {
        const path = (inside ? `${folder}/${other}` : other) as FolderPath;
        const { after, before } = keysBelow(folder);
        const key = pathToKey(path);
        const below = Buffer.compare(key, after) > 0 && Buffer.compare(key, before) < 0;
        // "a/" is no path of a folder: nothing is named by the empty text.
        fc.pre(path !== `${folder}/`);
        expect(below).toBe(path !== folder && isWithin(path, folder));
      }),
    );
  });

  it('is plain UTF-8 where there is no emoji', () => {
    expect(pathToKey('Fotos/Größe').toString('utf8')).toBe('Fotos/Größe');
  });
});
