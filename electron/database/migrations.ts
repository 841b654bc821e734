/** One step of the catalog's schema. Steps are only ever added at the end; a released step never changes. */
export interface Migration {
  /** 1, 2, 3, … without a gap; the catalog keeps the id of its last step in `user_version`. */
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

const firstCatalog = `
CREATE TABLE artifacts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT    NOT NULL UNIQUE,
  type         TEXT    NOT NULL,
  mode         TEXT    NOT NULL CHECK (mode IN ('copy', 'reference')),
  path         TEXT,
  quiet_window INTEGER NOT NULL CHECK (quiet_window >= 0),
  paused       INTEGER NOT NULL CHECK (paused IN (0, 1)),
  next_index   INTEGER NOT NULL CHECK (next_index >= 0),
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE versions (
  artifact     INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE RESTRICT,
  idx          INTEGER NOT NULL CHECK (idx >= 0),
  digest       BLOB    NOT NULL CHECK (length(digest) = 32),
  root         BLOB    NOT NULL CHECK (length(root) = 32),
  files        INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  added_bytes  INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  actor        TEXT    NOT NULL,
  origin       TEXT    NOT NULL,
  identical_to INTEGER,
  added        INTEGER NOT NULL,
  modified     INTEGER NOT NULL,
  removed      INTEGER NOT NULL,
  renamed      INTEGER NOT NULL,
  description  TEXT    NOT NULL,
  metadata     TEXT    NOT NULL,
  problems     TEXT    NOT NULL,
  PRIMARY KEY (artifact, idx)
) STRICT;
CREATE INDEX versions_by_digest ON versions (artifact, digest, idx);

CREATE TABLE aliases (
  artifact INTEGER NOT NULL,
  alias    TEXT    NOT NULL,
  idx      INTEGER NOT NULL,
  PRIMARY KEY (artifact, alias),
  FOREIGN KEY (artifact, idx) REFERENCES versions (artifact, idx) ON DELETE RESTRICT
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_version ON aliases (artifact, idx);

CREATE TABLE tags (
  artifact INTEGER NOT NULL,
  idx      INTEGER NOT NULL,
  position INTEGER NOT NULL,
  tag      TEXT    NOT NULL,
  PRIMARY KEY (artifact, idx, position),
  UNIQUE (artifact, idx, tag),
  FOREIGN KEY (artifact, idx) REFERENCES versions (artifact, idx) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE containers (
  number INTEGER PRIMARY KEY,
  id     TEXT    NOT NULL UNIQUE,
  size   INTEGER NOT NULL
) STRICT;

-- "container" is a number in containers. It is no declared foreign key: that would cost a look-up for each of the
-- hundred thousand rows of a first snapshot, and the one statement that inserts them has just made the container.
CREATE TABLE chunks (
  digest       BLOB    NOT NULL PRIMARY KEY,
  refs         INTEGER NOT NULL CHECK (refs >= 0),
  kind         INTEGER NOT NULL,
  container    INTEGER NOT NULL,
  frame_offset INTEGER NOT NULL,
  frame_length INTEGER NOT NULL,
  offset       INTEGER NOT NULL,
  length       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- "path" is a path key (path-key.ts): bytes that sort as paths do. The flag stands before the listing, so that reading
-- it never walks the pages of a long listing.
CREATE TABLE folders (
  id           INTEGER PRIMARY KEY,
  artifact     INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  times_differ INTEGER NOT NULL CHECK (times_differ IN (0, 1)),
  path         BLOB    NOT NULL,
  listing      BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX folders_by_path ON folders (artifact, path);
CREATE INDEX folders_with_differing_times ON folders (artifact, path) WHERE times_differ = 1;

CREATE TABLE operations (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  at        INTEGER NOT NULL,
  actor     TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  artifact  TEXT,
  arguments TEXT    NOT NULL,
  undo      TEXT,
  undone    INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX operations_by_artifact ON operations (artifact, id);

CREATE TABLE staging_notes (
  id   TEXT NOT NULL PRIMARY KEY,
  root TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- "idx" is null for the record of the artifact itself.
CREATE TABLE pending_records (
  artifact INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  idx      INTEGER
) STRICT;
CREATE UNIQUE INDEX pending_records_once ON pending_records (artifact, ifnull(idx, -1));

CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

// "raw_bytes" sums the raw lengths of all chunks that were named with the container, "dead_bytes" those of them that nobody names
// any more: they have no row in chunks. A deletion keeps all about its versions as JSON, since nothing of it is ever searched: it comes back whole or goes whole.
const deletions = `
ALTER TABLE containers ADD COLUMN raw_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE containers ADD COLUMN dead_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE containers SET raw_bytes = coalesce(
  (SELECT bytes FROM (SELECT container, sum(length) AS bytes FROM chunks GROUP BY container) WHERE container = number), 0);

CREATE TABLE deletions (
  operation INTEGER PRIMARY KEY REFERENCES operations (id),
  due       INTEGER NOT NULL,
  content   TEXT    NOT NULL
) STRICT;
`;

// "keep" is JSON of the rule. A "ttl" is in seconds. Of an artifact null means never; of a version null means as its artifact says, 0 never.
const keepRules = `
ALTER TABLE artifacts ADD COLUMN keep TEXT NOT NULL DEFAULT '{"kind":"all"}';
ALTER TABLE artifacts ADD COLUMN ttl INTEGER CHECK (ttl > 0);
ALTER TABLE versions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE versions ADD COLUMN ttl INTEGER CHECK (ttl >= 0);
CREATE INDEX versions_with_ttl ON versions (artifact) WHERE ttl > 0;
CREATE INDEX undoable_restores ON operations (artifact, id) WHERE kind = 'restore' AND undo IS NOT NULL AND undone = 0;
`;

// "proofs": containers of which every byte was read and found right; "crc" is the CRC-32 of the whole file then. They are named by
// their ids, so that the table can be filled and emptied without the others. "damaged_chunks": chunks that are named but whose bytes are
// damaged or missing; whoever stores them again mends them.
const proofs = `
CREATE TABLE proofs (
  container TEXT    NOT NULL PRIMARY KEY,
  at        INTEGER NOT NULL,
  crc       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE damaged_chunks (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;
`;

const protectedAliases = `
ALTER TABLE aliases ADD COLUMN protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1));
`;

// What is remembered of teams' buckets. "newest" is the latest time of a page of the bucket's index that was read. In "remote_chunks" a
// "container" is a number in "remote_containers", and "whole" says that all that the chunk names is in the bucket too. Links, claims and
// synced aliases outlive their artifact, which may come back: they are no declared foreign keys. "base" is JSON of what can be edited.
const remotes = `
CREATE TABLE remotes (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  bucket  TEXT,
  newest  INTEGER
) STRICT;

CREATE TABLE remote_pages (
  remote INTEGER NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  id     TEXT    NOT NULL,
  PRIMARY KEY (remote, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE remote_containers (
  number INTEGER PRIMARY KEY,
  remote INTEGER NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  id     TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  UNIQUE (remote, id)
) STRICT;

CREATE TABLE remote_chunks (
  remote       INTEGER NOT NULL,
  digest       BLOB    NOT NULL,
  kind         INTEGER NOT NULL,
  whole        INTEGER NOT NULL CHECK (whole IN (0, 1)),
  container    INTEGER NOT NULL,
  frame_offset INTEGER NOT NULL,
  frame_length INTEGER NOT NULL,
  offset       INTEGER NOT NULL,
  length       INTEGER NOT NULL,
  PRIMARY KEY (remote, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  artifact INTEGER PRIMARY KEY,
  remote   INTEGER NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  uid      TEXT    NOT NULL,
  next     INTEGER NOT NULL CHECK (next >= 0),
  content  TEXT    NOT NULL CHECK (content IN ('all', 'metadata'))
) STRICT;

CREATE TABLE claims (
  artifact   INTEGER NOT NULL REFERENCES links (artifact) ON DELETE CASCADE,
  idx        INTEGER NOT NULL CHECK (idx >= 0),
  uid        TEXT    NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('asking', 'claimed', 'void')),
  pushed_by  TEXT,
  pulled     INTEGER NOT NULL CHECK (pulled IN (0, 1)),
  base       TEXT,
  generation TEXT,
  PRIMARY KEY (artifact, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE synced_aliases (
  artifact   INTEGER NOT NULL REFERENCES links (artifact) ON DELETE CASCADE,
  alias      TEXT    NOT NULL,
  idx        INTEGER,
  protected  INTEGER NOT NULL CHECK (protected IN (0, 1)),
  generation TEXT    NOT NULL,
  PRIMARY KEY (artifact, alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfers (
  number    INTEGER PRIMARY KEY,
  remote    INTEGER NOT NULL REFERENCES remotes (id) ON DELETE CASCADE,
  container TEXT    NOT NULL,
  token     TEXT,
  sent      INTEGER NOT NULL CHECK (sent IN (0, 1)),
  UNIQUE (remote, container)
) STRICT;
`;

/** Contents that references turned out to name, where their sources give no digests. */
const seenContents = `
CREATE TABLE seen_contents (
  identity TEXT PRIMARY KEY,
  digest   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
`;

// What goes from a bucket. "going" of a chunk is when that was said, ms by the bucket's clock; of a page the raw bytes of contents that it says go, null
// when it says no such thing. What was remembered of indexes is read once more, since it was not noted which page names which containers.
const goingFromBuckets = `
DELETE FROM remote_chunks;
DELETE FROM remote_containers;
DELETE FROM remote_pages;
UPDATE remotes SET newest = NULL;
ALTER TABLE remote_chunks ADD COLUMN going INTEGER;
ALTER TABLE remote_pages ADD COLUMN put_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE remote_pages ADD COLUMN going INTEGER;
ALTER TABLE remote_pages ADD COLUMN entirely INTEGER NOT NULL DEFAULT 0 CHECK (entirely IN (0, 1));

CREATE TABLE remote_page_containers (
  remote    INTEGER NOT NULL,
  page      TEXT    NOT NULL,
  container INTEGER NOT NULL REFERENCES remote_containers (number) ON DELETE CASCADE,
  PRIMARY KEY (remote, page, container),
  FOREIGN KEY (remote, page) REFERENCES remote_pages (remote, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX remote_page_containers_by_container ON remote_page_containers (container);
`;

export const migrations: readonly Migration[] = [
  { id: 1, name: 'first catalog', sql: firstCatalog },
  { id: 2, name: 'deletions and dead bytes', sql: deletions },
  { id: 3, name: 'keep rules', sql: keepRules },
  { id: 4, name: 'proofs and damaged chunks', sql: proofs },
  { id: 5, name: 'protected aliases', sql: protectedAliases },
  { id: 6, name: 'remotes', sql: remotes },
  { id: 7, name: 'contents of references', sql: seenContents },
  { id: 8, name: 'what goes from buckets', sql: goingFromBuckets },
];
