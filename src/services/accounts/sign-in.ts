import type { Database, User } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Origin } from './access-check.ts';
import type { AccountChanges } from './account-changes.ts';
import { findByEmail, normalEmail } from './email.ts';
import type { HashTurns } from './hash-turns.ts';
import { hashPassword, isOutdated, passwordMatches, provesWholePassword } from './password-hashes.ts';
import type { Grant, Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export interface SignInParts {
  database: Pick<Database, 'users'>;
  changes: AccountChanges;
  sessions: Sessions;
  turns: HashTurns;
  limits: SignInLimits;
}

/** Sign-in with e-mail and password. */
export class SignIn {
  readonly #users: Database['users'];
  readonly #changes: AccountChanges;
  readonly #sessions: Sessions;
  readonly #turns: HashTurns;
  readonly #limits: SignInLimits;

  constructor({ database, changes, sessions, turns, limits }: SignInParts) {
    this.#users = database.users;
    this.#changes = changes;
    this.#sessions = sessions;
    this.#turns = turns;
    this.#limits = limits;
  }

  /** Throws `wrong_credentials`, `too_many_requests` after ten failures, `overloaded`. */
  async login({ email, password }: { email: string; password: string }, origin: Origin): Promise<Grant> {
    const normal = normalEmail(email);
    const address = origin.address ?? '';
    const user = await this.#checkPassword({ email, normal }, password, address);
    const grant = await this.#sessions.open(user, origin);
    await this.#limits.succeeded(normal, address);
    return grant;
  }

  async #checkPassword(
    { email, normal }: { email: string; normal: string },
    password: string,
    address: string,
  ): Promise<User> {
    await this.#limits.check(normal, address);
    return this.#turns.run(async () => {
      // Once more when the turn has come: otherwise a burst of guesses would all pass before the first failure counts.
      await this.#limits.check(normal, address);
      const user = await findByEmail(this.#users, email);
      // The account's state is looked at after the hashing, so that a disabled one costs the same time.
      const matches = await passwordMatches(user?.hashed_password ?? null, password);
      if (!matches || !user?.is_active) {
        await this.#limits.failed(normal, address);
        throw new Fault('wrong_credentials');
      }
      const { hashed_password } = user;
      const replace = isOutdated(hashed_password) && provesWholePassword(hashed_password, password);
      return replace ? this.#rehash(user, password) : user;
    });
  }

  async #rehash(user: User, password: string): Promise<User> {
    const renewed = await this.#changes.rehash(user, await hashPassword(password));
    if (renewed) return renewed;
    // Changed meanwhile, perhaps by the same person in another tab: what is stored now decides.
    const current = await this.#users.get(user.id);
    if (current?.is_active && (await passwordMatches(current.hashed_password, password))) return current;
    throw new Fault('wrong_credentials');
  }
}
