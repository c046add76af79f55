import type { User } from '../../data/contracts/index.ts';

/** An account as callers see it, without the fields that only the server needs. */
export type UserView = Omit<User, 'hashed_password' | 'sign_in_places' | 'version'> & {
  /** False = the account cannot sign in until a password is set. */
  has_password: boolean;
};

export function viewUser(user: User): UserView {
  const { hashed_password, sign_in_places: _places, version: _version, ...visible } = user;
  return { ...visible, has_password: hashed_password !== null };
}
