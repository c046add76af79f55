/**
 * Every setting, once: name, type, default and meaning. Types, `.env.example` and docs/configuration.md follow from here.
 * An empty value counts as not set. A bad value is refused by name and rule; the value itself is never shown.
 */

import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { OperatorError } from './runtime/operator-error.ts';

interface SettingSpec<T> {
  read(text: string): T | undefined;
  /** What a valid value looks like, for messages and docs. */
  rule: string;
  fallback: T;
  about: string;
  group: 'Server' | 'Data' | 'Accounts' | 'Tasks' | 'Images' | 'Cache' | 'Limits';
}

const MODES: Record<string, 'production' | 'development' | 'test'> = {
  production: 'production',
  prod: 'production',
  development: 'development',
  dev: 'development',
  test: 'test',
};

/** As browsers send it; null for what no browser ever sends. */
function originOf(text: string): string | null {
  if (text === '' || text === '*') return text;
  if (!URL.canParse(text)) return null;
  const { protocol, host, origin, username, password, pathname, search, hash } = new URL(text);
  if (host === '' || username || password || search || hash || !/^\/?$/.test(pathname)) return null;
  // Of schemes that are not of the web (an app's own) the address has no origin, and browsers send scheme and host.
  return origin === 'null' ? `${protocol}//${host}` : origin;
}

const text = { read: (value: string) => value, rule: 'text' };
const choice = <const T extends string>(...allowed: T[]) => ({
  read: (value: string) => allowed.find((one) => one === value),
  rule: `one of ${allowed.join(', ')}`,
});
const mode = {
  read: (value: string) => MODES[value.toLowerCase()],
  rule: 'production, development or test',
};
const origins = {
  read(value: string) {
    const list = value.split(',').map((one) => originOf(one.trim()));
    return list.every((one) => one !== null) ? list.filter(Boolean).join(',') : undefined;
  },
  rule: 'origins such as https://app.example.com, separated by commas, without a path; or *',
};
const folder = {
  // A shell puts the home folder in the place of ~; here a folder of that name would be made.
  read: (value: string) => (value.startsWith('~') ? undefined : value),
  rule: 'a folder, written without ~',
};
const host = {
  read(value: string) {
    const bare = value.replace(/^\[(.*)\]$/, '$1');
    return isIP(bare) || /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(bare) ? bare : undefined;
  },
  rule: 'a host name or an IP address, without a port',
};
const flag = {
  read: (value: string) =>
    ({ true: true, '1': true, yes: true, false: false, '0': false, no: false })[value.toLowerCase()],
  rule: 'true or false',
};
const whole = (min: number, max: number) => ({
  read: (value: string) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  },
  rule: `a whole number from ${min} to ${max}`,
});
const url = (...schemes: string[]) => ({
  read: (value: string) =>
    schemes.some((scheme) => value.startsWith(`${scheme}://`)) && /^[^:]+:\/\/[^/]/.test(value)
      ? value
      : undefined,
  rule: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
});
const serviceAddress = {
  read: (value: string) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) return undefined;
    return value.replace(/\/+$/, '');
  },
  rule: 'a URL that begins with http:// or https://, without a name and password',
};
const email = {
  read: (value: string) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? value.toLowerCase() : undefined),
  rule: 'an e-mail address',
};
const secret = {
  read: (value: string) => (value.length >= 16 ? value : undefined),
  rule: 'at least 16 characters',
};
const password = {
  read: (value: string) => (value.length >= 8 && value.length <= 128 ? value : undefined),
  rule: '8 to 128 characters',
};

const define = <T extends Record<string, SettingSpec<unknown>>>(specs: T) => specs;
const spec = <T, F extends T | undefined>(
  group: SettingSpec<T>['group'],
  kind: { read(text: string): T | undefined; rule: string },
  fallback: F,
  about: string,
) => ({ ...kind, fallback, about, group }) as SettingSpec<T | F>;

export const settingSpecs = define({
  HOST: spec('Server', host, '127.0.0.1', 'Address to listen on; `0.0.0.0` for every interface.'),
  PORT: spec('Server', whole(0, 65_535), 8000, 'Port to listen on; 0 takes a free one.'),
  TRUST_PROXY: spec(
    'Server',
    flag,
    false,
    'Believe `X-Forwarded-*` headers; only behind a proxy that sets them.',
  ),
  PUBLIC_URL: spec(
    'Server',
    url('http', 'https'),
    undefined,
    'Address at which people reach the server, for links in mails; without a path of its own at the end.',
  ),
  CORS_ORIGINS: spec(
    'Server',
    origins,
    '',
    'Origins, separated by commas, whose pages may call the API; `*` for any.',
  ),
  LOG_LEVEL: spec(
    'Server',
    choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Least severe log lines to write.',
  ),
  NODE_ENV: spec(
    'Server',
    mode,
    'development',
    '`production` refuses a missing or known-default secret or administrator password.',
  ),
  METRICS_ENABLED: spec('Server', flag, true, 'Serve `/metrics`.'),
  SHUTDOWN_GRACE: spec(
    'Server',
    whole(0, 3_600),
    10,
    'Seconds that running items get to finish when the process is asked to stop.',
  ),

  DATA_DIR: spec('Data', folder, './data', 'Folder of the embedded mode: database, files and secret.'),
  MONGODB_URL: spec(
    'Data',
    url('mongodb', 'mongodb+srv'),
    undefined,
    'MongoDB, for running on many machines; needs `REDIS_URL` too.',
  ),
  REDIS_URL: spec(
    'Data',
    url('redis', 'rediss'),
    undefined,
    'Redis, for running on many machines; needs `MONGODB_URL` too.',
  ),
  DB_NAME: spec(
    'Data',
    {
      read: (value) => (/^[A-Za-z0-9_-]{1,38}$/.test(value) ? value : undefined),
      rule: '1 to 38 letters, digits, - or _',
    },
    'backend2',
    'Name of the MongoDB database and prefix of every Redis key and channel.',
  ),

  SECRET_KEY: spec(
    'Accounts',
    secret,
    undefined,
    'Key that signs tokens and file links. Left out, one is made and kept in the database.',
  ),
  ALGORITHM: spec(
    'Accounts',
    choice('HS256', 'HS384', 'HS512', 'RS256', 'EdDSA'),
    'HS256',
    'Algorithm of access tokens; RS256 and EdDSA take a PEM private key from `JWT_PRIVATE_KEY`.',
  ),
  JWT_PRIVATE_KEY: spec(
    'Accounts',
    text,
    undefined,
    'PEM private key for RS256 and EdDSA, its line ends written as `\\n`.',
  ),
  ACCESS_TOKEN_EXPIRE_MINUTES: spec(
    'Accounts',
    whole(1, 525_600),
    30,
    'Minutes an access token is good for.',
  ),
  REFRESH_TOKEN_EXPIRE_DAYS: spec('Accounts', whole(1, 3_650), 30, 'Days a session lasts without a refresh.'),
  ADMIN_EMAIL: spec(
    'Accounts',
    email,
    'admin@example.com',
    'E-mail of the administrator that the first start creates.',
  ),
  ADMIN_PASSWORD: spec('Accounts', password, 'admin123', 'Its password; change it after the first sign-in.'),
  ADMIN_FULLNAME: spec('Accounts', text, 'Administrator', 'Its name.'),

  MAX_API_KEYS_PER_OWNER: spec('Accounts', whole(0, 10_000), 50, 'Most API keys that one account may have.'),
  AUDIT_RETENTION_DAYS: spec(
    'Accounts',
    whole(1, 36_500),
    365,
    'Days after which entries of the audit log are removed.',
  ),
  SMTP_URL: spec(
    'Accounts',
    url('smtp', 'smtps'),
    undefined,
    'Mail server that sends links to set a password; needs `PUBLIC_URL`. Left out, no mail is sent.',
  ),
  SMTP_FROM: spec('Accounts', email, 'backend2@localhost.localdomain', 'Sender of these mails.'),

  WORKER_CONCURRENCY: spec('Tasks', whole(1, 1_000), 8, 'Items that one worker process runs at once.'),
  TASK_TYPES_DIR: spec('Tasks', folder, undefined, 'Folder whose modules are loaded as further task types.'),
  MAX_ITEMS_PER_TASK: spec('Tasks', whole(1, 1_000_000), 10_000, 'Most items that one task may have.'),
  WAIT_MAX_SECONDS: spec(
    'Tasks',
    whole(1, 86_400),
    3_600,
    'Longest wait that a task of the type `wait` may ask for, in seconds.',
  ),
  TASK_RETENTION_DAYS: spec(
    'Tasks',
    whole(1, 36_500),
    30,
    'Days after which finished tasks and their files are removed.',
  ),

  IMAGE_PROVIDER: spec(
    'Images',
    choice('local', 'openai'),
    'local',
    'Who draws: the built-in generator, or an OpenAI-compatible service.',
  ),
  IMAGE_BASE_URL: spec(
    'Images',
    serviceAddress,
    'https://api.openai.com/v1',
    'Base URL of the OpenAI-compatible service.',
  ),
  IMAGE_API_KEY: spec(
    'Images',
    text,
    undefined,
    'API key of the image service; needed with `IMAGE_PROVIDER=openai`.',
  ),
  IMAGE_MODEL: spec('Images', text, 'gpt-image-1', 'Model that the image service is asked for.'),

  CACHE_ENABLED: spec('Cache', flag, true, 'Keep users and finished tasks in memory next to their versions.'),
  CACHE_TASK_TTL: spec('Cache', whole(0, 86_400), 60, 'Seconds that a finished task stays in that memory.'),
  MAX_EVENT_STREAMS: spec(
    'Limits',
    whole(1, 1_000_000),
    5_000,
    'Event streams that one web process keeps open at once; beyond that a 429.',
  ),
  MAX_EVENT_STREAMS_PER_USER: spec(
    'Limits',
    whole(1, 1_000_000),
    100,
    'Event streams that one account may have open at one web process.',
  ),
  RATE_LIMIT_ENABLED: spec('Limits', flag, true, '`false` switches off every limit, lock and quota.'),
});

type Specs = typeof settingSpecs;
export type Settings = { readonly [K in keyof Specs]: Specs[K] extends SettingSpec<infer T> ? T : never };

/** Thrown by `readSettings`; the message lists each setting with its rule. */
export class SettingsError extends OperatorError {}

const KNOWN_SECRETS = ['secret', 'changeme', 'change-me', 'your-secret-key', 'please-change-this-secret'];

/** Reads and checks all settings. Throws `SettingsError`. Reads no file and no global. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(settingSpecs) as [string, SettingSpec<unknown>][]) {
    const given = env[name]?.trim();
    const value = given ? one.read(given) : one.fallback;
    if (given && value === undefined) faults.push(`${name} must be ${one.rule}`);
    values[name] = value;
  }
  const settings = values as Settings;
  if (!settings.MONGODB_URL !== !settings.REDIS_URL) {
    const [missing, present] = settings.MONGODB_URL
      ? ['REDIS_URL', 'MONGODB_URL']
      : ['MONGODB_URL', 'REDIS_URL'];
    faults.push(`${missing} must be set when ${present} is (or leave both out for the embedded mode)`);
  }
  if ((settings.ALGORITHM === 'RS256' || settings.ALGORITHM === 'EdDSA') && !settings.JWT_PRIVATE_KEY) {
    faults.push(`JWT_PRIVATE_KEY must be set when ALGORITHM is ${settings.ALGORITHM}`);
  }
  if (settings.JWT_PRIVATE_KEY) {
    const wrong = keyFault(settings.ALGORITHM, settings.JWT_PRIVATE_KEY);
    if (wrong) faults.push(`JWT_PRIVATE_KEY must be ${wrong}`);
  }
  if (settings.IMAGE_PROVIDER === 'openai' && !settings.IMAGE_API_KEY) {
    faults.push('IMAGE_API_KEY must be set when IMAGE_PROVIDER is openai');
  }
  if (settings.NODE_ENV === 'production') {
    const key = settings.SECRET_KEY?.toLowerCase();
    if (!key || KNOWN_SECRETS.some((known) => key.startsWith(known))) {
      faults.push('SECRET_KEY must be set to a secret of your own when NODE_ENV is production');
    }
    const password = settings.ADMIN_PASSWORD.toLowerCase();
    if (
      password === settingSpecs.ADMIN_PASSWORD.fallback ||
      KNOWN_SECRETS.some((known) => password.startsWith(known))
    ) {
      faults.push('ADMIN_PASSWORD must be set to a password of your own when NODE_ENV is production');
    }
  }
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return Object.freeze(settings);
}

/** What the key should be and is not; null where it will do. */
function keyFault(algorithm: string, pem: string): string | null {
  let type: string | undefined;
  try {
    type = createPrivateKey(pem.replaceAll('\\n', '\n')).asymmetricKeyType;
  } catch {
    return 'a PEM private key';
  }
  if (algorithm === 'RS256' && type !== 'rsa') return 'an RSA key when ALGORITHM is RS256';
  if (algorithm === 'EdDSA' && type !== 'ed25519') return 'an Ed25519 key when ALGORITHM is EdDSA';
  return null;
}
