/** The cookie form of sign-in: the refresh token out of reach of scripts, and only for pages of this very host. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../errors.ts';
import { KNOWN_DAYS } from '../services/accounts/device-marks.ts';

const REFRESH = 'b2_refresh';
const DEVICE = 'b2_device';
const PATH = '/api/v1/auth';

/** Headers of an answer that may set or clear them, for the OpenAPI document. */
export const setCookie = {
  'set-cookie': { type: 'string', description: '`b2_refresh`, when the session uses cookies.' },
} as const;

/** Throws `cross_site` where a browser says that a page of another site sent the request. */
export function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Fault('cross_site');
  const { origin } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, request.host)) throw new Fault('cross_site');
}

/** Host and port are compared; the scheme is not, since a proxy may speak TLS for us. */
function isOwnOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  const own = `${protocol}//${host}`;
  // Read as a URL, so that the scheme's own port may be named or left out.
  return URL.canParse(own) && new URL(own).host === from;
}

/** The refresh token in the cookie, or null; throws `cross_site` where there is one and another site's page sent it. */
export function refreshCookie(request: FastifyRequest): string | null {
  const token = cookieOf(request, REFRESH);
  if (token !== null) refuseCrossSite(request);
  return token;
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
  ]);
}

/** Only the session's: the device stays known. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie(request, REFRESH, '', 0));
}

function cookie({ protocol }: FastifyRequest, name: string, value: string, seconds: number): string {
  // A browser would not send a `Secure` cookie back over plain HTTP.
  const secure = protocol === 'https' ? '; Secure' : '';
  return `${name}=${value}; Path=${PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

function cookieOf({ headers }: FastifyRequest, name: string): string | null {
  const start = `${name}=`;
  const found = headers.cookie?.split(';').find((one) => one.trimStart().startsWith(start));
  const value = found?.trimStart().slice(start.length).trim();
  return value ? value : null;
}
