/**
 * Every setting, once: name, type, default and meaning. Types, `.env.example` and docs/configuration.md follow from here.
 * An empty value counts as not set. A bad value is refused by name and rule; the value itself is never shown.
 */

import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { OperatorError } from './runtime/operator-error.ts';

interface SettingSpec<T> {
  read(text: string): T | undefined;
  /** The form of a valid value, for messages and docs. */
  rule: string;
  /** The rule that this value violates, if there is more to say. Never shows the value. */
  ruleFor?(text: string): string;
  /** Surrounding white space may be intended, so it is refused instead of being removed. */
  exact?: boolean;
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

/** The origin as browsers send it; null for values that no browser sends. */
function originOf(text: string): string | null {
  if (text === '' || text === '*') return text;
  if (!URL.canParse(text)) return null;
  const { protocol, host, origin, username, password, pathname, search, hash } = new URL(text);
  // A * stands for a host in nobody's browser.
  if (host === '' || host.includes('*') || username || password || search || hash) return null;
  if (!/^\/?$/.test(pathname)) return null;
  // URLs with other schemes (of an app) have no origin; browsers send scheme and host.
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
const pools = {
  read(value: string) {
    const list = [...new Set(value.split(',').map((one) => one.trim()))];
    return list.every((one) => /^[a-z][a-z0-9_-]{0,63}$/.test(one)) ? list.join(',') : undefined;
  },
  rule: 'names of a–z, 0–9, - and _, each with a letter first, separated by commas',
};
const folder = {
  // A shell replaces ~ with the home folder; here, a folder named ~ would be created.
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
const UNESCAPED = {
  '@': '%40',
  '/': '%2F',
  '?': '%3F',
  '#': '%23',
  '%': '%25',
} as const;

/**
 * A character that ends user and password too early or is not allowed in them: drivers would then take a part of the password for the
 * host and show it in their messages.
 */
function unescapedIn(url: string): keyof typeof UNESCAPED | null {
  const rest = url.replace(/^[a-z0-9+.-]+:\/\//i, '');
  const [authority = ''] = rest.split(/[/?#]/, 1);
  const ended = rest.charAt(authority.length);
  const after = rest.slice(authority.length);
  if (authority.split('@').length > 2) return '@';
  // Without an @ so far this is a host with its port, unless a password was cut in two.
  const isHost = !/:(?!\d*(,|$))/.test(authority.replace(/\[[^\]]*\]/g, ''));
  const [path = ''] = after.split('?', 1);
  if (!authority.includes('@') && (isHost ? path : after).includes('@'))
    return ended as keyof typeof UNESCAPED;
  if (after.includes('#')) return '#';
  const [user = ''] = authority.includes('@') ? authority.split('@') : [];
  return /%(?![0-9a-f]{2})/i.test(user) ? '%' : null;
}

/** Hosts with ports from 1 to 65535, as a driver can reach them: one, or several where `many`; none has a port where `bare`. */
function hasHosts(url: string, { many, bare }: { many: boolean; bare: boolean }): boolean {
  const authority = /^[^:]+:\/\/(?:[^/?#@]*@)?([^/?#]+)/.exec(url)?.[1];
  const hosts = authority?.split(',') ?? [];
  return (
    hosts.length > 0 &&
    (many || hosts.length === 1) &&
    hosts.every((one) => {
      const [, port] = /^(?:\[[0-9a-f:.]+\]|[^\s"'<>[\]:]+)(?::(\d{1,5}))?$/i.exec(one) ?? [undefined, '0'];
      return port === undefined || (!bare && Number(port) > 0 && Number(port) <= 65_535);
    })
  );
}

const url = (...schemes: string[]) => ({
  read: (value: string) =>
    schemes.some((scheme) => value.startsWith(`${scheme}://`)) &&
    unescapedIn(value) === null &&
    hasHosts(value, { many: value.startsWith('mongodb://'), bare: value.startsWith('mongodb+srv://') })
      ? value
      : undefined,
  rule: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  ruleFor(value: string): string {
    const one = schemes.some((scheme) => value.startsWith(`${scheme}://`)) ? unescapedIn(value) : null;
    return one
      ? `a URL in which a "${one}" of the user or password is written as ${UNESCAPED[one]}`
      : this.rule;
  },
});
const redisUrl = {
  ...url('redis', 'rediss'),
  read(value: string) {
    const { pathname, searchParams } = new URL(URL.canParse(value) ? value : 'redis://h/none');
    // The database is chosen by number, and keys get their prefix from DB_NAME.
    const sound = /^\/?\d{0,5}$/.test(pathname) && !searchParams.has('keyPrefix');
    return sound ? url('redis', 'rediss').read(value) : undefined;
  },
  rule: 'a URL that begins with redis:// or rediss://, with the number of the database as its path and without keyPrefix',
};
const ownAddress = {
  read: (value: string) =>
    /^https?:\/\//i.test(value) && originOf(value)?.startsWith('http') ? value : undefined,
  rule: 'a URL that begins with http:// or https://, without a path, a name or a password',
};
const headerValue = {
  read: (value: string) => (/^[\x21-\x7e]+$/.test(value) ? value : undefined),
  rule: 'of ASCII letters, digits and signs, without white space',
};
const personName = {
  read: (value: string) => (/^[^\p{Cc}]{1,200}$/u.test(value) ? value : undefined),
  rule: '1 to 200 characters, without control characters',
};
const serviceAddress = {
  read: (value: string) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) return undefined;
    return value.replace(/\/+$/, '');
  },
  rule: 'a URL that begins with http:// or https://, without a name and password',
};
const email = {
  read: (value: string) => (/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value) ? value.toLowerCase() : undefined),
  rule: 'an e-mail address',
};
const secret = {
  read: (value: string) => (value.length >= 16 ? value : undefined),
  rule: 'at least 16 characters',
};
const password = {
  read: (value: string) => (value.length >= 8 && value.length <= 128 ? value : undefined),
  rule: '8 to 128 characters, without white space at the beginning or end',
  exact: true,
};

const define = <T extends Record<string, SettingSpec<unknown>>>(specs: T) => specs;
const spec = <T, F extends T | undefined>(
  group: SettingSpec<T>['group'],
  kind: Pick<SettingSpec<T>, 'read' | 'rule' | 'ruleFor' | 'exact'>,
  fallback: F,
  about: string,
) => ({ ...kind, fallback, about, group }) as SettingSpec<T | F>;

export const settingSpecs = define({
  HOST: spec('Server', host, '127.0.0.1', 'Address to listen on. `0.0.0.0` listens on every interface.'),
  PORT: spec('Server', whole(0, 65_535), 8000, 'Port to listen on. 0 picks a free port.'),
  TRUST_PROXY: spec(
    'Server',
    flag,
    false,
    'Trust `X-Forwarded-*` headers. Use only behind a proxy that sets them.',
  ),
  PUBLIC_URL: spec(
    'Server',
    ownAddress,
    undefined,
    'URL at which people reach the server, used for links in e-mails. Without a path.',
  ),
  CORS_ORIGINS: spec(
    'Server',
    origins,
    '',
    'Origins whose pages may call the API, separated by commas. `*` allows any origin.',
  ),
  LOG_LEVEL: spec(
    'Server',
    choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Lowest severity of log lines that are written.',
  ),
  NODE_ENV: spec(
    'Server',
    mode,
    'development',
    'With `production`, the server does not start with a missing or well-known secret or administrator password.',
  ),
  METRICS_PORT: spec(
    'Server',
    whole(0, 65_535),
    undefined,
    'Port at which a `worker` or `scheduler` serves `/metrics`, on `HOST`; 0 picks a free port. With `--processes N`, the following ports are used as well. If not set, they serve no metrics. `web` and `start` serve `/metrics` at `PORT`.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: spec(
    'Server',
    serviceAddress,
    undefined,
    'Base URL of an OpenTelemetry receiver (OTLP over HTTP, port 4318) to which traces are sent. If not set, no traces are sent.',
  ),
  OTEL_SERVICE_NAME: spec('Server', text, 'backend2', 'Name of this service in traces.'),
  METRICS_ENABLED: spec('Server', flag, true, 'Serve `/metrics`.'),
  EVENT_HEARTBEAT: spec(
    'Server',
    whole(1, 300),
    15,
    'Seconds between two heartbeats of an event stream. They keep a proxy from closing a quiet stream, and a stream whose session has ended closes at the next one.',
  ),
  SHUTDOWN_DELAY: spec(
    'Server',
    whole(0, 300),
    undefined,
    'Seconds for which a stopping web process still serves requests while `/health/ready` answers 503, so that a load balancer sends requests elsewhere. If not set: 0 in embedded mode, 3 when scaled out.',
  ),
  SHUTDOWN_GRACE: spec(
    'Server',
    whole(0, 3_600),
    10,
    'Seconds that running items have to finish when the process stops.',
  ),

  DATA_DIR: spec('Data', folder, './data', 'Folder for the database, files and secret in embedded mode.'),
  MONGODB_URL: spec(
    'Data',
    url('mongodb', 'mongodb+srv'),
    undefined,
    'Connection URL of MongoDB, for running on several machines. Requires `REDIS_URL`.',
  ),
  REDIS_URL: spec(
    'Data',
    redisUrl,
    undefined,
    'Connection URL of Redis, for running on several machines. Requires `MONGODB_URL`.',
  ),
  DB_NAME: spec(
    'Data',
    {
      // MongoDB keeps its own data in three databases.
      read: (value) => (/^(?!(admin|config|local)$)[A-Za-z0-9_-]{1,38}$/i.test(value) ? value : undefined),
      rule: '1 to 38 letters, digits, - or _, other than admin, config and local',
    },
    'backend2',
    'Name of the MongoDB database, and prefix of all Redis keys and channels.',
  ),

  SECRET_KEY: spec(
    'Accounts',
    secret,
    undefined,
    'Secret that signs tokens and file links. If not set, the server generates one and keeps it in the database.',
  ),
  ALGORITHM: spec(
    'Accounts',
    choice('HS256', 'HS384', 'HS512', 'RS256', 'EdDSA'),
    'HS256',
    'Signature algorithm of access tokens. RS256 and EdDSA require `JWT_PRIVATE_KEY`.',
  ),
  JWT_PRIVATE_KEY: spec(
    'Accounts',
    text,
    undefined,
    'PEM private key for RS256 and EdDSA, with line breaks written as `\\n`.',
  ),
  ACCESS_TOKEN_EXPIRE_MINUTES: spec(
    'Accounts',
    whole(1, 525_600),
    30,
    'Lifetime of an access token in minutes.',
  ),
  REFRESH_TOKEN_EXPIRE_DAYS: spec(
    'Accounts',
    whole(1, 3_650),
    30,
    'Days until a session that is not refreshed expires.',
  ),
  ADMIN_EMAIL: spec(
    'Accounts',
    email,
    'admin@example.com',
    'E-mail of the administrator account that the first start creates.',
  ),
  ADMIN_PASSWORD: spec(
    'Accounts',
    password,
    'admin123',
    'Password of the administrator account that the first start creates. Change it after the first sign-in.',
  ),
  ADMIN_FULLNAME: spec(
    'Accounts',
    personName,
    'Administrator',
    'Full name of the administrator account that the first start creates.',
  ),

  MAX_API_KEYS_PER_OWNER: spec('Accounts', whole(0, 10_000), 50, 'Maximum number of API keys per account.'),
  AUDIT_RETENTION_DAYS: spec(
    'Accounts',
    whole(1, 36_500),
    365,
    'Days after which audit log entries are deleted.',
  ),
  SMTP_URL: spec(
    'Accounts',
    url('smtp', 'smtps'),
    undefined,
    'Mail server that sends password links. Requires `PUBLIC_URL`. If not set, no mail is sent.',
  ),
  SMTP_FROM: spec('Accounts', email, 'backend2@localhost.localdomain', 'Sender address of e-mails.'),

  WORKER_CONCURRENCY: spec(
    'Tasks',
    whole(1, 1_000),
    8,
    'Number of items that one worker process runs at the same time.',
  ),
  WORKER_POOLS: spec(
    'Tasks',
    pools,
    'default',
    'Pools that a worker belongs to, separated by commas. It runs only items of task types that name one of them as their `pool`; types without one are in `default`.',
  ),
  TASK_TYPES_DIR: spec('Tasks', folder, undefined, 'Folder with modules that define your own task types.'),
  MAX_ITEMS_PER_TASK: spec('Tasks', whole(1, 1_000_000), 10_000, 'Maximum number of items per task.'),
  WAIT_MAX_SECONDS: spec(
    'Tasks',
    whole(1, 86_400),
    3_600,
    'Maximum duration, in seconds, of a task of type `wait`.',
  ),
  MAX_SCHEDULES_PER_OWNER: spec('Tasks', whole(0, 10_000), 100, 'Maximum number of schedules per account.'),
  WEBHOOK_ALLOW_PRIVATE: spec(
    'Tasks',
    flag,
    false,
    'Allow webhooks to call private addresses and http:// URLs. Anyone who can create webhooks can then make the server call these addresses.',
  ),
  MAX_FILE_BYTES: spec(
    'Tasks',
    whole(1, 1_099_511_627_776),
    1_073_741_824,
    'Maximum size of a file of an item, in bytes.',
  ),
  TASK_RETENTION_DAYS: spec(
    'Tasks',
    whole(1, 36_500),
    30,
    'Days after which finished tasks and their files are deleted.',
  ),

  IMAGE_PROVIDER: spec(
    'Images',
    choice('local', 'openai'),
    'local',
    'Image generator: `local` is built in, `openai` is any OpenAI-compatible service.',
  ),
  IMAGE_BASE_URL: spec(
    'Images',
    serviceAddress,
    'https://api.openai.com/v1',
    'Base URL of the OpenAI-compatible service.',
  ),
  IMAGE_API_KEY: spec(
    'Images',
    headerValue,
    undefined,
    'API key of the OpenAI-compatible service. Required when `IMAGE_PROVIDER` is `openai`.',
  ),
  IMAGE_MODEL: spec('Images', text, 'gpt-image-1', 'Model name sent to the OpenAI-compatible service.'),

  CACHE_ENABLED: spec(
    'Cache',
    flag,
    true,
    'Cache accounts and finished tasks in the memory of each process.',
  ),
  CACHE_TASK_TTL: spec(
    'Cache',
    whole(0, 86_400),
    60,
    'Seconds for which a finished task stays in the cache.',
  ),
  MAX_EVENT_STREAMS: spec(
    'Limits',
    whole(1, 1_000_000),
    5_000,
    'Maximum number of open event streams per web process. Further requests receive 429.',
  ),
  MAX_EVENT_STREAMS_PER_USER: spec(
    'Limits',
    whole(1, 1_000_000),
    100,
    'Maximum number of open event streams per account and web process.',
  ),
  MAX_DOWNLOADS_PER_CALLER: spec(
    'Limits',
    whole(1, 1_000_000),
    200,
    'Maximum number of files that one account (or, with signed links, one address) downloads from one web process at the same time. Further requests receive 429.',
  ),
  QUOTA_ACTIVE_TASKS: spec(
    'Limits',
    whole(0, 10_000_000),
    1_000,
    'Maximum number of unfinished tasks per account; 0 means no limit. Quotas do not apply to administrators.',
  ),
  QUOTA_TASKS_PER_DAY: spec(
    'Limits',
    whole(0, 10_000_000),
    100_000,
    'Maximum number of tasks that an account may create per UTC day; 0 means no limit.',
  ),
  QUOTA_RUNNING_ITEMS: spec(
    'Limits',
    whole(0, 100_000),
    0,
    'Maximum number of items of one account that run at the same time on all workers; further items wait. 0 means no limit.',
  ),
  QUOTA_STORED_BYTES: spec(
    'Limits',
    whole(0, Number.MAX_SAFE_INTEGER),
    10 * 2 ** 30,
    'Maximum number of bytes of the files that the tasks of one account keep; an item whose file does not fit fails. Default 10 GiB; 0 means no limit.',
  ),
  RATE_LIMIT_ENABLED: spec(
    'Limits',
    flag,
    true,
    '`false` disables the limits on sign-in attempts and webhook tests, account locks and quotas.',
  ),
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
    const altered = one.exact === true && given !== env[name];
    const value = given ? (altered ? undefined : one.read(given)) : one.fallback;
    if (given && value === undefined) faults.push(`${name} must be ${one.ruleFor?.(given) ?? one.rule}`);
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
    // The same few characters over and over are no secret.
    if (!key || new Set(key).size < 5 || KNOWN_SECRETS.some((known) => key.startsWith(known))) {
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

/** The rule that the key violates; null if it is acceptable. */
function keyFault(algorithm: string, pem: string): string | null {
  let type: string | undefined;
  try {
    type = createPrivateKey(pem.replaceAll('\\n', '\n')).asymmetricKeyType;
  } catch {
    // What OpenSSL says of a key may quote it.
    return 'a PEM private key';
  }
  if (algorithm === 'RS256' && type !== 'rsa') return 'an RSA key when ALGORITHM is RS256';
  if (algorithm === 'EdDSA' && type !== 'ed25519') return 'an Ed25519 key when ALGORITHM is EdDSA';
  return null;
}
