import type { Digest } from '../model/digest.ts';
import type { Digester } from '../ports/digester.ts';
import { createManifestBuilder } from './build-manifest.ts';
import { damaged } from './byte-reader.ts';
import type { ManifestRoot } from './node.ts';
import type { NodeSource } from './node-source.ts';
import { entriesWithin } from './read-manifest.ts';

/**
 * Reads a whole manifest and builds it again. Since one set of entries has one tree, every lie that a node could tell of its
 * children - digests, totals, order, height - comes out as another root: Failure `store.damaged`.
 */
export function verifyManifest(root: Digest, source: NodeSource, digester: Digester): ManifestRoot {
  const builder = createManifestBuilder(digester, () => undefined);
  for (const entry of entriesWithin(root, '', source)) builder.add(entry);
  const rebuilt = builder.finish();
  if (rebuilt.node !== root) throw damaged('a manifest is not the one that its entries make');
  return rebuilt;
}
