import { Fault } from '../../errors.ts';
import type { AccountActor } from '../actor.ts';
import type { AccountChanges } from './account-changes.ts';
import { checkedEmail } from './email.ts';
import type { Passwords } from './passwords.ts';
import { type UserView, viewUser } from './user-view.ts';

export interface OwnAccountParts {
  changes: AccountChanges;
  passwords: Passwords;
}

/** What people change of their own account. */
export class OwnAccount {
  readonly #changes: AccountChanges;
  readonly #passwords: Passwords;

  constructor({ changes, passwords }: OwnAccountParts) {
    this.#changes = changes;
    this.#passwords = passwords;
  }

  /** One's own name and e-mail. Throws `email_in_use`. */
  async update(actor: AccountActor, given: { email?: string; fullname?: string }): Promise<UserView> {
    const email = given.email === undefined ? {} : { email: checkedEmail(given.email) };
    const fullname = given.fullname === undefined ? {} : { fullname: given.fullname };
    return viewUser(await this.#changes.change(actor.id, { ...email, ...fullname }));
  }

  /** Ends every earlier token of the account, the caller's too. Throws `wrong_current_password`, `edit_conflict`. */
  async changePassword(
    actor: AccountActor,
    given: { current_password: string; new_password: string },
  ): Promise<void> {
    const user = await this.#passwords.prove(actor, given.current_password);
    const hashed_password = await this.#passwords.hash(given.new_password, 'new_password');
    if (!(await this.#changes.changeFrom(user, { hashed_password }))) throw new Fault('edit_conflict');
  }
}
