/**
 * How one shows a bucket who one is. `default`: what Google's own tools left on this computer. `key-file`: a file that is read each time; only its
 * path is remembered. `kept-key`: a text in the key store, under this name. `none`: as nobody, for public buckets and emulators. A folder needs none.
 */
export type RemoteCredentials =
  | { readonly kind: 'default' }
  | { readonly kind: 'key-file'; readonly path: string }
  | { readonly kind: 'kept-key'; readonly name: string }
  | { readonly kind: 'none' };

/** How a remote is opened from this computer. Holds no secret. */
export interface RemoteAccess {
  /** Another server than Google's; null: Google's. */
  readonly endpoint: string | null;
  readonly credentials: RemoteCredentials;
  /** The most that goes there in a second, and the most that comes from there; null: as much as the line carries. */
  readonly bytesPerSecond: number | null;
  /** Whether one was let write there when it was last tested. */
  readonly writable: boolean;
  /** Null: it is not encrypted. Once it is, nothing is ever written there as it is. */
  readonly seal: RemoteSeal | null;
}

/** What is remembered of an encrypted remote; its key is not. */
export interface RemoteSeal {
  /** The newest key that was met there: an older one is a bucket that somebody set back. */
  readonly generation: number;
  /** Under which name the key store has the key; null: it is asked for each time. */
  readonly kept: string | null;
}
