/** The address at which a client reaches this server, as the headers of its request tell it. */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Fault, type FaultDetail } from '../errors.ts';

/** Schemes have no case (RFC 3986 §3.1), and proxies may write them in capitals. */
export const isHttps = ({ protocol }: Pick<FastifyRequest, 'protocol'>): boolean =>
  protocol.toLowerCase() === 'https';

/** `https://tasks.example:8443`. Throws `invalid_request` with the header at fault: people open links that begin with it. */
export function ownAddress(request: FastifyRequest, trusts_proxy: boolean): string {
  const { protocol, host, headers } = request;
  const from = (name: string, otherwise: string) =>
    trusts_proxy && headers[name] ? `headers.${name}` : otherwise;
  const details: FaultDetail[] = [];
  if (!/^https?$/i.test(protocol))
    details.push({
      path: from('x-forwarded-proto', 'headers'),
      message: 'must be http or https',
      zh: '必须为 http 或 https',
    });
  if (!isHost(host))
    details.push({
      path: from('x-forwarded-host', 'headers.host'),
      message: 'must be a host name or an IP address, with or without a port',
      zh: '必须为主机名或 IP 地址，可带端口',
    });
  if (details.length > 0) throw new Fault('invalid_request', { details });
  return new URL(`${protocol}://${host}`).origin;
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST = new RegExp(`^(?:(${LABEL}(?:\\.${LABEL})*\\.?)|\\[([\\da-f:.]+)\\])(?::(\\d{1,5}))?$`, 'i');
/** The longest name in DNS. */
const MOST_CHARACTERS = 253;

/** Whether a client can reach a server at this host and port. What clients would read as another host, such as `1.2` or `0x7f.1`, is none. */
export function isHost(text: string): boolean {
  const [, name, address, port] = HOST.exec(text) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  if (address !== undefined) return isIP(address) === 6;
  if (name === undefined || name.replace(/\.$/, '').length > MOST_CHARACTERS) return false;
  const url = `http://${name}`;
  return URL.canParse(url) && new URL(url).hostname === name.toLowerCase();
}
