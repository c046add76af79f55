import { createHash } from 'node:crypto';
import { type Counters, Unavailable } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { addressBlock } from './client-address.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures of one e-mail from one address: enough for a person who forgot, useless for guessing. */
const PER_ACCOUNT = 10;
/** Failures from one address whatever the e-mail: stops one password being tried on every account. */
const PER_ADDRESS = 100;
/** Changes of one's own e-mail, tried or made: an e-mail in use is refused, and nobody is to find out many. */
const EMAIL_CHANGES = 10;

type Count = Awaited<ReturnType<Counters['hit']>>;
const NOTHING_COUNTED: Count = { count: 0, resets_in_ms: 0 };

/** Counts failed sign-ins, shared by all processes. */
export class SignInLimits {
  readonly #counters: Counters | null;

  /** Without counters (limits switched off) nothing is counted. */
  constructor(counters: Counters | null) {
    this.#counters = counters;
  }

  /** Throws `too_many_requests` with the seconds to wait once either limit is reached. */
  async check(account: string, address: string): Promise<void> {
    const [one, all] = await Promise.all([
      this.#hit(accountKey(account, address), 0),
      this.#hit(addressKey(address), 0),
    ]);
    refuseAbove(PER_ACCOUNT, one);
    refuseAbove(PER_ADDRESS, all);
  }

  /** Throws `too_many_requests` when too many sign-ins from the address failed, whatever the account. */
  async checkAddress(address: string): Promise<void> {
    refuseAbove(PER_ADDRESS, await this.#hit(addressKey(address), 0));
  }

  async failed(account: string, address: string): Promise<void> {
    await Promise.all([this.#hit(accountKey(account, address), 1), this.#hit(addressKey(address), 1)]);
  }

  /** A call to sign-in that cannot be read counts like one that fails. */
  async unreadable(address: string): Promise<void> {
    await this.#hit(addressKey(address), 1);
  }

  async succeeded(account: string, address: string): Promise<void> {
    await openWhileAway(async () => this.#counters?.clear(accountKey(account, address)), undefined);
  }

  /** Throws `too_many_requests` beyond ten in a quarter of an hour. */
  async countEmailChange(user_id: string): Promise<void> {
    const { count, resets_in_ms } = await this.#hit(`email-change:${user_id}`, 1);
    refuseAbove(EMAIL_CHANGES, { count: count - 1, resets_in_ms });
  }

  async #hit(key: string, by: number): Promise<Count> {
    const counters = this.#counters;
    if (!counters) return NOTHING_COUNTED;
    return openWhileAway(() => counters.hit(key, WINDOW_MS, by), NOTHING_COUNTED);
  }
}

/** People must be able to sign in while the counters are away; the line before the hashing still bounds guessing. */
async function openWhileAway<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unavailable) return instead;
    throw error;
  }
}

/** Of one length, however long what was typed is; and no e-mail stands in the counters. */
const short = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
const accountKey = (account: string, address: string) => `login:${addressBlock(address)}:${short(account)}`;
const addressKey = (address: string) => `login:${addressBlock(address)}`;

function refuseAbove(most: number, { count, resets_in_ms }: Count): void {
  if (count < most) return;
  throw new Fault('too_many_requests', { retry_after: Math.max(1, Math.ceil(resets_in_ms / 1_000)) });
}
