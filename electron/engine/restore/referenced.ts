import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Entry } from '../model/entry.ts';
import { pathOfFileUri } from '../references/added-references.ts';
import { heldCopies } from '../references/held-copy.ts';
import { withheld } from '../references/permission.ts';

/**
 * What becomes of references in a restore to another folder: their bytes are fetched; or links stand where what they name lies on this computer; or they
 * are left out.
 */
export type ReferencesWanted = 'fetch' | 'link' | 'leave';

/** What is wanted in place of an entry of a version with that root; null: nothing. What is in the store is taken from there. No link is made to a file that only others refer to. */
export function wantingOf(core: Core, artifact: Artifact, root: Digest, wanted: ReferencesWanted): (entry: Entry) => Entry | null {
  const whyNot = withheld(core, artifact);
  const heldCopy = heldCopies(core, artifact, root);
  return (entry) => {
    if (entry.kind !== 'reference') return entry;
    const held = wanted === 'leave' ? null : heldCopy(entry);
    if (held !== null || wanted === 'fetch') return held ?? entry;
    const target = wanted === 'link' && whyNot(entry) === null ? pathOfFileUri(entry.uri) : null;
    return target === null ? null : { kind: 'link', path: entry.path, target, modifiedAt: 0 };
  };
}
