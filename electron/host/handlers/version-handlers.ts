import type { Handlers } from '../../../shared/dispatcher.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import { entriesWithin } from '../../engine/manifest/read-manifest.ts';
import type { Version } from '../../engine/model/version.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { compareVersions } from '../../engine/versions/compare-versions.ts';
import {
  addTag,
  describe,
  editMetadata,
  removeAlias,
  removeTag,
  renameAlias,
  setAlias,
  setAliasProtected,
} from '../../engine/versions/edit-version.ts';
import { folderOf } from '../../engine/versions/folder-of.ts';
import { entryPathFrom, pathHistory } from '../../engine/versions/history.ts';
import { searchEntries } from '../../engine/versions/search-entries.ts';
import { previewFetched } from './preview.ts';
import { diffView, entryView, versionView } from './views.ts';

type OtherMethods = 'version.whereabouts' | 'version.away' | 'version.fetch' | 'version.wandbContents' | 'version.fate' | 'version.setPinned' | 'version.setTimeToLive';
type VersionMethods = Exclude<Extract<keyof Handlers, `version.${string}` | `tag.${string}` | `alias.${string}`>, OtherMethods>;

export function versionHandlers(engine: Engine, sync: SyncCore): Pick<Handlers, VersionMethods> {
  return { ...readingHandlers(engine, sync), ...editingHandlers(engine) };
}

type EditingMethods = Extract<VersionMethods, `tag.${string}` | `alias.${string}` | 'version.describe' | 'version.setMetadata'>;

function readingHandlers(engine: Engine, sync: SyncCore): Pick<Handlers, Exclude<VersionMethods, EditingMethods>> {
  const { core } = engine;
  const { catalog, nodes } = core;
  const find = (artifact: string, ref: string): Version => findVersion(catalog, findArtifact(catalog, artifact), ref);
  return {
    'version.list': ({ artifact, before, limit }) => {
      const { id } = findArtifact(catalog, artifact);
      const page = before === undefined ? { limit } : { limit, before };
      return { versions: catalog.versions(id, page).map(versionView), total: catalog.versionCount(id) };
    },
    'version.get': ({ artifact, ref }) => ({ version: versionView(find(artifact, ref)) }),
    'version.entries': ({ artifact, ref, prefix, after, limit }) => {
      const path = prefix === '' ? '' : entryPathFrom(prefix);
      const entries = [];
      for (const entry of entriesWithin(find(artifact, ref).root, path, nodes, after)) {
        if (entries.length === limit) return { entries, next: entries.at(-1)?.path ?? null };
        entries.push(entryView(entry));
      }
      return { entries, next: null };
    },
    'version.search': ({ artifact, ref, words, after, limit, most }) => {
      const found = searchEntries(core, find(artifact, ref), { words, after: after ?? '', limit, most });
      return { ...found, entries: found.entries.map(entryView) };
    },
    'version.folder': ({ artifact, ref, folder, offset, limit }) => {
      const path = folder === '' ? '' : entryPathFrom(folder);
      const { rows, ...totals } = folderOf(core, find(artifact, ref), path, { offset, limit });
      return {
        rows: rows.map((row) => (row.kind === 'folder' ? row : { kind: 'entry', name: row.name, entry: entryView(row.entry) })),
        ...totals,
      };
    },
    'version.diff': ({ artifact, from, to, toArtifact, limit }) =>
      diffView(compareVersions(core, find(artifact, from), find(toArtifact ?? artifact, to)), limit),
    'version.history': ({ artifact, path }) => ({
      changes: pathHistory(core, findArtifact(catalog, artifact), path).map(({ index, ...change }) => ({ ref: formatIndex(index), ...change })),
    }),
    'version.preview': ({ artifact, ref, path }) => previewFetched(sync, findArtifact(catalog, artifact), find(artifact, ref), path),
  };
}

function editingHandlers(engine: Engine): Pick<Handlers, EditingMethods> {
  const { core } = engine;
  const addressed = ({ artifact, ref }: { artifact: string; ref: string }) => ({ artifact, reference: ref });
  const shown = (version: Version) => ({ version: versionView(version) });
  return {
    'version.describe': (params) => shown(describe(core, addressed(params), params.description)),
    'version.setMetadata': ({ set, remove, ...params }) => shown(editMetadata(core, addressed(params), { set, remove })),
    'tag.add': (params) => shown(addTag(core, addressed(params), params.tag)),
    'tag.remove': (params) => shown(removeTag(core, addressed(params), params.tag)),
    'alias.set': (params) => {
      const { version, movedFrom } = setAlias(core, addressed(params), params.alias);
      return { ...shown(version), movedFrom: movedFrom === null ? null : formatIndex(movedFrom) };
    },
    'alias.remove': ({ artifact, alias }) => shown(removeAlias(core, artifact, alias)),
    'alias.setProtected': (params) => shown(setAliasProtected(core, params.artifact, params.alias, params.protected)),
    'alias.rename': ({ artifact, alias, to }) => shown(renameAlias(core, artifact, alias, to)),
  };
}
