import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a refresh token names. */
export interface NamedSession {
  session_id: string;
  generation: number;
}

/** Refresh tokens (`session.generation.HMAC`) carry their own proof, so the database holds a number and no secret. */
export class RefreshTokens {
  readonly #key: Buffer;

  constructor(secret: string) {
    // A key of its own, so that no signature made for another purpose with the same secret passes here.
    this.#key = createHmac('sha256', secret).update('backend2 refresh token').digest();
  }

  /** The same text each time, so that parallel tabs get the same successor. */
  write(session_id: string, generation: number): string {
    const named = `${session_id}.${generation}`;
    return `${named}.${this.#proof(named).toString('base64url')}`;
  }

  /** What the token names, or null when it was not made here. */
  read(token: string): NamedSession | null {
    const parts = /^([0-9a-f-]{36})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/.exec(token);
    if (!parts) return null;
    const [, session_id = '', generation = '', given = ''] = parts;
    const expected = this.#proof(`${session_id}.${generation}`);
    if (!timingSafeEqual(Buffer.from(given, 'base64url'), expected)) return null;
    return { session_id, generation: Number(generation) };
  }

  #proof(named: string): Buffer {
    return createHmac('sha256', this.#key).update(named).digest();
  }
}
