import type { FromEngineFrame } from '../../shared/frames.ts';

/**
 * What `fromEngineFrame` of the contract accepts, checked without the parser: loading that would take a fifth of the time of
 * a whole short command. Null for anything else. A test holds the two together.
 */
export function parseEngineFrame(raw: unknown): FromEngineFrame | null {
  if (!isRecord(raw)) return null;
  switch (raw['type']) {
    case 'response':
      return parseResponse(raw);
    case 'event':
      return isRecord(raw['event']) && isText(raw['event']['kind']) ? (raw as FromEngineFrame) : null;
    case 'ready':
      return isText(raw['home']) ? (raw as FromEngineFrame) : null;
    case 'refused':
      return isErrorShape(raw['error']) ? (raw as FromEngineFrame) : null;
    default:
      return null;
  }
}

function parseResponse(raw: Record<string, unknown>): FromEngineFrame | null {
  if (!Number.isSafeInteger(raw['id'])) return null;
  const isWhole = raw['ok'] === true ? 'result' in raw : raw['ok'] === false && isErrorShape(raw['error']);
  return isWhole ? (raw as FromEngineFrame) : null;
}

function isErrorShape(raw: unknown): boolean {
  if (!isRecord(raw) || !isText(raw['message']) || !isText(raw['code']) || raw['code'] === '') return false;
  return raw['data'] === undefined || isRecord(raw['data']);
}

function isText(raw: unknown): raw is string {
  return typeof raw === 'string';
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
