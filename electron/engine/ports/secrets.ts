/**
 * What nobody but the user of this computer may read: keys, by name. Sealed by the system's key store, wherever the sealed text lies.
 *
 * Law:
 * - `get` gives what was last set under the name, after a restart too; null when there is nothing, or when what lies there was sealed for another user or
 *   on another computer.
 * - Once `set` is answered the text is durable. It replaces what the name had.
 * - Removing twice is well.
 * - No text is ever written anywhere unsealed, and none enters a message, a log or the data of a failure. Names may.
 * - `isAvailable` tells whether there is a key store that deserves the name. Where there is none, `set` throws Failure `key-store.unavailable` and keeps
 *   nothing; `get` and `remove` still answer.
 */
export interface Secrets {
  isAvailable(): Promise<boolean>;
  get(name: string): Promise<string | null>;
  set(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}
