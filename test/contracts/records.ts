import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordFile, Records } from '../../electron/engine/ports/records.ts';

/** Records of a home that has none yet. */
export interface RecordsInstance {
  readonly records: Records;
  /** The same records seen by one who just came. */
  reopen(): Records;
  close(): void;
}

const sorted = (files: readonly RecordFile[]): RecordFile[] => [...files].sort((a, b) => (a.name < b.name ? -1 : 1));

export function describeRecords(name: string, createInstance: () => RecordsInstance): void {
  describe(`version records (${name})`, () => {
    let instance: RecordsInstance;
    let records: Records;
    const write = (file: string, text = file): void => records.write({ name: file, text });
    const names = (): string[] => records.list().map((file) => file.name).sort((a, b) => (a < b ? -1 : 1));

    beforeEach(() => {
      instance = createInstance();
      records = instance.records;
    });
    afterEach(() => instance.close());

    it('are none at first', () => {
      expect(records.list()).toEqual([]);
    });

    it('come back whole, also to one who just came', () => {
      const files = [
        { name: 'animals/artifact.json', text: '{}\n' },
        { name: 'animals/v0.json', text: 'é🐈\r\n'.repeat(50_000) },
        { name: 'maps.of-the_World/v12.json', text: '' },
      ];
      for (const file of files) records.write(file);
      expect(sorted(records.list())).toEqual(files);
      expect(sorted(instance.reopen().list())).toEqual(files);
      expect(records.names().sort()).toEqual(files.map((file) => file.name));
    });

    it('are read one by one; what was never written is null', () => {
      write('animals/v0.json', 'a text');
      write('~deleted/7.json', 'gone');
      expect([records.read('animals/v0.json'), records.read('~deleted/7.json'), records.read('animals/v1.json')]).toEqual(['a text', 'gone', null]);
      expect(() => records.read('../v0.json')).toThrow(RangeError);
    });

    it('of deletions lie beside those of artifacts', () => {
      for (const file of ['animals/v0.json', '~deleted/7.json', '~deleted/12.json']) write(file);
      records.remove('~deleted/7.json');
      expect(names()).toEqual(['animals/v0.json', '~deleted/12.json']);
    });

    it('are replaced by a later text', () => {
      write('animals/v0.json', 'a long first text');
      write('animals/v0.json', 'short');
      expect(records.list()).toEqual([{ name: 'animals/v0.json', text: 'short' }]);
    });

    it('are removed one by one, and again without harm', () => {
      for (const file of ['animals/v0.json', 'animals/v1.json']) write(file);
      records.remove('animals/v0.json');
      records.remove('animals/v0.json');
      records.remove('never/v0.json');
      expect(names()).toEqual(['animals/v1.json']);
    });

    it('of an artifact are removed together, and those of no other', () => {
      for (const file of ['a/artifact.json', 'a/v0.json', 'a.b/v0.json', 'ab/v0.json']) write(file);
      records.removeAll('a');
      records.removeAll('a');
      expect(names()).toEqual(['a.b/v0.json', 'ab/v0.json']);
      write('a/v1.json');
      expect(names()).toContain('a/v1.json');
    });

    it('never leave their folder', () => {
      const outside = ['../v0.json', '../../x/v0.json', '/etc/v0.json', './artifact.json', 'a/../v0.json', 'a/b/v0.json'];
      const strange = ['', 'a', 'a/', 'a/v.json', 'a/v01.json', 'a/v-1.json', 'a/v0.json.tmp', 'a\\v0.json', 'a/v0.json\n', '~deleted/0.json', '~deleted/v1.json', '~gone/1.json'];
      for (const file of [...outside, ...strange]) {
        expect(() => write(file)).toThrow(RangeError);
        expect(() => records.remove(file)).toThrow(RangeError);
      }
      for (const artifact of ['', '.', '..', 'a/b', '../a']) expect(() => records.removeAll(artifact)).toThrow();
      expect(records.list()).toEqual([]);
    });
  });
}
