/** What could not be read while the catalog was made anew; the rest is there. */
export interface RebuildProblem {
  readonly of: 'record' | 'container' | 'chunk';
  /** One sentence for people. */
  readonly message: string;
}

export interface RebuildReport {
  readonly artifacts: number;
  readonly versions: number;
  /** That can still be taken back. */
  readonly deletions: number;
  readonly containers: number;
  readonly chunks: number;
  /** Of the history, taken over from the old catalog; the history is nowhere else. */
  readonly operations: number;
  /** Whether the old catalog had all of it, was an older copy, or could not be read. */
  readonly history: 'kept' | 'older' | 'lost';
  readonly problems: readonly RebuildProblem[];
}
