import type { Handlers } from '../../../shared/dispatcher.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact } from '../../engine/find-version.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { undo } from '../../engine/operations/undo.ts';
import { previewRestore, restore } from '../../engine/restore/restore.ts';
import type { ReferencesWanted } from '../../engine/restore/referenced.ts';
import type { RestoreRequest } from '../../engine/restore/restore-request.ts';
import { fetchVersion } from '../../engine/sync/fetch-version.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { storeBytes } from '../../engine/store/usage.ts';
import { usageHandlers } from './usage-handlers.ts';
import { activityView, operationView, restoreResultView } from './views.ts';

type StoreMethods = Extract<
  keyof Handlers,
  'store.usage' | 'store.reclaim' | 'store.composition' | `restore.${string}` | `operation.${string}` | `activity.${string}` | 'home.status'
>;

export interface HostFacts {
  readonly strataVersion: string;
  readonly pid: number;
  readonly residentBytes: () => number;
}

export function storeHandlers(engine: Engine, host: HostFacts, sync: SyncCore): Pick<Handlers, StoreMethods> {
  const { core, live } = engine;
  return {
    'home.status': () => ({
      home: core.home,
      strataVersion: host.strataVersion,
      pid: host.pid,
      allPaused: live.allPaused(),
      storeBytes: storeBytes(core),
      residentBytes: host.residentBytes(),
    }),
    ...usageHandlers(engine),
    ...restoreHandlers(engine, sync),
    'operation.list': ({ artifact, before, limit }) => {
      if (artifact !== undefined) findArtifact(core.catalog, artifact);
      const filter = { limit, ...(artifact === undefined ? {} : { artifact }), ...(before === undefined ? {} : { before }) };
      return { operations: core.catalog.operations(filter).map(operationView) };
    },
    'operation.undo': async ({ operation }) => {
      const result = await undo(core, live, operation ?? null);
      return { undone: operationView(result.undone), restore: result.restore === null ? null : restoreResultView(result.restore) };
    },
    'activity.list': () => ({ activities: core.activities.list().map(activityView) }),
    'activity.cancel': ({ activity }) => ({ cancelled: core.activities.cancel(activity) }),
  };
}

function restoreHandlers(engine: Engine, sync: SyncCore): Pick<Handlers, 'restore.plan' | 'restore.apply'> {
  const { core, live } = engine;
  const requestOf = (params: { artifact: string; ref: string; paths?: string[] | undefined; target?: string | undefined; deleteExtra: boolean; references: ReferencesWanted }): RestoreRequest => ({
    artifact: findArtifact(core.catalog, params.artifact),
    reference: params.ref,
    paths: params.paths ?? null,
    target: params.target ?? null,
    deleteExtra: params.deleteExtra,
    references: params.references,
  });
  return {
    'restore.plan': async (params) => {
      const { resolved, plan, left, freeBytes } = await previewRestore(core, requestOf(params));
      const { create, overwrite, touch, unchanged, bytes } = plan;
      return {
        target: resolved.target,
        inPlace: resolved.inPlace,
        ref: formatIndex(resolved.version.index),
        create,
        overwrite,
        delete: plan.delete,
        touch,
        unchanged,
        bytes,
        freeBytes,
        items: plan.items.slice(0, params.limit).map((item) => ({ ...item })),
        problems: left.map(({ path, message }) => ({ path, message })),
      };
    },
    'restore.apply': async (params) => {
      const request = requestOf(params);
      await fetchVersion(sync, request.artifact, request.reference, request.paths);
      return restoreResultView(await restore(core, live, request));
    },
  };
}
