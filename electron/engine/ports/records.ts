/** The plain JSON files beside the catalog from which, with the containers, the catalog can be rebuilt. */
export interface RecordFile {
  /** Relative name: `<artifact>/artifact.json` or `<artifact>/v<N>.json`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Version records.
 *
 * Law: `write` is durable and atomic per file (temporary, fsync, rename, fsync of the folder) and replaces what was there;
 * `remove` of a missing name does nothing; `removeAll` removes every file below `<artifact>/`; `list` returns every written record,
 * in any order, whole; `names` their names alone, without reading any.
 */
export interface Records {
  write(file: RecordFile): void;
  remove(name: string): void;
  removeAll(artifact: string): void;
  list(): RecordFile[];
  names(): string[];
}
