import type { Database } from 'better-sqlite3';
import type { ContainerId } from '../../engine/ports/container-store.ts';

export interface ContainerRow {
  readonly id: ContainerId;
  readonly size: number;
  readonly rawBytes: number;
  readonly deadBytes: number;
}

export interface StandingRow {
  readonly number: number;
  readonly aliveBytes: number;
}

export type ContainersTable = ReturnType<typeof prepareContainers>;

export function prepareContainers(db: Database) {
  return {
    all: db.prepare<[], ContainerRow>('SELECT id, size, raw_bytes AS rawBytes, dead_bytes AS deadBytes FROM containers ORDER BY number'),
    /** Gives the number by which chunks name the container. */
    insert: db
      .prepare<[string, number, number], number>('INSERT INTO containers (id, size, raw_bytes) VALUES (?, ?, ?) RETURNING number')
      .pluck(),
    standing: db.prepare<[string], StandingRow>('SELECT number, raw_bytes - dead_bytes AS aliveBytes FROM containers WHERE id = ?'),
    addDeadBytes: db.prepare<[number, number]>('UPDATE containers SET dead_bytes = dead_bytes + ? WHERE number = ?'),
    remove: db.prepare<[number]>('DELETE FROM containers WHERE number = ?'),
  };
}
