import { createHmac, timingSafeEqual } from 'node:crypto';

/** The content of a refresh token. */
export interface NamedSession {
  session_id: string;
  generation: number;
}

/** Refresh tokens (`session.generation.HMAC`) contain their own signature, so the database stores a number and no secret. */
export class RefreshTokens {
  readonly #key: Buffer;

  constructor(secret: string) {
    // A separate key, so that no signature made with the same secret for another purpose is accepted.
    this.#key = createHmac('sha256', secret).update('backend2 refresh token').digest();
  }

  /** The same text each time, so that parallel tabs get the same successor. */
  write(session_id: string, generation: number): string {
    const named = `${session_id}.${generation}`;
    return `${named}.${this.#proof(named)}`;
  }

  /** The content of the token, or null if this server did not create it. */
  read(token: string): NamedSession | null {
    const parts = /^([0-9a-f-]{36})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/.exec(token);
    if (!parts) return null;
    const [, session_id = '', generation = '', given = ''] = parts;
    // Compared as texts: decoding ignores bits of the last character, so that other tokens would pass, too.
    const expected = this.#proof(`${session_id}.${generation}`);
    if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return null;
    return { session_id, generation: Number(generation) };
  }

  #proof(named: string): string {
    return createHmac('sha256', this.#key).update(named).digest('base64url');
  }
}
