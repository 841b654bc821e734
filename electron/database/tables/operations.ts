import type { Database } from 'better-sqlite3';
import type { Operation, OperationKind, Undo } from '../../engine/model/operation.ts';

export interface OperationRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: OperationKind;
  readonly artifact: string | null;
  /** JSON. */
  readonly arguments: string;
  /** JSON. */
  readonly undo: string | null;
  readonly undone: 0 | 1;
}

const columns = 'id, at, actor, kind, artifact, arguments, undo, undone';

export type OperationsTable = ReturnType<typeof prepareOperations>;

export function prepareOperations(db: Database) {
  return {
    one: db.prepare<[number], OperationRow>(`SELECT ${columns} FROM operations WHERE id = ?`),
    /** Only below this id, at most so many; newest first. */
    page: db.prepare<[number, number], OperationRow>(
      `SELECT ${columns} FROM operations WHERE id < ? ORDER BY id DESC LIMIT ?`,
    ),
    pageOfArtifact: db.prepare<[string, number, number], OperationRow>(
      `SELECT ${columns} FROM operations WHERE artifact = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    ),
    undoableRestores: db.prepare<[string], OperationRow>(
      `SELECT ${columns} FROM operations
       WHERE artifact = ? AND kind = 'restore' AND undo IS NOT NULL AND undone = 0 ORDER BY id DESC`,
    ),
    insert: db.prepare<[Omit<OperationRow, 'id' | 'undone'>], OperationRow>(
      `INSERT INTO operations (at, actor, kind, artifact, arguments, undo, undone)
       VALUES (@at, @actor, @kind, @artifact, @arguments, @undo, 0) RETURNING ${columns}`,
    ),
    revive: db.prepare<[OperationRow]>(
      `INSERT INTO operations (id, at, actor, kind, artifact, arguments, undo, undone)
       VALUES (@id, @at, @actor, @kind, @artifact, @arguments, @undo, @undone)`,
    ),
    rewrite: db.prepare<[string, string | null, number]>('UPDATE operations SET arguments = ?, undo = ? WHERE id = ?'),
    forgetUndo: db.prepare<[number]>('UPDATE operations SET undo = NULL WHERE id = ?'),
    markUndone: db.prepare<[number]>('UPDATE operations SET undone = 1 WHERE id = ?'),
  };
}

export function toOperationRow(operation: Operation): OperationRow {
  const { undo, undone } = operation;
  const texts = { arguments: JSON.stringify(operation.arguments), undo: undo === null ? null : JSON.stringify(undo) };
  return { ...operation, ...texts, undone: undone ? 1 : 0 };
}

export function toOperation(row: OperationRow): Operation {
  return {
    ...row,
    arguments: JSON.parse(row.arguments) as Record<string, unknown>,
    undo: row.undo === null ? null : (JSON.parse(row.undo) as Undo),
    undone: row.undone === 1,
  };
}
