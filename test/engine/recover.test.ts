import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../../electron/host/create-engine.ts';
import { clientOf, temporaryFolder } from './ground.ts';
import { facts, writeTree } from './tree.ts';

/** A home whose engine ended cleanly after two versions, with a copy of its catalog from between the two. */
async function closedHome() {
  const folder = temporaryFolder();
  const [home, work] = [path.join(folder, 'home'), path.join(folder, 'work')];
  const catalog = path.join(home, 'catalog.db');
  const older = path.join(folder, 'older.db');
  writeTree(work, { 'cat.txt': 'meow' });
  const first = await startEngine({ home, watch: false });
  await clientOf(first).invoke('artifact.track', { path: work, name: 'mine' });
  await first.close();
  copyFileSync(catalog, older);
  const second = await startEngine({ home, watch: false });
  writeTree(work, { 'dog.txt': 'woof' });
  await clientOf(second).invoke('artifact.snapshot', { artifact: 'mine' });
  await second.close();
  return { home, catalog, older, folder };
}

const packs = (home: string): string[] =>
  readdirSync(path.join(home, 'containers'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pack'));

test('a home whose catalog is lost, empty or an older copy is refused, and nothing in it is removed', async () => {
  const { home, catalog, older, folder } = await closedHome();
  const right = path.join(folder, 'right.db');
  copyFileSync(catalog, right);
  const kept = packs(home);
  const losses: Record<string, () => void> = {
    lost: () => rmSync(catalog),
    empty: () => writeFileSync(catalog, ''),
    older: () => copyFileSync(older, catalog),
  };
  for (const [how, lose] of Object.entries(losses)) {
    lose();
    await expect(startEngine({ home, watch: false }), how).rejects.toMatchObject({ code: 'store.damaged', data: { artifact: 'mine' } });
    expect(packs(home), how).toEqual(kept);
    expect(readdirSync(home).filter((name) => /^catalog\.db-|^engine/.test(name)), how).toEqual([]);
  }
  copyFileSync(right, catalog);
  const engine = await startEngine({ home, watch: false });
  onTestFinished(() => engine.close());
  const target = path.join(folder, 'restored');
  await clientOf(engine).invoke('restore.apply', { artifact: 'mine', ref: 'v1', target });
  expect(Object.keys(facts(target))).toEqual(['cat.txt', 'dog.txt']);
});
