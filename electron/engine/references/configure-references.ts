import type { Core } from '../core.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { lookingAfter, noteLookingAfter, type LookingAfter } from './looking-after.ts';

/** Says how often the sources of an artifact are looked at (ms); null: only when asked. */
export function setSchedule(core: Core, name: string, every: number | null): Artifact {
  return configure(core, name, 'reference.schedule', { every }, { every });
}

/** Lets references that came from others be fetched from a local or private place, or no longer. */
export function setPermission(core: Core, name: string, origin: string, isAllowed: boolean): Artifact {
  const before = lookingAfter(core.catalog, findArtifact(core.catalog, name)).permissions.filter((one) => one !== origin);
  const permissions = isAllowed ? [...before, origin].toSorted() : before;
  return configure(core, name, 'reference.permit', { permissions }, { origin, allowed: isAllowed });
}

function configure(
  core: Core,
  name: string,
  kind: 'reference.schedule' | 'reference.permit',
  change: Partial<LookingAfter>,
  given: Readonly<Record<string, unknown>>,
): Artifact {
  const artifact = findArtifact(core.catalog, name);
  const operation = core.catalog.transact((writer) => {
    noteLookingAfter(writer, artifact, change);
    return recordOperation(core, writer, { kind, artifact: name, arguments: given, undo: null });
  });
  core.facts.tell({ kind: 'references.changed', artifact });
  core.facts.tell({ kind: 'operation.recorded', operation });
  return artifact;
}
