import type { Database } from 'better-sqlite3';
import type { Remote, Transfer } from '../../engine/model/remote.ts';

export interface TransferRow extends Omit<Transfer, 'sent'> {
  readonly sent: 0 | 1;
}

export type RemotesTable = ReturnType<typeof prepareRemotes>;

/** Remotes, the pages of their indexes that were read, and the packs on their way to them. */
export function prepareRemotes(db: Database) {
  const columns = 'id, name, address, bucket';
  return {
    all: db.prepare<[], Remote>(`SELECT ${columns} FROM remotes ORDER BY id`),
    one: db.prepare<[number], Remote>(`SELECT ${columns} FROM remotes WHERE id = ?`),
    insert: db.prepare<[string, string], Remote>(`INSERT INTO remotes (name, address) VALUES (?, ?) RETURNING ${columns}`),
    setBucket: db.prepare<[string, number]>('UPDATE remotes SET bucket = ? WHERE id = ?'),
    remove: db.prepare<[number]>('DELETE FROM remotes WHERE id = ?'),
    newest: db.prepare<[number], number | null>('SELECT newest FROM remotes WHERE id = ?').pluck(),
    /** Time of a page, twice; the remote. */
    sawPage: db.prepare<[number, number, number]>('UPDATE remotes SET newest = max(ifnull(newest, ?), ?) WHERE id = ?'),
    hasPage: db.prepare<[number, string], number>('SELECT 1 FROM remote_pages WHERE remote = ? AND id = ?').pluck(),
    addPage: db.prepare<[number, string]>('INSERT INTO remote_pages (remote, id) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    transfers: db.prepare<[number], TransferRow>('SELECT container, token, sent FROM transfers WHERE remote = ? ORDER BY number'),
    putTransfer: db.prepare<[number, string, string | null, 0 | 1]>(
      `INSERT INTO transfers (remote, container, token, sent) VALUES (?, ?, ?, ?)
       ON CONFLICT (remote, container) DO UPDATE SET token = excluded.token, sent = excluded.sent`,
    ),
    removeTransfer: db.prepare<[number, string]>('DELETE FROM transfers WHERE remote = ? AND container = ?'),
  };
}

export function toTransfer({ container, token, sent }: TransferRow): Transfer {
  return { container, token, sent: sent === 1 };
}
