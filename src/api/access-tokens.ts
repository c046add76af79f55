import { Fault } from '../errors.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { Credential } from '../services/accounts/access-check.ts';
import type { TokenClaims } from '../services/accounts/sessions.ts';

const REMEMBERED_TOKENS = 10_000;

interface Passed {
  credential: Credential;
  /** Seconds since 1970. */
  exp: number;
}

/** Reads the credential of a request from its `Authorization` header. */
export class AccessTokens {
  readonly #verify: (token: string) => TokenClaims & { exp: number };
  // Verified tokens, until they expire; whether they are still valid is checked each time. Checking a signature takes longer than
  // everything else in a small call. (The library's own cache hashes the token first, which costs as much again.)
  readonly #passed = new BoundedMap<string, Passed>({ entries: REMEMBERED_TOKENS });

  /** `verify` throws if the token is not ours or has expired. */
  constructor(verify: (token: string) => TokenClaims & { exp: number }) {
    this.#verify = verify;
  }

  /** Throws `not_authenticated` if there is no bearer token, or if it is not ours. */
  credentialOf(authorization: string | undefined): Credential {
    const token = authorization && /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
    if (!token) throw new Fault('not_authenticated');
    if (token.startsWith('b2_')) return { kind: 'api_key', key: token };
    const known = this.#passed.get(token);
    if (known && known.exp * 1_000 > Date.now()) return known.credential;
    try {
      return this.#read(token);
    } catch (cause) {
      throw new Fault('not_authenticated', { cause });
    }
  }

  #read(token: string): Credential {
    const signature = token.slice(token.lastIndexOf('.') + 1);
    // The last character has bits that decoding ignores: other characters there would make other tokens with the same signature.
    if (Buffer.from(signature, 'base64url').toString('base64url') !== signature)
      throw new Error('the signature is not written as we write it');
    const { sub, sid, exp } = this.#verify(token);
    if (typeof sub !== 'string' || typeof sid !== 'string') {
      throw new Error('the claims have other types than ours');
    }
    const credential: Credential = { kind: 'token', user_id: sub, session_id: sid };
    this.#passed.set(token, { credential, exp });
    return credential;
  }
}
