import type { Client } from '../../shared/client.ts';
import { ContractError } from '../../shared/errors.ts';
import type { EntryView, OperationView, VersionView } from '../../shared/values.ts';
import type { Reference } from './reference.ts';

/** Long lists, page by page, so that none is ever held whole. */

const versionsPerPage = 500;
const operationsPerPage = 500;
const entriesPerPage = 5_000;

/** Versions of an artifact, newest first, at most `limit`. */
export async function* versionPages(client: Client, artifact: string, limit = Infinity): AsyncGenerator<VersionView[]> {
  let left = limit;
  let before: number | undefined;
  while (left > 0) {
    const page = Math.min(versionsPerPage, left);
    const { versions } = await client.invoke('version.list', {
      artifact,
      limit: page,
      ...(before === undefined ? {} : { before }),
    });
    yield versions;
    if (versions.length < page) return;
    left -= versions.length;
    before = versions.at(-1)?.index;
  }
}

/** Entries of a version in path order, at or below a prefix. Rejects with `path.not-found` when nothing is there. */
export async function* entryPages(client: Client, of: Reference, prefix: string): AsyncGenerator<EntryView[]> {
  const request = { artifact: of.artifact, ref: await fixedRef(client, of), prefix, limit: entriesPerPage };
  let after: string | null = null;
  do {
    const page: { entries: EntryView[]; next: string | null } = await client.invoke('version.entries', {
      ...request,
      ...(after === null ? {} : { after }),
    });
    if (after === null && prefix !== '' && page.entries.length === 0) throw nothingAt(of, prefix);
    yield page.entries;
    after = page.next;
  } while (after !== null);
}

function nothingAt({ artifact, ref }: Reference, path: string): ContractError {
  const message = `${artifact}:${ref} has no file or folder "${path}".`;
  return new ContractError({ code: 'path.not-found', message, data: { artifact, ref, path } });
}

/** An alias may move between two pages; an index does not. */
async function fixedRef(client: Client, of: Reference): Promise<string> {
  if (/^v\d+$/.test(of.ref)) return of.ref;
  const { version } = await client.invoke('version.get', { artifact: of.artifact, ref: of.ref });
  return version.ref;
}

/** Operations, newest first, at most `limit`. */
export async function* operationPages(
  client: Client,
  artifact: string | undefined,
  limit = Infinity,
): AsyncGenerator<OperationView[]> {
  let left = limit;
  let before: number | undefined;
  while (left > 0) {
    const page = Math.min(operationsPerPage, left);
    const { operations } = await client.invoke('operation.list', {
      limit: page,
      ...(artifact === undefined ? {} : { artifact }),
      ...(before === undefined ? {} : { before }),
    });
    yield operations;
    if (operations.length < page) return;
    left -= operations.length;
    before = operations.at(-1)?.id;
  }
}

/** The same pages with every element turned into something else. */
export async function* mapPages<From, To>(
  pages: AsyncIterable<readonly From[]>,
  turn: (element: From) => To,
): AsyncGenerator<To[]> {
  for await (const page of pages) yield page.map(turn);
}
