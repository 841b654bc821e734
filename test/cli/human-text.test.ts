import { describe, expect, test } from 'vitest';
import { createColours, wantsColour } from '../../electron/cli/colours.ts';
import { humaneDuration, humaneSize, humaneTime } from '../../electron/cli/humane.ts';
import { progressText } from '../../electron/cli/progress-line.ts';
import { headerLine, layOut, rowLine, type Column } from '../../electron/cli/table.ts';
import { cutStart, printable, textWidth } from '../../electron/cli/text-width.ts';
import { activity, sampleArtifact, sampleVersion } from '../host/samples.ts';
import { listeningEngine } from './listening-engine.ts';
import { runCli } from './run-cli.ts';

describe('Text for people', () => {
  test('has sizes of at most three digits', () => {
    const sizes = [0, 999, 1_000, 1_234, 99_949, 99_950, 999_499, 999_500, 618_000_000, 2e15];
    expect(sizes.map(humaneSize)).toEqual([
      '0 B', '999 B', '1.0 kB', '1.2 kB', '99.9 kB', '100 kB', '999 kB', '1.0 MB', '618 MB', '2.0 PB',
    ]);
  });

  test('has times as distances, and dates for what is long ago or in the future', () => {
    const now = Date.UTC(2026, 5, 15, 12);
    const hours = (count: number): number => now - count * 3_600_000;
    const times = [now, now - 42_000, now - 200_000, hours(5), hours(30), hours(24 * 12), hours(24 * 100), hours(-5)];
    expect(times.map((at) => humaneTime(at, now))).toEqual([
      'just now', '42 s ago', '3 min ago', '5 h ago', 'yesterday', '12 days ago', '2026-03-07', '2026-06-15',
    ]);
  });

  test('has durations in two units at most', () => {
    expect([900, 59_400, 60_000, 130_000, 3_600_000, 3_900_000].map(humaneDuration)).toEqual([
      '1 s', '59 s', '1 min', '2 min 10 s', '1 h', '1 h 5 min',
    ]);
  });

  test('never carries control characters to the terminal', () => {
    expect(printable('a\nb\u001b[31m\u0000\u009b\u202e')).toBe('a\\nb\\x1b[31m\\x00\\x9b\\u202e');
    expect(printable('Größe 大小 🐈')).toBe('Größe 大小 🐈');
  });

  test('counts the columns of wide and of combining characters', () => {
    expect([textWidth('abc'), textWidth('大小'), textWidth('e\u0301'), textWidth('🐈')]).toEqual([3, 4, 1, 2]);
    expect(cutStart('/home/大小/x', 6)).toBe('…小/x');
  });

  test('is coloured only on a terminal that can, when nobody forbids it', () => {
    expect(wantsColour(true, {})).toBe(true);
    expect(wantsColour(false, {})).toBe(false);
    expect(wantsColour(true, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour(true, { TERM: 'dumb' })).toBe(false);
  });
});

describe('A table', () => {
  interface Row {
    name: string;
    size: string;
    about: string;
  }
  const columns: Column<Row>[] = [
    { title: 'NAME', text: ({ name }) => name },
    { title: 'SIZE', text: ({ size }) => size, align: 'right' },
    { title: 'ABOUT', text: ({ about }) => about, cut: 'end' },
  ];
  const render = (rows: Row[], width: number): string[] => {
    const layout = layOut(columns, rows, width);
    return [headerLine(layout, createColours(false)), ...rows.map((row) => rowLine(layout, row))];
  };

  test('is aligned, also with wide characters, and ends no line with spaces', () => {
    expect(render([{ name: '大', size: '9', about: 'x' }, { name: 'abcde', size: '12345', about: '' }], 80)).toEqual([
      'NAME    SIZE  ABOUT',
      '大         9  x',
      'abcde  12345',
    ]);
  });

  test('cuts what may be cut until it fits, and leaves out empty columns', () => {
    const long = 'a very long description that nobody can read at once';
    const lines = render([{ name: 'animals', size: '', about: long }], 30);
    expect(lines).toEqual(['NAME     ABOUT', `animals  ${long.slice(0, 20)}…`]);
  });
});

describe('Progress', () => {
  test('says what, how many files, how many bytes, how fast, and how long still', () => {
    const going = activity({
      files: 12_345, totalFiles: 100_000, bytes: 120e6, totalBytes: 618e6, bytesPerSecond: 210e6, remainingMs: 2_400,
    });
    expect(progressText(going, 100)).toBe(
      'Reading files · 12,345 of 100,000 files · 120 MB of 618 MB · 210 MB/s · 2 s left',
    );
    expect(progressText(going, 30)).toBe('Reading files · 12,345 of 100…');
    expect(progressText(activity(), 80)).toBe('Reading files');
  });
});

describe('The list of artifacts', () => {
  test('fits 80 columns when it is piped, and says what is wrong', async () => {
    const path = `/data/${'very/'.repeat(20)}deep\nfolder`;
    const { home } = await listeningEngine({
      'artifact.list': () => ({
        artifacts: [
          { ...sampleArtifact, path, latest: { ...sampleVersion, createdAt: Date.now() } },
          { ...sampleArtifact, name: 'plants', state: 'problem', stateMessage: 'The folder is gone.', latest: null },
        ],
      }),
    });
    const { status, stdout } = await runCli(['ls'], { home });
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^NAME {5}TYPE {5}STATE {5}LATEST +FILES +SIZE {2}MADE +FOLDER$/);
    expect(lines[1]).toMatch(/^animals {2}dataset {2}watching {2}v3 +12 {2}3\.2 MB {2}just now {2}….*deep\\nfolder$/);
    expect(lines[3]).toBe('plants: The folder is gone.');
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  test('says how to begin when it is empty', async () => {
    const { home } = await listeningEngine({ 'artifact.list': () => ({ artifacts: [] }) });
    expect((await runCli(['ls'], { home })).stdout).toMatch(/strata track DIR/);
  });
});
