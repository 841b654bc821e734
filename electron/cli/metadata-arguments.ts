import type { Params } from '../../shared/contract.ts';
import { maximumMetadataDepth } from '../engine/model/metadata.ts';
import { UsageError } from './usage-error.ts';

export type Json = NonNullable<Params<'version.setMetadata'>['set']>[string];

/** Parses KEY=VALUE texts. A VALUE that is not JSON is text; numbers that JSON cannot carry are refused. */
export function parseAssignments(texts: readonly string[]): Record<string, Json> {
  return Object.fromEntries(texts.map(parseAssignment));
}

function parseAssignment(text: string): [string, Json] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new UsageError(`"${text}" is not KEY=JSON.`);
  const key = text.slice(0, equals);
  // JavaScript keeps this one name to itself: it would be lost without a word.
  if (key === '__proto__') throw new UsageError('"__proto__" cannot be a metadata key.');
  const written = text.slice(equals + 1);
  if (/^[-+]?(nan|infinity|inf)$/i.test(written)) throw notFinite(key, written);
  const value = jsonOrText(written);
  if (!isShallow(value)) throw new UsageError(`The metadata "${key}" is nested too deeply; at most ${maximumMetadataDepth} levels can be kept.`);
  if (!isFinite(value)) throw notFinite(key, written);
  return [key, value];
}

function jsonOrText(written: string): Json {
  try {
    return JSON.parse(written) as Json;
  } catch {
    return written;
  }
}

/** Checked here, before anything that reads values without a bound. */
function isShallow(value: Json, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth < maximumMetadataDepth && Object.values(value).every((inner) => isShallow(inner as Json, depth + 1));
}

/** `1e999` is JSON, but no number that could be kept. */
function isFinite(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((inner) => isFinite(inner as Json));
}

function notFinite(key: string, written: string): UsageError {
  return new UsageError(`The metadata "${key}" is ${written}; only finite numbers can be kept. Quote it to keep it as text.`);
}
