import type { ManifestEdit } from '../manifest/edit-manifest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { CapturedFolder } from '../ports/capture.ts';
import type { EntryOf } from './capture-changes.ts';
import { capturedFiles } from './captured-files.ts';

/** What a look at a work tree found to differ from the newest version; from nothing, when nothing was known. */
export interface FoundChanges {
  /** Entries whose new state is known without reading content; null: gone. */
  readonly edits: ReadonlyMap<EntryPath, Entry | null>;
  /** Files that were read. They win over `edits`; a later answer wins over an earlier one. */
  readonly captured: readonly CapturedFolder[];
  readonly entryOf: EntryOf;
}

export function foundNothing({ edits, captured }: FoundChanges): boolean {
  return edits.size === 0 && captured.length === 0;
}

/** The changes as edits of a manifest, in no order; the last one for a path counts. */
export function* foundEdits(found: FoundChanges): Generator<ManifestEdit> {
  for (const [path, entry] of found.edits) yield { path, entry };
  for (const folder of found.captured) {
    for (const file of capturedFiles(folder)) {
      if (file.outcome === 'captured') yield { path: file.path, entry: found.entryOf(file) };
      else if (file.outcome === 'gone') yield { path: file.path, entry: null };
    }
  }
}
