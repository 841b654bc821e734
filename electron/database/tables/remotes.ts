import type { Database } from 'better-sqlite3';
import type { Remote, Transfer } from '../../engine/model/remote.ts';
import type { ContainerId } from '../../engine/ports/container-store.ts';
import type { GoingPage } from '../../engine/ports/remote-catalog.ts';

export interface TransferRow extends Omit<Transfer, 'sent'> {
  readonly sent: 0 | 1;
}

export interface GoingPageRow extends Omit<GoingPage, 'entirely'> {
  readonly entirely: 0 | 1;
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
    /** Remote, id, time, raw bytes of contents that go (null: it does not say what goes), whether they go entirely. */
    addPage: db.prepare<[number, string, number, number | null, 0 | 1]>(
      'INSERT INTO remote_pages (remote, id, put_at, going, entirely) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    nameContainer: db.prepare<[number, string, number]>('INSERT INTO remote_page_containers (remote, page, container) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    pages: db.prepare<[number], string>('SELECT id FROM remote_pages WHERE remote = ?').pluck(),
    goingPages: db.prepare<[number], GoingPageRow>(`SELECT id, put_at AS putAt, going AS bytes, entirely FROM remote_pages AS page WHERE remote = ? AND going IS NOT NULL
       AND EXISTS (SELECT 1 FROM remote_page_containers AS named WHERE named.remote = page.remote AND named.page = page.id) ORDER BY put_at, id`),
    /** The remote, a JSON array of ids of pages. */
    containersOfPages: db
      .prepare<[number, string], ContainerId>(
        `SELECT DISTINCT held.id FROM remote_page_containers AS named JOIN remote_containers AS held ON held.number = named.container
         WHERE named.remote = ? AND named.page IN (SELECT value FROM json_each(?)) ORDER BY held.id`,
      )
      .pluck(),
    containersSince: db
      .prepare<[number, number], ContainerId>(
        `SELECT DISTINCT held.id FROM remote_pages AS page JOIN remote_page_containers AS named ON named.remote = page.remote AND named.page = page.id
         JOIN remote_containers AS held ON held.number = named.container WHERE page.remote = ? AND page.put_at >= ? AND page.going IS NULL ORDER BY held.id`,
      )
      .pluck(),
    /** What each page names. */
    namings: db
      .prepare<[number], readonly [page: string, isGoing: 0 | 1, container: ContainerId | null]>(
        `SELECT page.id, page.going IS NOT NULL, held.id FROM remote_pages AS page
         LEFT JOIN remote_page_containers AS named ON named.remote = page.remote AND named.page = page.id
         LEFT JOIN remote_containers AS held ON held.number = named.container WHERE page.remote = ?`,
      )
      .raw(),
    removePages: db.prepare<[number, string]>('DELETE FROM remote_pages WHERE remote = ? AND id IN (SELECT value FROM json_each(?))'),
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

export function toGoingPage({ entirely, ...page }: GoingPageRow): GoingPage {
  return { ...page, entirely: entirely === 1 };
}
