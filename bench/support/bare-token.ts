/** The token and body that the bare server and its callers share. */
import { createHmac } from 'node:crypto';

export const BARE_SECRET = 'a secret of the bare server alone';
export const CREATE_TASK_BODY = { type: 'noop', params: { count: 1 } };

/** A token with the same claims as ours, signed with HS256. */
export function bareToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const id = '019a0000-0000-7000-8000-000000000000';
  const claims = { sub: id, sid: id, ver: 1, iat: now, exp: now + 3_600, iss: 'backend2' };
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', BARE_SECRET).update(parts.join('.')).digest('base64url');
  return `${parts.join('.')}.${signature}`;
}
