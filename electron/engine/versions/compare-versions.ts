import type { Core } from '../core.ts';
import { diffVersions, type VersionDiff } from '../diff/diff-versions.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import type { Version } from '../model/version.ts';

/** What differs in content from one version to another. Its cost grows with the difference, not with the versions. */
export function compareVersions(core: Core, from: Version, to: Version): VersionDiff {
  return diffVersions(diffManifests(from.root, to.root, core.nodes, { contentOnly: true }));
}
