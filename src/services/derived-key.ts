import { hkdfSync } from 'node:crypto';

/**
 * A key for one purpose, made from the one secret of the installation (HKDF, RFC 5869): what is signed for one purpose
 * never passes for another. 64 bytes by default, as much as HS512 uses.
 */
export const derivedKey = (secret: string, purpose: string, bytes = 64): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `backend2 ${purpose}`, bytes));
