import type { Database } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import type { AccountChanges } from './account-changes.ts';
import { emailFaults, newEmail, sameEmail } from './email.ts';
import { passwordFaults } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { type UserView, viewUser } from './user-view.ts';

export interface OwnAccountParts {
  database: Pick<Database, 'users'>;
  changes: AccountChanges;
  passwords: Passwords;
  limits: SignInLimits;
}

export interface OwnChanges {
  email?: string;
  fullname?: string;
  /** Needed to change the e-mail. */
  current_password?: string;
}

const NEEDED: FaultDetail = {
  path: 'current_password',
  message: 'is required to change the e-mail',
  zh: '修改邮箱时必须填写',
};

/** What people can change in their own account. */
export class OwnAccount {
  readonly #users: Database['users'];
  readonly #changes: AccountChanges;
  readonly #passwords: Passwords;
  readonly #limits: SignInLimits;

  constructor({ database, changes, passwords, limits }: OwnAccountParts) {
    this.#users = database.users;
    this.#changes = changes;
    this.#passwords = passwords;
    this.#limits = limits;
  }

  /**
   * Changes the actor's own name and e-mail. A new e-mail requires the current password, and changes are counted, so that somebody with a
   * stolen token can neither take over the account nor find out who else has one. Throws `wrong_current_password`, `email_in_use`,
   * `too_many_requests`.
   */
  async update(actor: AccountActor, given: OwnChanges): Promise<UserView> {
    const email = given.email === undefined ? undefined : await this.#newEmail(actor, given.email, given);
    return viewUser(
      await this.#changes.change(actor, actor.id, {
        ...(email !== undefined && { email }),
        ...(given.fullname !== undefined && { fullname: given.fullname }),
      }),
    );
  }

  /** What is wrong with a new e-mail, as far as it can be said without the password. */
  faultsOf({ email: stored }: AccountActor, given: OwnChanges, has_password: boolean): FaultDetail[] {
    if (given.email === undefined || sameEmail(stored, given.email)) return [];
    return [...emailFaults(given.email), ...(has_password ? [] : [NEEDED])];
  }

  /** Ends every earlier token of the account, including the caller's. Throws `wrong_current_password`, `edit_conflict`. */
  async changePassword(
    actor: AccountActor,
    given: { current_password: string; new_password: string },
  ): Promise<void> {
    const about = { field: 'new_password', email: actor.email };
    const faults = passwordFaults(given.new_password, about);
    const user = await this.#passwords.proveWith(actor, given.current_password, faults);
    const hashed_password = await this.#passwords.hash(given.new_password, { ...about, email: user.email });
    const set = { hashed_password, must_change_password: false };
    if (await this.#changes.changeFrom(actor, user, set)) return;
    // A sign-in or a new name in the meantime does not matter; another new password does.
    const now = await this.#users.get(actor.id);
    if (now?.hashed_password !== user.hashed_password) throw new Fault('edit_conflict');
    await this.#changes.change(actor, actor.id, set);
  }

  async #newEmail(actor: AccountActor, given: string, { current_password }: OwnChanges) {
    const user = await this.#users.get(actor.id);
    if (!user) throw new Fault('not_authenticated');
    if (sameEmail(user.email, given)) return undefined;
    const details = emailFaults(given);
    if (current_password === undefined)
      throw new Fault('validation_failed', { details: [...details, NEEDED] });
    await this.#limits.countEmailChange(actor.id);
    return newEmail(this.#users, await this.#passwords.proveWith(actor, current_password, details), given);
  }
}
