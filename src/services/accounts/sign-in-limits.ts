import { createHash } from 'node:crypto';
import type { Counters } from '../../data/contracts/index.ts';
import { type Count, NOTHING_COUNTED, openWhileAway, refuseAbove } from '../rate-limit.ts';
import { addressBlock } from './client-address.ts';

const WINDOW_MS = 15 * 60_000;
/** Calls a minute from one address to sign-in and what is near it: far above people, far below machines. */
const CALLS = 300;
const CALLS_WINDOW_MS = 60_000;
/** Failures of one e-mail from one address, or of one account from one known place: enough for a person who forgot. */
const PER_ACCOUNT = 10;
/** Failures from one address whatever the e-mail: stops one password being tried on every account. */
const PER_ADDRESS = 100;
/** Failures of one e-mail from all places where it did not sign in before: stops guessing from many addresses. */
const PER_ACCOUNT_ELSEWHERE = 100;
/** Calls from one address that cannot be read. */
const UNREADABLE = 100;
/** Links by mail for one e-mail, and from one address. */
const LINKS = { account: 3, address: 20 };
/** Changes of one's own e-mail, tried or made: an e-mail in use is refused, and nobody is to find out many. */
const EMAIL_CHANGES = 10;

/** One try to sign in, or to prove one's password. */
export interface Attempt {
  /** The e-mail as it is compared, or whatever else names the account. */
  account: string;
  address: string;
  /**
   * Names the account and the place or device from which it signed in before; null elsewhere. Such attempts are counted
   * apart, so that strangers' failures lock nobody out at home.
   */
  known: string | null;
}

/** Counts failed sign-ins, shared by all processes. */
export class SignInLimits {
  readonly #counters: Counters | null;

  /** Without counters (limits switched off) nothing is counted. */
  constructor(counters: Counters | null) {
    this.#counters = counters;
  }

  /** Throws `too_many_requests` with the seconds to wait once a limit is reached. */
  async check(attempt: Attempt): Promise<void> {
    const limits = limitsOf(attempt);
    const counts = await Promise.all(limits.map(({ key }) => this.#hit(key, 0)));
    counts.forEach((count, at) => {
      refuseAbove(limits[at]?.most ?? 0, count);
    });
  }

  async failed(attempt: Attempt): Promise<void> {
    await Promise.all(limitsOf(attempt).map(({ key }) => this.#hit(key, 1)));
  }

  /** Forgets the failures of this account from here. */
  async succeeded(attempt: Attempt): Promise<void> {
    const [own] = limitsOf(attempt);
    await openWhileAway(async () => this.#counters?.clear(own.key), undefined);
  }

  /** A call to sign-in that cannot be read counts like one that fails. */
  async unreadable(address: string): Promise<void> {
    await Promise.all([this.#hit(unreadableKey(address), 1), this.#hit(addressKey(address), 1)]);
  }

  /** Throws `too_many_requests` when the address calls too often, or too many of its calls could not be read. */
  async countCall(address: string): Promise<void> {
    const [calls, unreadable] = await Promise.all([
      this.#hit(`calls:${addressBlock(address)}`, 1, CALLS_WINDOW_MS),
      this.#hit(unreadableKey(address), 0),
    ]);
    refuseAbove(UNREADABLE, unreadable);
    refuseAbove(CALLS, { ...calls, count: calls.count - 1 });
  }

  /** Throws `too_many_requests` beyond ten in a quarter of an hour. */
  async countEmailChange(user_id: string): Promise<void> {
    const { count, resets_in_ms } = await this.#hit(`email-change:${user_id}`, 1);
    refuseAbove(EMAIL_CHANGES, { count: count - 1, resets_in_ms });
  }

  /** Throws `too_many_requests` beyond three links for one e-mail, or twenty from one address, in a quarter of an hour. */
  async countLinkRequest(account: string, address: string): Promise<void> {
    const keys = [`link:${short(account)}`, `link:${addressBlock(address)}`];
    const counts = await Promise.all(keys.map((key) => this.#hit(key, 1)));
    counts.forEach(({ count, resets_in_ms }, at) => {
      refuseAbove(at === 0 ? LINKS.account : LINKS.address, { count: count - 1, resets_in_ms });
    });
  }

  /** While the counters are away, the line before the hashing still bounds guessing. */
  async #hit(key: string, by: number, window_ms = WINDOW_MS): Promise<Count> {
    const counters = this.#counters;
    if (!counters) return NOTHING_COUNTED;
    return openWhileAway(() => counters.hit(key, window_ms, by), NOTHING_COUNTED);
  }
}

/** Of one length, however long what was typed is; and no e-mail stands in the counters. */
const short = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
const addressKey = (address: string) => `login:${addressBlock(address)}`;
const unreadableKey = (address: string) => `unreadable:${addressBlock(address)}`;

/** What an attempt counts towards; first what a success forgets. */
function limitsOf({ account, address, known }: Attempt) {
  if (known !== null) return [{ key: `login:known:${short(known)}`, most: PER_ACCOUNT }] as const;
  return [
    { key: `${addressKey(address)}:${short(account)}`, most: PER_ACCOUNT },
    { key: addressKey(address), most: PER_ADDRESS },
    { key: `login:elsewhere:${short(account)}`, most: PER_ACCOUNT_ELSEWHERE },
  ] as const;
}
