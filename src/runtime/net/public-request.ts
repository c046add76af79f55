/**
 * One HTTP request to a URL that somebody else chose. The host name is resolved once, all its addresses are checked, and the connection
 * goes to a checked address, because a second look-up could return another one. Redirects are not followed.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { orAborted } from '../or-aborted.ts';
import { type Address, isOfThisMachine, type NameLookup, namesOfSystem } from './name-lookup.ts';
import { isPublicAddress } from './public-address.ts';

// An import of a Node.js module reads all its exports, and node:http would then load its WebSocket implementation.
const { request: httpRequest } = process.getBuiltinModule('node:http');
const { request: httpsRequest } = process.getBuiltinModule('node:https');

export interface PublicRequest {
  url: URL;
  method: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Aborts the request, from the look-up of the name to the end of the body. */
  signal: AbortSignal;
  /** The rest of a longer answer is not read. */
  most_bytes: number;
  /** Allows any address, for receivers inside one's own network. Default false. */
  allow_private?: boolean;
  /** Finds the addresses of a name. Default: DNS, and what else the system knows. */
  lookup?: NameLookup;
}

export interface PublicAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** True if the body has more bytes than were read. */
  truncated: boolean;
}

/** Thrown for an address that must not be called. */
export class PrivateAddress extends Error {
  override name = 'PrivateAddress';
}

/** Throws `PrivateAddress`, the reason of the signal, and network errors. */
export async function requestPublic(asked: PublicRequest): Promise<PublicAnswer> {
  const { url, allow_private, lookup, signal } = asked;
  const address = await orAborted(publicAddress(url, signal, allow_private, lookup), signal);
  return send(asked, address);
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Whether the host itself, without a look-up, says that the address is not public. */
export function isPrivateLiteral(url: URL): boolean {
  const host = hostOf(url);
  return isOfThisMachine(host) || (isIP(host) !== 0 && !isPublicAddress(host));
}

/** The current address of the URL's host. Throws `PrivateAddress` and errors of the look-up. */
export async function publicAddress(
  url: URL,
  signal: AbortSignal,
  allow_private = false,
  lookup = namesOfSystem,
): Promise<Address> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new PrivateAddress(`${url.protocol} addresses are not requested`);
  const host = hostOf(url);
  if (!allow_private && isOfThisMachine(host))
    throw new PrivateAddress(`${url.host} is not a public address`);
  const family = isIP(host);
  const found: Address[] = family === 0 ? await lookup(host, signal) : [{ address: host, family }];
  // A private address among several is a way to make a name lead into the network.
  if (!allow_private && !found.every(({ address }) => isPublicAddress(address)))
    throw new PrivateAddress(`${url.host} is not a public address`);
  const [first] = found;
  if (!first) throw new PrivateAddress(`${url.host} has no address`);
  return first;
}

function send(asked: PublicRequest, { address, family }: Address): Promise<PublicAnswer> {
  const { url, method, headers, body, signal } = asked;
  const { promise, resolve, reject } = Promise.withResolvers<PublicAnswer>();
  const pinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  // No agent: a connection that was opened for another request would not have been checked for this one.
  const request = start(url, { method, headers, signal, lookup: pinned, agent: false });
  let answered = false;
  request.on('response', (response) => {
    answered = true;
    readAnswer(response, asked.most_bytes).then(resolve, reject);
  });
  // Nobody asked for another protocol. Node.js reports such an answer here only, and then neither an error nor the end of the signal.
  request.on('upgrade', ({ statusCode = 0, headers: of_answer }, socket) => {
    socket.destroy();
    resolve({ status: statusCode, headers: of_answer, body: Buffer.alloc(0), truncated: false });
  });
  request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
  // Whatever ends the connection ends the request: a promise that never settles would hold the caller's place forever.
  request.on('close', () => {
    if (!answered)
      reject(signal.aborted ? signal.reason : new Error('the connection ended without an answer'));
  });
  request.end(body);
  return promise;
}

async function readAnswer(response: IncomingMessage, most_bytes: number): Promise<PublicAnswer> {
  const parts: Buffer[] = [];
  let size = 0;
  let truncated = false;
  for await (const part of response as AsyncIterable<Buffer>) {
    truncated = size + part.length > most_bytes;
    parts.push(truncated ? part.subarray(0, most_bytes - size) : part);
    size += part.length;
    // Leaving the loop destroys the response and its connection.
    if (truncated) break;
  }
  const { statusCode = 0, headers } = response;
  return { status: statusCode, headers, body: Buffer.concat(parts), truncated };
}
