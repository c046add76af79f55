/** Which addresses belong to the public internet. All others reach this machine, its network, or a cloud's metadata. */
import { BlockList, isIP } from 'node:net';

const NOT_PUBLIC_V4: [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // metadata of a cloud, though the address is a public one
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** In IPv6, only 2000::/3 is public, except for these networks: */
const NOT_PUBLIC_V6: [string, number][] = [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['3fff::', 20], // documentation
];

const notPublic = new BlockList();
for (const [address, bits] of NOT_PUBLIC_V4) notPublic.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of NOT_PUBLIC_V6) notPublic.addSubnet(address, bits, 'ipv6');

const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** IPv6 addresses that stand for an IPv4 one: mapped, and through NAT64. */
const HOLDS_V4 = [/^::ffff:([0-9a-f]+):([0-9a-f]+)$/, /^64:ff9b::([0-9a-f]+):([0-9a-f]+)$/];

/** False for text that is not an address, and for loopback, private, link-local, metadata, multicast, reserved and unspecified addresses. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0) return false;
  if (kind === 4) return !notPublic.check(address, 'ipv4');
  // The normalized form; a zone (`%eth0`) only occurs in link-local addresses.
  if (address.includes('%')) return false;
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  for (const pattern of HOLDS_V4) {
    const [, high, low] = pattern.exec(written) ?? [];
    if (high && low) return isPublicAddress(dotted(Number.parseInt(high, 16), Number.parseInt(low, 16)));
  }
  return publicV6.check(written, 'ipv6') && !notPublic.check(written, 'ipv6');
}

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');
