import { i as textWidth, n as cutStart, t as cutEnd } from "./text-width-jsS4ihnt.js";
// electron/cli/table.ts
var gap = 2;
var narrowest = 8;
/**
* Widths for a table with these rows that fits `available` columns if its cuttable columns allow. Columns that are empty in
* every row are left out.
*/
function layOut(all, rows, available) {
	const columns = all.filter((column) => rows.length === 0 || rows.some((row) => column.text(row) !== ""));
	const widths = columns.map((column) => {
		const widest = rows.reduce((most, row) => Math.max(most, textWidth(column.text(row))), 0);
		return Math.max(widest, textWidth(column.title));
	});
	let over = widths.reduce((sum, width) => sum + width, 0) + gap * (columns.length - 1) - available;
	while (over > 0) {
		const widest = widestCuttable(columns, widths);
		if (widest < 0) break;
		widths[widest] = widths[widest] - 1;
		over -= 1;
	}
	return {
		columns,
		widths
	};
}
function widestCuttable(columns, widths) {
	let found = -1;
	for (const [at, column] of columns.entries()) {
		const width = widths[at];
		if (column.cut === void 0 || width <= narrowest) continue;
		if (found < 0 || width > widths[found]) found = at;
	}
	return found;
}
function headerLine(layout, colours) {
	const cells = layout.columns.map((column, at) => pad(column.title, layout.widths[at], column.align));
	return colours.dim(cells.join("  ").trimEnd());
}
function rowLine(layout, row) {
	const last = layout.columns.length - 1;
	return layout.columns.map((column, at) => {
		const width = layout.widths[at];
		const text = cut(column.text(row), width, column.cut);
		const padded = at === last && column.align !== "right" ? text : pad(text, width, column.align);
		return column.paint === void 0 ? padded : column.paint(padded, row);
	}).join("  ").trimEnd();
}
function cut(text, width, where) {
	if (where === void 0) return text;
	return where === "start" ? cutStart(text, width) : cutEnd(text, width);
}
function pad(text, width, align = "left") {
	const space = " ".repeat(Math.max(0, width - textWidth(text)));
	return align === "right" ? space + text : text + space;
}
export { layOut as n, rowLine as r, headerLine as t };

//# sourceMappingURL=table-DYTIRxGO.js.map