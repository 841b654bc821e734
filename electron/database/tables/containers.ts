import type { Database } from 'better-sqlite3';
import type { ContainerId } from '../../engine/ports/container-store.ts';

export interface ContainerRow {
  readonly id: ContainerId;
  readonly size: number;
}

export type ContainersTable = ReturnType<typeof prepareContainers>;

export function prepareContainers(db: Database) {
  return {
    all: db.prepare<[], ContainerRow>('SELECT id, size FROM containers ORDER BY number'),
    /** Gives the number by which chunks name the container. */
    insert: db
      .prepare<[string, number], number>('INSERT INTO containers (id, size) VALUES (?, ?) RETURNING number')
      .pluck(),
  };
}
