/** Something in the work tree that a version could not hold as it is. */
export interface Problem {
  /** Path relative to the work tree, as far as it can be written. */
  readonly path: string;
  readonly reason: ProblemReason;
  /** One sentence for people. */
  readonly message: string;
}

export type ProblemReason =
  /** Permission denied or an input/output error; the version lacks it. */
  | 'unreadable'
  /** It never rested while it was read; the version holds its last complete state, or lacks it. */
  | 'unsettled'
  /** A socket, FIFO or device; skipped. */
  | 'special'
  /** Its name is not valid Unicode; skipped. */
  | 'name'
  /** Another file system or a kind of file that cannot be kept. */
  | 'unsupported';
