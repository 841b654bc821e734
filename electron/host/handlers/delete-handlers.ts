import type { Handlers } from '../../../shared/dispatcher.ts';
import type { DeletePlanView, DeleteResultView, PurgePlanView } from '../../../shared/values.ts';
import { deleteVersions, type DeleteResult } from '../../engine/delete/delete-versions.ts';
import { emptyUndoWindow } from '../../engine/delete/empty-undo-window.ts';
import { planDelete, planParts, type DeletePart, type DeletePlan, type DeleteRequest } from '../../engine/delete/plan-delete.ts';
import type { PurgePlan } from '../../engine/delete/plan-purge.ts';
import { previewPurge, purge } from '../../engine/delete/purge.ts';
import type { Engine } from '../../engine/engine.ts';
import { undoWindow } from '../../engine/model/deletion.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { bytesOfDeletions, reclaimOf, type Shares } from '../../engine/store/shares.ts';
import { versionView } from './views.ts';

type DeleteMethods = Extract<keyof Handlers, `delete.${string}` | `purge.${string}`>;

/** What so many versions would take along is quickly walked through. */
const few = 10;

export function deleteHandlers({ core, live, shares }: Engine): Pick<Handlers, DeleteMethods> {
  return {
    'delete.plan': async (params) => {
      const request = requestOf(params);
      const count = planParts(core, request).reduce((sum, { versions }) => sum + versions.length, 0);
      // The table of shares tells at once what many versions would take along, again and again while they are being ticked.
      const table = count > few ? await shares.read() : shares.atHand();
      const parts = planParts(core, request);
      const numbers = table === null ? null : numbersOf(table, parts);
      if (table !== null && numbers !== null) return planView({ parts, freedBytes: reclaimOf(table, numbers, request.now) });
      return planView(await core.stored.use(() => planDelete(core, request)));
    },
    'delete.apply': async (params) => deleteResultView(await deleteVersions(core, live, requestOf(params))),
    'delete.waiting': async () => {
      const bytes = bytesOfDeletions(await shares.read());
      const deletions = core.catalog.deletions().map(({ operation, artifact, whole, versions, at, due }) => ({
        operation,
        artifact: artifact.name,
        whole,
        refs: versions.map(({ index }) => formatIndex(index)),
        at,
        dueAt: due,
        bytes: bytes.get(operation) ?? 0,
      }));
      return { deletions, bytes: deletions.reduce((sum, one) => sum + one.bytes, 0) };
    },
    'delete.emptyUndo': () => emptyUndoWindow(core, live, null),
    'purge.plan': async (params) => purgeView(await previewPurge(core, params)),
    'purge.apply': async (params) => purgeView(await purge(core, params)),
  };
}

function purgeView({ path, versions, entries, freedBytes, heldBytes }: PurgePlan): PurgePlanView {
  return { path, refs: versions.map(({ version }) => formatIndex(version.index)), entries, freedBytes, heldBytes };
}

/** The numbers of these versions in the table; null when one has come since it was made. */
function numbersOf({ holders }: Shares, parts: readonly DeletePart[]): ReadonlySet<number> | null {
  const going = new Set(parts.flatMap(({ artifact, versions }) => versions.map(({ index }) => `${artifact.id} ${index}`)));
  const numbers = holders.flatMap(({ artifact, index, deletion }, number) => (deletion === null && going.has(`${artifact} ${index}`) ? [number] : []));
  return numbers.length === going.size ? new Set(numbers) : null;
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

function planView({ parts, freedBytes }: Pick<DeletePlan, 'parts' | 'freedBytes'>): DeletePlanView {
  return {
    freedBytes,
    undoWindowMs: undoWindow,
    parts: parts.map(({ artifact, whole, versions, aliases, latestAfter }) => ({
      artifact: artifact.name,
      whole,
      versions: versions.map(versionView),
      aliases: [...aliases],
      latestAfter: latestAfter === null ? null : formatIndex(latestAfter.index),
    })),
  };
}
