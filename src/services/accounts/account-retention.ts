import type { Database } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 500;

export interface AccountRetentionParts {
  database: Pick<Database, 'audit' | 'passwordLinks' | 'schedules'>;
  clock: SteadyClock;
  /** How long audit entries are kept. */
  audit_days: number;
}

/** Removes expired data of accounts: audit entries and password links. */
export class AccountRetention {
  readonly #parts: AccountRetentionParts;

  constructor(parts: AccountRetentionParts) {
    this.#parts = parts;
  }

  /** To be called regularly. One of the calling processes does the work once an hour. */
  async runWhenDue(): Promise<void> {
    const { clock, database } = this.#parts;
    const hour = new Date(Math.floor(clock.now() / HOUR_MS) * HOUR_MS).toISOString();
    if (await database.schedules.claimFiring('account retention', hour)) await this.run();
  }

  /** One run, in slices. It can be repeated, and several processes can run it at the same time. */
  async run(): Promise<{ audit_entries: number; password_links: number }> {
    const { audit, passwordLinks } = this.#parts.database;
    const { audit_days } = this.#parts;
    return {
      audit_entries: await inSlices((limit) => audit.purge(this.#ago(audit_days * DAY_MS), limit)),
      password_links: await inSlices((limit) => passwordLinks.purge(this.#ago(0), limit)),
    };
  }

  #ago(ms: number): string {
    return new Date(this.#parts.clock.now() - ms).toISOString();
  }
}

async function inSlices(slice: (limit: number) => Promise<number>): Promise<number> {
  for (let removed = 0; ; ) {
    const count = await slice(AT_ONCE);
    removed += count;
    if (count < AT_ONCE) return removed;
  }
}
