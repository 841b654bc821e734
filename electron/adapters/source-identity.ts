import { changedSource } from '../engine/model/reference-failure.ts';
import { compareContents, identityOf, type IdentifiedContent } from '../engine/model/reference-identity.ts';

const toldBy: Readonly<Record<string, string>> = {
  size: 'it has another size',
  modifiedAt: 'it was changed since',
};

/**
 * Throws Failure `reference.changed` unless what a source says lies there is what was recorded. Where it does not say enough any more, only content that has a digest to be
 * proven by passes.
 */
export function checkIdentity(uri: string, recorded: IdentifiedContent, present: IdentifiedContent): void {
  const comparison = compareContents(recorded, present);
  if (comparison.verdict === 'changed') throw changedSource(uri, toldBy[comparison.by] ?? 'another content lies there');
  if (comparison.verdict === 'same' || Object.keys(recorded.identity).length === 0) return;
  const { sha256, md5, crc32c } = identityOf(recorded.identity);
  if ((sha256 ?? md5 ?? crc32c) === undefined) throw changedSource(uri, 'its source does not say any more which content it is');
}
