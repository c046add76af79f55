import { type Counters, Unavailable } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures of one e-mail from one address: enough for a person who forgot, useless for guessing. */
const PER_ACCOUNT = 10;
/** Failures from one address whatever the e-mail: stops one password being tried on every account. */
const PER_ADDRESS = 100;

/** Counts failed sign-ins, shared by all processes. */
export interface LoginLimits {
  /** Throws `too_many_requests` with the seconds to wait once either limit is reached. */
  check(account: string, address: string): Promise<void>;
  failed(account: string, address: string): Promise<void>;
  succeeded(account: string, address: string): Promise<void>;
}

/** The limits over these counters; without them (limits switched off) nothing is counted. */
export function createLoginLimits(counters: Counters | null): LoginLimits {
  const hit = async (key: string, by: number) => {
    if (!counters) return { count: 0, resets_in_ms: 0 };
    try {
      return await counters.hit(key, WINDOW_MS, by);
    } catch (error) {
      // People must be able to sign in while the counters are away; the line before the hashing still bounds guessing.
      if (error instanceof Unavailable) return { count: 0, resets_in_ms: 0 };
      throw error;
    }
  };
  const accountKey = (account: string, address: string) => `login:${addressBlock(address)}:${account}`;
  const addressKey = (address: string) => `login:${addressBlock(address)}`;

  return {
    async check(account, address) {
      const [one, all] = await Promise.all([
        hit(accountKey(account, address), 0),
        hit(addressKey(address), 0),
      ]);
      const reached = one.count >= PER_ACCOUNT ? one : all.count >= PER_ADDRESS ? all : null;
      if (reached) throw tooMany(reached.resets_in_ms);
    },
    async failed(account, address) {
      await Promise.all([hit(accountKey(account, address), 1), hit(addressKey(address), 1)]);
    },
    async succeeded(account, address) {
      await counters?.clear(accountKey(account, address)).catch(() => {});
    },
  };
}

const tooMany = (resets_in_ms: number) =>
  new Fault('too_many_requests', { retry_after: Math.max(1, Math.ceil(resets_in_ms / 1_000)) });

/** One customer's part of the address space: an IPv4 address, or the /64 network of an IPv6 one. */
export function addressBlock(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = '', tail] = address.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : new Array(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
