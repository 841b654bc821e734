import { describe, expect, it } from 'vitest';
import { columnTime, compactTime, dayHeading, relativeTime } from '../../renderer/lib/dates.ts';
import { firstLine, folderName, formatAdded, formatBytes, formatDuration, formatNumberOf, formatRate, lastName } from '../../renderer/lib/format.ts';
import { movedIndex } from '../../renderer/lib/keyboard.ts';
import { aliasRefusal, artifactNameRefusal, metadataKeyRefusal, parseMetadataValue, showMetadataValue } from '../../renderer/lib/naming.ts';
import { noon } from './window-on-stand-in.ts';

describe('numbers and times for people', () => {
  it('says bytes, rates and durations shortly', () => {
    expect([formatBytes(0), formatBytes(1337), formatAdded(2_500_000), formatAdded(0), formatRate(12_345_678)]).toEqual(['0 B', '1.3 kB', '+2.5 MB', '0 B', '12.3 MB/s']);
    expect([formatDuration(40), formatDuration(61_000), formatDuration(3_600_000), formatDuration(4_800_000)]).toEqual(['1 s', '1 min', '1 h', '1 h 20 min']);
    expect([formatNumberOf(1, 'file'), formatNumberOf(1234, 'file'), formatNumberOf(2, 'match', 'matches')]).toEqual(['1 file', '1,234 files', '2 matches']);
  });

  it('says times by how long ago they are', () => {
    expect([relativeTime(noon - 4_000, noon), relativeTime(noon + 900, noon), relativeTime(noon - 200_000, noon)]).toEqual(['just now', 'just now', '3 minutes ago']);
    expect([dayHeading(noon, noon), dayHeading(noon - 86_400_000, noon), dayHeading(noon - 400 * 86_400_000, noon)]).toEqual(['Today', 'Yesterday', 'Sunday, 19 October 2025']);
    expect([compactTime(noon - 2 * 86_400_000, noon), columnTime(noon - 400 * 86_400_000, noon)]).toEqual(['21 Nov', '19 Oct 2025']);
  });

  it('takes a backslash for a separator only in an absolute path of Windows', () => {
    expect([lastName('a/quote"and\\back'), lastName('C:\\a')]).toEqual(['quote"and\\back', 'C:\\a']);
    expect([folderName('/a/b\\c/'), folderName('C:\\a\\b'), folderName('C:/a/b\\'), folderName('\\\\server\\a')]).toEqual(['b\\c', 'b', 'b', 'a']);
  });

  it('takes names and first lines out of longer texts', () => {
    expect([lastName('a/b'), lastName('c'), firstLine('\n one \ntwo')]).toEqual(['b', 'c', 'one ']);
  });
});

describe('names', () => {
  it('are judged as the engine judges them', () => {
    expect(artifactNameRefusal('a.b-c_1')).toBeNull();
    for (const name of ['', '..', 'a b', 'ä', 'x'.repeat(129)]) expect(artifactNameRefusal(name)).not.toBeNull();
    expect(aliasRefusal('to production')).toBeNull();
    for (const alias of ['', 'v3', 'latest', 'a/b', 'a:b']) expect(aliasRefusal(alias)).not.toBeNull();
    expect(metadataKeyRefusal('new', ['old'])).toBeNull();
    expect(metadataKeyRefusal('old', ['old'])).not.toBeNull();
    expect(metadataKeyRefusal('new', Array.from({ length: 100 }, (_, index) => String(index)))).not.toBeNull();
  });

  it('takes metadata as JSON, plain words as text, and refuses what is neither', () => {
    expect(parseMetadataValue('0.5')).toEqual({ value: 0.5 });
    expect(parseMetadataValue('["a"]')).toEqual({ value: ['a'] });
    expect(parseMetadataValue('export 14')).toEqual({ value: 'export 14' });
    expect(parseMetadataValue('{"a":')).toHaveProperty('refusal');
    expect(parseMetadataValue('NaN')).toHaveProperty('refusal');
  });

  it('shows a metadata value so that saving it again changes nothing', () => {
    for (const value of ['plain', 'true', '12', '"quoted"', '', 12, true, null, ['a', 1], { a: { b: null } }]) {
      expect(parseMetadataValue(showMetadataValue(value))).toEqual({ value });
    }
  });
});

describe('arrow keys in a list', () => {
  const isRow = (index: number) => index !== 0 && index !== 3;

  it('go to the next row that can be active and stop at the ends', () => {
    expect(movedIndex('ArrowDown', -1, 6, isRow)).toBe(1);
    expect(movedIndex('ArrowDown', 2, 6, isRow)).toBe(4);
    expect(movedIndex('ArrowUp', 4, 6, isRow)).toBe(2);
    expect(movedIndex('ArrowUp', 1, 6, isRow)).toBe(1);
    expect(movedIndex('ArrowDown', 5, 6, isRow)).toBe(5);
  });

  it('jump to the ends and by pages, and leave other keys alone', () => {
    expect(movedIndex('Home', 5, 6, isRow)).toBe(1);
    expect(movedIndex('End', 1, 6, isRow)).toBe(5);
    expect(movedIndex('PageDown', 1, 60, () => true)).toBe(11);
    expect(movedIndex('PageUp', 1, 6, isRow)).toBe(1);
    expect(movedIndex('x', 1, 6, isRow)).toBeNull();
    expect(movedIndex('ArrowDown', -1, 0)).toBeNull();
  });
});
