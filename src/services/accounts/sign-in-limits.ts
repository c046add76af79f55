import { type Counters, Unavailable } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { addressBlock } from './client-address.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures of one e-mail from one address: enough for a person who forgot, useless for guessing. */
const PER_ACCOUNT = 10;
/** Failures from one address whatever the e-mail: stops one password being tried on every account. */
const PER_ADDRESS = 100;

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
    const reached = one.count >= PER_ACCOUNT ? one : all.count >= PER_ADDRESS ? all : null;
    if (reached) throw tooMany(reached.resets_in_ms);
  }

  async failed(account: string, address: string): Promise<void> {
    await Promise.all([this.#hit(accountKey(account, address), 1), this.#hit(addressKey(address), 1)]);
  }

  async succeeded(account: string, address: string): Promise<void> {
    await openWhileAway(async () => this.#counters?.clear(accountKey(account, address)), undefined);
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

const accountKey = (account: string, address: string) => `login:${addressBlock(address)}:${account}`;
const addressKey = (address: string) => `login:${addressBlock(address)}`;

const tooMany = (resets_in_ms: number) =>
  new Fault('too_many_requests', { retry_after: Math.max(1, Math.ceil(resets_in_ms / 1_000)) });
