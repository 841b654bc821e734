import type { Colours } from './colours.ts';
import { cutEnd, cutStart, textWidth } from './text-width.ts';

export interface Column<Row> {
  readonly title: string;
  /** What is shown; already printable. */
  readonly text: (row: Row) => string;
  readonly align?: 'left' | 'right';
  /** Where it may be cut when the table is too wide; missing: never. */
  readonly cut?: 'start' | 'end';
  readonly paint?: (text: string, row: Row) => string;
}

export interface Layout<Row> {
  readonly columns: readonly Column<Row>[];
  readonly widths: readonly number[];
}

const gap = 2;
const narrowest = 8;

/**
 * Widths for a table with these rows that fits `available` columns if its cuttable columns allow. Columns that are empty in
 * every row are left out.
 */
export function layOut<Row>(all: readonly Column<Row>[], rows: readonly Row[], available: number): Layout<Row> {
  const columns = all.filter((column) => rows.length === 0 || rows.some((row) => column.text(row) !== ''));
  const widths = columns.map((column) => {
    const widest = rows.reduce((most, row) => Math.max(most, textWidth(column.text(row))), 0);
    return Math.max(widest, textWidth(column.title));
  });
  let over = widths.reduce((sum, width) => sum + width, 0) + gap * (columns.length - 1) - available;
  while (over > 0) {
    const widest = widestCuttable(columns, widths);
    if (widest < 0) break;
    widths[widest] = (widths[widest] as number) - 1;
    over -= 1;
  }
  return { columns, widths };
}

function widestCuttable<Row>(columns: readonly Column<Row>[], widths: readonly number[]): number {
  let found = -1;
  for (const [at, column] of columns.entries()) {
    const width = widths[at] as number;
    if (column.cut === undefined || width <= narrowest) continue;
    if (found < 0 || width > (widths[found] as number)) found = at;
  }
  return found;
}

export function headerLine<Row>(layout: Layout<Row>, colours: Colours): string {
  const cells = layout.columns.map((column, at) => pad(column.title, layout.widths[at] as number, column.align));
  return colours.dim(cells.join('  ').trimEnd());
}

export function rowLine<Row>(layout: Layout<Row>, row: Row): string {
  const last = layout.columns.length - 1;
  const cells = layout.columns.map((column, at) => {
    const width = layout.widths[at] as number;
    const text = cut(column.text(row), width, column.cut);
    const padded = at === last && column.align !== 'right' ? text : pad(text, width, column.align);
    return column.paint === undefined ? padded : column.paint(padded, row);
  });
  return cells.join('  ').trimEnd();
}

function cut(text: string, width: number, where: Column<never>['cut']): string {
  if (where === undefined) return text;
  return where === 'start' ? cutStart(text, width) : cutEnd(text, width);
}

function pad(text: string, width: number, align: Column<never>['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? space + text : text + space;
}
