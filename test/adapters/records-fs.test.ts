import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecords } from '../../electron/adapters/records-fs.ts';

describe('version records as files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'strata-records-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lie under their own names, for their owner alone, and nothing else is left', () => {
    createRecords(folder).write({ name: 'animals/v0.json', text: '{}' });
    expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(new Set(['animals', path.join('animals', 'v0.json')]));
    expect(statSync(path.join(folder, 'animals', 'v0.json')).mode & 0o077).toBe(0);
  });

  it('pass over what a crash or somebody else left there', () => {
    const records = createRecords(folder);
    records.write({ name: 'animals/v0.json', text: '{}' });
    writeFileSync(path.join(folder, 'animals', 'v1.json.tmp'), '{"half');
    writeFileSync(path.join(folder, 'animals', 'notes.txt'), 'mine');
    writeFileSync(path.join(folder, '.DS_Store'), '');
    mkdirSync(path.join(folder, 'not an artifact'));
    writeFileSync(path.join(folder, 'not an artifact', 'v0.json'), '{}');
    expect(records.list().map((file) => file.name)).toEqual(['animals/v0.json']);
  });

  it('take the place of what a crash left half-written', () => {
    const records = createRecords(folder);
    mkdirSync(path.join(folder, 'animals'));
    writeFileSync(path.join(folder, 'animals', 'v0.json.tmp'), '{"half of a much longer text');
    records.write({ name: 'animals/v0.json', text: '{}' });
    expect(records.list()).toEqual([{ name: 'animals/v0.json', text: '{}' }]);
    expect(readdirSync(path.join(folder, 'animals'))).toEqual(['v0.json']);
  });

  it('keep the old text and leave no temporary when a new one cannot be put in place', () => {
    const records = createRecords(folder);
    // A folder of that name stands in the way of the rename.
    mkdirSync(path.join(folder, 'animals', 'v0.json', 'x'), { recursive: true });
    expect(() => records.write({ name: 'animals/v0.json', text: '{}' })).toThrow();
    expect(readdirSync(path.join(folder, 'animals'))).toEqual(['v0.json']);
  });
});
