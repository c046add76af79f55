import { createHmac, timingSafeEqual } from 'node:crypto';

export interface RefreshTokens {
  /** `session.generation.HMAC`: the same text each time, so that parallel tabs get the same successor. */
  write(session_id: string, generation: number): string;
  /** What the token names, or null when it was not made here. */
  read(token: string): { session_id: string; generation: number } | null;
}

/** Refresh tokens carry their own proof, so the database holds a number and no secret. */
export function createRefreshTokens(secret: string): RefreshTokens {
  // A key of its own, so that no signature made for another purpose with the same secret passes here.
  const key = createHmac('sha256', secret).update('backend2 refresh token').digest();
  const proof = (named: string) => createHmac('sha256', key).update(named).digest();

  return {
    write(session_id, generation) {
      const named = `${session_id}.${generation}`;
      return `${named}.${proof(named).toString('base64url')}`;
    },
    read(token) {
      const parts = /^([0-9a-f-]{36})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/.exec(token);
      if (!parts) return null;
      const [, session_id = '', generation = '', given = ''] = parts;
      const matches = timingSafeEqual(Buffer.from(given, 'base64url'), proof(`${session_id}.${generation}`));
      return matches ? { session_id, generation: Number(generation) } : null;
    },
  };
}
