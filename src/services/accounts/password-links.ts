import { createHash, randomBytes } from 'node:crypto';
import type { Database, Mailer, User } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Log } from '../../runtime/log.ts';
import { type Actor, demand } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Origin } from './access-check.ts';
import type { AccountChanges } from './account-changes.ts';
import { findByEmail, normalEmail } from './email.ts';
import { type MailLanguage, passwordMail } from './password-mail.ts';
import type { Passwords } from './passwords.ts';
import type { SignInLimits } from './sign-in-limits.ts';

const GOOD_FOR_MS = 72 * 3_600_000;

export interface PasswordLinksParts {
  database: Pick<Database, 'users' | 'passwordLinks'>;
  changes: AccountChanges;
  passwords: Passwords;
  limits: SignInLimits;
  audit: AuditLog;
  /** Null = no e-mail is sent. */
  mail: PasswordMail | null;
}

export interface PasswordMail {
  mailer: Mailer;
  /** PUBLIC_URL: a link in an e-mail is never built from the request's `Host` header. */
  base: string;
  log: Pick<Log, 'error'>;
}

export interface HeldLinkView {
  email: string;
}

export interface PasswordLinkView {
  url: string;
  expires_at: string;
}

/** Links with which people set a password without knowing the old one. Only the hash of the token is stored. */
export class PasswordLinks {
  readonly #parts: PasswordLinksParts;
  /** Sends one e-mail after the other, so that a flood of requests opens only one connection. */
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: PasswordLinksParts) {
    this.#parts = parts;
  }

  /** Whether people can request a link by e-mail. */
  get by_mail(): boolean {
    return this.#parts.mail !== null;
  }

  /**
   * A link for an account. It works once, within 72 hours, and replaces an older link. `base` is the address of the console. Throws
   * `not_found`.
   */
  async create(actor: Actor, user_id: string, base: string): Promise<PasswordLinkView> {
    demand(actor, 'admin');
    const user = await this.#parts.database.users.get(user_id);
    if (!user) throw new Fault('not_found');
    const link = await this.#make(user, base);
    await this.#parts.audit.record({
      action: 'password_link.create',
      actor,
      target: { type: 'user', id: user_id },
    });
    return link;
  }

  /**
   * Sends a link to the account with this e-mail, if it exists and is active; the answer does not reveal whether. Throws `not_available`
   * if no e-mail is sent, and `too_many_requests` after a few requests for one account or address.
   */
  async request(given: string, origin: Origin, language: MailLanguage): Promise<void> {
    const { mail, database, limits, audit } = this.#parts;
    if (!mail) throw new Fault('not_available');
    await limits.countLinkRequest(normalEmail(given), origin.address ?? '');
    // Not awaited: the time that sending takes would reveal that the account exists.
    this.#sending = this.#sending.then(async () => {
      try {
        const user = await findByEmail(database.users, given);
        if (!user?.is_active) return;
        const { url } = await this.#make(user, mail.base);
        await mail.mailer.send(passwordMail(user.email, url, language));
        const target = { type: 'user', id: user.id };
        await audit.record({
          action: 'password_link.create',
          actor: null,
          origin,
          target,
          details: { by: 'mail' },
        });
      } catch (error) {
        mail.log.error(
          { err: error, request_id: origin.request_id },
          'an e-mail with a password link could not be sent; the person has to request another link',
        );
      }
    });
  }

  /** Resolves once all requested e-mails have been sent or given up. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async #make(user: Pick<User, 'id' | 'email'>, base: string): Promise<PasswordLinkView> {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    const expires_at = new Date(now + GOOD_FOR_MS).toISOString();
    await this.#parts.database.passwordLinks.put({
      user_id: user.id,
      token_hash: hashOf(token),
      email: user.email,
      created_at: new Date(now).toISOString(),
      expires_at,
    });
    // In the fragment, which no server, proxy or log sees.
    return { url: `${base.replace(/\/+$/, '')}/password#token=${token}`, expires_at };
  }

  /**
   * Sets the password, once, and ends every session of the account. Throws `invalid_link` for a token that is unknown, used,
   * replaced or expired, or whose account was disabled, deleted or got another e-mail. After a 422, the link is still valid.
   */
  async setPassword(token: string, password: string, origin: Origin): Promise<void> {
    const { passwordLinks } = this.#parts.database;
    const token_hash = hashOf(token);
    const user = await this.#accountOf(token_hash);
    const hashed_password = await this.#parts.passwords.hash(password, {
      field: 'password',
      email: user.email,
    });
    if (!(await passwordLinks.take(token_hash))) throw new Fault('invalid_link');
    const author = { actor: { kind: 'user', id: user.id, email: user.email }, origin } as const;
    await this.#parts.changes.change(author, user.id, { hashed_password, must_change_password: false });
  }

  /** The e-mail with which the holder of the token signs in afterwards. Throws `invalid_link` if no password could be set with it now. */
  async check(token: string): Promise<HeldLinkView> {
    const { email } = await this.#accountOf(hashOf(token));
    return { email };
  }

  async #accountOf(token_hash: string): Promise<User> {
    const { passwordLinks, users } = this.#parts.database;
    const link = await passwordLinks.get(token_hash);
    const user = link && link.expires_at > new Date().toISOString() ? await users.get(link.user_id) : null;
    if (!user?.is_active || user.email !== link?.email) throw new Fault('invalid_link');
    return user;
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
