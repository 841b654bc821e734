import type { Core } from '../core.ts';
import { proposeArtifactName, type Artifact } from '../model/artifact.ts';
import type { TrackableFolder } from './check-folder.ts';
import { resemblesLatest } from './resembles-latest.ts';

/** A valid name for a folder, as tracking it would give. */
export async function proposeName(core: Core, folder: TrackableFolder): Promise<string> {
  return nameFor(core, folder, await goesOn(core, folder));
}

/** Whether the artifact that had the folder's name, and is no longer tracked, goes on with it: it does when its latest version is like it. */
export async function goesOn(core: Core, folder: TrackableFolder): Promise<boolean> {
  const former = formerOf(core, proposeArtifactName(folder.name));
  return former !== undefined && resemblesLatest(core, former, folder.path);
}

/** The folder's own name, or with a number behind it when another artifact has that one. */
export function nameFor(core: Core, folder: TrackableFolder, continues: boolean): string {
  const name = proposeArtifactName(folder.name);
  if (continues && formerOf(core, name) !== undefined) return name;
  const names = new Set(core.catalog.artifacts().map((other) => other.name.toLowerCase()));
  if (!names.has(name.toLowerCase())) return name;
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, 120)}-${number}`;
    if (!names.has(candidate.toLowerCase())) return candidate;
  }
}

function formerOf(core: Core, name: string): Artifact | undefined {
  return core.catalog.artifacts().find((other) => other.name === name && other.path === null);
}
