// electron/cli/humane.ts
/** Figures as people read them. Scripts get plain numbers with --json. */
var units = [
	"B",
	"kB",
	"MB",
	"GB",
	"TB",
	"PB"
];
/** Bytes with a decimal unit and at most three digits: `999 B`, `1.2 kB`, `618 MB`. */
function humaneSize(bytes) {
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1e3;
		unit += 1;
	}
	const digits = unit === 0 || value >= 99.95 ? 0 : 1;
	return `${value.toFixed(digits)} ${units[unit]}`;
}
/** `12,345` */
function humaneCount(count) {
	return Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
/** `1 file`, `12,345 files` */
function counted(count, one, many = `${one}s`) {
	return `${humaneCount(count)} ${count === 1 ? one : many}`;
}
var minute = 6e4;
var hour = 60 * minute;
var day = 24 * hour;
/** How long ago a moment was, or its date when that is over a month. Both in ms since 1970. */
function humaneTime(at, now) {
	const ago = now - at;
	if (ago < -6e4) return new Date(at).toISOString().slice(0, 10);
	if (ago < 5e3) return "just now";
	if (ago < minute) return `${Math.floor(ago / 1e3)} s ago`;
	if (ago < hour) return `${Math.floor(ago / minute)} min ago`;
	if (ago < day) return `${Math.floor(ago / hour)} h ago`;
	if (ago < 2 * day) return "yesterday";
	if (ago < 31 * day) return `${Math.floor(ago / day)} days ago`;
	return new Date(at).toISOString().slice(0, 10);
}
/** Local date and time to the second, with the offset: `2026-11-23 14:47:42 +01:00`. */
function localTime(at) {
	const offset = -new Date(at).getTimezoneOffset();
	const local = new Date(at + offset * minute).toISOString();
	const sign = offset < 0 ? "-" : "+";
	const away = Math.abs(offset);
	const zone = `${sign}${String(Math.floor(away / 60)).padStart(2, "0")}:${String(away % 60).padStart(2, "0")}`;
	return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`;
}
/** Time left, coarsely: `3 s`, `2 min 10 s`, `1 h 5 min`. */
function humaneDuration(ms) {
	const seconds = Math.max(0, Math.round(ms / 1e3));
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
	const hours = Math.floor(minutes / 60);
	return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
export { humaneTime as a, humaneSize as i, humaneCount as n, localTime as o, humaneDuration as r, counted as t };

//# sourceMappingURL=humane-DKTqbfEr.js.map