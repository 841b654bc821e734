import { Failure } from '../model/failure.ts';
import type { Records } from '../ports/records.ts';
import { decodeDeletionRecord, type DeletionRecord } from '../records/deletion-record.ts';
import { parseDeletionName, parseRecordName, type RecordAddress } from '../records/record-name.ts';
import { decodeArtifactRecord, decodeVersionRecord, type ArtifactRecord, type RecordedVersion } from '../records/version-record.ts';
import type { OldCatalog } from './old-catalog.ts';
import type { RebuildProblem } from './rebuild-report.ts';

/** What the records tell of one artifact. */
export interface Recorded {
  readonly name: string;
  /** Null when its own record is missing or damaged. */
  record: ArtifactRecord | null;
  readonly versions: Map<number, RecordedVersion>;
  /** Beyond every index that a record has, readable or not. */
  nextIndex: number;
  /** Something of it has to be written again. */
  isDue: boolean;
}

export interface AllRecorded {
  readonly artifacts: ReadonlyMap<string, Recorded>;
  /** Oldest first. */
  readonly deletions: readonly DeletionRecord[];
  readonly problems: RebuildProblem[];
}

/**
 * Reads every record. One that is damaged is taken from the old catalog where that knows it, and is told of otherwise. Throws Failure
 * `store.newer-format` for what a newer Strata wrote: this one would lose what it does not understand.
 */
export function readRecords(records: Records, old: OldCatalog | null): AllRecorded {
  const artifacts = new Map<string, Recorded>();
  const deletions: DeletionRecord[] = [];
  const problems: RebuildProblem[] = [];
  for (const name of records.names().toSorted()) {
    if (old?.isGone(name) === true) continue;
    const address = parseRecordName(name);
    if (address !== null) {
      addRecord(recordedOf(artifacts, address.artifact), name, address, records, old, problems);
    } else if (parseDeletionName(name) !== null) {
      const read = readOrTell(name, records, problems, decodeDeletionRecord);
      if (read !== null) deletions.push(read);
    }
  }
  addUnwritten(artifacts, old);
  deletions.sort((a, b) => a.deletion.operation - b.deletion.operation);
  return { artifacts, deletions, problems };
}

function recordedOf(artifacts: Map<string, Recorded>, name: string): Recorded {
  const known = artifacts.get(name) ?? { name, record: null, versions: new Map(), nextIndex: 0, isDue: false };
  artifacts.set(name, known);
  return known;
}

function addRecord(
  recorded: Recorded,
  name: string,
  { index }: RecordAddress,
  records: Records,
  old: OldCatalog | null,
  problems: RebuildProblem[],
): void {
  if (index === null) {
    recorded.record = readOrTell(name, records, problems, decodeArtifactRecord);
    return;
  }
  recorded.nextIndex = Math.max(recorded.nextIndex, index + 1);
  const known = old?.versions.get(name);
  const version = known === undefined ? readOrTell(name, records, problems, decodeVersionRecord) : readOrTell(name, records, [], decodeVersionRecord);
  if (version === null && known !== undefined) recorded.isDue = true;
  const kept = version ?? known;
  if (kept !== undefined) recorded.versions.set(index, kept);
}

function readOrTell<T>(name: string, records: Records, problems: RebuildProblem[], decode: (name: string, text: string) => T): T | null {
  try {
    return decode(name, records.read(name) ?? '');
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.damaged') throw error;
    problems.push({ of: 'record', message: error.message });
    return null;
  }
}

/** A version is acknowledged before its record is written. */
function addUnwritten(artifacts: Map<string, Recorded>, old: OldCatalog | null): void {
  for (const name of old?.unwritten ?? []) {
    const address = parseRecordName(name);
    const version = old?.versions.get(name);
    if (address === null || address.index === null || version === undefined) continue;
    const recorded = recordedOf(artifacts, address.artifact);
    recorded.nextIndex = Math.max(recorded.nextIndex, address.index + 1);
    recorded.versions.set(address.index, version);
    recorded.isDue = true;
  }
}
