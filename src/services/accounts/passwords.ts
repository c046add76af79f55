import type { Database, User } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import type { HashTurns } from './hash-turns.ts';
import { hashPassword, passwordMatches } from './password-hashes.ts';
import { checkedPassword, passesRules } from './password-rules.ts';
import type { SignInLimits } from './sign-in-limits.ts';

const WRONG_CURRENT: FaultDetail = {
  path: 'current_password',
  message: 'is not the current password',
  zh: '当前密码不正确',
};

export interface PasswordsParts {
  database: Pick<Database, 'users'>;
  turns: HashTurns;
  limits: SignInLimits;
}

/** Hashes and checks passwords, one after another. */
export class Passwords {
  readonly #users: Database['users'];
  readonly #turns: HashTurns;
  readonly #limits: SignInLimits;

  constructor({ database, turns, limits }: PasswordsParts) {
    this.#users = database.users;
    this.#turns = turns;
    this.#limits = limits;
  }

  /**
   * The hash of a new password that complies with the rules. `field` names the password in the 422 for one that does not. Throws
   * `overloaded`.
   */
  async hash(password: string, about: { field: string; email: string }): Promise<string> {
    const checked = checkedPassword(password, about);
    return this.#turns.run(() => hashPassword(checked));
  }

  /** The hash of the first administrator's password, which may be the well-known one; and whether it should be changed. */
  async hashFirst(password: string, email: string) {
    const must_change_password = !passesRules(password, email);
    const hashed_password = await this.#turns.run(() => hashPassword(password));
    return { hashed_password, must_change_password };
  }

  /** Whether the password is the one that was hashed. Throws `overloaded`. */
  matches(hashed: string | null, password: string): Promise<boolean> {
    return this.#turns.run(() => passwordMatches(hashed, password));
  }

  /** Like `prove`; what else is wrong with the request is reported together with a wrong password. Throws `validation_failed`. */
  async proveWith(actor: AccountActor, current_password: string, faults: FaultDetail[]): Promise<User> {
    try {
      const user = await this.prove(actor, current_password);
      if (faults.length === 0) return user;
    } catch (error) {
      const wrong = error instanceof Fault && error.type === 'wrong_current_password';
      if (!wrong || faults.length === 0) throw error;
      throw new Fault('validation_failed', { details: [WRONG_CURRENT, ...faults] });
    }
    throw new Fault('validation_failed', { details: faults });
  }

  /**
   * The caller's account as it is now, once its current password has been given. Throws `wrong_current_password`, and
   * `too_many_requests` after ten failures.
   */
  async prove(actor: AccountActor, current_password: string): Promise<User> {
    // Counted separately from sign-ins: failures of strangers must not keep people from changing their password.
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
