/** The key to a bucket's ring of keys: 32 bytes in base64. A secret: it is kept in the key store alone, and never enters the catalog, a log or a message. */
export type MasterKey = string & { readonly __masterKey: unique symbol };

/** Cost of making a key of a passphrase (RFC 7914): `N` a power of two; takes 128 · N · r bytes of memory. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * What `format.json` says of the keys of an encrypted bucket: nothing that opens it. Texts are bytes in base64: something sealed is nonce (12),
 * what was sealed, and tag (16).
 */
export interface BucketSeal {
  /** Counts the keys: whatever is written from now on is sealed by the newest. From 1 on. */
  readonly generation: number;
  readonly passphrase: ScryptCost & {
    readonly salt: string;
    /** The master key, sealed by the passphrase. */
    readonly key: string;
  };
  readonly recovery: {
    readonly salt: string;
    /** The master key, sealed by the recovery code. */
    readonly key: string;
  };
  /** The key of names and the keys of contents of all generations, sealed by the master key. */
  readonly ring: string;
}

/** An encrypted bucket, with the id to which its keys are bound. */
export interface SealedId {
  /** The bucket's own random id. */
  readonly id: string;
  readonly seal: BucketSeal;
}

/** A seal that was just made, with what opens it. */
export interface NewSeal {
  readonly seal: BucketSeal;
  readonly key: MasterKey;
  /** Opens the bucket when the passphrase is lost. Shown once, kept nowhere. */
  readonly recoveryCode: string;
}

/** Fewer characters are guessed too fast, whatever the key costs. */
export const shortestPassphrase = 10;
/** The most keys that a ring holds. */
export const mostGenerations = 1000;
