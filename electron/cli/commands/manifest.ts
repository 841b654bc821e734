import { Option, type Command } from 'commander';
import type { Client } from '../../../shared/client.ts';
import { entryDocument, versionDocument } from '../documents.ts';
import type { Invocation, Run } from '../invocation.ts';
import { entryPages } from '../pages.ts';
import { parseReference, type Reference } from '../reference.ts';
import { withEngine } from '../with-engine.ts';

export function defineManifest(program: Command, run: Run): Command {
  return program
    .command('manifest')
    .summary('write the manifest of a version as JSON')
    .description(
      'Writes what a version holds as one JSON document: every path with size, digest, and for references URI and identity. With `--format wandb` in the shape of the manifests of Weights & Biases; the MD5 digests ' +
        'that they want of files are made by reading the content.',
    )
    .argument('<name[:ref]>', 'the version; REF is latest, an alias, or v<N>')
    .addOption(new Option('--format <format>', 'strata (the default) or wandb').choices(['strata', 'wandb']).default('strata'))
    .addHelpText('after', '\nExample:\n  strata manifest animals:v3 --format wandb > manifest.json')
    .action((reference: string, { format }: { format: 'strata' | 'wandb' }) =>
      run((invocation) => withEngine(invocation, (client) => write(invocation, client, parseReference(reference), format))),
    );
}

async function write(invocation: Invocation, client: Client, of: Reference, format: 'strata' | 'wandb'): Promise<void> {
  const { output } = invocation;
  const { version } = await client.invoke('version.get', { artifact: of.artifact, ref: of.ref });
  const { artifact } = await client.invoke('artifact.get', { artifact: of.artifact });
  const fixed = { artifact: of.artifact, ref: version.ref };
  const head =
    format === 'wandb'
      ? { version: 1, storagePolicy: 'wandb-storage-policy-v1', storagePolicyConfig: { storageLayout: 'V2' } }
      : { format: 'strata-manifest-1', artifact: artifact.name, type: artifact.type, version: versionDocument(of.artifact, version) };
  const [open, close] = format === 'wandb' ? ['"contents":{', '}}'] : ['"entries":[', ']}'];
  await output.write(`${JSON.stringify(head).slice(0, -1)},${open}`);
  let isFirst = true;
  for await (const page of format === 'wandb' ? wandbPages(client, fixed) : strataPages(client, of, version.ref)) {
    if (page.length === 0) continue;
    await output.write(`${isFirst ? '\n' : ',\n'}${page.join(',\n')}`);
    isFirst = false;
  }
  await output.line(isFirst ? close : `\n${close}`);
}

async function* strataPages(client: Client, of: Reference, ref: string): AsyncGenerator<string[]> {
  for await (const page of entryPages(client, { ...of, ref }, '')) {
    yield page.map((entry) => JSON.stringify({ ...entryDocument(entry), ...(entry.kind === 'reference' ? { identity: entry.identity ?? {} } : {}) }));
  }
}

async function* wandbPages(client: Client, of: { artifact: string; ref: string }): AsyncGenerator<string[]> {
  let after: string | null = null;
  do {
    const page: { contents: Record<string, unknown>; next: string | null } = await client.invoke('version.wandbContents', { ...of, ...(after === null ? {} : { after }) });
    yield Object.entries(page.contents).map(([path, content]) => `${JSON.stringify(path)}:${JSON.stringify(content)}`);
    after = page.next;
  } while (after !== null);
}
