import type { RemoteAccess } from '../model/remote-access.ts';
import type { RemoteId } from '../model/remote.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** The setting that holds how a remote is opened. */
function keyOf(id: RemoteId): string {
  return `remote-access:${id}`;
}

/** As for a remote of which nothing was noted, after the catalog was lost. */
const unknown: RemoteAccess = { endpoint: null, credentials: { kind: 'default' }, bytesPerSecond: null, writable: true, seal: null };

export function accessOf(catalog: Pick<CatalogReader, 'setting'>, id: RemoteId): RemoteAccess {
  const text = catalog.setting(keyOf(id));
  return text === null || text === '' ? unknown : { ...unknown, ...(JSON.parse(text) as Partial<RemoteAccess>) };
}

export function noteAccess(writer: CatalogWriter, id: RemoteId, access: RemoteAccess): void {
  writer.setSetting(keyOf(id), JSON.stringify(access));
}

export function forgetAccess(writer: CatalogWriter, id: RemoteId): void {
  writer.setSetting(keyOf(id), '');
}
