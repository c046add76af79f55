/** Checks the headers in which browsers describe the page that sent a request. Other callers do not send these headers. */

import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Fault } from '../errors.ts';
import type { Settings } from '../settings.ts';

type Sites = Pick<Settings, 'CORS_ORIGINS' | 'PUBLIC_URL'>;
type Place = Pick<Settings, 'HOST' | 'NODE_ENV' | 'TRUST_PROXY' | 'PUBLIC_URL'>;

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
export function refuseOtherSites(request: FastifyRequest, { CORS_ORIGINS, PUBLIC_URL }: Sites): void {
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

/**
 * Throws `unknown_host` if a page wants to sign in under a host name that may be a stranger's: whoever owns a name can point it to
 * 127.0.0.1 (DNS rebinding), and to the browser the page then belongs to this server. Only a server on this machine that is neither for
 * production nor behind a proxy is asked: it may have the documented first password, and other servers may have any name.
 */
export function refuseStrangeHost({ headers: { origin } }: FastifyRequest, place: Place): void {
  const { HOST, NODE_ENV, TRUST_PROXY, PUBLIC_URL } = place;
  if (origin === undefined || TRUST_PROXY || NODE_ENV === 'production' || !isThisMachine(HOST)) return;
  const name = URL.canParse(origin) ? new URL(origin).hostname : '';
  if (PUBLIC_URL !== undefined && new URL(PUBLIC_URL).hostname === name) return;
  // Nobody can own an address, or a name without a dot.
  const nobodys = isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0 || /^[^.]+$/.test(name);
  if (!nobodys && !name.endsWith('.localhost')) throw new Fault('unknown_host');
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

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
