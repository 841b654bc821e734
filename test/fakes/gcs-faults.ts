/** What a request is, as far as faults care. */
export type GcsOperation =
  | 'bucket'
  | 'list-buckets'
  | 'insert-bucket'
  | 'patch-bucket'
  | 'delete-bucket'
  | 'permissions'
  | 'list'
  | 'stat'
  | 'read'
  | 'insert'
  | 'start'
  | 'chunk'
  | 'status'
  | 'cancel'
  | 'patch'
  | 'copy'
  | 'compose'
  | 'delete'
  | 'token';

/** What goes wrong with one request. */
export type GcsFault =
  /** Answers with an error before anything happens. */
  | { readonly kind: 'status'; readonly status: number; readonly reason?: string; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** Breaks the connection before anything happens: when the request came, or after half of its body. */
  | { readonly kind: 'reset'; readonly after?: 'head' | 'half-body' }
  /** Does what was asked, and breaks the connection instead of answering. */
  | { readonly kind: 'lost-response' }
  /** Does nothing and never answers; the connection stays open. */
  | { readonly kind: 'stall' }
  /** Does what was asked and never answers. */
  | { readonly kind: 'stall-after' }
  /** Sends half of the body, then nothing more. */
  | { readonly kind: 'stall-body' }
  /** Sends half of the body, then breaks the connection. */
  | { readonly kind: 'cut-body' }
  /** One bit is wrong: of what arrives, or of what is sent. */
  | { readonly kind: 'wrong-bytes' }
  /** A chunk of a resumable upload counts as far as this many bytes of it only. */
  | { readonly kind: 'short-chunk'; readonly bytes: number }
  /** The body comes at so many bytes per second. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

/** Faults that wait for their requests. */
export class GcsFaults {
  private readonly waiting: { operation: GcsOperation | 'any'; fault: GcsFault; times: number; skip: number }[] = [];

  /** The next `times` requests of that operation go wrong so, after `skip` of them went well. */
  add(operation: GcsOperation | 'any', fault: GcsFault, { times = 1, skip = 0 }: { times?: number; skip?: number } = {}): void {
    this.waiting.push({ operation, fault, times, skip });
  }

  take(operation: GcsOperation): GcsFault | null {
    for (const waiting of this.waiting) {
      if (waiting.times === 0 || (waiting.operation !== 'any' && waiting.operation !== operation)) continue;
      if (waiting.skip > 0) {
        waiting.skip--;
        continue;
      }
      waiting.times--;
      return waiting.fault;
    }
    return null;
  }

  clear(): void {
    this.waiting.length = 0;
  }
}

export function withOneBitWrong(bytes: Buffer): Buffer {
  const wrong = Buffer.from(bytes);
  const middle = wrong.length >> 1;
  if (wrong.length > 0) wrong[middle] = (wrong[middle] as number) ^ 1;
  return wrong;
}
