import { formatIndex } from '../model/version-address.ts';

/** Which record a file is: of a version, or (index null) of the artifact itself. */
export interface RecordAddress {
  readonly artifact: string;
  readonly index: number | null;
}

/** Relative name of a record's file: `<artifact>/artifact.json` or `<artifact>/v<N>.json`. */
export function recordName({ artifact, index }: RecordAddress): string {
  return `${artifact}/${index === null ? 'artifact' : formatIndex(index)}.json`;
}

const pattern = /^([A-Za-z0-9_.-]{1,128})\/(?:artifact|v(0|[1-9]\d{0,14}))\.json$/;

/** Reads a record's name; null for anything that is none (and so for every path that could leave its folder). */
export function parseRecordName(name: string): RecordAddress | null {
  const found = pattern.exec(name);
  const artifact = found?.[1];
  if (artifact === undefined || artifact === '.' || artifact === '..') return null;
  return { artifact, index: found?.[2] === undefined ? null : Number(found[2]) };
}

/** Relative name of the record of a deletion that can still be taken back. No artifact's name has a `~`. */
export function deletionRecordName(operation: number): string {
  return `~deleted/${operation}.json`;
}

const deletionPattern = /^~deleted\/([1-9]\d{0,14})\.json$/;

/** The operation that a deletion's record is of; null for anything else. */
export function parseDeletionName(name: string): number | null {
  const operation = deletionPattern.exec(name)?.[1];
  return operation === undefined ? null : Number(operation);
}

/** Whether a file may have this name among the records. */
export function isRecordName(name: string): boolean {
  return parseRecordName(name) !== null || parseDeletionName(name) !== null;
}
