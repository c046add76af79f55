/** What browsers tell of the page that sent a request. Callers that are not browsers send none of these headers. */
import type { FastifyRequest } from 'fastify';
import { Fault } from '../errors.ts';
import type { Settings } from '../settings.ts';

type Origins = Pick<Settings, 'CORS_ORIGINS' | 'PUBLIC_URL'>;

/** The origins whose pages may call the API; `*` stands for all. */
export const originsOf = (list: string): string[] =>
  list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * Throws `cross_site` if the browser says that a page of another site sent the request, and no setting allows that site. Any page may
 * have its visitor's browser send simple requests without asking first, so they must not count towards the visitor's limits.
 */
export function refuseOtherSites(request: FastifyRequest, { CORS_ORIGINS, PUBLIC_URL }: Origins): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const allowed = originsOf(CORS_ORIGINS);
  if (origin !== undefined && (allowed.includes('*') || allowed.includes(origin))) return;
  // No page can set this header, and a proxy that changes `Host` leaves it.
  if (site !== undefined) {
    refuseUnlessOwn(site);
    return;
  }
  if (origin === undefined || isOwnOrigin(origin, request.host)) return;
  if (PUBLIC_URL === undefined || new URL(PUBLIC_URL).origin !== origin) throw new Fault('cross_site');
}

/** Throws `cross_site` if the browser says that the page is not one of this host, whatever the settings allow. */
export function refuseCrossSite(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) refuseUnlessOwn(site);
  if (origin !== undefined && !isOwnOrigin(origin, request.host)) throw new Fault('cross_site');
}

function refuseUnlessOwn(site: string | string[]): void {
  if (site !== 'same-origin' && site !== 'none') throw new Fault('cross_site');
}

/** Host and port are compared, but not the scheme, because a proxy may terminate TLS. */
function isOwnOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  const own = `${protocol}//${host}`;
  // Read as a URL, so that the default port may be given or omitted.
  return URL.canParse(own) && new URL(own).host === from;
}
