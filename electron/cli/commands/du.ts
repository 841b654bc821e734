import type { Command } from 'commander';
import type { Result } from '../../../shared/contract.ts';
import { isoTime } from '../documents.ts';
import { humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseName } from '../reference.ts';
import { roomText } from '../room-text.ts';
import { headerLine, layOut, rowLine, type Column } from '../table.ts';
import { withEngine } from '../with-engine.ts';

type Row = Omit<Result<'store.usage'>['versions'][number], 'createdAt' | 'reclaim'> & { readonly reclaim: number | null };

export function defineDu(program: Command, run: Run): Command {
  return program
    .command('du')
    .summary('show what the versions hold and cost')
    .description(
      'Shows for each version its size (all bytes it holds) and its cost: each byte is charged to the oldest ' +
        'version that holds it, so the costs add up to what the store keeps. The last column is what deleting that version alone would free.',
    )
    .argument('[name]', 'only this artifact')
    .addHelpText('after', '\nExample:\n  strata du animals')
    .action((name: string | undefined) =>
      run((invocation) => usage(invocation, name === undefined ? undefined : parseName(name))),
    );
}

async function usage(invocation: Invocation, artifact: string | undefined): Promise<void> {
  const { output } = invocation;
  const { result, room } = await withEngine(invocation, async (client) => ({
    result: await client.invoke('store.usage', artifact === undefined ? {} : { artifact }),
    room: await client.invoke('store.room', {}),
  }));
  if (invocation.json) return writeJson(output, { ...usageDocument(result), limitBytes: room.limitBytes, limitState: room.state });
  const layout = layOut(columns, [...result.versions, totalRow(result)], output.columns);
  const rows = result.versions.map((row) => rowLine(layout, row));
  const lines = [headerLine(layout, output.colours), ...rows, output.colours.bold(rowLine(layout, totalRow(result)))];
  const waiting = result.undoBytes === 0 ? '' : `, of which ${humaneSize(result.undoBytes)} wait in the undo window`;
  const clones = result.cloneBytes === 0 ? '' : ` ${humaneSize(result.cloneBytes)} of it share their blocks with your files, and take no room until those change.`;
  await output.line(`${lines.join('\n')}\nThe store takes ${humaneSize(result.storeBytes)} on disk${waiting}.${clones}`);
  if (room.limitBytes !== null) await output.line(roomText(room));
}

function usageDocument(result: Result<'store.usage'>): Record<string, unknown> {
  return { ...result, versions: result.versions.map(({ createdAt, ...row }) => ({ ...row, createdAt: isoTime(createdAt) })) };
}

function totalRow({ totals }: Result<'store.usage'>): Row {
  return { artifact: 'total', ref: '', size: totals.size, cost: totals.cost, reclaim: null };
}

const columns: Column<Row>[] = [
  { title: 'VERSION', text: ({ artifact, ref }) => (ref === '' ? artifact : `${artifact}:${ref}`), cut: 'start' },
  { title: 'SIZE', text: ({ size }) => humaneSize(size), align: 'right' },
  { title: 'COST', text: ({ cost }) => humaneSize(cost), align: 'right' },
  { title: 'FREES', text: ({ reclaim }) => (reclaim === null ? '' : humaneSize(reclaim)), align: 'right' },
];
