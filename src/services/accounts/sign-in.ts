import type { Database, User, VersionCache } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Origin } from './access-check.ts';
import type { AccountChanges } from './account-changes.ts';
import { publishVersion } from './account-versions.ts';
import { addressBlock } from './client-address.ts';
import type { DeviceMarks } from './device-marks.ts';
import { findByEmail, normalEmail } from './email.ts';
import type { HashTurns } from './hash-turns.ts';
import { hashPassword, isOutdated, passwordMatches, provesWholePassword } from './password-hashes.ts';
import type { Grant, Sessions } from './sessions.ts';
import type { Attempt, SignInLimits } from './sign-in-limits.ts';
import { isKnownPlace, withPlace } from './sign-in-places.ts';

export interface SignInParts {
  database: Pick<Database, 'users'>;
  versions: VersionCache;
  changes: AccountChanges;
  sessions: Sessions;
  turns: HashTurns;
  limits: SignInLimits;
  deviceMarks: DeviceMarks;
  audit: AuditLog;
}

export interface Credentials {
  email: string;
  password: string;
  /** The mark of an earlier sign-in that a browser keeps. */
  device_mark?: string | undefined;
}

/** Sign-in with e-mail and password. */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #users: Database['users'];

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#users = parts.database.users;
  }

  /** Throws `wrong_credentials`, `too_many_requests` after ten failures, `overloaded`. */
  async login(credentials: Credentials, origin: Origin): Promise<Grant> {
    const { limits, sessions, audit } = this.#parts;
    const attempt = await this.#attempt(credentials, origin.address ?? '');
    const user = await this.#checkPassword(credentials, attempt, origin);
    const signed_in = await this.#signedIn(user, attempt.address);
    const grant = await sessions.open(signed_in, origin);
    await limits.succeeded(attempt);
    const actor = { kind: 'user', id: user.id, email: user.email } as const;
    const target = { type: 'session', id: grant.claims.sid };
    await audit.record({ action: 'auth.sign_in', actor, origin, target });
    return grant;
  }

  /** First checks whether the account has signed in from here before: failures of strangers then do not count against it. */
  async #attempt({ email, device_mark }: Credentials, address: string): Promise<Attempt> {
    const account = normalEmail(email);
    const user = await findByEmail(this.#users, email);
    const block = addressBlock(address);
    if (user && this.#parts.deviceMarks.read(device_mark) === user.id) {
      return { account, address, known: `${user.id} ${device_mark}` };
    }
    const known = user && isKnownPlace(user.sign_in_places, block) ? `${user.id} ${block}` : null;
    return { account, address, known };
  }

  async #checkPassword({ email, password }: Credentials, attempt: Attempt, origin: Origin): Promise<User> {
    const { limits, turns } = this.#parts;
    await limits.check(attempt);
    const check = async () => {
      // Checked again when the turn comes: otherwise, a burst of guesses would pass before the first failure counts.
      await limits.check(attempt);
      const user = await findByEmail(this.#users, email);
      const hashed = user?.hashed_password ?? null;
      // The state of the account is checked after the hashing, so that a disabled account takes the same time.
      const matches = await passwordMatches(hashed, password);
      if (!matches || !user?.is_active || hashed === null) {
        await Promise.all([limits.failed(attempt), this.#noteFailure(user, origin)]);
        throw new Fault('wrong_credentials');
      }
      const replace = isOutdated(hashed) && provesWholePassword(hashed, password);
      return replace ? this.#rehash(user, password) : user;
    };
    return turns.run(check, attempt.known === null ? 'stranger' : 'known');
  }

  /** The input is not recorded, because it may be a password in the wrong field. */
  async #noteFailure(user: User | null, origin: Origin): Promise<void> {
    await this.#parts.audit.record({
      action: 'auth.sign_in',
      actor: null,
      origin,
      target: user && { type: 'user', id: user.id },
      outcome: 'failure',
    });
  }

  async #rehash(user: User, password: string): Promise<User> {
    const renewed = await this.#parts.changes.rehash(user, await hashPassword(password));
    if (renewed) return renewed;
    // Changed in the meantime, perhaps by the same person in another tab: the stored state decides.
    const current = await this.#users.get(user.id);
    if (current?.is_active && (await passwordMatches(current.hashed_password, password))) return current;
    throw new Fault('wrong_credentials');
  }

  async #signedIn(user: User, address: string): Promise<User> {
    const { database, versions } = this.#parts;
    const last_sign_in_at = new Date().toISOString();
    const sign_in_places = withPlace(user.sign_in_places, addressBlock(address));
    const version = await this.#users.signedIn(user.id, last_sign_in_at, sign_in_places);
    if (version === null) throw new Fault('wrong_credentials');
    await publishVersion(database, versions, user.id, version);
    return { ...user, last_sign_in_at, sign_in_places, version };
  }
}
