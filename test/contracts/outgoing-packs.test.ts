import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContainerStore } from '../../electron/adapters/container-store-fs.ts';
import { createOutgoingPacks, type FsOutgoingPacks } from '../../electron/adapters/outgoing-packs-fs.ts';
import { countingIds, createMemoryContainerStore } from '../fakes/container-store-memory.ts';
import { createMemoryOutgoingPacks } from '../fakes/outgoing-packs-memory.ts';
import { describeOutgoingPacks } from './outgoing-packs.ts';

describeOutgoingPacks('in memory', () => {
  const store = createMemoryContainerStore();
  const outgoing = createMemoryOutgoingPacks(store, countingIds());
  return { store, outgoing, reopen: () => outgoing, close: () => undefined };
});

describeOutgoingPacks('in a folder', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'strata-outgoing-'));
  const place = { containers: path.join(home, 'containers'), temporary: path.join(home, 'tmp'), newId: countingIds() };
  const store = createContainerStore(place);
  const opened: FsOutgoingPacks[] = [];
  const open = (): FsOutgoingPacks => {
    const outgoing = createOutgoingPacks({ ...place, outgoing: path.join(home, 'outgoing') });
    opened.push(outgoing);
    return outgoing;
  };
  return {
    store,
    outgoing: open(),
    reopen: open,
    close: () => {
      for (const each of opened) each.close();
      store.close();
      rmSync(home, { recursive: true });
    },
  };
});
