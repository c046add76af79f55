/** How the address of a client is written, stored and counted: one spelling, whatever a proxy sends. */
import { isIP } from 'node:net';
import { BoundedMap } from '../../runtime/bounded-map.ts';

/** Used for every unreadable address, so that all of them share one limit. */
export const UNKNOWN_ADDRESS = 'unknown';

/**
 * The address alone, in one spelling: without the port that some proxies add (`192.0.2.7:5678`, `[2001:db8::1]:5678`),
 * without brackets or zone; an IPv4-mapped IPv6 address as IPv4, and IPv6 according to RFC 5952.
 */
export const clientAddress = (given: string): string => known.spellingOf(given);

/** A client sends many requests, and each needs the address. */
class KnownAddresses {
  readonly #spellings = new BoundedMap<string, string>({ entries: 1_000 });

  spellingOf(given: string): string {
    // Longer than any address with a port and zone.
    if (given.length > 100) return UNKNOWN_ADDRESS;
    const known = this.#spellings.get(given);
    if (known !== undefined) return known;
    const spelling = spellingOf(given);
    this.#spellings.set(given, spelling);
    return spelling;
  }
}

const known = new KnownAddresses();

function spellingOf(given: string): string {
  const text = given.trim();
  if (!text.includes(':')) return isIP(text) === 4 ? text : UNKNOWN_ADDRESS;
  const ipv4 = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text)?.[1];
  if (ipv4) return isIP(ipv4) === 4 ? ipv4 : UNKNOWN_ADDRESS;
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  const [address = ''] = (bracketed?.[1] ?? text).split('%');
  return isIP(address) === 6 ? ipv6(address) : UNKNOWN_ADDRESS;
}

function ipv6(address: string): string {
  const groups = groupsOf(address);
  const mapped = groups.slice(0, 5).every((one) => one === 0) && groups[5] === 0xffff;
  if (mapped)
    return [groups[6] as number, groups[7] as number].flatMap((one) => [one >> 8, one & 255]).join('.');
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The eight numbers of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const whole = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = whole.split('::');
  const numbers = (part: string) => (part ? part.split(':').map((one) => Number.parseInt(one, 16)) : []);
  const left = numbers(head);
  if (tail === undefined) return left;
  const right = numbers(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** The part of the address space that one customer usually has: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressBlock(given: string): string {
  const address = clientAddress(given);
  if (!address.includes(':')) return address;
  return `${groupsOf(address)
    .slice(0, 4)
    .map((one) => one.toString(16))
    .join(':')}::/64`;
}
