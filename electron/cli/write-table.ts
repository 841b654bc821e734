import type { Output } from './output.ts';
import { headerLine, layOut, rowLine, type Column, type Layout } from './table.ts';

/** Writes a table while its rows come; the first page decides the widths. Nothing at all when there are no rows. */
export async function writeTable<Row>(
  output: Output,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): Promise<void> {
  let layout: Layout<Row> | null = null;
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    if (layout === null) {
      layout = layOut(columns, rows, output.columns);
      await output.line(headerLine(layout, output.colours));
    }
    const fixed: Layout<Row> = layout;
    await output.line(rows.map((row) => rowLine(fixed, row)).join('\n'));
  }
}
