import type { Handlers } from '../../../shared/dispatcher.ts';
import type { DeletePlanView, DeleteResultView, PurgePlanView } from '../../../shared/values.ts';
import { deleteVersions, type DeleteResult } from '../../engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../engine/delete/empty-undo-window.ts';
import { planDelete, type DeletePlan, type DeleteRequest } from '../../engine/delete/plan-delete.ts';
import type { PurgePlan } from '../../engine/delete/plan-purge.ts';
import { previewPurge, purge } from '../../engine/delete/purge.ts';
import { waitingBytes } from '../../engine/delete/release.ts';
import type { Engine } from '../../engine/engine.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { versionView } from './views.ts';

type DeleteMethods = Extract<keyof Handlers, `delete.${string}` | `purge.${string}`>;

export function deleteHandlers({ core, live }: Engine): Pick<Handlers, DeleteMethods> {
  return {
    'delete.plan': (params) => planView(planDelete(core, requestOf(params))),
    'delete.apply': async (params) => deleteResultView(await deleteVersions(core, live, requestOf(params))),
    'delete.waiting': () => ({
      deletions: core.catalog.deletions().map(({ operation, artifact, whole, versions, at, due }) => ({
        operation,
        artifact: artifact.name,
        whole,
        refs: versions.map(({ index }) => formatIndex(index)),
        at,
        dueAt: due,
      })),
      bytes: waitingBytes(core),
    }),
    'delete.emptyUndo': () => emptyUndoWindow(core, live, null),
    'purge.plan': async (params) => purgeView(await previewPurge(core, params)),
    'purge.apply': async (params) => purgeView(await purge(core, params)),
  };
}

function purgeView({ path, versions, entries, freedBytes, heldBytes }: PurgePlan): PurgePlanView {
  return { path, refs: versions.map(({ version }) => formatIndex(version.index)), entries, freedBytes, heldBytes };
}

interface DeleteParams {
  readonly targets: readonly { readonly artifact: string; readonly refs?: readonly string[] | undefined }[];
  readonly deleteAliases: boolean;
  readonly now: boolean;
}

function requestOf({ targets, ...how }: DeleteParams): DeleteRequest {
  return { ...how, targets: targets.map(({ artifact, refs }) => ({ artifact, references: refs ?? null })) };
}

export function deleteResultView({ plan, operations, due }: DeleteResult): DeleteResultView {
  return { ...planView(plan), operations: due === null ? [] : operations.map(({ id }) => id), dueAt: due };
}

function planView({ parts, freedBytes }: DeletePlan): DeletePlanView {
  return {
    freedBytes,
    parts: parts.map(({ artifact, whole, versions, aliases, latestAfter }) => ({
      artifact: artifact.name,
      whole,
      versions: versions.map(versionView),
      aliases: [...aliases],
      latestAfter: latestAfter === null ? null : formatIndex(latestAfter.index),
    })),
  };
}
