import type { Database } from 'better-sqlite3';
import { keepAll } from '../../engine/model/keep.ts';
import type { Deletion } from '../../engine/model/deletion.ts';

export interface DeletionRow {
  readonly operation: number;
  readonly due: number;
  /** JSON of the whole deletion. */
  readonly content: string;
}

export type DeletionsTable = ReturnType<typeof prepareDeletions>;

export function prepareDeletions(db: Database) {
  return {
    all: db.prepare<[], DeletionRow>('SELECT operation, due, content FROM deletions ORDER BY operation'),
    add: db.prepare<[DeletionRow]>('INSERT INTO deletions (operation, due, content) VALUES (@operation, @due, @content)'),
    remove: db.prepare<[number]>('DELETE FROM deletions WHERE operation = ?'),
  };
}

export function toDeletionRow(deletion: Deletion): DeletionRow {
  return { operation: deletion.operation, due: deletion.due, content: JSON.stringify(deletion) };
}

export function toDeletion(row: DeletionRow): Deletion {
  const { artifact, versions, ...same } = JSON.parse(row.content) as Deletion;
  // Deletions that wait since before there were keep rules and protected aliases know of none.
  return {
    ...same,
    artifact: { ...artifact, keep: artifact.keep ?? keepAll, timeToLive: artifact.timeToLive ?? 'never' },
    versions: versions.map((version) => ({
      ...version,
      protectedAliases: version.protectedAliases ?? [],
      pinned: version.pinned ?? false,
      timeToLive: version.timeToLive ?? 'inherit',
    })),
  };
}
