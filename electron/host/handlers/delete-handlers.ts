import type { Handlers } from '../../../shared/dispatcher.ts';
import type { DeletePlanView, DeleteResultView, DeletionView, PurgePlanView } from '../../../shared/values.ts';
import { deleteVersions, type DeleteResult } from '../../engine/delete/delete-versions.ts';
import { emptyUndoWindow, freeDeletion, goingWith } from '../../engine/delete/empty-undo-window.ts';
import { planDelete, planParts, type DeletePart, type DeletePlan, type DeleteRequest } from '../../engine/delete/plan-delete.ts';
import { previewPurge, purge, type PurgePreview } from '../../engine/delete/purge.ts';
import type { Core } from '../../engine/core.ts';
import { planTeamRelease } from '../../engine/delete/plan-team-release.ts';
import type { Engine } from '../../engine/engine.ts';
import { undoWindow, type Deletion } from '../../engine/model/deletion.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import { bytesHeldBy, bytesOfDeletions, reclaimOf, type Shares } from '../../engine/store/shares.ts';
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
      const bucket = await bucketView(core, parts, request);
      if (table !== null && numbers !== null) return { ...planView({ parts, freedBytes: reclaimOf(table, numbers, request.now) }), bucket };
      return { ...planView(await core.stored.use(() => planDelete(core, request))), bucket };
    },
    'delete.apply': async (params) => {
      const request = requestOf(params);
      const bucket = await bucketView(core, planParts(core, request), request);
      return { ...deleteResultView(await deleteVersions(core, live, request)), bucket };
    },
    'delete.waiting': async () => {
      const table = await shares.read();
      const bytes = bytesOfDeletions(table);
      const waiting = core.catalog.deletions();
      const deletions = waiting.map((deletion) => {
        const together = goingWith(deletion, waiting).map(({ operation }) => operation);
        return {
          ...deletionView(deletion),
          by: deletedBy(core, deletion),
          bytes: bytes.get(deletion.operation) ?? 0,
          together,
          bytesNow: bytesHeldBy(table, new Set([deletion.operation, ...together])),
        };
      });
      return { deletions, bytes: deletions.reduce((sum, one) => sum + one.bytes, 0) };
    },
    'delete.emptyUndo': ({ operation }) => (operation === undefined ? emptyUndoWindow(core, live, null) : freeDeletion(core, live, operation)),
    'purge.plan': async (params) => purgeView(await previewPurge(core, params)),
    'purge.apply': async (params) => purgeView({ plan: await purge(core, params), present: false }),
  };
}

async function bucketView(core: Core, parts: readonly DeletePart[], { forTeam }: DeleteRequest): Promise<NonNullable<DeletePlanView['bucket']> | null> {
  const release = await core.stored.use(() => planTeamRelease(core, parts));
  if (release === null) return null;
  const remotes = release.remotes.flatMap((id) => core.catalog.remote(id)?.name ?? []);
  return { remotes, freedBytes: release.bytes, isChosen: forTeam === true };
}

function deletedBy({ catalog }: Core, { operation }: Deletion): string | null {
  const by = catalog.operation(operation)?.arguments['by'];
  return typeof by === 'string' ? by : null;
}

function deletionView({ operation, artifact, whole, versions, at, due }: Deletion): Omit<DeletionView, 'bytes' | 'together' | 'bytesNow' | 'by'> {
  return { operation, artifact: artifact.name, whole, refs: versions.map(({ index }) => formatIndex(index)), at, dueAt: due };
}

function purgeView({ plan, present }: PurgePreview): PurgePlanView {
  const { path, versions, entries, freedBytes, heldBytes } = plan;
  const refsOf = (some: typeof versions): string[] => some.map(({ version }) => formatIndex(version.index));
  return { path, refs: refsOf(versions), waitingRefs: refsOf(versions.filter(({ waits }) => waits)), present, entries, freedBytes, heldBytes };
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
  readonly fromBucket: boolean;
}

function requestOf({ targets, fromBucket, ...how }: DeleteParams): DeleteRequest {
  return { ...how, ...(fromBucket ? { forTeam: true as const } : {}), targets: targets.map(({ artifact, refs }) => ({ artifact, references: refs ?? null })) };
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
