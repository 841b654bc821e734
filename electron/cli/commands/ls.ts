import type { Command } from 'commander';
import type { ArtifactView } from '../../../shared/values.ts';
import { artifactDocument } from '../documents.ts';
import { humaneCount, humaneSize, humaneTime } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { printable } from '../text-width.ts';
import { withEngine } from '../with-engine.ts';

export function defineLs(program: Command, run: Run): Command {
  return program
    .command('ls')
    .summary('list the artifacts')
    .description('Lists the artifacts with their state and latest version.')
    .addHelpText('after', '\nExample:\n  strata ls --json')
    .action(() => run(list));
}

async function list(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  const { artifacts } = await withEngine(invocation, (client) => client.invoke('artifact.list', {}));
  if (invocation.json) return writeJson(output, { artifacts: artifacts.map(artifactDocument) });
  if (artifacts.length === 0) return output.line('Nothing is tracked yet. Begin with: strata track DIR');
  const layout = layOut(columns(invocation), artifacts, output.columns);
  const lines = [headerLine(layout, output.colours), ...artifacts.map((artifact) => rowLine(layout, artifact))];
  await output.line(lines.join('\n'));
  for (const { name, state, stateMessage } of artifacts) {
    // Pausing is no news to whoever did it, nor that nothing watches while only this command runs.
    if (stateMessage !== '' && state !== 'unwatched') await output.line(output.colours.yellow(`${name}: ${printable(stateMessage)}`));
  }
}

function columns({ output: { colours }, now }: Invocation): Column<ArtifactView>[] {
  const paintState = (text: string, { state }: ArtifactView): string => {
    if (state === 'problem') return colours.red(text);
    return state === 'watching' ? colours.green(text) : colours.yellow(text);
  };
  return [
    { title: 'NAME', text: ({ name }) => name, cut: 'end', paint: colours.bold },
    { title: 'TYPE', text: ({ type }) => printable(type), cut: 'end' },
    { title: 'STATE', text: ({ state }) => state, paint: paintState },
    { title: 'LATEST', text: ({ latest }) => latest?.ref ?? '' },
    { title: 'FILES', text: ({ latest }) => (latest === null ? '' : humaneCount(latest.files)), align: 'right' },
    { title: 'SIZE', text: ({ latest }) => (latest === null ? '' : humaneSize(latest.bytes)), align: 'right' },
    { title: 'MADE', text: ({ latest }) => (latest === null ? '' : humaneTime(latest.createdAt, now())) },
    { title: 'FOLDER', text: ({ path }) => printable(path ?? ''), cut: 'start', paint: colours.dim },
  ];
}
