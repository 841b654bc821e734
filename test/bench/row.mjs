// What was measured, as rows: a question, Strata's answer, what ran beside it, and what was wanted.

/** @typedef {'ms' | 'bytes' | 'percent' | 'count'} Unit */
/** @typedef {{ name: string, value: number | null }} Beside null: not installed, or not measured */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number | null} own      null: could not be measured here
 * @property {Unit} unit
 * @property {Beside} [beside]        what the ratio is to
 * @property {number} [ratio]
 * @property {string} [goal]
 * @property {boolean | null} [reached]  null: not known, as one side is missing
 * @property {Beside[]} others
 */

/**
 * @param {{ what: string, own: number | null, unit: Unit, beside?: Beside, others?: Beside[], most?: number, mostTimes?: number }} measured
 * `most` is the goal for the figure itself, `mostTimes` the one for its ratio to what ran beside
 * @returns {Row}
 */
export function row({ what, own, unit, beside, others = [], most, mostTimes }) {
  const ratio = own === null || !beside?.value ? null : own / beside.value;
  const goals = [
    ...(mostTimes === undefined ? [] : [{ words: `≤ ${mostTimes.toFixed(2)} ×`, reached: ratio === null ? null : ratio <= mostTimes }]),
    ...(most === undefined ? [] : [{ words: `≤ ${inWords(most, unit)}`, reached: own === null ? null : own <= most }]),
  ];
  return {
    what,
    own,
    unit,
    ...(beside === undefined ? {} : { beside }),
    ...(ratio === null ? {} : { ratio }),
    ...(goals.length === 0 ? {} : { goal: goals.map(({ words }) => words).join(', '), reached: all(goals.map(({ reached }) => reached)) }),
    others,
  };
}

/** @param {readonly (boolean | null)[]} reached */
function all(reached) {
  if (reached.includes(false)) return false;
  return reached.includes(null) ? null : true;
}

/** @param {number} value @param {Unit} unit */
export function inWords(value, unit) {
  switch (unit) {
    case 'ms':
      return value < 100 ? `${value.toFixed(1)} ms` : `${(value / 1_000).toFixed(2)} s`;
    case 'bytes':
      return value < 1e6 ? `${(value / 1e3).toFixed(1)} KB` : `${(value / 1e6).toFixed(value < 100e6 ? 1 : 0)} MB`;
    case 'percent':
      return `${value.toFixed(2)} %`;
    case 'count':
      return String(value);
  }
}

/** The rows of one part as text. @param {string} title @param {readonly Row[]} rows */
export function table(title, rows) {
  const cells = rows.map(({ what, own, unit, beside, ratio, goal, reached, others }) => [
    what,
    own === null ? '–' : inWords(own, unit),
    beside === undefined ? '' : besideInWords(beside, unit),
    ratio === undefined ? '' : ratio.toFixed(2),
    goal ?? '',
    goal === undefined ? '' : reachedInWords[String(reached)],
    others.map((other) => besideInWords(other, unit)).join(', '),
  ]);
  return aligned([[title, 'Strata', 'beside', 'ratio', 'wanted', 'reached', 'others'], ...cells]);
}

/** @type {Record<string, string>} */
const reachedInWords = { true: 'yes', false: 'NO', null: '?' };

/** @param {Beside} beside @param {Unit} unit */
const besideInWords = ({ name, value }, unit) => (value === null ? `${name} –` : `${name} ${inWords(value, unit)}`);

/** @param {readonly (readonly (string | undefined)[])[]} lines */
function aligned(lines) {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const isText = (/** @type {number} */ column) => column === 0 || column === widths.length - 1;
  return lines
    .map((line) => line.map((cell = '', i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd())
    .join('\n');
}
