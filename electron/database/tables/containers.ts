import type { Database } from 'better-sqlite3';
import type { ContainerId } from '../../engine/ports/container-store.ts';

export interface ContainerRow {
  readonly id: ContainerId;
  readonly size: number;
  readonly deadBytes: number;
}

export type ContainersTable = ReturnType<typeof prepareContainers>;

export function prepareContainers(db: Database) {
  return {
    all: db.prepare<[], ContainerRow>('SELECT id, size, dead_bytes AS deadBytes FROM containers ORDER BY number'),
    /** Gives the number by which chunks name the container. */
    insert: db
      .prepare<[string, number], number>('INSERT INTO containers (id, size) VALUES (?, ?) RETURNING number')
      .pluck(),
    numberOf: db.prepare<[string], number>('SELECT number FROM containers WHERE id = ?').pluck(),
    addDeadBytes: db.prepare<[number, number]>('UPDATE containers SET dead_bytes = dead_bytes + ? WHERE number = ?'),
    remove: db.prepare<[number]>('DELETE FROM containers WHERE number = ?'),
  };
}
