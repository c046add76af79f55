import type { Database, User } from '../../data/contracts/index.ts';
import { Fault, invalid } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import type { HashTurns } from './hash-turns.ts';
import { hashPassword, passwordMatches } from './password-hashes.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export interface PasswordsParts {
  database: Pick<Database, 'users'>;
  turns: HashTurns;
  limits: SignInLimits;
}

/** Hashing and checking of passwords, each in its turn. */
export class Passwords {
  readonly #users: Database['users'];
  readonly #turns: HashTurns;
  readonly #limits: SignInLimits;

  constructor({ database, turns, limits }: PasswordsParts) {
    this.#users = database.users;
    this.#turns = turns;
    this.#limits = limits;
  }

  /** The hash of a new password. `field` names it in the 422 that a forbidden one gets. Throws `overloaded`. */
  async hash(password: string, field = 'password'): Promise<string> {
    const checked = checkedPassword(password, field);
    return this.#turns.run(() => hashPassword(checked));
  }

  /** Whether the password is the one that was hashed. Throws `overloaded`. */
  matches(hashed: string | null, password: string): Promise<boolean> {
    return this.#turns.run(() => passwordMatches(hashed, password));
  }

  /**
   * The caller's account as it is now, once its current password has been given. Throws `wrong_current_password`, and
   * `too_many_requests` after ten failures.
   */
  async prove(actor: AccountActor, current_password: string): Promise<User> {
    // Counted apart from sign-ins: strangers' failures must not keep people from changing their password.
    const attempt = { account: actor.id, address: actor.address ?? '', known: `proof ${actor.id}` };
    await this.#limits.check(attempt);
    const user = await this.#turns.run(async () => {
      await this.#limits.check(attempt);
      const stored = await this.#users.get(actor.id);
      if (!stored) throw new Fault('not_authenticated');
      if (await passwordMatches(stored.hashed_password, current_password)) return stored;
      await this.#limits.failed(attempt);
      throw new Fault('wrong_current_password');
    });
    await this.#limits.succeeded(attempt);
    return user;
  }
}

function checkedPassword(password: string, field: string): string {
  // Counted in characters as people see them in the rule, not in UTF-16 units.
  const length = [...password].length;
  if (length < 8 || length > 128)
    throw invalid(field, 'must have 8 to 128 characters', '必须为 8 到 128 个字符');
  return password;
}
