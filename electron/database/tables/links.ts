import type { Database } from 'better-sqlite3';
import type { ArtifactId } from '../../engine/model/artifact.ts';
import type { Claim, Link, PushedBy, SyncedAlias } from '../../engine/model/remote.ts';
import type { VersionEdits } from '../../engine/model/version-edits.ts';
import type { Generation } from '../../engine/ports/bucket.ts';

export interface ClaimRow {
  readonly index: number;
  readonly uid: string;
  readonly state: Claim['state'];
  /** JSON. */
  readonly pushedBy: string | null;
  readonly pulled: 0 | 1;
  /** JSON. */
  readonly base: string | null;
  readonly generation: Generation | null;
}

export interface SyncedAliasRow {
  readonly alias: string;
  readonly index: number | null;
  readonly protected: 0 | 1;
  readonly generation: Generation;
}

export type LinksTable = ReturnType<typeof prepareLinks>;

const claimColumns = 'idx AS "index", uid, state, pushed_by AS pushedBy, pulled, base, generation';

/** Artifacts' places in buckets: links, claims of indexes, aliases as they were seen. */
export function prepareLinks(db: Database) {
  return {
    one: db.prepare<[number], Link>('SELECT remote, uid, next, content FROM links WHERE artifact = ?'),
    ofRemote: db.prepare<[number], ArtifactId>('SELECT artifact FROM links WHERE remote = ? AND EXISTS (SELECT 1 FROM artifacts WHERE id = artifact) ORDER BY artifact').pluck(),
    put: db.prepare<[number, number, string, number, string]>(
      `INSERT INTO links (artifact, remote, uid, next, content) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (artifact) DO UPDATE SET remote = excluded.remote, uid = excluded.uid, next = excluded.next, content = excluded.content`,
    ),
    remove: db.prepare<[number]>('DELETE FROM links WHERE artifact = ?'),
    claims: db.prepare<[number], ClaimRow>(`SELECT ${claimColumns} FROM claims WHERE artifact = ? ORDER BY idx`),
    claim: db.prepare<[number, number], ClaimRow>(`SELECT ${claimColumns} FROM claims WHERE artifact = ? AND idx = ?`),
    putClaim: db.prepare<[ClaimRow & { readonly artifact: number }]>(
      `INSERT INTO claims (artifact, idx, uid, state, pushed_by, pulled, base, generation)
       VALUES (@artifact, @index, @uid, @state, @pushedBy, @pulled, @base, @generation)
       ON CONFLICT (artifact, idx) DO UPDATE SET uid = excluded.uid, state = excluded.state, pushed_by = excluded.pushed_by,
         pulled = excluded.pulled, base = excluded.base, generation = excluded.generation`,
    ),
    /** New index, artifact, old index. */
    moveClaim: db.prepare<[number, number, number]>('UPDATE claims SET idx = ? WHERE artifact = ? AND idx = ?'),
    claimsFrom: db.prepare<[number, number], number>('SELECT idx FROM claims WHERE artifact = ? AND idx >= ? ORDER BY idx DESC').pluck(),
    aliases: db.prepare<[number], SyncedAliasRow>(
      'SELECT alias, idx AS "index", protected, generation FROM synced_aliases WHERE artifact = ? ORDER BY alias',
    ),
    putAlias: db.prepare<[SyncedAliasRow & { readonly artifact: number }]>(
      `INSERT INTO synced_aliases (artifact, alias, idx, protected, generation) VALUES (@artifact, @alias, @index, @protected, @generation)
       ON CONFLICT (artifact, alias) DO UPDATE SET idx = excluded.idx, protected = excluded.protected, generation = excluded.generation`,
    ),
  };
}

export function toClaim({ index, uid, state, pushedBy, pulled, base, generation }: ClaimRow): Claim {
  return {
    index,
    uid,
    state,
    by: pushedBy === null ? null : (JSON.parse(pushedBy) as PushedBy),
    pulled: pulled === 1,
    base: base === null ? null : (JSON.parse(base) as VersionEdits),
    generation,
  };
}

export function toClaimRow({ index, uid, state, by, pulled, base, generation }: Claim): ClaimRow {
  return {
    index,
    uid,
    state,
    pushedBy: by === null ? null : JSON.stringify(by),
    pulled: pulled ? 1 : 0,
    base: base === null ? null : JSON.stringify(base),
    generation,
  };
}

export function toSyncedAlias({ alias, index, protected: kept, generation }: SyncedAliasRow): SyncedAlias {
  return { alias, index, isProtected: kept === 1, generation };
}
