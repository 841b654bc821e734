import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRecords } from '../../electron/adapters/records-fs.ts';
import { createRecordsInMemory } from '../fakes/records-memory.ts';
import { describeRecords } from './records.ts';

describeRecords('in memory', () => {
  const records = createRecordsInMemory();
  return { records, reopen: () => records, close: () => undefined };
});

describeRecords('as files', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-records-'));
  const folder = path.join(home, 'versions');
  return {
    records: createRecords(folder),
    reopen: () => createRecords(folder),
    close: () => rmSync(home, { recursive: true }),
  };
});
