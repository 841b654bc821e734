/**
 * Time. The only source of it in the engine.
 *
 * Law: `now` never goes back by more than the system's own corrections; `after` calls its action once, not before `delay` ms
 * have passed, and never after its returned cancel function was called; cancelling twice is harmless.
 */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Calls `action` once after `delay` ms. Returns the way to call it off. */
  after(delay: number, action: () => void): () => void;
}
