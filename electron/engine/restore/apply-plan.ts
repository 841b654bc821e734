import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import type { RestoreStep } from '../ports/materialize.ts';
import { fetchReferences } from '../references/fetch-references.ts';
import type { RestoreProblem } from './plan-in-place.ts';
import type { PlanStep, RestorePlan } from './plan-restore.ts';
import { recipesOf } from './recipes.ts';
import type { ResolvedRestore } from './restore-request.ts';

/** Carries a plan out; returns what could not be put in place. */
export async function applyPlan(
  core: Core,
  artifact: Artifact,
  resolved: ResolvedRestore,
  plan: RestorePlan,
  activity: ActivityHandle,
): Promise<readonly RestoreProblem[]> {
  activity.advance({ phase: 'Restoring', files: 0, bytes: 0, totalFiles: plan.create + plan.overwrite, totalBytes: plan.bytes });
  const durable = resolved.inPlace || plan.overwrite + plan.delete > 0;
  const { before, fetched, after } = partSteps(plan.steps);
  const run = { core, root: resolved.target, durable, activity, done: { files: 0, bytes: 0 } };
  // A folder is made even for nothing.
  const problems = [...(await runSteps(run, before))];
  if (fetched.length > 0) {
    const request = { artifact, version: resolved.version, root: resolved.target, entries: fetched, durable, before: run.done };
    problems.push(...(await fetchReferences(core, request, activity)));
  }
  if (after.length > 0) problems.push(...(await runSteps(run, after)));
  return problems;
}

/** What comes before bytes are fetched, what is fetched, and what comes after. */
function partSteps(steps: readonly PlanStep[]): { before: RestoreStep[]; fetched: ReferenceEntry[]; after: RestoreStep[] } {
  const before: RestoreStep[] = [];
  const fetched: ReferenceEntry[] = [];
  const after: RestoreStep[] = [];
  for (const step of steps) {
    if (step.kind === 'fetch') fetched.push(step.entry);
    else (fetched.length === 0 ? before : after).push(step);
  }
  return { before, fetched, after };
}

interface Run {
  readonly core: Core;
  readonly root: string;
  // Elsewhere, what replaces nothing can be restored again; cp makes nothing durable either.
  readonly durable: boolean;
  readonly activity: ActivityHandle;
  /** What was written so far. */
  done: { readonly files: number; readonly bytes: number };
}

async function runSteps(run: Run, steps: readonly RestoreStep[]): Promise<readonly RestoreProblem[]> {
  const { core, root, durable, activity } = run;
  const staging = { id: core.newId(), root };
  const lacking: RestoreProblem[] = [];
  const before = run.done;
  core.catalog.transact((writer) => writer.noteStaging(staging));
  try {
    const found = await core.materialize.run({
      root,
      stagingId: staging.id,
      steps,
      locate: (files) => {
        const { recipes, damaged } = recipesOf(core, files);
        lacking.push(...damaged);
        return recipes;
      },
      durable,
      signal: activity.signal,
      onProgress: ({ files, bytes }) => {
        run.done = { files: before.files + files, bytes: before.bytes + bytes };
        activity.advance(run.done);
      },
    });
    return [...lacking, ...found];
  } finally {
    core.catalog.transact((writer) => writer.removeStagingNote(staging.id));
  }
}
