import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const nonceLength = 12;
export const tagLength = 16;

/** Seals bytes with AES-256-GCM under a nonce of their own (NIST SP 800-38D): nonce, what was sealed, tag. `context` must be the same when they are opened. */
export function seal(key: Uint8Array, bytes: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceLength);
  return Buffer.concat([nonce, sealWith(key, nonce, bytes, Buffer.from(context))]);
}

/** What `seal` sealed; null when it was another key or context, or something was changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < nonceLength + tagLength) return null;
  return unsealWith(key, sealed.subarray(0, nonceLength), sealed.subarray(nonceLength), Buffer.from(context));
}

/** A nonce must never be used twice with one key. */
export function sealWith(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array, context: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(context);
  const sealed = cipher.update(bytes);
  cipher.final();
  return Buffer.concat([sealed, cipher.getAuthTag()], bytes.length + tagLength);
}

export function unsealWith(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, context: Uint8Array): Buffer | null {
  if (sealed.length < tagLength) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(context);
  cipher.setAuthTag(sealed.subarray(-tagLength));
  const bytes = cipher.update(sealed.subarray(0, -tagLength));
  try {
    cipher.final();
    return bytes;
  } catch {
    return null;
  }
}

/** A key of 32 bytes for one purpose, made of another key (RFC 5869, SHA-256). */
export function derivedKey(key: Uint8Array, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, purpose, 32));
}
