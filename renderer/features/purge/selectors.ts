import { formatCount } from '../../lib/format.ts';

/** Runs that are named before the rest is only counted. */
const mostRuns = 6;

/** Versions in words, runs drawn together: `v0 to v12, v14 and v15`; of very many runs the first ones and how many versions more. */
export function refsInWords(refs: readonly string[]): string {
  const runs = runsOf(refs.map((ref) => Number(ref.slice(1))));
  const shown = runs.slice(0, mostRuns);
  const more = runs.slice(mostRuns).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const words = shown.map(({ first, last }) => (first === last ? `v${first}` : `v${first} to v${last}`));
  if (more > 0) return `${words.join(', ')} and ${formatCount(more)} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

interface Run {
  readonly first: number;
  last: number;
}

/** Two versions that follow each other are told one by one, three and more as a run. */
function runsOf(indexes: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs.flatMap((run) => (run.last - run.first === 1 ? [{ ...run, last: run.first }, { ...run, first: run.last }] : [run]));
}
