import { choice, email, inGroup, line, password, secret, serverUrl, text, whole } from './setting-kinds.ts';

const spec = inGroup('Accounts');

/** Settings of accounts: tokens, the first account, keys, the audit log, mail. */
export const accountsSettings = {
  SECRET_KEY: spec(
    secret,
    undefined,
    'Secret that signs tokens and file links. If not set, the server generates one and keeps it in the database.',
  ),
  ALGORITHM: spec(
    choice('HS256', 'HS384', 'HS512', 'RS256', 'EdDSA'),
    'HS256',
    'Signature algorithm of access tokens. RS256 and EdDSA require `JWT_PRIVATE_KEY`.',
  ),
  JWT_PRIVATE_KEY: spec(
    text,
    undefined,
    'PEM private key for RS256 (RSA, at least 2,048 bits) and EdDSA (Ed25519), with line breaks written as `\\n`.',
  ),
  ACCESS_TOKEN_EXPIRE_MINUTES: spec(whole(1, 525_600), 30, 'Lifetime of an access token in minutes.'),
  REFRESH_TOKEN_EXPIRE_DAYS: spec(whole(1, 3_650), 30, 'Days until a session that is not refreshed expires.'),
  ADMIN_EMAIL: spec(
    email,
    'admin@example.com',
    'E-mail of the administrator account that the first start creates.',
  ),
  ADMIN_PASSWORD: spec(
    password,
    'admin123',
    'Password of the administrator account that the first start creates. Change it after the first sign-in.',
  ),
  ADMIN_FULLNAME: spec(
    line,
    'Administrator',
    'Full name of the administrator account that the first start creates.',
  ),
  MAX_API_KEYS_PER_OWNER: spec(whole(0, 10_000), 50, 'Maximum number of API keys per account.'),
  AUDIT_RETENTION_DAYS: spec(whole(1, 36_500), 365, 'Days after which audit log entries are deleted.'),
  SMTP_URL: spec(
    serverUrl({ schemes: ['smtp', 'smtps'] }),
    undefined,
    'Mail server that sends password links. Requires `PUBLIC_URL`. If not set, no mail is sent.',
  ),
  SMTP_FROM: spec(email, 'backend2@localhost.localdomain', 'Sender address of e-mails.'),
};
