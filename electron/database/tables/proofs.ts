import type { Database } from 'better-sqlite3';
import type { ContainerId } from '../../engine/ports/container-store.ts';

export interface ProofRow {
  readonly container: ContainerId;
  readonly at: number;
  readonly crc: number;
}

export type ProofsTable = ReturnType<typeof prepareProofs>;

export function prepareProofs(db: Database) {
  return {
    all: db.prepare<[], ProofRow>('SELECT container, at, crc FROM proofs'),
    note: db.prepare<[string, number, number]>('INSERT OR REPLACE INTO proofs (container, at, crc) VALUES (?, ?, ?)'),
    forget: db.prepare<[string]>('DELETE FROM proofs WHERE container = ?'),
  };
}
