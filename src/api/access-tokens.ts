import { Fault } from '../errors.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { Credential } from '../services/accounts/access-check.ts';
import type { TokenClaims } from '../services/accounts/sessions.ts';

const REMEMBERED_TOKENS = 10_000;
const BEARER = 'Bearer ';

interface Passed {
  credential: Credential;
  /** Seconds since 1970. */
  exp: number;
}

/** Reads the credential of a request from its `Authorization` header. */
export class AccessTokens {
  readonly #verify: (token: string) => TokenClaims & { exp: number };
  // Headers with verified tokens, until these expire; whether they are still valid is checked each time. Checking a signature takes longer
  // than everything else in a small call. (The library's own cache hashes the token first, which costs as much again.)
  readonly #passed = new BoundedMap<string, Passed>({ entries: REMEMBERED_TOKENS });

  /** `verify` throws if the token is not ours or has expired. */
  constructor(verify: (token: string) => TokenClaims & { exp: number }) {
    this.#verify = verify;
  }

  /** Throws `not_authenticated` if there is no bearer token, or if it is not ours. */
  credentialOf(authorization: string | undefined): Credential {
    if (!authorization) throw new Fault('not_authenticated');
    const known = this.#passed.get(authorization);
    if (known && known.exp * 1_000 > Date.now()) return known.credential;
    const token = /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
    if (!token) throw new Fault('not_authenticated');
    if (token.startsWith('b2_')) return { kind: 'api_key', key: token };
    try {
      const passed = this.#read(token);
      // With one space, as clients write it: thousands of spaces would be remembered, too.
      if (authorization.length === BEARER.length + token.length) this.#passed.set(authorization, passed);
      return passed.credential;
    } catch (cause) {
      throw new Fault('not_authenticated', { cause });
    }
  }

  #read(token: string): Passed {
    const signature = token.slice(token.lastIndexOf('.') + 1);
    // The last character has bits that decoding ignores: other characters there would make other tokens with the same signature.
    if (Buffer.from(signature, 'base64url').toString('base64url') !== signature)
      throw new Error('the signature is not written as we write it');
    const { sub, sid, exp } = this.#verify(token);
    if (typeof sub !== 'string' || typeof sid !== 'string') {
      throw new Error('the claims have other types than ours');
    }
    return { credential: { kind: 'token', user_id: sub, session_id: sid }, exp };
  }
}
