import { Option, type Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import { counted, humaneSize } from '../humane.ts';
import type { Invocation, Run } from '../invocation.ts';
import { writeJson } from '../json-document.ts';
import { parseReference, type Reference } from '../reference.ts';
import { tellTroubles } from '../sync-words.ts';
import { UsageError } from '../usage-error.ts';
import { withLongWork } from '../with-engine.ts';

type Keep = 'newest' | 'all' | 'as-needed';

export function defineOffline(program: Command, run: Run): Command {
  return program
    .command('offline')
    .summary('bring contents here that lie in the bucket alone')
    .description(
      'Brings what a version holds and only the bucket has to this computer, so that it can be restored without a connection. With --keep this goes on by itself for new versions, as ' +
        'long as the artifact is linked as automatic and Strata runs.',
    )
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .addOption(new Option('--keep <which>', 'from now on: the newest version, all of them, or only what is asked for').choices(['newest', 'all', 'as-needed']))
    .addHelpText('after', '\nExamples:\n  strata offline animals:v3\n  strata offline animals --keep newest')
    .action((reference: string, { keep }: { keep?: Keep }) => run((invocation) => offline(invocation, parseReference(reference), keep ?? null)));
}

async function offline(invocation: Invocation, { artifact, ref, isExplicit }: Reference, keep: Keep | null): Promise<void> {
  if (keep !== null && isExplicit) throw new UsageError('--keep is for an artifact and not for one version; leave the REF away.');
  const fetched = await withLongWork(invocation, { kinds: ['fetch'], artifact }, async (client) => {
    tellTroubles(invocation, client);
    if (keep !== null) await client.invoke('sync.set', { artifact, offline: keep });
    return fetchAll(client, artifact, await wanted(client, artifact, ref, keep));
  });
  if (invocation.json) return writeJson(invocation.output, { artifact, keep, ...fetched });
  const what = fetched.bytes === 0 ? 'Everything was here already.' : `${humaneSize(fetched.bytes)} came, of ${counted(fetched.refs.length, 'version')}.`;
  await invocation.output.line(keep === 'as-needed' ? `Contents of ${artifact} come when they are needed.` : `${artifact}: ${what}`);
}

/** Versions whose contents are to come now, the newest first. */
async function wanted(client: Client, artifact: string, ref: string, keep: Keep | null): Promise<string[]> {
  if (keep === 'as-needed') return [];
  if (keep !== 'all') return [ref];
  const { places } = await client.invoke('version.whereabouts', { artifact });
  return places.filter(({ here, bucket }) => !here && bucket === 'contents').map((place) => place.ref);
}

async function fetchAll(client: Client, artifact: string, refs: readonly string[]): Promise<{ readonly refs: string[]; readonly bytes: number }> {
  const came: string[] = [];
  let bytes = 0;
  for (const ref of refs) {
    const fetched = await client.invoke('version.fetch', { artifact, ref });
    if (fetched.bytes > 0) came.push(ref);
    bytes += fetched.bytes;
  }
  return { refs: came, bytes };
}
