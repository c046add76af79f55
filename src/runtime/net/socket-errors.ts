/** Codes of Node.js and of the system for a connection that was lost, refused or never made. */
const CODES = new Set([
  'EADDRNOTAVAIL',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTCONN',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ESHUTDOWN',
  'ETIMEDOUT',
  'ERR_SOCKET_CLOSED',
  'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** `EAI_AGAIN` and its like: a name that could not be resolved. `ERR_SSL_…`: what TLS says of a broken connection. */
const KINDS = /^(EAI_|ERR_SSL_)/;

const MOST_CAUSES = 10;

/** Whether an error, or one of those that caused it, is one of a connection over a network, as sockets report it. */
export function isSocketError(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MOST_CAUSES) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && (CODES.has(code) || KINDS.test(code))) return true;
  // Several addresses of a name were tried.
  if (error instanceof AggregateError && error.errors.some((one) => isSocketError(one, depth + 1)))
    return true;
  return isSocketError(error.cause, depth + 1);
}
