/** The plain JSON files beside the catalog from which, with the containers, the catalog can be rebuilt. */
export interface RecordFile {
  /** Relative name: `<artifact>/artifact.json`, `<artifact>/v<N>.json`, or `~deleted/<operation>.json`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Version records.
 *
 * Law: `write` is durable and atomic per file (temporary, fsync, rename, fsync of the folder) and replaces what was there;
 * `remove` of a missing name does nothing; `removeAll` removes every file below `<artifact>/`; `list` returns every written record,
 * in any order, whole; `names` their names alone, without reading any; `read` gives the text of one, null when there is none. Bytes that are no
 * UTF-8 come as replacement characters, so that a damaged record is never taken for a whole one.
 */
export interface Records {
  write(file: RecordFile): void;
  remove(name: string): void;
  removeAll(artifact: string): void;
  read(name: string): string | null;
  list(): RecordFile[];
  names(): string[];
}
