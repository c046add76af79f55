/** Sign-in with a cookie: scripts cannot read the refresh token, and only pages of the same host can use it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KNOWN_DAYS } from '../services/accounts/device-marks.ts';
import { refuseCrossSite } from './cross-site.ts';
import { isHttps } from './own-address.ts';

const REFRESH = 'b2_refresh';
const DEVICE = 'b2_device';
/** Tells the scripts of pages that there is a session, and nothing about it: the console asks for tokens only then. */
const SIGNED_IN = 'b2_signed_in';
const PATH = '/api/v1/auth';

/** Headers of answers that may set or clear cookies, for the OpenAPI document. */
export const setCookie = {
  'set-cookie': { type: 'string', description: '`b2_refresh`, when the session uses cookies.' },
} as const;

/** The refresh token in the cookie, or null; throws `cross_site` if there is one and a page of another site sent it. */
export function refreshCookie(request: FastifyRequest): string | null {
  const token = cookieOf(request, REFRESH);
  if (token !== null) refuseCrossSite(request);
  return token;
}

/** The refresh token that the request sends, in its body or its cookie, whether or not it may be used. */
export function sentRefreshToken(request: FastifyRequest): string | null {
  const { refresh_token } = (request.body ?? {}) as { refresh_token?: unknown };
  return typeof refresh_token === 'string' ? refresh_token : cookieOf(request, REFRESH);
}

/** The mark of a device on which an account signed in before. */
export const deviceMark = (request: FastifyRequest): string | undefined =>
  cookieOf(request, DEVICE) ?? undefined;

export function setSessionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  values: { refresh_token: string; expires_at: string; device_mark: string },
): void {
  const seconds = Math.max(0, Math.floor((Date.parse(values.expires_at) - Date.now()) / 1_000));
  reply.header('set-cookie', [
    cookie(request, REFRESH, values.refresh_token, seconds),
    cookie(request, DEVICE, values.device_mark, KNOWN_DAYS * 86_400),
    readable(request, SIGNED_IN, '1', seconds),
  ]);
}

/** The device stays known. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', [cookie(request, REFRESH, '', 0), readable(request, SIGNED_IN, '', 0)]);
}

const cookie = (request: FastifyRequest, name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=${PATH}; Max-Age=${seconds}; HttpOnly; ${scopeOf(request)}`;

/** A cookie that scripts of all pages of this host can read. */
const readable = (request: FastifyRequest, name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; ${scopeOf(request)}`;

/** A browser would not send a `Secure` cookie back over plain HTTP. */
const scopeOf = (request: FastifyRequest): string => `SameSite=Strict${isHttps(request) ? '; Secure' : ''}`;

function cookieOf({ headers }: FastifyRequest, name: string): string | null {
  const start = `${name}=`;
  const found = headers.cookie?.split(';').find((one) => one.trimStart().startsWith(start));
  const value = found?.trimStart().slice(start.length).trim();
  return value ? value : null;
}
