import { describe, expect, it } from 'vitest';
import { canBeTaken, sideWords } from '../../renderer/features/apart/sides.ts';
import { aliasWords, fieldWords, folderWords, isBehind, renumberedWords, valueWords } from '../../renderer/features/apart/words.ts';
import type { FolderApartView, UndecidedAliasView, UndecidedEditView } from '../../shared/apart-values.ts';
import { sidesRows } from './stand-in-apart.ts';
import { openStandInWindow, settled } from './window-on-stand-in.ts';

const by = { actor: 'anna@lab', at: 1_000 };
const at = (ref: string | null, isProtected = false) => ({ ref, protected: isProtected });
const alias: UndecidedAliasView = { kind: 'alias', alias: 'best', base: at('v4'), ours: at('v5'), theirs: at('v7'), by, seen: 'g1', refusal: null };
const edit: UndecidedEditView = { kind: 'edit', ref: 'v3', field: 'metadata.score', base: null, ours: 1, theirs: 2, by, seen: 'g2' };
const folder: FolderApartView = { here: 'v6', there: 'v5', by: 'anna@lab', base: 'v4', totals: { here: 1, there: 2, both: 1, alike: 1 } };

async function opened() {
  const window = await openStandInWindow();
  window.engine.setApart({ undecided: [alias, edit], renumbered: [{ from: 'v5', to: 'v6', by: 'anna@lab' }], folder });
  window.stores.navigation.getState().openArtifact('street-scenes');
  await window.stores.apart.getState().open('street-scenes');
  return { ...window, apart: () => window.stores.apart.getState() };
}

describe('the words about what is apart', () => {
  it('say who did what to an alias while one did something else', () => {
    expect(aliasWords(alias)).toBe('anna moved “best” to v7, while you moved it to v5.');
    expect(aliasWords({ ...alias, base: at(null), ours: at(null) })).toBe('anna set “best” to v7, while you removed it.');
    expect(aliasWords({ ...alias, theirs: at('v4', true), by: null })).toBe('Somebody else protected “best” at v4, while you moved it to v5.');
    expect(aliasWords({ ...alias, theirs: at('v7', true) })).toBe('anna moved “best” to v7 and protected it, while you moved it to v5.');
  });

  it('say what a folder lacks, and when nothing of its own is in the way', () => {
    expect(folderWords(folder)).toBe('v6 was made from v4 and does not have the changes of v5 by anna; 1 path changed on both sides.');
    const behind = { ...folder, here: 'v4', there: 'v5', totals: { here: 0, there: 2, both: 0, alike: 0 } };
    expect([isBehind(folder), isBehind(behind), folderWords(behind)]).toEqual([false, true, 'anna made v5; your folder is at v4.']);
    expect(renumberedWords({ from: 'v5', to: 'v6', by: 'anna@lab' })).toBe('Your v5 is now v6, because anna’s v5 came first.');
  });

  it('show a field and its values as people write them', () => {
    expect([fieldWords(edit), fieldWords({ ...edit, field: 'timeToLive' })]).toEqual(['score', 'Time to live']);
    expect([valueWords(null, 'metadata.score'), valueWords(true, 'pinned'), valueWords('', 'description'), valueWords({ a: 1 }, 'metadata.score')]).toEqual(['removed', 'yes', 'empty', '{"a":1}']);
  });

  it('say what each side did with a path, and what can be taken', () => {
    expect(sidesRows.map((row) => [row.path, sideWords(row, 'here'), sideWords(row, 'there'), canBeTaken(row)])).toEqual([
      ['labels/cats.csv', 'changed, 1.1 kB', 'changed, 1.3 kB', true],
      ['labels/dogs.csv', 'as before', 'deleted', false],
      ['notes.md', 'new, 80 B', 'not there', false],
      ['readme.md', 'changed, 30 B', 'changed, 30 B', false],
      ['scenes/17.png', 'not there', 'new, 240 kB', true],
    ]);
  });
});

describe('what is apart in the artifact that is open', () => {
  it('is decided with the state that was seen, and what is left stays', async () => {
    const { apart, engine } = await opened();
    expect(apart().undecided).toHaveLength(2);
    await apart().settle(alias, 'ours');
    expect(apart().undecided).toEqual([edit]);
    await apart().settle(edit, 'theirs');
    expect(apart().undecided).toEqual([]);
    expect(engine.calls.filter(({ method }) => method === 'artifact.settle').map(({ params }) => params)).toEqual([
      { artifact: 'street-scenes', what: { kind: 'alias', alias: 'best' }, keep: 'ours', seen: 'g1' },
      { artifact: 'street-scenes', what: { kind: 'edit', ref: 'v3', field: 'metadata.score' }, keep: 'theirs', seen: 'g2' },
    ]);
  });

  it('that was decided elsewhere is told, and what is there now is shown', async () => {
    const { apart, engine, told } = await opened();
    engine.setApart({ undecided: [], renumbered: [], folder: null });
    await apart().settle(alias, 'ours');
    expect([apart().undecided, told.at(-1)?.title]).toEqual([[], 'It was not decided']);
  });

  it('is looked at side by side, with files of theirs ticked until it is closed', async () => {
    const { apart } = await opened();
    await apart().openSides();
    expect(apart().sides?.view?.rows).toHaveLength(5);
    apart().tick('scenes/17.png');
    apart().tick('labels/cats.csv');
    apart().tick('scenes/17.png');
    expect(apart().ticked).toEqual(['labels/cats.csv']);
    apart().closeSides();
    expect([apart().sides, apart().ticked]).toEqual([null, []]);
  });

  it('is seen, or kept as it is, and then no longer told', async () => {
    const { apart } = await opened();
    await apart().sawRenumbered();
    await apart().keepMine();
    expect([apart().renumbered, apart().folder]).toEqual([[], null]);
  });

  it('is read anew when something of the artifact happened', async () => {
    const { apart, engine } = await opened();
    engine.setApart({ undecided: [], renumbered: [], folder: null });
    engine.save('churn-model');
    await settled();
    expect(apart().undecided).toHaveLength(2);
    engine.save('street-scenes');
    await settled();
    expect(apart().undecided).toEqual([]);
  });
});

describe('versions that get other numbers while they are looked at', () => {
  it('stay selected, compared and ticked under their new ones, and nothing shows what others had made under the old ones', async () => {
    const { stores, engine } = await openStandInWindow();
    const versions = () => stores.versions.getState();
    const newest = versions().timeline.order[0] ?? 0;
    await versions().select(newest);
    versions().compareWith(newest - 1);
    versions().toggleTick(newest);
    await stores.files.getState().show('street-scenes', `v${newest}`);
    await stores.changes.getState().show('street-scenes', `v${newest - 1}`, `v${newest}`);
    await settled();
    const artifact = stores.artifacts.getState().byName['street-scenes'];
    if (artifact === undefined) throw new Error('street-scenes is there');
    const asked = engine.calls.length;
    engine.emit({ kind: 'version.renumbered', artifact, renumbered: [{ from: `v${newest}`, to: `v${newest + 1}` }] });
    expect([versions().selected, versions().compared, versions().ticks.indexes]).toEqual([newest + 1, newest - 1, [newest + 1]]);
    await settled();
    expect(engine.calls.slice(asked).map(({ method }) => method)).toEqual(expect.arrayContaining(['version.folder', 'version.diff', 'version.list']));
  });
});
