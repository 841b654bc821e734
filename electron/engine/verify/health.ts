import type { Core } from '../core.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { Finding } from './finding.ts';
import { lastRound, unproven, type ProofRound } from './proof-round.ts';

/** How the last look at the whole store ended. */
export interface HealthNote {
  /** ms since 1970. */
  readonly at: number;
  readonly deep: boolean;
  readonly findings: number;
  /** The first sentences of what was found. */
  readonly messages: readonly string[];
}

/** What is known of the store's health without looking. */
export interface Health {
  readonly last: HealthNote | null;
  readonly lastDeep: HealthNote | null;
  /** The round through every byte that goes on, or the last one. */
  readonly round: ProofRound | null;
  readonly containers: number;
  /** Of these, not proven in the round yet. */
  readonly unproven: number;
  /** Chunks that are known to be damaged and were not mended yet. */
  readonly damagedChunks: number;
}

const lastKey = 'health';
const deepKey = 'health-deep';
const mostMessages = 20;

export function healthOf(catalog: CatalogReader): Health {
  const round = lastRound(catalog);
  const isOver = round === null || round.finishedAt !== null;
  return {
    last: noteAt(catalog, lastKey),
    lastDeep: noteAt(catalog, deepKey),
    round,
    containers: catalog.containers().length,
    unproven: isOver ? 0 : unproven(catalog, round).length,
    damagedChunks: catalog.damagedChunks().length,
  };
}

/** Keeps how a look at the whole store ended. Damage that was not known before is told as a fact. */
export function noteHealth(core: Core, deep: boolean, findings: readonly Finding[]): void {
  const messages = findings.slice(0, mostMessages).map(({ message }) => message);
  const before = noteAt(core.catalog, lastKey);
  const note: HealthNote = { at: core.clock.now(), deep, findings: findings.length, messages };
  core.catalog.transact((writer) => {
    writer.setSetting(lastKey, JSON.stringify(note));
    if (deep) writer.setSetting(deepKey, JSON.stringify(note));
  });
  const [message] = messages;
  if (message !== undefined && (before?.findings ?? 0) === 0) core.facts.tell({ kind: 'store.damaged', findings: findings.length, message });
}

function noteAt(catalog: CatalogReader, key: string): HealthNote | null {
  const text = catalog.setting(key);
  return text === null ? null : (JSON.parse(text) as HealthNote);
}
