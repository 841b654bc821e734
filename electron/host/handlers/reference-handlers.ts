import { createHash } from 'node:crypto';
import type { Handlers } from '../../../shared/dispatcher.ts';
import type { ReferencesView } from '../../../shared/reference-values.ts';
import { pause } from '../../engine/breaths.ts';
import type { Core } from '../../engine/core.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import { entriesWithin } from '../../engine/manifest/read-manifest.ts';
import type { FileEntry } from '../../engine/model/entry.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { addReference, removeReference, type AddedToArtifact } from '../../engine/references/add-reference.ts';
import { addedReferences } from '../../engine/references/added-references.ts';
import { checkDrift, type Drifted } from '../../engine/references/check-drift.ts';
import { setPermission, setSchedule } from '../../engine/references/configure-references.ts';
import { fetchIntoStore } from '../../engine/references/fetch-into-store.ts';
import { lookingAfter } from '../../engine/references/looking-after.ts';
import { rescanNow } from '../../engine/references/rescan-when-due.ts';
import { wandbEntry } from '../../engine/references/wandb-entry.ts';
import { fetchVersion } from '../../engine/sync/fetch-version.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { readContent } from '../../engine/versions/read-content.ts';
import { artifactView, versionView } from './views.ts';

type ReferenceMethods = Extract<keyof Handlers, `reference.${string}` | 'version.wandbContents'>;

/** What stays where it is: adding it, looking after it, bringing it here. */
export function referenceHandlers(engine: Engine, sync: SyncCore): Pick<Handlers, ReferenceMethods> {
  const { core, live } = engine;
  const shown = ({ artifact, version, created }: AddedToArtifact) => ({ artifact: artifactView(engine, artifact), version: versionView(version), created });
  return {
    'reference.list': ({ artifact }) => referencesView(core, artifact),
    'reference.add': async ({ path, type, ...params }) => {
      const added = await addReference(core, { ...params, path: path ?? null, type: type ?? null });
      return { ...shown(added), problems: problemsView(added.problems) };
    },
    'reference.remove': async ({ artifact, uri }) => shown(await removeReference(core, artifact, uri)),
    'reference.scan': async ({ artifact }) => {
      const { version, created, problems } = await rescanNow(core, artifact, { origin: 'manual' });
      return { version: versionView(version), created, problems: problemsView(problems) };
    },
    'reference.setSchedule': ({ artifact, everyMs }) => {
      setSchedule(core, artifact, everyMs);
      return referencesView(core, artifact);
    },
    'reference.permit': ({ artifact, origin, allowed }) => {
      setPermission(core, artifact, origin, allowed);
      return referencesView(core, artifact);
    },
    'reference.check': async ({ artifact, ref, limit }) => {
      const { version, counts, ...lists } = await checkDrift(core, artifact, ref);
      const cut = (list: readonly Drifted[]) => list.slice(0, limit).map((one) => ({ ...one }));
      return {
        ref: formatIndex(version.index),
        counts: { ...counts },
        changed: cut(lists.changed),
        missing: cut(lists.missing),
        recoverable: cut(lists.recoverable),
        unreachable: cut(lists.unreachable),
        places: [...lists.places],
      };
    },
    'reference.fetch': async ({ artifact, ref, paths }) => {
      const { version, problems, ...done } = await fetchIntoStore(core, live, { artifact, reference: ref, paths: paths ?? null });
      return { ...done, version: versionView(version), problems: problemsView(problems) };
    },
    'version.wandbContents': (params) => wandbContents(core, sync, params),
  };
}

function problemsView(problems: readonly { readonly path: string; readonly message: string }[]) {
  return problems.map(({ path, message }) => ({ path, message }));
}

function referencesView({ catalog }: Core, name: string): ReferencesView {
  const artifact = findArtifact(catalog, name);
  const { every, lastScan, permissions } = lookingAfter(catalog, artifact);
  return {
    references: addedReferences(catalog, artifact).map((reference) => ({ ...reference })),
    everyMs: every,
    lastScan: lastScan === null ? null : { ...lastScan },
    permissions: [...permissions],
  };
}

async function wandbContents(core: Core, sync: SyncCore, { artifact: name, ref, after, limit }: { artifact: string; ref: string; after?: string | undefined; limit: number }) {
  const artifact = findArtifact(core.catalog, name);
  const version = findVersion(core.catalog, artifact, ref);
  await fetchVersion(sync, artifact, ref, null);
  const contents: Record<string, Record<string, string | number | Record<string, string>>> = {};
  let walked = 0;
  let last: string | null = null;
  for (const entry of entriesWithin(version.root, '', core.nodes, after ?? '')) {
    if (walked === limit) return { contents, next: last };
    walked += 1;
    last = entry.path;
    const made = wandbEntry(entry, (file) => md5Of(core, file));
    if (made !== null) contents[entry.path] = { ...made, ...(made.extra === undefined ? {} : { extra: { ...made.extra } }) } as never;
    if (entry.kind === 'file') await pause(core.clock);
  }
  return { contents, next: null };
}

/** In base64, as those manifests have it. */
function md5Of(core: Core, file: FileEntry): string {
  const md5 = createHash('md5');
  for (const bytes of readContent(core, file)) md5.update(bytes);
  return md5.digest('base64');
}
