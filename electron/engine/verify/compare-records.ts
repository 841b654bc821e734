import type { Core } from '../core.ts';
import { addressOf } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import { encodeDeletionRecord, decodeDeletionRecord } from '../records/deletion-record.ts';
import { deletionRecordName, parseDeletionName, recordName } from '../records/record-name.ts';
import { decodeArtifactRecord, decodeVersionRecord, encodeArtifactRecord, encodeVersionRecord } from '../records/version-record.ts';
import { areDeletionsPending, deletionRecordText } from '../store/write-deletion-records.ts';
import { artifactRecordText, recordsToRemove } from '../store/write-records.ts';
import type { Finding } from './finding.ts';
import type { Touch } from './touched-by.ts';

/** A record that should be there, and what it should say. */
interface Expected {
  readonly name: string;
  readonly text: string;
  /** What it is of, for people. */
  readonly of: string;
  readonly touches: readonly Touch[];
}

/** Every record is there and says what the catalog says, and there is no other. What is still to be written is passed over. Yields after each. */
export function* compareRecords(core: Core): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const strange = new Set(core.records.names());
  const pass = (name: string): void => void strange.delete(name);
  for (const artifact of core.catalog.artifacts()) {
    for (const expected of expectedOf(core, artifact, pass)) {
      pass(expected.name);
      const finding = compareRecord(core, expected);
      if (finding !== null) findings.push(finding);
      yield;
    }
  }
  const removing = new Set(recordsToRemove(core.catalog));
  for (const expected of expectedDeletions(core)) {
    pass(expected.name);
    const finding = compareRecord(core, expected);
    if (finding !== null) findings.push(finding);
  }
  for (const name of strange) {
    if (removing.has(name.slice(0, name.indexOf('/'))) || (parseDeletionName(name) !== null && areDeletionsPending(core.catalog))) continue;
    findings.push({ code: 'record.unnamed', message: `The record "${name}" tells of something that the catalog does not know.`, touches: [] });
  }
  return findings;
}

function* expectedOf(core: Core, artifact: Artifact, pass: (name: string) => void): Generator<Expected> {
  const pending = new Set(core.catalog.pendingRecords().filter((due) => due.artifact === artifact.id).map(({ index }) => index));
  for (const index of pending) pass(recordName({ artifact: artifact.name, index }));
  if (!pending.has(null)) {
    const name = recordName({ artifact: artifact.name, index: null });
    yield { name, text: artifactRecordText(core.catalog, artifact), of: `the artifact "${artifact.name}"`, touches: [] };
  }
  for (const version of core.catalog.versions(artifact.id)) {
    if (pending.has(version.index)) continue;
    const name = recordName({ artifact: artifact.name, index: version.index });
    const of = addressOf(artifact, version.index);
    yield { name, text: encodeVersionRecord(artifact, version), of, touches: [{ version: of, path: null }] };
  }
}

function* expectedDeletions(core: Core): Generator<Expected> {
  if (areDeletionsPending(core.catalog)) return;
  for (const deletion of core.catalog.deletions()) {
    const name = deletionRecordName(deletion.operation);
    yield { name, text: deletionRecordText(core.catalog, deletion), of: `the deletion of operation ${deletion.operation}`, touches: [] };
  }
}

function compareRecord(core: Core, { name, text, of, touches }: Expected): Finding | null {
  const found = core.records.read(name);
  if (found === null) return { code: 'record.missing', message: `The record of ${of} is missing.`, touches, record: name };
  if (found === text) return null;
  const again = rewritten(name, found);
  if (again === text && !saysMore(JSON.parse(found), JSON.parse(text))) return null;
  if (again === null) return { code: 'record.damaged', message: `The record of ${of} is damaged.`, touches, record: name };
  const message = `The record of ${of} and the catalog say different things; "rebuild" takes the record's word.`;
  return { code: 'record.differs', message, touches, record: name };
}

/** Whether a value has fields that another lacks: a record of before a field was known has fewer, and no whole one has more. */
function saysMore(found: unknown, known: unknown): boolean {
  if (!isObject(found) || !isObject(known)) return false;
  return Object.entries(found).some(([key, value]) => !Object.hasOwn(known, key) || saysMore(value, known[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The same record as this Strata would write it; null when it is damaged. An older Strata may have written it in another way. */
function rewritten(name: string, found: string): string | null {
  try {
    if (parseDeletionName(name) !== null) return encodeDeletionRecord(decodeDeletionRecord(name, found));
    if (!name.endsWith('/artifact.json')) {
      const version = decodeVersionRecord(name, found);
      return encodeVersionRecord({ name: version.artifact }, version);
    }
    const artifact = decodeArtifactRecord(name, found);
    return encodeArtifactRecord(artifact, artifact.aliases, artifact.protectedAliases);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
