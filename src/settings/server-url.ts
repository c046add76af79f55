/**
 * URLs of servers. A URL that no driver could use is refused with the violated rule. Messages never contain the URL, which may contain a
 * password.
 */
import { isIP } from 'node:net';

/** As in templates of URLs, and what a shell would have replaced. */
const PLACEHOLDER = /\$\{[^{}]*\}|\$\([^()]*\)|[:/@]<[^<>]*>(?=[:/@?]|$)/;

const UNESCAPED = {
  '@': '%40',
  '/': '%2F',
  '?': '%3F',
  '#': '%23',
  '%': '%25',
} as const;

/**
 * A character that ends user and password too early or is not allowed in them: drivers would then take a part of the password for the
 * host and show it in their messages.
 */
function unescapedIn(url: string): keyof typeof UNESCAPED | null {
  const { authority, after } = partsOf(url);
  if (authority.split('@').length > 2) return '@';
  // Without an @, this is a host with a port, unless a password was cut in two.
  const isHost = !/:(?!\d*(,|$))/.test(authority.replace(/\[[^\]]*\]/g, ''));
  const [path = ''] = after.split('?', 1);
  if (!authority.includes('@') && (isHost ? path : after).includes('@'))
    return after.charAt(0) as keyof typeof UNESCAPED;
  if (after.includes('#')) return '#';
  const [user = ''] = authority.includes('@') ? authority.split('@') : [];
  return isDecodable(user) ? null : '%';
}

function partsOf(url: string): { authority: string; after: string } {
  const rest = url.replace(/^[a-z0-9+.-]+:\/\//i, '');
  const [authority = ''] = rest.split(/[/?#]/, 1);
  return { authority, after: rest.slice(authority.length) };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    // Percent signs that do not encode UTF-8.
    return false;
  }
}

export interface ServerUrlRules {
  schemes: string[];
  /** Several hosts, separated by commas, and sockets. */
  several?: boolean;
  /** The rule that the part after the hosts violates; null if it is acceptable. */
  afterFault?(after: string): string | null;
}

/** The rule that the URL violates; null if it is acceptable. */
export function serverUrlFault(url: string, { schemes, several, afterFault }: ServerUrlRules): string | null {
  const scheme = schemes.find((one) => url.toLowerCase().startsWith(`${one}://`));
  if (scheme === undefined || !/^[^:]+:\/\/[^/]/.test(url)) return beginning(schemes);
  if (PLACEHOLDER.test(url))
    return 'a URL without placeholders such as $(PASSWORD) or <password>: nothing is filled in';
  const unescaped = unescapedIn(url);
  if (unescaped)
    return `a URL in which a "${unescaped}" of the user or password is written as ${UNESCAPED[unescaped]}`;
  const { authority, after } = partsOf(url);
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  const found = hosts.map((one) => hostFault(one, several === true)).find((fault) => fault !== null);
  if (found) return found;
  if (hosts.length > 1 && !several) return 'a URL with one host';
  if (scheme.endsWith('+srv') && (hosts.length > 1 || hosts[0]?.includes(':')))
    return `a URL with one host and without a port, as it begins with ${scheme}://`;
  return afterFault?.(after) ?? null;
}

export const beginning = (schemes: string[]): string =>
  `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;

const NO_HOST = 'a URL with a valid host name or IP address';
const SOCKET = /^%2F[\w%.-]+\.sock$/i;

function hostFault(given: string, sockets: boolean): string | null {
  if (sockets && SOCKET.test(given)) return null;
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(given) ?? [];
  const valid =
    bracketed === undefined ? isHostName(plain) : isIP(bracketed) === 6 && !bracketed.includes('%');
  if (!valid) return NO_HOST;
  if (port === undefined) return null;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return number >= 1 && number <= 65_535 ? null : 'a URL with a port from 1 to 65535';
}

const isHostName = (text: string): boolean => /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]{0,252}$/u.test(text);

/** The part after the host of a Redis URL: the number of a database, and the address family for look-ups. */
export function redisAfterFault(after: string): string | null {
  const [path = '', options] = after.split('?', 2);
  if (!/^(\/\d{0,5})?$/.test(path))
    return 'a URL in which only the number of a database, such as /2, or nothing follows the host';
  return options === undefined || /^(family=[046])?$/.test(options)
    ? null
    : 'a URL without options after a "?", except family=4 or family=6';
}

/** The URL of a web server, without user, password, query and fragment, at a host and port that can exist; null for any other text. */
export function webAddress(text: string): URL | null {
  if (/[\s\p{Cc}]/u.test(text) || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username || url.password || /[?#\\]/.test(text) || !isReachable(url) ? null : url;
}

/** Whether the host is a name or an address (not a pattern with `*`) and the port can be called. */
export const isReachable = ({ hostname, port }: URL): boolean =>
  port !== '0' && (isHostName(hostname) || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 6);
