import type { Core } from '../core.ts';
import { childPath, comparePaths, type EntryPath } from '../model/entry-path.ts';
import type { Entry, ReferenceEntry } from '../model/entry.ts';
import { decodeListing, encodeListing, microseconds, type Child } from '../scan/listing.ts';
import { capturedFiles } from '../snapshot/captured-files.ts';
import type { CaptureFolder } from '../ports/capture.ts';
import { knownProofs } from '../references/seen-contents.ts';
import type { PresentEntry } from './plan-restore.ts';

/**
 * What stands in a folder that Strata does not track, in path order. Files that could be equal to a wanted one (same path and
 * size) are digested; the others are known by size alone.
 */
export async function presentElsewhere(
  core: Core,
  target: string,
  wanted: (path: EntryPath) => Entry | null,
  signal: AbortSignal,
): Promise<PresentEntry[]> {
  if (core.workTree.inspect(target).state !== 'folder') return [];
  const present: PresentEntry[] = [];
  const candidates: CaptureFolder[] = [];
  for await (const batch of core.workTree.scan({ root: target, folders: [{ path: '', deep: true }] }, signal)) {
    for (const scanned of batch) {
      if (scanned.state !== 'listed') continue;
      const children = decodeListing(scanned.listing);
      if (children.length === 0 && scanned.path !== '') {
        present.push({ kind: 'directory', path: scanned.path, mode: scanned.mode, modifiedAt: scanned.modifiedAt });
      }
      const alike: Child[] = [];
      for (const child of children) {
        if (child.kind === 'folder') continue;
        const path = childPath(scanned.path, child.name);
        const modifiedAt = microseconds(child.stamp.modifiedMs);
        if (child.kind === 'link') {
          present.push({ kind: 'link', path, target: core.workTree.readLink(target, path) ?? '', modifiedAt });
          continue;
        }
        const other = wanted(path);
        if (other?.kind === 'file' && other.size === child.stamp.size) alike.push(child);
        else if (other?.kind === 'reference' && (await isThere(core, target, other, signal))) present.push(other);
        else present.push({ kind: 'unknown-file', path, size: child.stamp.size });
      }
      if (alike.length > 0) candidates.push({ path: scanned.path, files: encodeListing(alike) });
    }
  }
  present.push(...(await digested(core, target, candidates, signal)));
  return present.toSorted((a, b) => comparePaths(a.path, b.path));
}

/** Whether a file is what a reference names, as far as its source said something that content can be held against. */
async function isThere(core: Core, target: string, entry: ReferenceEntry, signal: AbortSignal): Promise<boolean> {
  const proofs = knownProofs(core, entry);
  return proofs.length > 0 && core.delivery.holds(target, { path: entry.path, size: entry.size, proofs }, signal);
}

async function digested(core: Core, root: string, folders: readonly CaptureFolder[], signal: AbortSignal): Promise<PresentEntry[]> {
  if (folders.length === 0) return [];
  const session = core.capture.open({ root, keep: false, signal, onProgress: () => undefined });
  session.add(folders);
  session.close();
  const present: PresentEntry[] = [];
  for await (const batch of session.results()) {
    for (const result of batch.flatMap((folder) => [...capturedFiles(folder)])) {
      if (result.outcome === 'gone') continue;
      if (result.outcome !== 'captured') {
        present.push({ kind: 'unknown-file', path: result.path, size: 0 });
        continue;
      }
      const { stamp, content, path } = result;
      const mode = stamp.mode & 0o777;
      const modifiedAt = microseconds(stamp.modifiedMs);
      present.push({ kind: 'file', path, ...content, executable: (mode & 0o100) !== 0, mode, modifiedAt });
    }
  }
  await session.abandon();
  return present;
}
