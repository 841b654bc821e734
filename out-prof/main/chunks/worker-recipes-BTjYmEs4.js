import { o as __toESM, t as __commonJSMin } from "./rolldown-runtime-C1I3wEg2.js";
import { t as Failure } from "./failure-B7gN5Qpo.js";
import { i as systemCode, n as storeError, r as syncFolder, t as makeDurableFolder } from "./durable-files-BOasvkmk.js";
import path, { sep } from "node:path";
import { chmodSync, closeSync, constants, existsSync, fchmodSync, fstatSync, fsyncSync, futimesSync, lstatSync, lutimesSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeSync } from "node:fs";
import { createHash, hash } from "node:crypto";
import BetterSqlite from "better-sqlite3";
import { constants as constants$1, crc32, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";
// electron/database/digest-blob.ts
/** A digest as the 32 bytes that the catalog keeps. */
function digestToBlob(digest) {
	return Buffer.from(digest, "hex");
}
function blobToDigest(blob) {
	if (blob.length !== 32) throw new RangeError("a digest needs 32 bytes");
	return blob.toString("hex");
}
// electron/database/migrate.ts
/** `StrC`: marks a SQLite file as a catalog of Strata. */
var applicationId = 1400140355;
/**
* Brings a catalog to the newest schema; each step is one transaction, so that a step that fails leaves the catalog as it was
* after the step before. Throws Failure `store.newer-format` for a catalog of a newer Strata and Failure `store.damaged` for a SQLite file of another program.
*/
function migrate(db, migrations) {
	const at = schemaOf(db);
	const newest = migrations.at(-1)?.id ?? 0;
	if (at > newest) throw new Failure("store.newer-format", `The catalog "${db.name}" was written by a newer Strata (its format is ${at}, this one knows ${newest}): use that version or a newer one.`, {
		catalog: db.name,
		format: at,
		known: newest
	});
	if (at === newest) return;
	refuseForeign(db, at);
	for (const migration of migrations) if (migration.id > at) apply(db, migration);
}
function schemaOf(db) {
	return Number(db.pragma("user_version", { simple: true }));
}
/** A file without a schema of ours must be empty: Strata never moves into another program's database. */
function refuseForeign(db, at) {
	if (at !== 0) return;
	if (db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0) return;
	throw new Failure("store.damaged", `"${db.name}" is a database, but not a catalog of Strata: choose another home.`, { catalog: db.name });
}
function apply(db, migration) {
	db.transaction(() => {
		if (schemaOf(db) >= migration.id) return;
		db.exec(migration.sql);
		db.pragma(`application_id = ${applicationId}`);
		db.pragma(`user_version = ${migration.id}`);
	}).immediate();
}
var migrations = [{
	id: 1,
	name: "first catalog",
	sql: `
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
`
}];
// electron/database/sqlite-failure.ts
/** Turns what SQLite reports about a full disk or a damaged file into a Failure; anything else passes through unchanged. */
function asFailure(error, catalog) {
	if (!(error instanceof BetterSqlite.SqliteError)) return error;
	if (error.code === "SQLITE_FULL") return new Failure("store.full", `The disk that holds Strata's home is full, so nothing was recorded: free some space there and try again.`, { catalog }, error);
	if (error.code.startsWith("SQLITE_CORRUPT") || error.code === "SQLITE_NOTADB") return new Failure("store.damaged", `The catalog "${catalog}" is damaged: move it away and rebuild it from the containers and version records beside it.`, { catalog }, error);
	return error;
}
/** The same calls; what SQLite reports from them comes out as `asFailure` says it, also from what they give to iterate. */
function explaining(calls, catalog) {
	const explained = Object.entries(calls).map(([name, call]) => [name, (...values) => {
		const result = attempt(() => call(...values), catalog);
		return isIterator(result) ? steps(result, catalog) : result;
	}]);
	return Object.fromEntries(explained);
}
function attempt(act, catalog) {
	try {
		return act();
	} catch (error) {
		throw asFailure(error, catalog);
	}
}
function isIterator(value) {
	return typeof value === "object" && value !== null && "next" in value && Symbol.iterator in value;
}
function* steps(iterator, catalog) {
	try {
		yield* iterator;
	} catch (error) {
		throw asFailure(error, catalog);
	}
}
// electron/database/open-database.ts
/** How long a connection waits for another one's write, ms. */
var busyTimeout = 5e3;
/**
* Opens the catalog at that path, making it when there is none (readable by its owner alone), and brings it to the newest schema.
* Throws Failure `store.newer-format`, `store.damaged` (not a catalog) or `store.full`.
*/
function openDatabase(path) {
	return opening(path, () => {
		if (!existsSync(path)) closeSync(openSync(path, "a", 384));
		return new BetterSqlite(path, { timeout: busyTimeout });
	}, prepareForWriting);
}
/** Opens a second connection that only reads, for another thread. The catalog must exist and be up to date. */
function openForReading(path) {
	return opening(path, () => new BetterSqlite(path, {
		readonly: true,
		fileMustExist: true,
		timeout: busyTimeout
	}), (db) => boundMemory(db, 4096));
}
function opening(path, open, prepare) {
	let db = null;
	try {
		db = open();
		prepare(db);
		return db;
	} catch (error) {
		db?.close();
		throw asFailure(error, path);
	}
}
function prepareForWriting(db) {
	boundMemory(db, 16384);
	migrate(db, migrations);
	db.pragma("journal_mode = WAL");
	db.pragma("synchronous = FULL");
	db.pragma("foreign_keys = ON");
	db.pragma("trusted_schema = OFF");
	db.pragma("journal_size_limit = 16777216");
}
/**
* Pages are held in SQLite's own memory and not mapped: mapping made point look-ups little faster (between nothing and a third), counts every
* touched page to the process, and turns an unplugged disk from an error into a crash.
*/
function boundMemory(db, kibibytes) {
	db.pragma(`cache_size = -${kibibytes}`);
	db.pragma("mmap_size = 0");
}
// electron/adapters/digester-node.ts
/** SHA-256 of bytes that lie in memory as a whole, in one call (FIPS 180-4). */
function digestOf(bytes) {
	return hash("sha256", bytes, "hex");
}
var digester = { digest: digestOf };
/** SHA-256 of bytes that come in pieces. */
function startDigest() {
	const state = createHash("sha256");
	return {
		update: (bytes) => void state.update(bytes),
		finish: () => state.digest("hex")
	};
}
// electron/engine/model/digest.ts
var hexOfByte = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));
/** Reads the 32 bytes of a digest at an offset. */
function digestFromBytes(bytes, offset = 0) {
	if (offset + 32 > bytes.length) throw new RangeError("a digest needs 32 bytes");
	let text = "";
	for (let i = offset; i < offset + 32; i++) text += hexOfByte[bytes[i]];
	return text;
}
function nibble(code) {
	return code <= 57 ? code - 48 : code - 87;
}
/** Writes a digest's 32 bytes at an offset. */
function writeDigest(digest, target, offset = 0) {
	for (let i = 0; i < 32; i++) target[offset + i] = nibble(digest.charCodeAt(2 * i)) << 4 | nibble(digest.charCodeAt(2 * i + 1));
}
var headerMagic = new TextEncoder().encode("StrataPk");
var trailerMagic = new TextEncoder().encode("StrataPE");
var footerHeadLength = 8;
var frameRowLength = 16;
var chunkRowLength = 45;
/** Codes of the kinds in the format; the position is the code. */
var chunkKinds = [
	"data",
	"list",
	"manifest"
];
/** A pack that cannot be read: `newer` when a later format wrote it, otherwise damage. */
var PackRefusal = class extends Error {
	newer;
	constructor(message, newer = false) {
		super(message);
		this.name = "PackRefusal";
		this.newer = newer;
	}
};
function encodeHeader() {
	const bytes = /* @__PURE__ */ new Uint8Array(16);
	bytes.set(headerMagic);
	new DataView(bytes.buffer).setUint32(8, 1, true);
	return bytes;
}
/** Throws a PackRefusal when these bytes do not begin a pack of this format. */
function checkHeader(bytes) {
	if (bytes.length < 16 || !startsWith(bytes, headerMagic)) throw new PackRefusal("it does not begin like a pack");
	const version = viewOf(bytes).getUint32(8, true);
	if (version > 1) throw new PackRefusal(`it has format version ${version}`, true);
	if (version !== 1) throw new PackRefusal(`it claims format version ${version}`);
}
/** Footer: counts of frames and chunks (u32 each), the frame rows, the chunk rows. */
function encodeFooter(frames, chunks) {
	const bytes = Buffer.alloc(footerHeadLength + frames.length * frameRowLength + chunks.length * chunkRowLength);
	let at = bytes.writeUInt32LE(frames.length, 0);
	at = bytes.writeUInt32LE(chunks.length, at);
	for (const frame of frames) {
		at = bytes.writeBigUInt64LE(BigInt(frame.offset), at);
		at = bytes.writeUInt32LE(frame.length, at);
		at = bytes.writeUInt32LE(frame.rawLength, at);
	}
	for (const chunk of chunks) {
		at += bytes.write(chunk.digest, at, 32, "hex");
		at = bytes.writeUInt8(chunkKinds.indexOf(chunk.kind), at);
		at = bytes.writeUInt32LE(chunk.frame, at);
		at = bytes.writeUInt32LE(chunk.offset, at);
		at = bytes.writeUInt32LE(chunk.length, at);
	}
	return bytes;
}
/** Trailer: length of the footer (u64), its SHA-256, format version (u32), four zero bytes, magic. */
function encodeTrailer(footerLength, footerDigest) {
	const bytes = Buffer.alloc(56);
	bytes.writeBigUInt64LE(BigInt(footerLength), 0);
	bytes.write(footerDigest, 8, 32, "hex");
	bytes.writeUInt32LE(1, 40);
	bytes.set(trailerMagic, 48);
	return bytes;
}
/** Reads a trailer of a pack of `size` bytes. Throws a PackRefusal when it is not one. */
function decodeTrailer(bytes, size) {
	if (bytes.length !== 56 || !startsWith(bytes.subarray(48), trailerMagic)) throw new PackRefusal("its end is missing");
	const footerLength = Number(viewOf(bytes).getBigUint64(0, true));
	if (footerLength < footerHeadLength || footerLength > size - 16 - 56) throw new PackRefusal("its index has an impossible length");
	return {
		footerLength,
		footerDigest: digestFromBytes(bytes, 8)
	};
}
/**
* Reads a footer whose digest was checked before, of the pack `id` of `size` bytes. Every row is checked against
* the pack's own bounds. Throws a PackRefusal.
*/
function decodeFooter(footer, id, size) {
	const bytes = Buffer.from(footer.buffer, footer.byteOffset, footer.byteLength);
	const frameCount = bytes.readUInt32LE(0);
	const chunkCount = bytes.readUInt32LE(4);
	if (bytes.length !== footerHeadLength + frameCount * frameRowLength + chunkCount * chunkRowLength) throw new PackRefusal("its index does not hold what it counts");
	const frames = decodeFrameRows(bytes, frameCount, size - 56 - bytes.length);
	const chunks = [];
	let at = footerHeadLength + frameCount * frameRowLength;
	for (let i = 0; i < chunkCount; i++, at += chunkRowLength) chunks.push(decodeChunkRow(bytes, at, id, frames));
	return {
		id,
		size,
		chunks
	};
}
function decodeFrameRows(bytes, count, end) {
	const frames = [];
	let at = footerHeadLength;
	let free = 16;
	for (let i = 0; i < count; i++, at += frameRowLength) {
		const offset = Number(bytes.readBigUInt64LE(at));
		const length = bytes.readUInt32LE(at + 8);
		const rawLength = bytes.readUInt32LE(at + 12);
		if (offset < free || offset + length > end || rawLength > 16777216) throw new PackRefusal("its index names an impossible frame");
		frames.push({
			offset,
			length,
			rawLength
		});
		free = offset + length;
	}
	return frames;
}
function decodeChunkRow(bytes, at, container, frames) {
	const kind = chunkKinds[bytes.readUInt8(at + 32)];
	const frame = frames[bytes.readUInt32LE(at + 33)];
	const offset = bytes.readUInt32LE(at + 37);
	const length = bytes.readUInt32LE(at + 41);
	if (kind === void 0 || frame === void 0 || offset + length > frame.rawLength) throw new PackRefusal("its index names an impossible chunk");
	return {
		digest: bytes.toString("hex", at, at + 32),
		kind,
		container,
		frameOffset: frame.offset,
		frameLength: frame.length,
		offset,
		length
	};
}
function startsWith(bytes, magic) {
	return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}
function viewOf(bytes) {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
var codecRaw = 0;
var codecZstd = 1;
/** Less saving than this is not worth unpacking on every read. */
var worthwhile = .97;
/** How much of a frame is tried first after a frame that did not compress: four pieces of this many bytes. */
var sampleLength = 8192;
/** Packs the chunks of one frame. The payload is `raw` itself when that does not compress: write it before `raw` is used again. */
function encodeFrame(kind, raw, lengths, mood) {
	return finishFrame(kind, raw, lengths, isWorthTrying(raw, mood) ? zstdCompressSync(raw, zstdOptions(raw, mood.level)) : null, mood);
}
/** Whether compressing all of `raw` promises anything after what the last frames taught. */
function isWorthTrying(raw, mood) {
	return !mood.wary || sampleCompresses(raw, mood.level);
}
/** Compresses in a thread of Node's own pool; `raw` must not change until then. */
function compressLater(raw, level) {
	return new Promise((resolve, reject) => {
		zstdCompress(raw, zstdOptions(raw, level), (error, packed) => error === null ? resolve(packed) : reject(error));
	});
}
/** Puts a frame together. `packed`: `raw` compressed, or null when that was not worth trying. */
function finishFrame(kind, raw, lengths, packed, mood) {
	const pays = packed !== null && packed.length <= raw.length * worthwhile;
	if (packed !== null) mood.wary = !pays;
	const payload = pays ? packed : raw;
	const head = Buffer.allocUnsafe(20 + 4 * lengths.length);
	head[0] = pays ? codecZstd : codecRaw;
	head[1] = chunkKinds.indexOf(kind);
	head.writeUInt16LE(0, 2);
	head.writeUInt32LE(raw.length, 4);
	head.writeUInt32LE(payload.length, 8);
	head.writeUInt32LE(lengths.length, 12);
	let at = 20;
	for (const length of lengths) at = head.writeUInt32LE(length, at);
	head.writeUInt32LE(headCrc(head), 16);
	return {
		head,
		payload
	};
}
function headCrc(head) {
	return crc32(head.subarray(20), crc32(head.subarray(0, 16)));
}
function sampleCompresses(raw, level) {
	if (raw.length <= 8 * sampleLength) return true;
	const step = Math.floor(raw.length / 4);
	const pieces = [
		0,
		1,
		2,
		3
	].map((i) => raw.subarray(i * step, i * step + sampleLength));
	const sample = Buffer.concat(pieces);
	return zstdCompressSync(sample, zstdOptions(sample, level)).length <= sample.length * worthwhile;
}
function zstdOptions(raw, level) {
	return {
		chunkSize: raw.length + (raw.length >> 8) + 1024,
		params: { [constants$1.ZSTD_c_compressionLevel]: level }
	};
}
/**
* Unpacks a whole frame as it lies in the pack. Bounded by the raw length that it declares, which is bounded itself. Throws
* a PackRefusal for anything that `encodeFrame` would not have made.
*/
function decodeFrame(stored) {
	const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
	if (bytes.length < 20) throw new PackRefusal("a frame is cut");
	const rawLength = bytes.readUInt32LE(4);
	const storedLength = bytes.readUInt32LE(8);
	const start = 20 + 4 * bytes.readUInt32LE(12);
	if (rawLength > 16777216 || start + storedLength !== bytes.length) throw new PackRefusal("a frame has an impossible length");
	if (headCrc(bytes.subarray(0, start)) !== bytes.readUInt32LE(16)) throw new PackRefusal("a frame has a damaged head");
	const raw = unpack(bytes[0], bytes.subarray(start), rawLength);
	if (raw.length !== rawLength) throw new PackRefusal("a frame is shorter than it says");
	return raw;
}
function unpack(codec, payload, rawLength) {
	if (codec === codecRaw) return payload;
	if (codec !== codecZstd) throw new PackRefusal(`a frame has the unknown codec ${codec}`);
	try {
		return zstdDecompressSync(payload, {
			maxOutputLength: Math.max(1, rawLength),
			chunkSize: Math.max(64, rawLength)
		});
	} catch (error) {
		throw new PackRefusal(`a frame cannot be unpacked (${String(error.message)})`);
	}
}
// electron/adapters/pack-reader.ts
/** Files kept open, and unpacked bytes kept, by one reader. */
var mostOpenFiles = 32;
var mostKeptBytes = 16777216;
/** Reads packs with positioned reads; keeps the last files open and the last frames unpacked, both within bounds. */
function createPackReader(pathOf) {
	return new KeepingPackReader(pathOf);
}
var KeepingPackReader = class {
	#pathOf;
	/** Both in the order of their last use. */
	#files = /* @__PURE__ */ new Map();
	#frames = /* @__PURE__ */ new Map();
	#keptBytes = 0;
	constructor(pathOf) {
		this.#pathOf = pathOf;
	}
	read(digest, location) {
		return this.#translated(location.container, digest, () => {
			const raw = this.#frameAt(location);
			const end = location.offset + location.length;
			if (end > raw.length) throw new PackRefusal("a chunk reaches beyond its frame");
			const bytes = raw.subarray(location.offset, end);
			if (digestOf(bytes) !== digest) throw new PackRefusal("a chunk holds other bytes");
			return bytes;
		});
	}
	readIndex(id) {
		return this.#translated(id, null, () => {
			const fd = this.#fileOf(id);
			const { size } = fstatSync(fd);
			if (size < 72) throw new PackRefusal("its end is missing");
			checkHeader(readExactly(fd, 0, 16));
			const trailer = decodeTrailer(readExactly(fd, size - 56, 56), size);
			const footer = readExactly(fd, size - 56 - trailer.footerLength, trailer.footerLength);
			if (digestOf(footer) !== trailer.footerDigest) throw new PackRefusal("its index is damaged");
			return decodeFooter(footer, id, size);
		});
	}
	forget(id) {
		const fd = this.#files.get(id);
		if (fd !== void 0) closeSync(fd);
		this.#files.delete(id);
		for (const [key, bytes] of this.#frames) {
			if (!key.startsWith(id)) continue;
			this.#frames.delete(key);
			this.#keptBytes -= bytes.length;
		}
	}
	close() {
		for (const fd of this.#files.values()) closeSync(fd);
		this.#files.clear();
		this.#frames.clear();
		this.#keptBytes = 0;
	}
	#fileOf(id) {
		const fd = this.#files.get(id) ?? openSync(this.#pathOf(id), "r");
		this.#files.delete(id);
		this.#files.set(id, fd);
		if (this.#files.size > mostOpenFiles) {
			const [oldest, old] = this.#files.entries().next().value;
			this.#files.delete(oldest);
			closeSync(old);
		}
		return fd;
	}
	#frameAt(location) {
		const key = `${location.container}:${location.frameOffset}`;
		const kept = this.#frames.get(key);
		if (kept !== void 0) {
			this.#frames.delete(key);
			this.#frames.set(key, kept);
			return kept;
		}
		if (location.frameLength > 33554432) throw new PackRefusal("a frame has an impossible length");
		const raw = decodeFrame(readExactly(this.#fileOf(location.container), location.frameOffset, location.frameLength));
		this.#keep(key, raw);
		return raw;
	}
	#keep(key, raw) {
		this.#frames.set(key, raw);
		this.#keptBytes += raw.length;
		for (const [oldest, bytes] of this.#frames) {
			if (this.#keptBytes <= mostKeptBytes || oldest === key) break;
			this.#frames.delete(oldest);
			this.#keptBytes -= bytes.length;
		}
	}
	#translated(container, digest, act) {
		try {
			return act();
		} catch (error) {
			this.forget(container);
			throw damage(error, container, digest);
		}
	}
};
/** Reads that many bytes or throws a PackRefusal. */
function readExactly(fd, position, length) {
	const bytes = Buffer.allocUnsafeSlow(length);
	for (let done = 0; done < length;) {
		const got = readSync(fd, bytes, done, length - done, position + done);
		if (got === 0) throw new PackRefusal("it is cut");
		done += got;
	}
	return bytes;
}
/** What is wrong with a container as a Failure. Unknown errors (too many open files, no permission) pass as they are. */
function damage(error, container, digest) {
	const data = digest === null ? { container } : {
		container,
		digest
	};
	if (error instanceof PackRefusal && error.newer) return new Failure("store.newer-format", `The pack ${container} was written by a newer Strata (${error.message}); update Strata to read it.`, data, error);
	const code = systemCode(error);
	const why = error instanceof PackRefusal ? error.message : code === "ENOENT" ? "it is missing" : code === "EIO" ? "the disk cannot read it" : null;
	if (why === null) return error;
	return new Failure("store.damaged", `The pack ${container} in the store is damaged: ${why}. Run verify to see which versions it touches.`, data, error);
}
// electron/adapters/pack-file.ts
function createPackFile(place, write = writeSync) {
	let fd = null;
	let size = 0;
	function put(bytes) {
		for (let done = 0; done < bytes.length;) done += write(fd, done === 0 ? bytes : bytes.subarray(done));
		size += bytes.length;
	}
	function begin() {
		makeDurableFolder(path.dirname(place.temporary));
		fd = openSync(place.temporary, "wx", 384);
		put(encodeHeader());
	}
	function close() {
		const opened = fd;
		fd = null;
		if (opened !== null) closeSync(opened);
	}
	return {
		append: (head, payload) => {
			if (fd === null) begin();
			const offset = size;
			put(head);
			put(payload);
			return offset;
		},
		seal: (footer) => {
			put(footer);
			put(encodeTrailer(footer.length, digestOf(footer)));
			fsyncSync(fd);
			close();
			makeDurableFolder(path.dirname(place.final));
			renameSync(place.temporary, place.final);
			syncFolder(path.dirname(place.final));
			return size;
		},
		discard: () => {
			close();
			rmSync(place.temporary, { force: true });
		}
	};
}
// electron/adapters/pack-guess.ts
var sampleBytes = 256;
var counts = /* @__PURE__ */ new Uint16Array(256);
/** Equal pairs among 256 bytes are 127 on average when all values are equally likely, with a deviation of 11. */
var fewPairs = 190;
/**
* Whether bytes look as if they were compressed or encrypted: in a sample spread over them, values are spread evenly. Only a
* guess for where to put them; whether a frame is compressed is decided by trying.
*/
function looksDense(bytes) {
	if (bytes.length < 2 * sampleBytes) return false;
	counts.fill(0);
	const step = Math.floor(bytes.length / sampleBytes);
	let pairs = 0;
	for (let i = 0, at = 0; i < sampleBytes; i++, at += step) {
		const value = bytes[at];
		const before = counts[value];
		pairs += before;
		counts[value] = before + 1;
	}
	return pairs < fewPairs;
}
// electron/adapters/pack-writer.ts
/**
* The sorts of frames that a writer fills side by side. Data that look incompressible are kept apart: among other data they
* would slow compression down and be unpacked with them for nothing (small files, a third of them random: a quarter less time and 6 % less space).
*
* Data are read in runs, so bigger frames compress better; nodes are read one by one.
*
* zstd's level, measured on small files, two thirds text: level 1 stores 62 % at 1.5 times the speed of level 3, which stores
* 56 %. Capturing waits for it, so data take level 1; nodes are few.
*/
var sorts = {
	data: {
		kind: "data",
		capacity: 1048576,
		level: 1
	},
	dense: {
		kind: "data",
		capacity: 1048576,
		level: 1
	},
	list: {
		kind: "list",
		capacity: 65536,
		level: 3
	},
	manifest: {
		kind: "manifest",
		capacity: 65536,
		level: 3
	}
};
/** Frames that are compressed at the same time by one writer; beyond, it is crowded. */
var mostPending = 3;
/** Begins a pack. Its file appears with the first full frame. */
function createPackWriter(place, writing = {}) {
	return new GatheringPackWriter(place, writing);
}
var GatheringPackWriter = class {
	#place;
	#file;
	#inBackground;
	#known = /* @__PURE__ */ new Set();
	#frames = [];
	#chunks = [];
	#open = {
		data: openFrame("data"),
		dense: openFrame("dense"),
		list: openFrame("list"),
		manifest: openFrame("manifest")
	};
	#spare = [];
	#length = 0;
	#pending = 0;
	#wake = [];
	#failure = null;
	#ended = false;
	constructor(place, writing) {
		this.#place = place;
		this.#file = createPackFile(place, writing.write);
		this.#inBackground = writing.inBackground ?? (() => false);
	}
	get length() {
		return this.#length;
	}
	get busy() {
		return this.#pending > 0;
	}
	get crowded() {
		return this.#pending >= mostPending;
	}
	has(digest) {
		return this.#known.has(digest);
	}
	append(kind, digest, bytes) {
		this.#checkOpen();
		if (bytes.length > 16777216) throw new RangeError(`a chunk of ${bytes.length} bytes fits into no frame`);
		if (this.#known.has(digest)) return;
		this.#known.add(digest);
		this.#length += bytes.length;
		const frame = this.#open[kind === "data" && looksDense(bytes) ? "dense" : kind];
		if (frame.filled + bytes.length > frame.capacity) this.#guarded(() => this.#flush(frame));
		const chunk = {
			digest,
			offset: frame.filled,
			length: bytes.length
		};
		if (bytes.length > frame.capacity) {
			this.#guarded(() => this.#write(frame, [chunk], bytes, encodeFrame(kind, bytes, [bytes.length], frame.mood)));
			return;
		}
		frame.buffer ??= this.#spare.pop() ?? new Uint8Array(frame.capacity);
		frame.buffer.set(bytes, frame.filled);
		frame.filled += bytes.length;
		frame.waiting.push(chunk);
	}
	/** Makes a frame of what waits. */
	#flush(frame) {
		const { buffer, waiting, kind, mood } = frame;
		if (buffer === null || waiting.length === 0) return;
		const raw = buffer.subarray(0, frame.filled);
		const lengths = waiting.map((chunk) => chunk.length);
		frame.waiting = [];
		frame.filled = 0;
		if (!this.#inBackground()) return this.#write(frame, waiting, raw, encodeFrame(kind, raw, lengths, mood));
		if (!isWorthTrying(raw, mood)) return this.#write(frame, waiting, raw, finishFrame(kind, raw, lengths, null, mood));
		frame.buffer = null;
		this.#pending += 1;
		compressLater(raw, mood.level).then((packed) => {
			if (!this.#ended) this.#guarded(() => this.#write(frame, waiting, raw, finishFrame(kind, raw, lengths, packed, mood)));
		}).catch((error) => void (this.#failure ??= error)).finally(() => this.#compressed(buffer, frame.capacity));
	}
	#compressed(buffer, capacity) {
		this.#pending -= 1;
		if (capacity === sorts.data.capacity) this.#spare.push(buffer);
		for (const wake of this.#wake.splice(0)) wake();
	}
	#write(frame, waiting, raw, { head, payload }) {
		const offset = this.#file.append(head, payload);
		for (const chunk of waiting) this.#chunks.push({
			...chunk,
			kind: frame.kind,
			frame: this.#frames.length
		});
		this.#frames.push({
			offset,
			length: head.length + payload.length,
			rawLength: raw.length
		});
	}
	async relieved() {
		while (this.crowded) await this.#nextCompressed();
		if (this.#failure !== null) throw this.#failure;
	}
	async settled() {
		if (!this.#ended) this.#guarded(() => this.#flushAll());
		while (this.#pending > 0) await this.#nextCompressed();
		if (this.#failure !== null) throw this.#failure;
	}
	#nextCompressed() {
		return new Promise((resolve) => void this.#wake.push(resolve));
	}
	#flushAll() {
		for (const frame of Object.values(this.#open)) this.#flush(frame);
	}
	sealFooted() {
		this.#checkOpen();
		const sealed = this.#guarded(() => {
			this.#flushAll();
			if (this.#pending > 0) throw new Error("a pack is sealed after it settled");
			if (this.#frames.length === 0) return null;
			const footer = encodeFooter(this.#frames, this.#chunks);
			return {
				id: this.#place.id,
				size: this.#file.seal(footer),
				footer
			};
		});
		this.#ended = true;
		return sealed;
	}
	seal() {
		const sealed = this.sealFooted();
		return sealed === null ? null : decodeFooter(sealed.footer, sealed.id, sealed.size);
	}
	abandon() {
		if (this.#ended) return;
		this.#ended = true;
		this.#file.discard();
	}
	#checkOpen() {
		if (this.#failure !== null) throw this.#failure;
		if (this.#ended) throw new Error("this pack has ended");
	}
	/** After an error nothing of this pack can be kept. */
	#guarded(act) {
		try {
			return act();
		} catch (error) {
			this.abandon();
			this.#failure = storeError(error);
			throw this.#failure;
		}
	}
};
function openFrame(sort) {
	const { kind, capacity, level } = sorts[sort];
	return {
		kind,
		capacity,
		mood: {
			level,
			wary: sort === "dense"
		},
		buffer: null,
		filled: 0,
		waiting: []
	};
}
// electron/adapters/container-store-fs.ts
var packName = /^([0-9a-f]{32})\.pack$/;
var prefixName = /^[0-9a-f]{2}$/;
/** Packs at `containers/<first 2 hex>/<id>.pack`; written in `temporary` and renamed when complete. */
function createContainerStore(options) {
	const pathOf = (id) => {
		if (!packName.test(`${id}.pack`)) throw new RangeError(`not the name of a container: ${JSON.stringify(id)}`);
		return path.join(options.containers, id.slice(0, 2), `${id}.pack`);
	};
	const reader = createPackReader(pathOf);
	function createPack() {
		const id = options.newId();
		return createPackWriter({
			id,
			temporary: path.join(options.temporary, `${id}.pack`),
			final: pathOf(id)
		}, options);
	}
	function list() {
		const found = [];
		for (const prefix of namesIn(options.containers, prefixName)) for (const name of namesIn(path.join(options.containers, prefix), packName)) {
			if (!name.startsWith(prefix)) continue;
			const size = statSync(path.join(options.containers, prefix, name)).size;
			found.push({
				id: name.slice(0, 32),
				size
			});
		}
		return found;
	}
	function remove(id) {
		reader.forget(id);
		try {
			rmSync(pathOf(id));
		} catch (error) {
			if (systemCode(error) === "ENOENT") return;
			throw error;
		}
		syncFolder(path.dirname(pathOf(id)));
	}
	function removeUnsealed() {
		const left = namesIn(options.temporary, packName);
		for (const name of left) rmSync(path.join(options.temporary, name), { force: true });
		return left.length;
	}
	return {
		createPack,
		read: (digest, location) => reader.read(digest, location),
		readIndex: (id) => reader.readIndex(id),
		list,
		remove,
		removeUnsealed,
		close: () => reader.close()
	};
}
function namesIn(folder, pattern) {
	let children;
	try {
		children = readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (systemCode(error) === "ENOENT") return [];
		throw error;
	}
	return children.map((child) => child.name).filter((name) => pattern.test(name));
}
// electron/engine/model/entry-path.ts
function isEntryPath(text) {
	if (text.length === 0 || text.includes("\0")) return false;
	return text.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}
/** Parses a path that comes from outside. Throws a RangeError when it could leave its root. */
function parseEntryPath(text) {
	if (!isEntryPath(text)) throw new RangeError(`not a path inside a folder: ${JSON.stringify(text)}`);
	return text;
}
/** Joins a folder and one name that the file system gave (never parsed from outside). */
function childPath(folder, name) {
	return folder === "" ? name : `${folder}/${name}`;
}
function parentOf(path) {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : path.slice(0, slash);
}
function nameOf(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
/** Whether a path is that folder or lies somewhere below it. Everything lies within the root. */
function isWithin(path, folder) {
	return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
/** The order of a manifest: by UTF-16 code units, JavaScript's own `<`. It is part of the format. */
function comparePaths(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// electron/engine/scan/listing.ts
var kinds = [
	"file",
	"link",
	"folder"
];
var stampLength = 34;
/** Longest name of any file system Strata meets, in UTF-8, with room to spare. */
var nameRoom = 4096;
var encoder$1 = new TextEncoder();
var decoder$1 = new TextDecoder("utf-8", { ignoreBOM: true });
function createListingWriter() {
	let bytes = /* @__PURE__ */ new Uint8Array(16384);
	let view = new DataView(bytes.buffer);
	let at = 0;
	function makeRoom() {
		if (at + 3 + nameRoom + stampLength <= bytes.length) return;
		const larger = new Uint8Array(bytes.length * 2);
		larger.set(bytes.subarray(0, at));
		bytes = larger;
		view = new DataView(bytes.buffer);
	}
	function begin(kind, name) {
		makeRoom();
		const written = writeName(name, bytes, at + 3);
		bytes[at] = kind;
		bytes[at + 1] = written & 255;
		bytes[at + 2] = written >> 8;
		at += 3 + written;
	}
	return {
		folder: (name) => begin(2, name),
		entry(kind, name, stamp) {
			begin(kind === "file" ? 0 : 1, name);
			at = writeStamp(view, at, stamp);
		},
		finish() {
			const listing = bytes.slice(0, at);
			at = 0;
			return listing;
		}
	};
}
/** Nearly all names are short and ASCII: those are written by hand, which is several times faster than the encoder. */
function writeName(name, bytes, start) {
	if (name.length > nameRoom) throw new RangeError("a name longer than any file system allows");
	for (let i = 0; i < name.length; i++) {
		const code = name.charCodeAt(i);
		if (code >= 128) return writeLongName(name, bytes, start);
		bytes[start + i] = code;
	}
	return name.length;
}
function writeLongName(name, bytes, start) {
	const { read, written } = encoder$1.encodeInto(name, bytes.subarray(start, start + nameRoom));
	if (read < name.length) throw new RangeError("a name longer than any file system allows");
	return written;
}
function writeStamp(view, start, stamp) {
	view.setFloat64(start, stamp.size, true);
	view.setFloat64(start + 8, stamp.modifiedMs, true);
	view.setFloat64(start + 16, stamp.changedMs, true);
	view.setFloat64(start + 24, stamp.inode, true);
	view.setUint16(start + 32, stamp.mode, true);
	return start + stampLength;
}
/** Encodes the children of one folder, in whatever order they come. */
function encodeListing(children) {
	const writer = createListingWriter();
	for (const child of [...children].sort((a, b) => a.name < b.name ? -1 : 1)) if (child.kind === "folder") writer.folder(child.name);
	else writer.entry(child.kind, child.name, child.stamp);
	return writer.finish();
}
/** Decodes what `encodeListing` made; throws a RangeError when it was cut. */
function decodeListing(listing) {
	const view = new DataView(listing.buffer, listing.byteOffset, listing.byteLength);
	const children = [];
	for (let at = 0; at < listing.length;) {
		const kind = kinds[view.getUint8(at)];
		const length = view.getUint16(at + 1, true);
		if (at + 3 + length > listing.length) throw new RangeError("a listing that ends inside a name");
		const name = decoder$1.decode(listing.subarray(at + 3, at + 3 + length));
		at += 3 + length;
		if (kind === void 0) throw new RangeError("a listing with an unknown kind of child");
		if (kind === "folder") {
			children.push({
				kind,
				name
			});
			continue;
		}
		children.push({
			kind,
			name,
			stamp: readStamp(view, at)
		});
		at += stampLength;
	}
	return children;
}
function readStamp(view, at) {
	return {
		size: view.getFloat64(at, true),
		modifiedMs: view.getFloat64(at + 8, true),
		changedMs: view.getFloat64(at + 16, true),
		inode: view.getFloat64(at + 24, true),
		mode: view.getUint16(at + 32, true)
	};
}
/** Whether two stamps belong to the same, untouched file. */
function sameStamp(a, b) {
	return a.size === b.size && a.modifiedMs === b.modifiedMs && a.changedMs === b.changedMs && a.inode === b.inode && a.mode === b.mode;
}
/** A stamp that no file has: the file will be read again at the next look. */
function forgetStamp(stamp) {
	return {
		...stamp,
		changedMs: -1
	};
}
/**
* Modification time in whole microseconds from `lstat`'s ms. The sum moves values that the floating point left a hair below
* a whole microsecond over it, so that a restored time reads as what was recorded.
*/
function microseconds(modifiedMs) {
	return Math.floor(modifiedMs * 1e3 + .13);
}
// electron/adapters/ignore-defaults.ts
var import_ignore = /* @__PURE__ */ __toESM((/* @__PURE__ */ __commonJSMin(((exports, module) => {
	function makeArray(subject) {
		return Array.isArray(subject) ? subject : [subject];
	}
	var UNDEFINED = void 0;
	var EMPTY = "";
	var SPACE = " ";
	var ESCAPE = "\\";
	var REGEX_LITERAL_SPECIAL = /[.*+?()[\]{}^$|\\/]/;
	var BOM = "﻿";
	var REGEX_ANCHORED_GLOBSTAR = /^\/\*{2,}$/;
	var REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION = /^\\!/;
	var REGEX_REPLACE_LEADING_EXCAPED_HASH = /^\\#/;
	var REGEX_SPLITALL_CRLF = /\r?\n/g;
	var DOUBLE_SLASH = "//";
	var SLASH_CODE = 47;
	var DOT_CODE = 46;
	var SLASH = "/";
	var TMP_KEY_IGNORE = "node-ignore";
	/* istanbul ignore else */
	if (typeof Symbol !== "undefined") TMP_KEY_IGNORE = Symbol.for("node-ignore");
	var KEY_IGNORE = TMP_KEY_IGNORE;
	var define = (object, key, value) => {
		Object.defineProperty(object, key, { value });
		return value;
	};
	var RETURN_FALSE = () => false;
	var POSIX_CLASSES = {
		alnum: "0-9A-Za-z",
		alpha: "A-Za-z",
		blank: " \\t",
		cntrl: "\\x00-\\x1f\\x7f",
		digit: "0-9",
		graph: "!-.0-~",
		lower: "a-z",
		print: " -.0-~",
		punct: "!-.:-@\\[-`{-~",
		space: " \\t\\n\\r",
		upper: "A-Z",
		xdigit: "0-9A-Fa-f"
	};
	var CLASS_MEMBERS_TO_ESCAPE = "\\]^-[";
	var escapeMember = (char) => CLASS_MEMBERS_TO_ESCAPE.indexOf(char) < 0 ? char : ESCAPE + char;
	var NON_SLASH = "(?!\\/)";
	var classSource = (negated, body) => {
		if (negated) return `[^\\/${body}]`;
		const source = `[${body}]`;
		return new RegExp(source).test("/") ? NON_SLASH + source : source;
	};
	var scanBracket = (pattern, start) => {
		const { length } = pattern;
		let index = start + 1;
		let negated = EMPTY;
		const lead = pattern[index];
		if (lead === "!" || lead === "^") {
			negated = "^";
			index++;
		}
		let body = EMPTY;
		let prev = EMPTY;
		for (;;) {
			const char = pattern[index];
			if (char === UNDEFINED) return null;
			if (char === ESCAPE) {
				const escaped = pattern[++index];
				body += escapeMember(escaped);
				prev = escaped;
			} else if (char === "-" && prev && index + 1 < length && pattern[index + 1] !== "]") {
				index++;
				let to = pattern[index];
				if (to === ESCAPE) to = pattern[index += 1];
				if (prev <= to) body += `-${escapeMember(to)}`;
				prev = EMPTY;
			} else if (char === "[" && pattern[index + 1] === ":") {
				const nameStart = index + 2;
				let end = nameStart;
				while (end < length && pattern[end] !== "]") end++;
				if (end === length) return null;
				if (end > nameStart && pattern[end - 1] === ":") {
					const name = pattern.slice(nameStart, end - 1);
					if (!Object.prototype.hasOwnProperty.call(POSIX_CLASSES, name)) return null;
					body += POSIX_CLASSES[name];
					prev = EMPTY;
					index = end;
				} else {
					body += escapeMember("[");
					prev = "[";
					index = nameStart - 2;
				}
			} else {
				body += escapeMember(char);
				prev = char;
			}
			index++;
			if (pattern[index] === "]") return {
				end: index,
				source: classSource(negated, body)
			};
		}
	};
	var NEVER_MATCH = "[]";
	var PLACEHOLDER = "\0";
	var REGEX_RESTORE_PLACEHOLDER = new RegExp(`${PLACEHOLDER}(\\d+)${PLACEHOLDER}`, "g");
	var TRAILING_WILDCARD = "";
	var TRAILING_DOUBLESTAR = "";
	var isReserved = (char) => char === PLACEHOLDER || char === TRAILING_WILDCARD || char === TRAILING_DOUBLESTAR;
	var extractBrackets = (pattern) => {
		const sources = [];
		const hold = (source) => `${PLACEHOLDER}${sources.push(source) - 1}${PLACEHOLDER}`;
		const { length } = pattern;
		let out = EMPTY;
		let index = 0;
		while (index < length) {
			const char = pattern[index];
			if (char === ESCAPE) {
				const escaped = pattern[index + 1];
				if (escaped === SLASH && index + 2 === length) out += hold(NEVER_MATCH);
				else if (escaped === "*" || escaped === "[" || escaped === SPACE) out += pattern.slice(index, index + 2);
				else out += hold(REGEX_LITERAL_SPECIAL.test(escaped) ? ESCAPE + escaped : isReserved(escaped) ? `[${escaped}]` : escaped);
				index += 2;
			} else if (isReserved(char)) {
				out += hold(`[${char}]`);
				index++;
			} else if (char === "[") {
				const scanned = scanBracket(pattern, index);
				if (scanned === null) {
					out += hold(NEVER_MATCH);
					index = length;
				} else {
					out += hold(scanned.source);
					index = scanned.end + 1;
				}
			} else {
				out += char;
				index++;
			}
		}
		return {
			source: out,
			sources
		};
	};
	var DIRECT = null;
	var REGEX_INNER_SLASH = /\/(?!$)/;
	var WILDCARD = "[^\\/]*";
	var REPLACERS = [
		[
			/(\\+)( ?)/g,
			(_, run, space) => space ? run.slice(0, run.length - run.length % 2) + SPACE : run,
			"\\ "
		],
		[
			/(^|\/)\*{3,}(?=\/|$)/g,
			(_, start) => `${start}**`,
			"*"
		],
		[/[\\$.|*+(){^]/g, (match) => `\\${match}`],
		[
			/(?!\\)\?/g,
			() => "[^/]",
			"?"
		],
		[
			/^\//,
			() => "^",
			SLASH
		],
		[
			/\//g,
			() => "\\/",
			SLASH
		],
		[
			/^\^*(?:\\\*\\\*\\\/)+/,
			() => "(?:^|\\/)",
			"*"
		],
		[DIRECT, (source, pattern) => {
			if (!source || source[0] === "^" || source[0] === "(") return source;
			return (!REGEX_INNER_SLASH.test(pattern) ? "(?:^|\\/)" : "^") + source;
		}],
		[
			/\\\/\\\*\\\*(?=\\\/|$)/g,
			(_, index, str) => index + 6 < str.length ? str.slice(index + 6) === "\\/" ? "(?:\\/[^\\/]+)+" : "(?:\\/[^\\/]+)*" : `\\/${TRAILING_DOUBLESTAR}`,
			"*"
		],
		[
			/(^|[^\\])(?:\\\*)+(?!$)/g,
			(_, p1) => p1 + WILDCARD,
			"*"
		],
		[
			/(^|[^\\])((?:\\\\)*)\\\*$/,
			(match, p1, p2) => p2 === EMPTY ? p1 + TRAILING_WILDCARD : match,
			"*"
		],
		[
			/\\\\\\(?=[$.|*+(){^])/g,
			() => ESCAPE,
			"\\\\"
		],
		[
			/\\\\/g,
			() => ESCAPE,
			"\\\\"
		],
		[
			/\\\[([^\]/]*?)($|\])/g,
			(match, range, close) => `\\[${range}${close}`,
			"["
		],
		[DIRECT, (source) => {
			const last = source[source.length - 1];
			if (!last || last === TRAILING_WILDCARD || last === TRAILING_DOUBLESTAR) return source;
			return last === SLASH ? `${source}$` : `${source}(?=$|\\/$)`;
		}]
	];
	var REGEX_REPLACE_TRAILING_WILDCARD = /(^|\\\/)?\uE000$/;
	var MODE_IGNORE = "regex";
	var MODE_CHECK_IGNORE = "checkRegex";
	var replaceTrailingWildcard = (_, p1) => {
		return `${p1 ? `${p1}[^/]+` : "[^/]*"}(?=$|\\/$)`;
	};
	var REGEX_REPLACE_TRAILING_DOUBLESTAR = /\uE001$/;
	var replaceTrailingDoublestar = () => "[\\s\\S]";
	var separatorAfter = (run, at) => {
		let separator = EMPTY;
		for (let index = at + 1; index < run.length && !run[index].wildcard; index++) separator += run[index].single;
		return separator;
	};
	var pinWildcards = (source) => {
		if (source.indexOf(WILDCARD) < 0) return source;
		const tokens = [];
		const { length } = source;
		let index = 0;
		while (index < length) {
			const char = source[index];
			if (source.startsWith(WILDCARD, index)) {
				tokens.push({ wildcard: true });
				index += 6;
			} else if (char === "[") {
				let end = index + 1;
				if (source[end] === "^") end++;
				if (source[end] === "]") end++;
				while (end < length && source[end] !== "]") end += source[end] === ESCAPE ? 2 : 1;
				end++;
				tokens.push({ single: source.slice(index, end) });
				index = end;
			} else if (char === ESCAPE) {
				tokens.push({ single: source.slice(index, index + 2) });
				index += 2;
			} else if (char === "(") {
				let depth = 0;
				let end = index;
				do {
					if (source[end] === ESCAPE) end++;
					else if (source[end] === "(") depth++;
					else if (source[end] === ")") depth--;
					end++;
				} while (end < length && depth > 0);
				if ("*+?".indexOf(source[end]) >= 0) end++;
				tokens.push({ boundary: source.slice(index, end) });
				index = end;
			} else if (char === "^" || char === "$") {
				tokens.push({ boundary: char });
				index++;
			} else {
				tokens.push({ single: char });
				index++;
			}
		}
		let out = EMPTY;
		let run = [];
		const flush = () => {
			let lastWildcard;
			run.forEach((token, at) => {
				if (token.wildcard) lastWildcard = at;
			});
			run.forEach((token, at) => {
				if (!token.wildcard) {
					out += token.single;
					return;
				}
				out += at === lastWildcard ? WILDCARD : `(?:(?!${separatorAfter(run, at)})[^\\/])*`;
			});
			run = [];
		};
		tokens.forEach((token) => {
			if (token.boundary === void 0) {
				run.push(token);
				return;
			}
			flush();
			out += token.boundary;
		});
		flush();
		return out;
	};
	var makeRegexPrefix = (pattern) => {
		if (REGEX_ANCHORED_GLOBSTAR.test(pattern)) pattern = "**";
		const { source, sources } = extractBrackets(pattern);
		const replaced = REPLACERS.reduce((prev, [matcher, replacer, required]) => {
			if (matcher === DIRECT) return replacer(prev, pattern);
			if (required !== UNDEFINED && prev.indexOf(required) < 0) return prev;
			return matcher.test(prev) ? prev.replace(matcher, replacer.bind(pattern)) : prev;
		}, source);
		return sources.length ? replaced.replace(REGEX_RESTORE_PLACEHOLDER, (match, index) => sources[index]) : replaced;
	};
	var checkSourceOf = (body, prefix) => {
		if (body[body.length - 1] === SLASH) prefix = makeRegexPrefix(body.slice(0, -1));
		const head = prefix.slice(0, -1);
		const last = prefix[prefix.length - 1];
		return last === TRAILING_WILDCARD ? `${head}$` : last === TRAILING_DOUBLESTAR ? head : NEVER_MATCH;
	};
	var matchesBasename = (body) => {
		const index = body.indexOf(SLASH);
		return index < 0 || index === body.length - 1;
	};
	var basenameOf = (path) => {
		const end = path.length - 1;
		const index = path.lastIndexOf(SLASH, path[end] === SLASH ? end - 1 : end);
		return index < 0 ? path : path.slice(index + 1);
	};
	var parentOf = (path) => {
		if (path.charCodeAt(0) === SLASH_CODE || path.indexOf(DOUBLE_SLASH) >= 0) {
			const slices = path.split(SLASH).filter(Boolean);
			slices.pop();
			return slices.length ? slices.join(SLASH) + SLASH : EMPTY;
		}
		const end = path.length - 1;
		const cut = path.lastIndexOf(SLASH, path.charCodeAt(end) === SLASH_CODE ? end - 1 : end);
		return cut < 0 ? EMPTY : path.slice(0, cut + 1);
	};
	var isString = (subject) => typeof subject === "string";
	var checkPattern = (pattern) => pattern && isString(pattern);
	var splitPattern = (pattern) => (pattern[pattern.length - 1] === "\r" ? pattern.slice(0, -1) : pattern).split(REGEX_SPLITALL_CRLF).filter(Boolean);
	var IgnoreRule = class {
		constructor(pattern, mark, body, ignoreCase, negative, prefix) {
			this.pattern = pattern;
			this.mark = mark;
			this.negative = negative;
			define(this, "body", body);
			define(this, "ignoreCase", ignoreCase);
			define(this, "regexPrefix", prefix);
		}
		get _basenameOnly() {
			return define(this, "_basenameOnly", matchesBasename(this.body));
		}
		get regex() {
			const key = "_regex";
			if (this[key]) return this[key];
			return this._make(MODE_IGNORE, key);
		}
		get checkRegex() {
			const key = "_checkRegex";
			if (this[key]) return this[key];
			return this._make(MODE_CHECK_IGNORE, key);
		}
		_make(mode, key) {
			const str = pinWildcards(mode === MODE_IGNORE ? this.regexPrefix.replace(REGEX_REPLACE_TRAILING_WILDCARD, replaceTrailingWildcard).replace(REGEX_REPLACE_TRAILING_DOUBLESTAR, replaceTrailingDoublestar) : checkSourceOf(this.body, this.regexPrefix));
			const regex = this.ignoreCase ? new RegExp(str, "i") : new RegExp(str);
			return define(this, key, regex);
		}
	};
	var hasTrailingBackslash = (str) => {
		let count = 0;
		while (str[str.length - count - 1] === ESCAPE) count++;
		return count % 2 === 1;
	};
	var trimEnd = (body, stripLineEnd) => {
		let lineEnd = body.length;
		let end;
		for (;;) {
			if (stripLineEnd && body[lineEnd - 1] === "\r") lineEnd--;
			end = lineEnd;
			while (body[end - 1] === SPACE) end--;
			if (!stripLineEnd || body[end - 1] !== "\n") break;
			lineEnd = end - 1;
		}
		if (end === lineEnd) return body.slice(0, lineEnd);
		let backslashes = 0;
		while (body[end - backslashes - 1] === ESCAPE) backslashes++;
		return backslashes % 2 ? body.slice(0, end - 1) + SPACE : body.slice(0, end);
	};
	var createRule = (pattern, mark, ignoreCase, stripLineEnd, stripBOM) => {
		let body = stripBOM && pattern[0] === BOM ? pattern.slice(1) : pattern;
		if (body[0] === "#") return;
		let negative = false;
		if (body[0] === "!") {
			negative = true;
			body = body.slice(1);
		}
		const last = body[body.length - 1];
		if (last === SPACE || stripLineEnd && (last === "\r" || last === "\n")) body = trimEnd(body, stripLineEnd);
		if (!body || hasTrailingBackslash(body)) return;
		body = body.replace(REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION, "!").replace(REGEX_REPLACE_LEADING_EXCAPED_HASH, "#");
		const regexPrefix = makeRegexPrefix(body);
		return new IgnoreRule(pattern, mark, body, ignoreCase, negative, regexPrefix);
	};
	var RuleManager = class {
		constructor(ignoreCase) {
			this._ignoreCase = ignoreCase;
			this._rules = [];
			this._basenameCount = 0;
		}
		_add(pattern, index) {
			if (pattern && pattern[KEY_IGNORE]) {
				this._rules = this._rules.concat(pattern._rules._rules);
				this._basenameCount += pattern._rules._basenameCount;
				this._added = true;
				return;
			}
			const isStr = isString(pattern);
			const raw = isStr ? pattern : pattern.pattern;
			const rule = checkPattern(raw) && createRule(raw, isStr ? UNDEFINED : pattern.mark, this._ignoreCase, !this._split, this._stripBOM && !index);
			if (rule) {
				this._added = true;
				this._rules.push(rule);
				if (matchesBasename(rule.body)) this._basenameCount++;
			}
		}
		add(pattern) {
			this._added = false;
			this._split = isString(pattern);
			this._stripBOM = !this._split || pattern[0] === BOM;
			makeArray(this._split ? splitPattern(pattern) : pattern).forEach(this._add, this);
			if (this._added) this._literalRules = UNDEFINED;
			return this._added;
		}
		testLiteral(path) {
			const rules = this._literalRules || (this._literalRules = this._rules.filter(({ body }) => body[body.length - (body[body.length - 1] === SLASH ? 2 : 1)] === "*"));
			let ignored = false;
			let unignored = false;
			let matchedRule;
			for (let index = rules.length - 1; index >= 0; index--) {
				const rule = rules[index];
				if (rule.checkRegex.test(path)) {
					ignored = !rule.negative;
					unignored = rule.negative;
					matchedRule = rule.negative ? UNDEFINED : rule;
					break;
				}
			}
			const ret = {
				ignored,
				unignored
			};
			if (matchedRule) ret.rule = matchedRule;
			return ret;
		}
		test(path, mode) {
			const rules = this._rules;
			const { length } = rules;
			const shortcut = this._basenameCount * 2 >= length;
			const basename = shortcut ? basenameOf(path) : path;
			for (let index = length - 1; index >= 0; index--) {
				const rule = rules[index];
				if (rule[mode].test(shortcut && rule._basenameOnly ? basename : path)) {
					const { negative } = rule;
					const ret = {
						ignored: !negative,
						unignored: negative
					};
					if (!negative) ret.rule = rule;
					return ret;
				}
			}
			return {
				ignored: false,
				unignored: false
			};
		}
	};
	var throwError = (message, Ctor) => {
		throw new Ctor(message);
	};
	var checkPath = (path, originalPath, doThrow) => {
		if (!isString(path)) return doThrow(`path must be a string, but got \`${originalPath}\``, TypeError);
		if (!path) return doThrow(`path must not be empty`, TypeError);
		if (checkPath.isNotRelative(path)) return doThrow(`path should be a \`path.relative()\`d string, but got "${originalPath}"`, RangeError);
		return true;
	};
	var isNotRelative = (path) => {
		const first = path.charCodeAt(0);
		if (first === SLASH_CODE) return true;
		if (first !== DOT_CODE) return false;
		if (path.length === 1) return true;
		const second = path.charCodeAt(1);
		if (second === SLASH_CODE) return true;
		if (second !== DOT_CODE) return false;
		return path.length === 2 || path.charCodeAt(2) === SLASH_CODE;
	};
	checkPath.isNotRelative = isNotRelative;
	/* istanbul ignore next */
	checkPath.convert = (p) => p;
	var convertPath = (target) => isString(target) && checkPath.convert(target);
	var Ignore = class {
		constructor({ ignorecase = true, ignoreCase = ignorecase, allowRelativePaths = false } = {}) {
			define(this, KEY_IGNORE, true);
			this._rules = new RuleManager(ignoreCase);
			this._strictPathCheck = !allowRelativePaths;
			this._initCache();
		}
		_initCache() {
			this._ignoreCache = Object.create(null);
			this._testCache = Object.create(null);
		}
		add(pattern) {
			if (this._rules.add(pattern)) this._initCache();
			return this;
		}
		addPattern(pattern) {
			return this.add(pattern);
		}
		_test(originalPath, cache, path) {
			checkPath(path, originalPath, this._strictPathCheck ? throwError : RETURN_FALSE);
			return path ? this._t(path, cache) : {
				ignored: false,
				unignored: false
			};
		}
		checkIgnore(target) {
			const path = convertPath(target);
			if (!path || path.charCodeAt(path.length - 1) !== SLASH_CODE) return this._test(target, this._testCache, path);
			const dir = this._t(path, this._testCache);
			if (dir.ignored) return dir;
			const literal = this._rules.testLiteral(path);
			return literal.ignored || literal.unignored ? literal : dir;
		}
		_t(path, cache) {
			if (path in cache) return cache[path];
			const parentPath = parentOf(path);
			const parent = parentPath ? this._t(parentPath, cache) : UNDEFINED;
			return cache[path] = parent && parent.ignored ? parent : this._rules.test(path, MODE_IGNORE);
		}
		ignores(path) {
			return this._test(path, this._ignoreCache, convertPath(path)).ignored;
		}
		createFilter() {
			return (path) => !this.ignores(path);
		}
		filter(paths) {
			return makeArray(paths).filter(this.createFilter());
		}
		test(path) {
			return this._test(path, this._testCache, convertPath(path));
		}
	};
	var factory = (options) => new Ignore(options);
	var isPathValid = (path) => checkPath(convertPath(path), path, RETURN_FALSE);
	/* istanbul ignore next */
	var setupWindows = () => {
		const makePosix = (str) => /^\\\\\?\\/.test(str) || /["<>|\u0000-\u001F]+/u.test(str) ? str : str.replace(/\\/g, "/");
		checkPath.convert = makePosix;
		const REGEX_TEST_WINDOWS_PATH_ABSOLUTE = /^[a-z]:\//i;
		checkPath.isNotRelative = (path) => REGEX_TEST_WINDOWS_PATH_ABSOLUTE.test(path) || isNotRelative(path);
	};
	/* istanbul ignore next */
	if (typeof process !== "undefined" && process.platform === "win32") setupWindows();
	module.exports = factory;
	factory.default = factory;
	module.exports.isPathValid = isPathValid;
	define(module.exports, Symbol.for("setupWindows"), setupWindows);
})))(), 1);
/**
* What every work tree ignores unless its `.strataignore` says otherwise (`!pattern` brings something back), in the syntax
* of gitignore. Lines are names with at most one `*` and an optional `/` at the end, because `ignore-names.ts` turns them
* into a test that costs next to nothing per name. Case counts, so that a folder makes the same version everywhere.
*/
var defaultIgnores = `
# macOS
.DS_Store
._*
.Spotlight-V100/
.Trashes/
.fseventsd/
.TemporaryItems/
.DocumentRevisions-V100/

# Windows
Thumbs.db
thumbs.db
ehthumbs.db
Desktop.ini
desktop.ini
$RECYCLE.BIN/
System Volume Information/

# Linux
.Trash-*/
.nfs*
.fuse_hidden*
.goutputstream-*
lost+found/

# Editors and office programs: swap, lock and temporary files
*.swp
*.swo
*.swx
*~
.#*
\\#*#
.~lock.*#
~$*
*.kate-swp
*___jb_tmp___
*___jb_old___

# Downloads in progress
*.part
*.crdownload

# Version control
.git/
.hg/
.svn/
.bzr/
.jj/

# What tools make anew
__pycache__/
*.pyc
.ipynb_checkpoints/
.mypy_cache/
.pytest_cache/
.ruff_cache/
node_modules/
.venv/
`;
// electron/adapters/ignore-names.ts
var firstMark = 1;
var lastMark = 2;
/**
* Turns simple gitignore lines (a name with at most one `*`, an optional `/` at the end, a backslash before a leading `#`)
* into one test with gitignore's meaning. Nearly every name is let through after looking at its first and last
* character. Throws a RangeError on a line that is not simple.
*/
function compileNames(lines) {
	const { exact, affixes } = parseLines(lines);
	const marks = /* @__PURE__ */ new Uint8Array(128);
	const byFirst = /* @__PURE__ */ new Map();
	const byLast = /* @__PURE__ */ new Map();
	for (const name of exact.keys()) mark(marks, name.charCodeAt(0), firstMark);
	for (const affix of affixes) {
		const starts = affix.prefix !== "";
		const code = starts ? affix.prefix.charCodeAt(0) : affix.suffix.charCodeAt(affix.suffix.length - 1);
		mark(marks, code, starts ? firstMark : lastMark);
		const group = starts ? byFirst : byLast;
		group.set(code, [...group.get(code) ?? [], affix]);
	}
	return (name, isFolder) => {
		const first = name.charCodeAt(0);
		if (first < 128 && (marks[first] & firstMark) !== 0) {
			const foldersOnly = exact.get(name);
			if (foldersOnly !== void 0 && (isFolder || !foldersOnly)) return true;
			if (matches(byFirst.get(first), name, isFolder)) return true;
		}
		const last = name.charCodeAt(name.length - 1);
		return last < 128 && (marks[last] & lastMark) !== 0 && matches(byLast.get(last), name, isFolder);
	};
}
function mark(marks, code, bit) {
	if (!(code < marks.length)) throw new RangeError("a default that does not begin or end with ASCII");
	marks[code] = marks[code] | bit;
}
function matches(group, name, isFolder) {
	if (group === void 0) return false;
	for (const { prefix, suffix, foldersOnly } of group) {
		if (foldersOnly && !isFolder) continue;
		if (name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix)) return true;
	}
	return false;
}
function parseLines(lines) {
	const exact = /* @__PURE__ */ new Map();
	const affixes = [];
	for (const line of lines.split("\n")) {
		if (line === "" || line.startsWith("#")) continue;
		const foldersOnly = line.endsWith("/");
		const pattern = (foldersOnly ? line.slice(0, -1) : line).replace(/^\\#/, "#");
		const parts = pattern.split("*");
		if (pattern === "" || parts.length > 2 || /^!|[[\]?\\/]|\s$/.test(pattern)) throw new RangeError(`not a simple line: ${JSON.stringify(line)}`);
		const [prefix, suffix] = parts;
		if (suffix !== void 0) affixes.push({
			prefix,
			suffix,
			foldersOnly
		});
		else exact.set(pattern, foldersOnly && exact.get(pattern) !== false);
	}
	return {
		exact,
		affixes
	};
}
// electron/adapters/ignore-rules.ts
/** The file with a folder's own rules. It is tracked like any other file. */
var rulesFile = ".strataignore";
var isNoise = compileNames(defaultIgnores);
/** Strata's own temporary files; no rule brings them back. */
function isOwnTemporary(name) {
	return name.startsWith(".strata-") && name.endsWith(".tmp");
}
/** The rules of a work tree's root. Of several rules that match, the deepest file's last one decides; the defaults come last. */
function rootRules(ownRules) {
	return rulesOf(ownRules === null ? [] : [levelOf(ownRules, [], "")]);
}
/** The defaults alone: no `.strataignore` is in effect. */
var plainRules = {
	ignores: (name, isFolder) => isNoise(name, isFolder) || isOwnTemporary(name),
	enter: (_name, ownRules) => rootRules(ownRules)
};
function levelOf(text, restored, prefix) {
	const matcher = (0, import_ignore.default)({ ignorecase: false }).add(text);
	for (const pattern of restored) matcher.add({ pattern });
	return {
		text,
		restored,
		matcher,
		prefix
	};
}
/** `levels` come deepest first. */
function rulesOf(levels) {
	if (levels.length === 0) return plainRules;
	return {
		ignores(name, isFolder) {
			if (isOwnTemporary(name)) return true;
			const end = isFolder ? "/" : "";
			for (const { matcher, prefix } of levels) {
				const answer = matcher.test(`${prefix}${name}${end}`);
				if (answer.ignored) return true;
				if (answer.unignored) return false;
			}
			return isNoise(name, isFolder);
		},
		enter(name, ownRules) {
			const inside = levels.map((level) => enterLevel(level, name));
			return rulesOf(ownRules === null ? inside : [levelOf(ownRules, [], ""), ...inside]);
		}
	};
}
function enterLevel(level, name) {
	const folder = `${level.prefix}${name}/`;
	if (!level.matcher.test(folder).ignored) return {
		...level,
		prefix: folder
	};
	return levelOf(level.text, [...level.restored, `!/${escapePattern(folder)}`], folder);
}
function escapePattern(path) {
	return path.replace(/[\\*?[\]!# ]/g, "\\$&");
}
// electron/adapters/scan-problems.ts
function isSystemError(error) {
	return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
/** Whether a failure says that nothing stands at the path (any more). */
function saysMissing(error) {
	return isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
/** The problem of a path that is there but cannot be read. Rethrows what is no system error. */
function unreadable(path, error) {
	if (!isSystemError(error)) throw error;
	return {
		path,
		reason: "unreadable",
		message: sentence(path === "" ? "this folder" : `"${path}"`, error.code)
	};
}
function sentence(what, code) {
	switch (code) {
		case "EACCES":
		case "EPERM": return `Strata has no permission to read ${what}.`;
		case "EIO": return `The disk reported an error while reading ${what}.`;
		default: return `Reading ${what} failed (${code}).`;
	}
}
function special(path, kind) {
	return {
		path,
		reason: "special",
		message: `"${path}" is a ${kind}, not a file; it was skipped.`
	};
}
function unwritableName(path) {
	return {
		path,
		reason: "name",
		message: `The name of "${path}" is not valid Unicode; it was skipped.`
	};
}
function unwritableTarget(path) {
	return {
		path,
		reason: "unsupported",
		message: `The link "${path}" leads to a name that is not valid Unicode; it was skipped.`
	};
}
// electron/adapters/scan-ground.ts
/** A file of rules beyond this many bytes is no file of rules. */
var longestRules = 1048576;
var quietly$1 = { throwIfNoEntry: false };
/** Absolute path in the system's own notation. */
function absolutePath(root, path) {
	if (path === "") return root;
	const below = sep === "/" ? path : path.replaceAll("/", sep);
	return root.endsWith(sep) ? root + below : root + sep + below;
}
function createGround(root) {
	const met = /* @__PURE__ */ new Map();
	const absolute = (path) => absolutePath(root, path);
	function stand(folder) {
		const standing = look(folder);
		met.set(folder, standing);
		return standing;
	}
	function look(folder) {
		if (folder === "") return lookAt("", rootRules);
		const parent = parentOf(folder);
		const above = met.get(parent) ?? stand(parent);
		if (above.state === "gone") return above;
		if (above.state === "unreadable") return {
			state: "unreadable",
			problem: {
				...above.problem,
				path: folder
			}
		};
		const name = nameOf(folder);
		return above.rules.ignores(name, true) ? { state: "gone" } : lookAt(folder, (own) => above.rules.enter(name, own));
	}
	function lookAt(folder, rulesWith) {
		try {
			const stats = lstatSync(absolute(folder), quietly$1);
			if (stats === void 0 || !stats.isDirectory()) return { state: "gone" };
			const { text, problems } = readRules(root, folder);
			return {
				state: "there",
				rules: rulesWith(text),
				stats,
				problems
			};
		} catch (error) {
			return saysMissing(error) ? { state: "gone" } : {
				state: "unreadable",
				problem: unreadable(folder, error)
			};
		}
	}
	return {
		absolute,
		stand
	};
}
/** Text of a folder's own `.strataignore`, null when it has none that can be followed. */
function readRules(root, folder) {
	const path = childPath(folder, rulesFile);
	const file = absolutePath(root, path);
	try {
		const stats = lstatSync(file, quietly$1);
		if (stats === void 0 || !stats.isFile()) return {
			text: null,
			problems: []
		};
		if (stats.size > longestRules) return {
			text: null,
			problems: [tooLong(path)]
		};
		return {
			text: readFileSync(file, "utf8"),
			problems: []
		};
	} catch (error) {
		return {
			text: null,
			problems: saysMissing(error) ? [] : [unreadable(path, error)]
		};
	}
}
function tooLong(path) {
	return {
		path,
		reason: "unsupported",
		message: `The rules in "${path}" are longer than a megabyte and were not followed.`
	};
}
// electron/adapters/scan-names.ts
var replacement = "�";
var strict = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
/** The names in a folder. Throws the system's errors. */
function readNames(folder) {
	const names = readdirSync(folder).sort();
	for (const name of names) if (name.includes(replacement) || !name.isWellFormed()) return readCarefully(folder);
	return {
		names,
		unwritable: []
	};
}
/** U+FFFD stands for bytes that could not be decoded, or is part of a name: only the bytes tell. */
function readCarefully(folder) {
	const names = [];
	const unwritable = [];
	for (const bytes of readdirSync(folder, { encoding: "buffer" })) {
		const name = decodeStrictly(bytes);
		if (name === null) unwritable.push(bytes.toString());
		else names.push(name);
	}
	return {
		names: names.sort(),
		unwritable: unwritable.sort()
	};
}
/** Text of a link; null when it is not valid Unicode. Throws the system's errors. */
function readTarget(link) {
	const target = readlinkSync(link);
	return target.includes(replacement) ? decodeStrictly(readlinkSync(link, { encoding: "buffer" })) : target;
}
function decodeStrictly(bytes) {
	try {
		return strict.decode(bytes);
	} catch {
		return null;
	}
}
// electron/adapters/scan-stamp.ts
/**
* The stamp of a file as `lstat` or `fstat` (not the bigint forms) tells it. Everyone who stamps files uses this one, so
* that stamps of an untouched file are equal whoever took them.
*/
function stampOf(stats) {
	return {
		size: stats.size,
		modifiedMs: stats.mtimeMs,
		changedMs: stats.ctimeMs,
		inode: stats.ino,
		mode: stats.mode & 511
	};
}
// electron/adapters/scan-folders.ts
var quietly = { throwIfNoEntry: false };
/** Children between two pauses inside a big folder. */
var breath = 1024;
/** Does one job, synchronously: that is several times faster than the asynchronous calls and meant for worker threads. */
function scanFolders(job) {
	const rest = [...job.tasks];
	const walk = walkFolders(job.root, rest);
	const folders = [];
	for (let looked = 0;;) {
		const step = walk.next();
		if (step.done === true) break;
		looked += step.value.looked;
		if (step.value.folder === null) continue;
		folders.push(step.value.folder);
		if (looked >= job.budget) break;
	}
	return {
		folders,
		rest
	};
}
/** The buffers of a batch, to be moved and not copied to another thread. */
function scanTransfers(batch) {
	return batch.folders.flatMap((folder) => folder.state === "listed" ? [folder.listing.buffer] : []);
}
/**
* Takes folders off the end of `queue` and looks at them; what lies below deep ones is put on it. Between two steps that
* finish a folder the queue is exactly what is left to do.
*/
function* walkFolders(root, queue) {
	const ground = createGround(root);
	const writer = createListingWriter();
	for (let task = queue.pop(); task !== void 0; task = queue.pop()) {
		const standing = ground.stand(task.path);
		if (standing.state === "there") yield* listFolder(ground, writer, task, standing, queue);
		else yield {
			folder: {
				path: task.path,
				...standing
			},
			looked: 1
		};
	}
}
function* listFolder(ground, writer, { path, deep }, { rules, stats, problems: before }, queue) {
	const folder = ground.absolute(path);
	const base = folder.endsWith(sep) ? folder : folder + sep;
	const found = namesOf(folder, path);
	if ("state" in found) return void (yield {
		folder: found,
		looked: 1
	});
	const { names, unwritable } = found;
	const problems = [...before, ...unwritable.map((name) => unwritableName(childPath(path, name)))];
	const below = [];
	let looked = 1;
	for (const name of names) {
		const child = look(base + name);
		if (++looked === breath) {
			yield {
				folder: null,
				looked
			};
			looked = 0;
		}
		if (child === void 0 || rules.ignores(name, child instanceof Error ? false : child.isDirectory())) continue;
		if (child instanceof Error) problems.push(unreadable(childPath(path, name), child));
		else if (child.isFile()) writer.entry("file", name, stampOf(child));
		else if (child.isDirectory()) {
			writer.folder(name);
			if (deep) below.push({
				path: childPath(path, name),
				deep
			});
		} else {
			const problem = child.isSymbolicLink() ? linkProblem(base + name, childPath(path, name)) : special(childPath(path, name), kindOf(child));
			if (problem === null) writer.entry("link", name, stampOf(child));
			else if (problem !== "gone") problems.push(problem);
		}
	}
	for (const task of below.reverse()) queue.push(task);
	const { mode, mtimeMs } = stats;
	yield {
		folder: {
			state: "listed",
			path,
			listing: writer.finish(),
			mode: mode & 511,
			modifiedAt: microseconds(mtimeMs),
			problems
		},
		looked
	};
}
function namesOf(folder, path) {
	try {
		return readNames(folder);
	} catch (error) {
		return saysMissing(error) ? {
			state: "gone",
			path
		} : {
			state: "unreadable",
			path,
			problem: unreadable(path, error)
		};
	}
}
/** What stands at a path; undefined when nothing does (any more); the error when the system does not tell. */
function look(path) {
	try {
		return lstatSync(path, quietly);
	} catch (error) {
		if (error instanceof Error) return error;
		throw error;
	}
}
/** Why a link cannot be kept; null when it can, 'gone' when it is no more. */
function linkProblem(link, path) {
	try {
		return readTarget(link) === null ? unwritableTarget(path) : null;
	} catch (error) {
		if (saysMissing(error)) return "gone";
		return unreadable(path, error);
	}
}
function kindOf(stats) {
	if (stats.isSocket()) return "socket";
	if (stats.isFIFO()) return "named pipe";
	return "device";
}
// electron/engine/chunking/gear-table.ts
/**
* The 256 random numbers of the gear fingerprint, one for each value of a byte. Part of the format: they come from SplitMix32
* (the 32-bit form of Steele, Lea and Flood's SplitMix, with the constants 0x21f0aaad and 0x735a2d97), started at the ASCII
* codes of "Stra".
*/
var gearTable = fillTable(1400140385);
function fillTable(seed) {
	const table = /* @__PURE__ */ new Int32Array(256);
	let state = seed;
	for (let i = 0; i < table.length; i++) {
		state = state + 2654435769 | 0;
		let mixed = Math.imul(state ^ state >>> 16, 569420461);
		mixed = Math.imul(mixed ^ mixed >>> 15, 1935289751);
		table[i] = mixed ^ mixed >>> 15;
	}
	return table;
}
// electron/engine/chunking/chunker.ts
/** Bytes. Only the last chunk of a blob may be smaller. */
var minimumChunk = 16384;
/** Bytes. Up to here an end is 4 times less likely than on average, beyond it 4 times likelier. Chunks of random bytes have 73 KiB on average. */
var normalChunk = 65536;
/** Bytes. */
var maximumChunk = 262144;
var strictMask = 2147475456;
var looseMask = 2147352576;
function createChunker() {
	/** Bytes of the present chunk in which no end was found. */
	let seen = 0;
	return { nextBoundary(buffer, start, end, final) {
		const limit = Math.min(end, start + maximumChunk);
		const found = findEnd(buffer, start, start + seen, limit);
		const isOpen = found < 0 && limit - start < 262144 && !final;
		seen = isOpen ? limit - start : 0;
		if (isOpen) return -1;
		return found < 0 ? limit : found;
	} };
}
/** The end of the chunk that begins at `start`, looked for from `from` to `limit`; -1 without any. */
function findEnd(buffer, start, from, limit) {
	const first = start + minimumChunk;
	const normal = Math.min(start + normalChunk, limit);
	const begin = Math.max(from, first);
	const strict = begin < normal ? scan(buffer, begin, normal, strictMask, fingerprintBefore(buffer, first, begin)) : -1;
	if (strict >= 0) return strict;
	const loose = Math.max(begin, normal);
	return loose < limit ? scan(buffer, loose, limit, looseMask, fingerprintBefore(buffer, first, loose)) : -1;
}
/** The fingerprint of the bytes from `first` to `at`: of those, no more than the last 32 are left in it. */
function fingerprintBefore(buffer, first, at) {
	let fingerprint = 0;
	for (let i = Math.max(first, at - 32); i < at; i++) fingerprint = (fingerprint << 1) + gearTable[buffer[i]] | 0;
	return fingerprint;
}
/**
* The offset behind the first byte after which the mask's bits are all zero; -1 without any. All content goes through this
* loop, and how it is written decides how it is compiled (V8 of 2026): `| 0` says that these are 32-bit integers, twice as
* fast; eight steps a turn make it too large to be inlined into callers that are rarely called and late optimized.
*/
function scan(buffer, from, limit, mask, begun) {
	const gear = gearTable;
	const end = limit | 0;
	const bits = mask | 0;
	let print = begun | 0;
	let at = from | 0;
	for (; at + 7 < end; at += 8) {
		print = (print << 1) + gear[buffer[at]] | 0;
		if ((print & bits) === 0) return at + 1;
		print = (print << 1) + gear[buffer[at + 1]] | 0;
		if ((print & bits) === 0) return at + 2;
		print = (print << 1) + gear[buffer[at + 2]] | 0;
		if ((print & bits) === 0) return at + 3;
		print = (print << 1) + gear[buffer[at + 3]] | 0;
		if ((print & bits) === 0) return at + 4;
		print = (print << 1) + gear[buffer[at + 4]] | 0;
		if ((print & bits) === 0) return at + 5;
		print = (print << 1) + gear[buffer[at + 5]] | 0;
		if ((print & bits) === 0) return at + 6;
		print = (print << 1) + gear[buffer[at + 6]] | 0;
		if ((print & bits) === 0) return at + 7;
		print = (print << 1) + gear[buffer[at + 7]] | 0;
		if ((print & bits) === 0) return at + 8;
	}
	for (; at < end; at++) {
		print = (print << 1) + gear[buffer[at]] | 0;
		if ((print & bits) === 0) return at + 1;
	}
	return -1;
}
// electron/engine/manifest/byte-reader.ts
/** What a reader of a stored form throws for anything that no writer of it could have written. */
function damaged(what) {
	return new Failure("store.damaged", `The store holds a damaged node: ${what}.`, { what });
}
/** Reads stored bytes from front to back. Every read past the end is a Failure `store.damaged`. */
var ByteReader = class {
	bytes;
	at;
	constructor(bytes, at = 0) {
		this.bytes = bytes;
		this.at = at;
	}
	byte() {
		const value = this.bytes[this.at];
		if (value === void 0) throw damaged("it ends too early");
		this.at += 1;
		return value;
	}
	/** Two bytes, little-endian. */
	short() {
		return this.byte() + this.byte() * 256;
	}
	/** An unsigned integer up to 2^53 - 1 in LEB128, in its shortest form. */
	integer() {
		let value = this.byte();
		if (value < 128) return value;
		value -= 128;
		for (let scale = 128; scale <= 128 ** 7; scale *= 128) {
			const byte = this.byte();
			value += (byte & 127) * scale;
			if (value > Number.MAX_SAFE_INTEGER || byte === 0) throw damaged("a number is out of bounds");
			if (byte < 128) return value;
		}
		throw damaged("a number is out of bounds");
	}
	/** Passes over `length` bytes and tells where they begin. */
	skip(length) {
		const start = this.at;
		if (length > this.bytes.length - start) throw damaged("it ends too early");
		this.at = start + length;
		return start;
	}
	/** UTF-8 text behind its length in bytes. */
	text() {
		const length = this.integer();
		const start = this.skip(length);
		return decodeText(this.bytes.subarray(start, start + length));
	}
	/** A row of digests. */
	digests(count) {
		const start = this.skip(32 * count);
		return digestsAt(this.bytes, start, count);
	}
	expectEnd() {
		if (this.at !== this.bytes.length) throw damaged("it has bytes that belong to nothing");
	}
};
var hexDigits = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
/** Makes the hex of a whole row in one go and cuts it: several times as fast as one by one. */
function digestsAt(bytes, start, count) {
	const length = 32 * count;
	const hex = new Uint8Array(2 * length);
	for (let i = 0; i < length; i++) {
		const byte = bytes[start + i];
		hex[2 * i] = hexDigits[byte >>> 4];
		hex[2 * i + 1] = hexDigits[byte & 15];
	}
	const all = decoder.decode(hex);
	const digests = [];
	for (let i = 0; i < count; i++) digests.push(all.slice(64 * i, 64 * i + 64));
	return digests;
}
var decoder = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
function decodeText(bytes) {
	try {
		return decoder.decode(bytes);
	} catch {
		throw damaged("a text is not UTF-8");
	}
}
// electron/engine/manifest/byte-writer.ts
var encoder = new TextEncoder();
/** Writes stored bytes from front to back into room that grows and is used again after `clear`. */
var ByteWriter = class {
	room = /* @__PURE__ */ new Uint8Array(16384);
	length = 0;
	clear() {
		this.length = 0;
	}
	/** What was written. A view: good until the next write or `clear`. */
	written() {
		return this.room.subarray(0, this.length);
	}
	byte(value) {
		this.need(1);
		this.room[this.length++] = value;
	}
	/** Two bytes, little-endian. */
	short(value) {
		this.byte(value & 255);
		this.byte(value >>> 8);
	}
	/** An unsigned integer up to 2^53 - 1 as LEB128. Throws a RangeError for anything else. */
	integer(value) {
		if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`not a whole number that can be kept: ${value}`);
		this.need(8);
		const { room } = this;
		let rest = value;
		while (rest > 2147483647) {
			room[this.length++] = rest % 128 | 128;
			rest = Math.floor(rest / 128);
		}
		while (rest > 127) {
			room[this.length++] = rest & 127 | 128;
			rest >>>= 7;
		}
		room[this.length++] = rest;
	}
	digest(digest) {
		this.need(32);
		writeDigest(digest, this.room, this.length);
		this.length += 32;
	}
	copy(bytes) {
		this.need(bytes.length);
		this.room.set(bytes, this.length);
		this.length += bytes.length;
	}
	/** UTF-8 text behind its length in bytes. Throws a RangeError when it is not well-formed Unicode. */
	text(text) {
		if (!text.isWellFormed()) throw new RangeError(`not valid Unicode: ${JSON.stringify(text.slice(0, 200))}`);
		const bytes = encoder.encode(text);
		this.integer(bytes.length);
		this.copy(bytes);
	}
	need(more) {
		if (this.length + more <= this.room.length) return;
		const larger = new Uint8Array(Math.max(2 * this.room.length, this.length + more));
		larger.set(this.room);
		this.room = larger;
	}
};
// electron/engine/chunking/chunk-list.ts
var listFormat = 1;
var fewestItems = 8;
var mostItems = 1024;
var boundaryBits = 63;
/** More levels than a blob of 2^53 bytes could need. */
var highestLevel = 20;
/** Builds the list of a blob's chunks. Throws a RangeError without any chunk. */
function buildChunkList(chunks, digester) {
	const nodes = /* @__PURE__ */ new Map();
	let items = [...chunks];
	if (items.length === 0) throw new RangeError("an empty blob has no chunk list");
	for (let level = 0;; level++) {
		items = cutLevel(items).map((part) => sealNode(level, part, digester, nodes));
		const [root, second] = items;
		if (root !== void 0 && second === void 0) return {
			root: root.digest,
			nodes
		};
	}
}
function cutLevel(items) {
	const parts = [];
	let part = [];
	for (const item of items) {
		part.push(item);
		if (part.length < fewestItems || part.length < mostItems && !endsNode(item.digest)) continue;
		parts.push(part);
		part = [];
	}
	if (part.length > 0) parts.push(part);
	return parts;
}
function endsNode(digest) {
	return (Number.parseInt(digest.slice(62), 16) & boundaryBits) === 0;
}
function sealNode(level, items, digester, nodes) {
	const writer = new ByteWriter();
	for (const byte of [
		83,
		76,
		listFormat,
		level
	]) writer.byte(byte);
	writer.integer(items.length);
	for (const { digest } of items) writer.digest(digest);
	let length = 0;
	for (const item of items) {
		writer.integer(item.length);
		length += item.length;
	}
	const bytes = writer.written().slice();
	const digest = digester.digest(bytes);
	nodes.set(digest, bytes);
	return {
		digest,
		length
	};
}
/**
* The chunks of a blob in order. Reads nodes as the walk reaches them. Throws Failure `store.damaged`, also when the list is not
* of `size` bytes: then before the first chunk, so that no list can claim more than its entry does.
*/
function* readChunkList(root, source, size) {
	const top = decodeList(source.read(root));
	if (size !== void 0 && totalLength(top) !== size) throw damaged("a chunk list is of another size than its file");
	const open = [{
		node: top,
		next: 0
	}];
	for (let at = open.at(-1); at !== void 0; at = open.at(-1)) {
		const item = at.node.items[at.next++];
		if (item === void 0) open.pop();
		else if (at.node.level === 0) yield item;
		else open.push({
			node: readChild(source, at.node.level, item),
			next: 0
		});
	}
}
/** What a list's node names, as often as it names it: nodes below it, or chunks. Throws Failure `store.damaged`. */
function listChildren(bytes) {
	const { level, items } = decodeList(bytes);
	return items.map(({ digest }) => ({
		digest,
		kind: level > 0 ? "list" : "data"
	}));
}
function readChild(source, level, item) {
	const node = decodeList(source.read(item.digest));
	if (node.level !== level - 1 || totalLength(node) !== item.length) throw damaged("a chunk list is not what its parent says");
	return node;
}
function totalLength(node) {
	const length = node.items.reduce((sum, item) => sum + item.length, 0);
	if (!Number.isSafeInteger(length)) throw damaged("a number is out of bounds");
	return length;
}
function decodeList(bytes) {
	const reader = new ByteReader(bytes);
	if (reader.byte() !== 83 || reader.byte() !== 76) throw damaged("it is no chunk list");
	if (reader.byte() !== listFormat) throw damaged("it has an unknown format");
	const level = reader.byte();
	const count = reader.integer();
	if (level > highestLevel || count === 0 || count > mostItems) throw damaged("its size is out of bounds");
	const items = reader.digests(count).map((digest) => ({
		digest,
		length: reader.integer()
	}));
	for (const { length } of items) if (length === 0 || level === 0 && length > 262144) throw damaged("a chunk has a length that none can have");
	reader.expectEnd();
	return {
		level,
		items
	};
}
// electron/adapters/capture-blob.ts
var readLength = 1048576;
/** Every so many reads it is looked whether the file still rests: reading on would be for nothing. */
var looksEvery = 16;
function createBlobWindow() {
	return { buffer: null };
}
/**
* Reads an open file of `size` bytes from its start, digests it as a whole, cuts it into chunks and keeps them and their
* list. Memory does not grow with the blob but for the list (about 100 bytes for each 64 KiB). Null: it is not that long, or
* `stillSame` said no. Yields between reads.
*/
function* readBlob(fd, size, stillSame, tools) {
	const buffer = tools.window.buffer ??= Buffer.allocUnsafeSlow(readLength + maximumChunk);
	const cutting = {
		chunker: createChunker(),
		whole: tools.digestsWhole ? startDigest() : null,
		chunks: [],
		sink: tools.sink
	};
	let read = 0;
	let open = 0;
	let whole = false;
	try {
		for (let turn = 1; read < size; turn++) {
			const got = readSync(fd, buffer, open, Math.min(readLength, size - read), null);
			if (got === 0 || turn % looksEvery === 0 && !stillSame()) return null;
			read += got;
			cutting.whole?.update(buffer.subarray(open, open + got));
			open = cutChunks(cutting, buffer, open + got, read === size);
			tools.onBytes(got);
			yield 0;
		}
		whole = true;
	} finally {
		if (!whole) tools.onBytes(-read);
	}
	const list = keepList(cutting);
	return {
		blob: cutting.whole?.finish() ?? list,
		size,
		list
	};
}
/** Keeps the chunks that end within the first `end` bytes and moves the rest to the buffer's start; returns its length. */
function cutChunks(cutting, buffer, end, final) {
	if (cutting.sink.keepsNothing) return 0;
	let start = 0;
	while (start < end) {
		const boundary = cutting.chunker.nextBoundary(buffer, start, end, final);
		if (boundary < 0) break;
		const bytes = buffer.subarray(start, boundary);
		const digest = digestOf(bytes);
		cutting.sink.keep("data", digest, bytes);
		cutting.chunks.push({
			digest,
			length: bytes.length
		});
		start = boundary;
	}
	if (start > 0) buffer.copyWithin(0, start, end);
	return end - start;
}
function keepList({ chunks, sink }) {
	if (sink.keepsNothing) return null;
	const { root, nodes } = buildChunkList(chunks, digester);
	for (const [digest, bytes] of nodes) sink.keepList(digest, bytes);
	return root;
}
// electron/adapters/capture-file.ts
/** Tools that keep chunks in a sink. `onBytes` is told of bytes read inside big files only. */
function createReadingTools(sink, now, onBytes) {
	return {
		small: Buffer.allocUnsafeSlow(maximumChunk + 1),
		window: createBlobWindow(),
		digestsWhole: true,
		sink,
		now,
		onBytes
	};
}
/**
* File systems stamp with the kernel's tick (4 to 16 ms): two changes within one tick look alike. A file changed so shortly
* before it was opened is read a moment later instead.
*/
var freshMs = 20;
/** A stamp this close to the reading is not trusted at the next look; a wide margin for coarse clocks. */
var racyMs = 50;
var openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/**
* Tries once to read a file. `expected` is the stamp seen before (at the scan): when it still holds after the last byte, nothing
* changed from then to now. Without one, the stamp is taken after opening.
*
* Yields now and then inside big files, so that its driver can breathe or stop it; a stopped try closes the file.
*/
function* tryFile(path, expected, tools) {
	const started = tools.now();
	if (expected !== null && isFresh(expected, started)) return { outcome: "changed" };
	let fd;
	try {
		fd = openSync(path, openFlags);
	} catch (error) {
		return refusal(error);
	}
	try {
		const before = expected ?? freshStamp(fd);
		if (before === null) return { outcome: "gone" };
		if (isFresh(before, started)) return { outcome: "changed" };
		if (before.size > 262144) return yield* readBig(fd, before, started, tools);
		return readSmall(fd, before, started, tools);
	} catch (error) {
		return refusal(error);
	} finally {
		closeSync(fd);
	}
}
function isFresh(stamp, now) {
	return Math.abs(now - stamp.changedMs) < freshMs;
}
function freshStamp(fd) {
	const stats = fstatSync(fd);
	return stats.isFile() ? stampOf(stats) : null;
}
function readSmall(fd, before, started, tools) {
	let length = readSync(fd, tools.small, 0, before.size + 1, null);
	while (length < before.size) {
		const got = readSync(fd, tools.small, length, before.size + 1 - length, null);
		if (got === 0) break;
		length += got;
	}
	const after = judge(fd, before);
	if (after !== "same") return { outcome: after };
	if (length !== before.size) return { outcome: "changed" };
	const bytes = tools.small.subarray(0, length);
	const blob = digestOf(bytes);
	if (length > 0) tools.sink.keep("data", blob, bytes);
	return captured({
		blob,
		size: length,
		list: null
	}, before, started);
}
function* readBig(fd, before, started, tools) {
	const stillSame = () => judge(fd, before) === "same";
	const content = yield* readBlob(fd, before.size, stillSame, tools);
	const after = judge(fd, before);
	if (after !== "same") return { outcome: after };
	return content === null ? { outcome: "changed" } : captured(content, before, started);
}
/** Whether the open file still has that stamp; 'gone' when what was opened is no file at all. */
function judge(fd, before) {
	const stats = fstatSync(fd);
	if (!stats.isFile()) return "gone";
	return sameStamp(stampOf(stats), before) ? "same" : "changed";
}
function captured(content, stamp, started) {
	return {
		outcome: "captured",
		content,
		stamp,
		racy: stamp.changedMs > started - racyMs
	};
}
var goneCodes = /* @__PURE__ */ new Set([
	"ENOENT",
	"ENOTDIR",
	"ELOOP",
	"EISDIR",
	"ENXIO",
	"EAGAIN",
	"ENODEV",
	"EMLINK"
]);
var unreadableReasons = {
	EACCES: "Strata has no permission to read it.",
	EPERM: "The system does not let Strata read it.",
	EIO: "The disk reported an error while it was read.",
	ETIMEDOUT: "The drive did not answer in time.",
	ESTALE: "The network drive lost track of it.",
	EBUSY: "Another program has locked it.",
	ETXTBSY: "Another program has locked it."
};
/** What a system error says about the file; errors of the store and unknown ones pass. */
function refusal(error) {
	const code = systemCode(error);
	if (code !== null && goneCodes.has(code)) return { outcome: "gone" };
	const reason = code === null ? void 0 : unreadableReasons[code];
	if (reason === void 0) throw error;
	return {
		outcome: "unreadable",
		reason
	};
}
// electron/adapters/capture-batch.ts
/** Pauses before each further try of the files that did not rest, ms. After the last one they are unsettled. */
var pauses = [
	25,
	50,
	100,
	200
];
/**
* Captures a run of files, one after the other; those that change are tried again together after a pause.
*
* A generator so that the same steps serve a thread that may block and one that may not. It yields 0 wherever its driver may
* breathe or stop, and a number of ms where it must pause. Returns the answers in the order of the files.
*/
function* captureBatch(root, files, tools) {
	const answers = [];
	let restless = [];
	for (let i = 0; i < files.length; i++) {
		const file = files[i];
		const read = yield* tryFile(`${root}/${file.path}`, file.stamp, tools);
		if (read.outcome === "changed") restless.push(i);
		answers.push(answerOf(file, read));
		yield 0;
	}
	for (const pause of pauses) {
		if (restless.length === 0) break;
		yield pause;
		restless = yield* tryAgain(root, files, restless, answers, tools);
	}
	return answers;
}
/** Reads those files again with the stamps they have now; returns those that changed once more. */
function* tryAgain(root, files, restless, answers, tools) {
	const still = [];
	for (const i of restless) {
		const file = files[i];
		const read = yield* tryFile(`${root}/${file.path}`, null, tools);
		if (read.outcome === "changed") still.push(i);
		answers[i] = answerOf(file, read);
		yield 0;
	}
	return still;
}
function answerOf(file, read) {
	const { path } = file;
	switch (read.outcome) {
		case "captured": return {
			path,
			...read
		};
		case "changed": return {
			outcome: "unsettled",
			path
		};
		case "gone": return {
			outcome: "gone",
			path
		};
		case "unreadable": return {
			outcome: "unreadable",
			path,
			reason: read.reason
		};
	}
}
// electron/adapters/capture-claims.ts
var firstSlots = 16384;
var growth = 4;
var tables = 6;
var wordsPerSlot = 4;
/** The last word of a slot is 0 while its claimer still writes; a digest whose own is 0 stands there as 1. */
var words = new Int32Array(wordsPerSlot);
var slotsOf = (table) => firstSlots * growth ** table;
var bytesBefore = (table) => {
	let slots = 0;
	for (let i = 0; i < table; i++) slots += slotsOf(i);
	return headerBytes + slots * wordsPerSlot * 4;
};
/** One count of used slots for each table. */
var headerBytes = 64;
function createClaimsMemory() {
	return new SharedArrayBuffer(bytesBefore(1), { maxByteLength: bytesBefore(tables) });
}
/** The claims in a memory made by `createClaimsMemory`, as one thread uses them. */
function openClaims(memory) {
	const counts = new Int32Array(memory, 0, headerBytes / 4);
	const opened = [];
	function tableAt(index) {
		const known = opened[index];
		if (known !== void 0) return known;
		const end = bytesBefore(index + 1);
		if (memory.byteLength < end) growTo(memory, end);
		const table = new Int32Array(memory, bytesBefore(index), slotsOf(index) * wordsPerSlot);
		opened[index] = table;
		return table;
	}
	function claim(digest) {
		readWords(digest);
		for (let index = 0; index < tables; index++) {
			const full = Atomics.load(counts, index) >= slotsOf(index) / 2;
			const answer = probe(tableAt(index), slotsOf(index), full);
			if (answer === "taken") return false;
			if (answer === "claimed") {
				Atomics.add(counts, index, 1);
				return true;
			}
		}
		return true;
	}
	return { claim };
}
/** Another thread may grow the memory at the same time, further than asked here; memory never shrinks. */
function growTo(memory, bytes) {
	try {
		memory.grow(bytes);
	} catch (error) {
		if (memory.byteLength < bytes) throw error;
	}
}
function readWords(digest) {
	for (let i = 0; i < wordsPerSlot; i++) words[i] = Number.parseInt(digest.slice(8 * i, 8 * i + 8), 16) | 0;
	words[0] = words[0] || 1;
	words[3] = words[3] || 1;
}
/** Looks for the digest in `words`; claims a free slot unless the table takes no more. */
function probe(table, slots, full) {
	for (let slot = words[1] & slots - 1;; slot = slot + 1 & slots - 1) {
		const at = slot * wordsPerSlot;
		let found = Atomics.load(table, at);
		if (found === 0) {
			if (full) return "absent";
			found = Atomics.compareExchange(table, at, 0, words[0]);
			if (found === 0) {
				publish(table, at);
				return "claimed";
			}
		}
		if (found === words[0] && sameSlot(table, at)) return "taken";
	}
}
function publish(table, at) {
	Atomics.store(table, at + 1, words[1]);
	Atomics.store(table, at + 2, words[2]);
	Atomics.store(table, at + 3, words[3]);
}
function sameSlot(table, at) {
	while (Atomics.load(table, at + 3) === 0);
	return table[at + 1] === words[1] && table[at + 2] === words[2] && table[at + 3] === words[3];
}
// electron/adapters/capture-sink.ts
/** A pack takes this many raw bytes and is then sealed: big enough for few files, small enough to rewrite when parts of it die. */
var usualCapacity = 100663296;
/** Carries an error of the store past those who handle errors of users' files; the cause is what went wrong. */
var SinkError = class extends Error {
	constructor(cause) {
		super("a chunk could not be stored", { cause });
		this.name = "SinkError";
	}
};
function createSink(options) {
	const packCapacity = options.packCapacity ?? usualCapacity;
	let pack = null;
	const sealed = [];
	const lists = /* @__PURE__ */ new Map();
	const lent = /* @__PURE__ */ new Set();
	function sealPack() {
		const footed = pack?.sealFooted() ?? null;
		pack = null;
		if (footed !== null) sealed.push(footed);
	}
	function keep(kind, digest, bytes) {
		try {
			store(kind, digest, bytes);
		} catch (error) {
			throw new SinkError(error);
		}
	}
	function store(kind, digest, bytes) {
		if (!options.claims.claim(digest)) {
			if (pack?.has(digest) !== true) lent.add(digest);
			return;
		}
		if (options.isStored(digest)) return;
		pack ??= options.store.createPack();
		pack.append(kind, digest, bytes);
		if (pack.length >= packCapacity && !pack.busy) sealPack();
	}
	/** Seals the pack when it is full. */
	async function relieved() {
		await pack?.relieved();
		if (pack === null || pack.length < packCapacity) return;
		await pack.settled();
		sealPack();
	}
	function keepList(digest, bytes) {
		if (!lists.has(digest)) lists.set(digest, bytes.slice());
		keep("list", digest, bytes);
	}
	function seal() {
		sealPack();
		return {
			packs: [...sealed],
			lists: [...lists].map(([digest, bytes]) => ({
				digest,
				bytes
			})),
			lent: [...lent]
		};
	}
	function abandon() {
		pack?.abandon();
		pack = null;
		for (const { id } of sealed.splice(0)) options.store.remove(id);
	}
	return {
		keepsNothing: false,
		keep,
		keepList,
		get crowded() {
			return pack !== null && (pack.crowded || pack.length >= packCapacity);
		},
		relieved,
		seal,
		settled: async () => pack?.settled(),
		abandon
	};
}
/** A sink that keeps nothing: for tracking by reference. */
var emptySink = {
	keepsNothing: true,
	keep: () => void 0,
	keepList: () => void 0,
	crowded: false,
	relieved: async () => void 0,
	settled: async () => void 0,
	seal: () => ({
		packs: [],
		lists: [],
		lent: []
	}),
	abandon: () => void 0
};
// electron/adapters/worker-messages.ts
var stampNumbers = 5;
function encodeFiles(files) {
	const stamps = new Float64Array(files.length * stampNumbers);
	for (let i = 0; i < files.length; i++) {
		const { stamp } = files[i];
		const at = i * stampNumbers;
		stamps[at] = stamp.size;
		stamps[at + 1] = stamp.modifiedMs;
		stamps[at + 2] = stamp.changedMs;
		stamps[at + 3] = stamp.inode;
		stamps[at + 4] = stamp.mode;
	}
	return {
		paths: files.map((file) => file.path).join("\0"),
		stamps
	};
}
function decodeFiles({ paths, stamps }) {
	if (stamps.length === 0) return [];
	return paths.split("\0").map((path, i) => ({
		path,
		stamp: stampAt(stamps, i * stampNumbers)
	}));
}
function stampAt(numbers, at) {
	const number = (i) => numbers[at + i];
	return {
		size: number(0),
		modifiedMs: number(1),
		changedMs: number(2),
		inode: number(3),
		mode: number(4)
	};
}
/** code u8 | blob 32 bytes | list 32 bytes | stamp 5 × f64 */
var rowLength = 105;
var outcomes = [
	"captured",
	"unsettled",
	"gone",
	"unreadable"
];
var flagList = 4;
var flagRacy = 8;
function encodeAnswers(files) {
	const rows = Buffer.alloc(files.length * rowLength);
	const reasons = [];
	files.forEach((file, i) => {
		const at = i * rowLength;
		rows[at] = outcomes.indexOf(file.outcome);
		if (file.outcome === "unreadable") reasons.push(file.reason);
		if (file.outcome === "captured") encodeCaptured(rows, at, file);
	});
	return {
		rows,
		reasons
	};
}
function encodeCaptured(rows, at, file) {
	const { content, stamp } = file;
	rows[at] = (content.list === null ? 0 : flagList) | (file.racy ? flagRacy : 0);
	rows.write(content.blob, at + 1, 32, "hex");
	if (content.list !== null) rows.write(content.list, at + 33, 32, "hex");
	rows.writeDoubleLE(stamp.size, at + 65);
	rows.writeDoubleLE(stamp.modifiedMs, at + 73);
	rows.writeDoubleLE(stamp.changedMs, at + 81);
	rows.writeDoubleLE(stamp.inode, at + 89);
	rows.writeDoubleLE(stamp.mode, at + 97);
}
/** `files` are those of the run, in order. */
function decodeAnswers(answers, files) {
	const rows = Buffer.from(answers.rows.buffer, answers.rows.byteOffset, answers.rows.byteLength);
	let reason = 0;
	return files.map(({ path }, i) => {
		const at = i * rowLength;
		const code = rows[at];
		const outcome = outcomes[code & 3];
		if (outcome === "unreadable") return {
			outcome,
			path,
			reason: answers.reasons[reason++]
		};
		if (outcome !== "captured") return {
			outcome,
			path
		};
		return decodeCaptured(rows, at, path, code);
	});
}
function decodeCaptured(rows, at, path, code) {
	const stamp = {
		size: rows.readDoubleLE(at + 65),
		modifiedMs: rows.readDoubleLE(at + 73),
		changedMs: rows.readDoubleLE(at + 81),
		inode: rows.readDoubleLE(at + 89),
		mode: rows.readDoubleLE(at + 97)
	};
	const blob = rows.toString("hex", at + 1, at + 33);
	const list = (code & flagList) === 0 ? null : rows.toString("hex", at + 33, at + 65);
	return {
		outcome: "captured",
		path,
		content: {
			blob,
			size: stamp.size,
			list
		},
		stamp,
		racy: (code & flagRacy) !== 0
	};
}
function encodeError(error) {
	if (error instanceof Failure) return { failure: {
		code: error.code,
		message: error.message,
		data: error.data
	} };
	const known = error instanceof Error ? error : new Error(String(error));
	const code = "code" in known && typeof known.code === "string" ? known.code : null;
	return { error: {
		message: known.message,
		stack: known.stack ?? "",
		code
	} };
}
function decodeError(encoded) {
	if ("failure" in encoded) return new Failure(encoded.failure.code, encoded.failure.message, encoded.failure.data);
	const { message, stack, code } = encoded.error;
	const error = Object.assign(new Error(message), code === null ? {} : { code });
	error.stack = stack;
	return error;
}
// electron/adapters/worker-steps.ts
/** How long the engine's thread works before it lets others go first, ms. */
var breathMs = 8;
/** Works in this thread and lets others go first every few ms. */
async function stepThrough(steps, clock, check) {
	let since = clock.now();
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
		const pause = step.value;
		if (pause > 0 || clock.now() - since >= breathMs) {
			await new Promise((resolve) => void (pause > 0 ? clock.after(pause, resolve) : setImmediate(resolve)));
			since = clock.now();
		}
		checkOrEnd(steps, check);
	}
}
var nobody = new Int32Array(new SharedArrayBuffer(4));
/** Works in a thread that nobody waits for, and sleeps in it. */
function runThrough(steps, check) {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
		if (step.value > 0) Atomics.wait(nobody, 0, 0, step.value);
		checkOrEnd(steps, check);
	}
}
/** Like `runThrough`, but lets the event loop turn when what was begun in the background piles up. */
async function runRelieved(steps, check, relief) {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
		if (step.value > 0) Atomics.wait(nobody, 0, 0, step.value);
		checkOrEnd(steps, check);
		if (relief.crowded) await relieveOrEnd(steps, relief);
	}
}
async function relieveOrEnd(steps, relief) {
	try {
		await relief.relieved();
	} catch (error) {
		steps.return(void 0);
		throw error;
	}
}
/** A stopped generator runs its `finally` blocks: open files are closed. */
function checkOrEnd(steps, check) {
	try {
		check();
	} catch (error) {
		steps.return(void 0);
		throw error;
	}
}
// electron/adapters/materialize-times.ts
/**
* Seconds to hand to `utimes` so that `lstat` shows exactly this microsecond again: the smallest double that is not before
* it. Times travel as doubles, whose steps today are a quarter of a microsecond, and are cut off to whole nanoseconds; one
* that is a hair too early would come back as the microsecond before. After the year 2106 the steps are a microsecond and more.
* Times before 1970 are given as text, since Node takes a negative number for "now".
*/
function secondsOf(time) {
	const seconds = smallestFrom(time);
	return seconds < 0 ? String(seconds) : seconds;
}
function smallestFrom(time) {
	const whole = Math.floor(time / 1e6);
	const fraction = (time - whole * 1e6) / 1e6;
	const seconds = whole + fraction;
	return seconds - whole < fraction ? nextUp(seconds) : seconds;
}
var bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
/** The next greater double. */
function nextUp(value) {
	bits.setFloat64(0, value);
	bits.setBigInt64(0, bits.getBigInt64(0) + (value < 0 ? -1n : 1n));
	return bits.getFloat64(0);
}
// electron/adapters/materialize-file.ts
var createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
/**
* Writes a whole new file at a path where nothing is: bytes, permission bits, times; durable when asked. Its content is
* proven before this returns: each chunk by its own digest, the whole by the blob's. Yields between the chunks of big files.
* Whatever goes wrong, nothing stays at that path. Throws Failure `store.damaged` that names the path.
*/
function* writeFile(target, recipe, durable, tools) {
	const { entry } = recipe;
	const fd = openSync(target, createFlags, entry.mode & 511);
	let done = false;
	try {
		yield* writeContent(fd, recipe, tools);
		if ((entry.mode & tools.umask) !== 0) fchmodSync(fd, entry.mode & 511);
		futimesSync(fd, tools.now() / 1e3, secondsOf(entry.modifiedAt));
		if (durable) fsyncSync(fd);
		done = true;
	} finally {
		closeSync(fd);
		if (!done) rmSync(target, { force: true });
	}
}
function* writeContent(fd, { entry, chunks }, tools) {
	const [only] = chunks;
	const whole = chunks.length === 1 && only?.digest === entry.blob ? null : startDigest();
	let written = 0;
	for (const { digest, location } of chunks) {
		const bytes = readNamed(entry.path, () => tools.store.read(digest, location));
		for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
		whole?.update(bytes);
		written += bytes.length;
		tools.onBytes(bytes.length);
		if (whole !== null) yield 0;
	}
	if (written === entry.size && (whole === null || whole.finish() === entry.blob)) return;
	throw new Failure("store.damaged", `${entry.path} cannot be restored: what the store holds of it is not what the version says.`, {
		path: entry.path,
		digest: entry.blob
	});
}
/** Says which path a damaged chunk belongs to. */
function readNamed(path, read) {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof Failure) || error.code !== "store.damaged") throw error;
		throw new Failure(error.code, `${path} cannot be restored: ${error.message}`, {
			...error.data,
			path
		}, error);
	}
}
// electron/adapters/materialize-folders.ts
/** Why one path cannot be put in place, in words for people; everything else of the run goes on. */
var PathRefusal = class extends Error {
	constructor(message) {
		super(message);
		this.name = "PathRefusal";
	}
};
function openTargetFolders(root) {
	const safe = /* @__PURE__ */ new Set([""]);
	/** Whether it is a folder; false when nothing is there. */
	function look(folder) {
		const stats = lstatSync(`${root}/${folder}`, { throwIfNoEntry: false });
		if (stats === void 0) return false;
		if (stats.isSymbolicLink()) throw new PathRefusal(`${folder} is a link; Strata does not write through links.`);
		if (!stats.isDirectory()) throw new PathRefusal(`${folder} is in the way: it is not a folder.`);
		return true;
	}
	function check(folder) {
		if (folder === "" || safe.has(folder)) return true;
		if (!check(parentOf(folder)) || !look(folder)) return false;
		safe.add(folder);
		return true;
	}
	function ensure(folder) {
		if (folder === "" || safe.has(folder)) return;
		ensure(parentOf(folder));
		try {
			mkdirSync(`${root}/${folder}`);
		} catch (error) {
			if (systemCode(error) !== "EEXIST") throw error;
			look(folder);
		}
		safe.add(folder);
	}
	function forget(folder) {
		for (const known of safe) if (known !== "" && (known === folder || known.startsWith(`${folder}/`))) safe.delete(known);
	}
	return {
		ensure,
		check,
		forget
	};
}
/** A system error about one path in words, or null when it is none that concerns a single path. */
function pathProblem(path, error) {
	if (error instanceof PathRefusal) return `${path} cannot be restored: ${error.message}`;
	const why = reasons[systemCode(error) ?? ""];
	return why === void 0 ? null : `${path} cannot be restored: ${why}`;
}
var reasons = {
	EACCES: "Strata has no permission to write there.",
	EPERM: "the system does not allow it.",
	EROFS: "the target is read-only.",
	EISDIR: "a folder is in the way.",
	EEXIST: "something is in the way.",
	ENOTEMPTY: "a folder with other files is in the way.",
	ENOTDIR: "something that is not a folder is in the way.",
	ELOOP: "a link is in the way.",
	ENOENT: "its place is gone.",
	ENAMETOOLONG: "the name is too long for the target.",
	EINVAL: "the target does not allow this name.",
	EILSEQ: "the target does not allow this name.",
	EBUSY: "another program has locked it.",
	ETXTBSY: "another program has locked it.",
	EFBIG: "it is too big for the target.",
	EXDEV: "another drive is mounted there."
};
// electron/adapters/materialize-staging.ts
/** Throws a RangeError for an id that could be more than a part of a name. */
function checkStagingId(stagingId) {
	if (!/^[A-Za-z0-9]{1,64}$/.test(stagingId)) throw new RangeError(`not a staging id: ${JSON.stringify(stagingId)}`);
	return stagingId;
}
/** The name of one temporary; scans ignore all names that begin and end like it. */
function temporaryName(stagingId, number) {
	return `.strata-${stagingId}-${number}.tmp`;
}
/** The name of the folder in which a whole tree is staged. */
function stagingFolderName(stagingId) {
	return `.strata-${stagingId}.tmp`;
}
/**
* Moves what was staged in a folder into the place that was empty when staging began. Whatever appeared there since stays
* as it is: folders are joined, anything else of the same name is a problem.
*/
function* moveStaged(staging, root, prefix = "") {
	for (const child of readdirSync(staging, { withFileTypes: true })) {
		const target = `${root}/${child.name}`;
		const there = lstatSync(target, { throwIfNoEntry: false });
		if (there === void 0) renameSync(`${staging}/${child.name}`, target);
		else if (there.isDirectory() && child.isDirectory()) yield* moveStaged(`${staging}/${child.name}`, target, `${prefix}${child.name}/`);
		else {
			const path = `${prefix}${child.name}`;
			yield {
				path,
				message: `${path} cannot be restored: something else appeared in its place.`
			};
		}
	}
}
/** Removes everything below `root` that carries the staging id. Follows no links; passes over what it may not look into. */
function* removeStaged(root, stagingId) {
	const pending = [root];
	if (lstatSync(root, { throwIfNoEntry: false }) === void 0) return;
	for (let folder = pending.pop(); folder !== void 0; folder = pending.pop()) {
		for (const child of childrenOf(folder)) {
			const path = `${folder}/${child.name}`;
			if (isStagedName(child.name, stagingId)) rmSync(path, {
				recursive: true,
				force: true
			});
			else if (child.isDirectory()) pending.push(path);
		}
		yield 0;
	}
}
function isStagedName(name, stagingId) {
	return name === stagingFolderName(stagingId) || name.startsWith(`.strata-${stagingId}-`) && name.endsWith(".tmp");
}
var passedOver = /* @__PURE__ */ new Set([
	"ENOENT",
	"ENOTDIR",
	"EACCES",
	"EPERM",
	"ELOOP"
]);
function childrenOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (passedOver.has(systemCode(error) ?? "")) return [];
		throw error;
	}
}
// electron/adapters/materialize-writing.ts
function openWriting(request, tools) {
	return new TargetWriting(request, tools);
}
var TargetWriting = class {
	#request;
	#tools;
	#root;
	#folders;
	#durable;
	#waiting = [];
	#count = 0;
	constructor(request, tools) {
		const { root, settling, stagingId } = request;
		this.#request = request;
		this.#tools = tools;
		this.#root = settling === "tree" ? `${root}/${stagingFolderName(stagingId)}` : root;
		this.#folders = openTargetFolders(this.#root);
		this.#durable = request.durable || settling === "each";
	}
	*write(recipes) {
		const problems = [];
		for (const recipe of recipes) {
			try {
				yield* this.#writeOne(recipe);
			} catch (error) {
				problems.push(problemOf(recipe.entry.path, error));
			}
			yield 0;
		}
		return problems;
	}
	*commit() {
		const problems = [];
		for (let next = this.#waiting.pop(); next !== void 0; next = this.#waiting.pop()) {
			try {
				this.#place(next.temporary, next.path);
			} catch (error) {
				problems.push(problemOf(next.path, error));
			}
			yield 0;
		}
		return problems;
	}
	link(entry) {
		this.#folders.ensure(parentOf(entry.path));
		const isStaged = this.#request.settling === "tree";
		const temporary = isStaged ? `${this.#root}/${entry.path}` : this.#temporaryBeside(entry.path);
		symlinkSync(entry.target, temporary);
		lutimesSync(temporary, this.#tools.now() / 1e3, secondsOf(entry.modifiedAt));
		if (!isStaged) this.#place(temporary, entry.path);
	}
	directory(entry) {
		this.#folders.ensure(parentOf(entry.path));
		const target = `${this.#root}/${entry.path}`;
		try {
			mkdirSync(target);
		} catch (error) {
			if (systemCode(error) !== "EEXIST") throw error;
		}
		if (!this.#folders.check(entry.path)) throw new PathRefusal(`${nameOf(entry.path)} went away again.`);
		chmodSync(target, entry.mode & 511);
		utimesSync(target, this.#tools.now() / 1e3, secondsOf(entry.modifiedAt));
	}
	touch(entry) {
		if (!this.#folders.check(parentOf(entry.path))) throw new PathRefusal("its folder is gone.");
		touchFile(`${this.#root}/${entry.path}`, entry, this.#tools);
	}
	discard() {
		for (const { temporary } of this.#waiting.splice(0)) rmSync(temporary, { force: true });
	}
	*#writeOne(recipe) {
		const { path } = recipe.entry;
		this.#folders.ensure(parentOf(path));
		if (this.#request.settling === "tree") return yield* writeFile(`${this.#root}/${path}`, recipe, this.#durable, this.#tools);
		const temporary = this.#temporaryBeside(path);
		yield* writeFile(temporary, recipe, this.#durable, this.#tools);
		if (this.#request.settling === "batch") this.#waiting.push({
			path,
			temporary
		});
		else this.#place(temporary, path);
	}
	#temporaryBeside(path) {
		const folder = parentOf(path);
		const name = temporaryName(this.#request.stagingId, `${this.#request.writer}-${++this.#count}`);
		return folder === "" ? `${this.#root}/${name}` : `${this.#root}/${folder}/${name}`;
	}
	/** Puts a finished temporary in its place, or removes it. */
	#place(temporary, path) {
		try {
			renameSync(temporary, `${this.#root}/${path}`);
		} catch (error) {
			rmSync(temporary, { force: true });
			throw error;
		}
	}
};
/** A problem with one path; anything else is thrown on. */
function problemOf(path, error) {
	const message = pathProblem(path, error);
	if (message === null) throw error;
	return {
		path,
		message
	};
}
var touchFlags = (process.platform === "win32" ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Sets bits and times through the open file, so that nothing but a file is touched. */
function touchFile(target, entry, tools) {
	const fd = openSync(target, touchFlags);
	try {
		if (!fstatSync(fd).isFile()) throw new PathRefusal("it is no file any more.");
		fchmodSync(fd, entry.mode & 511);
		futimesSync(fd, tools.now() / 1e3, secondsOf(entry.modifiedAt));
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}
// electron/adapters/worker-recipes.ts
var fileRow = 54;
var chunkRow = 54;
function encodeRecipes(recipes) {
	const positions = /* @__PURE__ */ new Map();
	const chunkCount = recipes.reduce((sum, recipe) => sum + recipe.chunks.length, 0);
	const rows = Buffer.alloc(recipes.length * fileRow + chunkCount * chunkRow);
	let at = 0;
	for (const recipe of recipes) {
		at = encodeFile(rows, at, recipe);
		for (const chunk of recipe.chunks) {
			const { container } = chunk.location;
			const position = positions.get(container) ?? positions.size;
			positions.set(container, position);
			at = encodeChunk(rows, at, chunk, position);
		}
	}
	return {
		paths: recipes.map((recipe) => recipe.entry.path).join("\0"),
		containers: [...positions.keys()],
		rows
	};
}
function encodeFile(rows, start, { entry, chunks }) {
	let at = rows.writeUInt16LE(entry.mode & 511, start);
	at = rows.writeDoubleLE(entry.modifiedAt, at);
	at = rows.writeDoubleLE(entry.size, at);
	at = rows.writeUInt32LE(chunks.length, at);
	return at + rows.write(entry.blob, at, 32, "hex");
}
function encodeChunk(rows, start, chunk, container) {
	const { location } = chunk;
	let at = start + rows.write(chunk.digest, start, 32, "hex");
	at = rows.writeUInt16LE(container, at);
	at = rows.writeDoubleLE(location.frameOffset, at);
	at = rows.writeUInt32LE(location.frameLength, at);
	at = rows.writeUInt32LE(location.offset, at);
	return rows.writeUInt32LE(location.length, at);
}
function decodeRecipes(encoded) {
	const rows = Buffer.from(encoded.rows.buffer, encoded.rows.byteOffset, encoded.rows.byteLength);
	if (rows.length === 0) return [];
	let at = 0;
	return encoded.paths.split("\0").map((path) => {
		const count = rows.readUInt32LE(at + 18);
		const entry = decodeFile(rows, at, path);
		at += fileRow;
		return {
			entry,
			chunks: Array.from({ length: count }, () => {
				at += chunkRow;
				return decodeChunk(rows, at - chunkRow, encoded.containers);
			})
		};
	});
}
function decodeFile(rows, at, path) {
	const mode = rows.readUInt16LE(at);
	return {
		kind: "file",
		path,
		blob: rows.toString("hex", at + 22, at + 54),
		size: rows.readDoubleLE(at + 10),
		list: null,
		executable: (mode & 64) !== 0,
		mode,
		modifiedAt: rows.readDoubleLE(at + 2)
	};
}
function decodeChunk(rows, at, containers) {
	return {
		digest: rows.toString("hex", at, at + 32),
		location: {
			container: containers[rows.readUInt16LE(at + 32)],
			frameOffset: rows.readDoubleLE(at + 34),
			frameLength: rows.readUInt32LE(at + 42),
			offset: rows.readUInt32LE(at + 46),
			length: rows.readUInt32LE(at + 50)
		}
	};
}
export { parseEntryPath as $, ByteReader as A, rootRules as B, createClaimsMemory as C, listChildren as D, createReadingTools as E, walkFolders as F, microseconds as G, decodeListing as H, absolutePath as I, comparePaths as J, sameStamp as K, readRules as L, maximumChunk as M, scanFolders as N, readChunkList as O, scanTransfers as P, parentOf as Q, isSystemError as R, emptySink as S, captureBatch as T, encodeListing as U, rulesFile as V, forgetStamp as W, isWithin as X, isEntryPath as Y, nameOf as Z, encodeAnswers as _, checkStagingId as a, asFailure as at, SinkError as b, stagingFolderName as c, digestToBlob as ct, runRelieved as d, createContainerStore as et, runThrough as f, decodeFiles as g, decodeError as h, problemOf as i, openForReading as it, damaged as j, ByteWriter as k, PathRefusal as l, decodeAnswers as m, encodeRecipes as n, digester as nt, moveStaged as o, explaining as ot, stepThrough as p, childPath as q, openWriting as r, openDatabase as rt, removeStaged as s, blobToDigest as st, decodeRecipes as t, decodeFooter as tt, openTargetFolders as u, encodeError as v, openClaims as w, createSink as x, encodeFiles as y, saysMissing as z };

//# sourceMappingURL=worker-recipes-BTjYmEs4.js.map