import { createHash } from 'node:crypto';
import type { Counters } from '../../data/contracts/index.ts';
import { type Count, NOTHING_COUNTED, openWhileAway, refuseAbove } from '../rate-limit.ts';
import { addressBlock } from './client-address.ts';

const WINDOW_MS = 15 * 60_000;
/** Calls per minute from one address to the routes for signing in: far more than people make, and far fewer than programs can. */
const CALLS = 300;
const CALLS_WINDOW_MS = 60_000;
/** Failures of one e-mail from one address, or of one account from one known place: enough for a person who forgot. */
const PER_ACCOUNT = 10;
/** Failures from one address for any e-mail: stops one password from being tried on every account. */
const PER_ADDRESS = 100;
/** Failures of one e-mail from all places where it has not signed in before: stops guessing from many addresses. */
const PER_ACCOUNT_ELSEWHERE = 100;
/** Unreadable calls from one address. */
const UNREADABLE = 100;
/** Password links by e-mail for one account, and from one address. */
const LINKS = { account: 3, address: 20 };
/** Attempts to change one's own e-mail: an e-mail in use is refused, and nobody may find out many of those. */
const EMAIL_CHANGES = 10;

/** One attempt to sign in or to confirm a password. */
export interface Attempt {
  /** The normalized e-mail, or another identifier of the account. */
  account: string;
  address: string;
  /**
   * Identifies the account and the place or device from which it signed in before; null elsewhere. Such attempts are counted separately,
   * so that failures of strangers lock nobody out at known places.
   */
  known: string | null;
}

/** Counts failed sign-ins, shared by all processes. */
export class SignInLimits {
  readonly #counters: Counters | null;

  /** Without counters (limits switched off), nothing is counted. */
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

  /** Forgets the failures of this account from this place. */
  async succeeded(attempt: Attempt): Promise<void> {
    const [own] = limitsOf(attempt);
    await openWhileAway(async () => this.#counters?.clear(own.key), undefined);
  }

  /** An unreadable call counts like a failed sign-in. */
  async unreadable(address: string): Promise<void> {
    await Promise.all([this.#hit(unreadableKey(address), 1), this.#hit(addressKey(address), 1)]);
  }

  /** Throws `too_many_requests` when the address calls too often. */
  async countCall(address: string): Promise<void> {
    const { count, resets_in_ms } = await this.#hit(`calls:${addressBlock(address)}`, 1, CALLS_WINDOW_MS);
    refuseAbove(CALLS, { count: count - 1, resets_in_ms });
  }

  /** Throws `too_many_requests` when too many calls of the address could not be read. */
  async checkUnreadable(address: string): Promise<void> {
    refuseAbove(UNREADABLE, await this.#hit(unreadableKey(address), 0));
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

  /** While the counters are unreachable, the queue for hashing still limits guessing. */
  async #hit(key: string, by: number, window_ms = WINDOW_MS): Promise<Count> {
    const counters = this.#counters;
    if (!counters) return NOTHING_COUNTED;
    return openWhileAway(() => counters.hit(key, window_ms, by), NOTHING_COUNTED);
  }
}

/** Of a fixed length, however long the input is, and without the e-mail itself. */
const short = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
const addressKey = (address: string) => `login:${addressBlock(address)}`;
const unreadableKey = (address: string) => `unreadable:${addressBlock(address)}`;

/** The limits that an attempt counts towards; the first one is reset by a success. */
function limitsOf({ account, address, known }: Attempt) {
  if (known !== null) return [{ key: `login:known:${short(known)}`, most: PER_ACCOUNT }] as const;
  return [
    { key: `${addressKey(address)}:${short(account)}`, most: PER_ACCOUNT },
    { key: addressKey(address), most: PER_ADDRESS },
    { key: `login:elsewhere:${short(account)}`, most: PER_ACCOUNT_ELSEWHERE },
  ] as const;
}
