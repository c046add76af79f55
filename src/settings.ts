/**
 * Every setting, once: name, type, default and meaning. Types, `.env.example` and docs/configuration.md follow from here.
 * An empty value counts as not set. A bad value is refused by name and rule; the value itself is never shown.
 */

import { createPrivateKey } from 'node:crypto';
import { OperatorError } from './runtime/operator-error.ts';
import { redisAfterFault } from './settings/server-url.ts';
import {
  choice,
  databaseName,
  email,
  flag,
  folder,
  host,
  line,
  mode,
  origins,
  password,
  pools,
  publicUrl,
  type SettingSpec,
  secret,
  serverUrl,
  serviceAddress,
  text,
  token,
  whole,
} from './settings/setting-kinds.ts';

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
    publicUrl,
    undefined,
    'URL at which people reach the server, used for links in e-mails. Pages at its host may sign in.',
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
    'With `production`, the server does not start with a secret or administrator password that is missing, well known or guessable.',
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
  OTEL_SERVICE_NAME: spec('Server', line, 'backend2', 'Name of this service in traces.'),
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
    serverUrl({ schemes: ['mongodb', 'mongodb+srv'], several: true }),
    undefined,
    'Connection URL of MongoDB, for running on several machines. Requires `REDIS_URL`.',
  ),
  REDIS_URL: spec(
    'Data',
    serverUrl({ schemes: ['redis', 'rediss'], afterFault: redisAfterFault }),
    undefined,
    'Connection URL of Redis, for running on several machines. Requires `MONGODB_URL`.',
  ),
  DB_NAME: spec(
    'Data',
    databaseName,
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
    'PEM private key for RS256 (RSA, at least 2,048 bits) and EdDSA (Ed25519), with line breaks written as `\\n`.',
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
    line,
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
    serverUrl({ schemes: ['smtp', 'smtps'] }),
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
    token,
    undefined,
    'API key of the OpenAI-compatible service. Required when `IMAGE_PROVIDER` is `openai`.',
  ),
  IMAGE_MODEL: spec('Images', line, 'gpt-image-1', 'Model name sent to the OpenAI-compatible service.'),

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
    'Maximum total size, in bytes, of the stored files of all tasks of one account; an item whose file does not fit fails. Default 10 GiB; 0 means no limit.',
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

const KNOWN_SECRETS = [
  'secret',
  'supersecret',
  'super-secret',
  'changeme',
  'change-me',
  'change_me',
  'changethis',
  'replace-me',
  'your-secret',
  'your_secret',
  'please-change',
  'example',
];
/** Less than one in 10,000 texts of 16 random hexadecimal digits has fewer different characters. */
const LEAST_DIFFERENT = 6;
/** RFC 7518, section 3.3: shorter keys can be factored, and whoever does so signs tokens of anybody. */
const LEAST_RSA_BITS = 2_048;

/** Finds faults of settings that are each valid by themselves; each message begins with the name of a setting. */
export type FurtherFaults = (settings: Settings) => string[];

/**
 * Reads and checks all settings. Throws `SettingsError`. Reads no file and no global. `further` finds additional
 * faults.
 */
export function readSettings(
  env: Record<string, string | undefined>,
  further: FurtherFaults = () => [],
): Settings {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(settingSpecs) as [string, SettingSpec<unknown>][]) {
    const given = env[name]?.trim();
    const altered = one.exact === true && given !== env[name];
    const value = given ? (altered ? undefined : one.read(given)) : one.fallback;
    if (given && value === undefined)
      faults.push(`${name} must be ${(altered ? undefined : one.ruleFor?.(given)) ?? one.rule}`);
    // The checks below need a value, but these settings are not returned.
    values[name] = given && value === undefined ? one.fallback : value;
  }
  const settings = values as Settings;
  const isAtFault = (name: string) => faults.some((fault) => fault.startsWith(`${name} `));
  for (const fault of [...together(settings, env), ...productionFaults(settings), ...further(settings)])
    if (!isAtFault(fault.slice(0, fault.indexOf(' ')))) faults.push(fault);
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return Object.freeze(settings);
}

/** What is wrong with settings that depend on one another. */
function together(settings: Settings, env: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  const { MONGODB_URL, REDIS_URL } = env;
  if (!MONGODB_URL?.trim() !== !REDIS_URL?.trim()) {
    const [missing, present] = MONGODB_URL?.trim()
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
  if (settings.SMTP_URL && !settings.PUBLIC_URL) {
    faults.push('PUBLIC_URL must be set when SMTP_URL is, because links in e-mails begin with it');
  }
  if (settings.IMAGE_PROVIDER === 'openai' && !settings.IMAGE_API_KEY) {
    faults.push('IMAGE_API_KEY must be set when IMAGE_PROVIDER is openai');
  }
  return faults;
}

/** Secrets that others know or can guess; each is named at most once. */
function productionFaults({ NODE_ENV, SECRET_KEY, ADMIN_PASSWORD }: Settings): string[] {
  if (NODE_ENV !== 'production') return [];
  const faults: string[] = [];
  const isKnown = (value: string) =>
    KNOWN_SECRETS.some((known) => value.toLowerCase().startsWith(known)) ||
    value.toLowerCase() === settingSpecs.ADMIN_PASSWORD.fallback;
  if (!SECRET_KEY || isKnown(SECRET_KEY)) {
    faults.push('SECRET_KEY must be set to a secret of your own when NODE_ENV is production');
  } else if (isGuessable(SECRET_KEY)) {
    faults.push(
      `SECRET_KEY must be random when NODE_ENV is production: at least ${LEAST_DIFFERENT} different characters, and not a short text that is repeated`,
    );
  }
  if (isKnown(ADMIN_PASSWORD)) {
    faults.push('ADMIN_PASSWORD must be set to a password of your own when NODE_ENV is production');
  }
  return faults;
}

const isGuessable = (secret: string): boolean =>
  new Set(secret).size < LEAST_DIFFERENT || /^(.{1,12}?)\1+$/s.test(secret);

/** The rule that the key violates; null if it is acceptable. */
function keyFault(algorithm: string, pem: string): string | null {
  let type: string | undefined;
  let bits: number | undefined;
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    type = key.asymmetricKeyType;
    bits = key.asymmetricKeyDetails?.modulusLength;
  } catch {
    // The message of OpenSSL may quote the key.
    return 'a PEM private key';
  }
  if (algorithm === 'RS256' && (type !== 'rsa' || !bits || bits < LEAST_RSA_BITS))
    return `an RSA key of at least ${LEAST_RSA_BITS} bits when ALGORITHM is RS256`;
  if (algorithm === 'EdDSA' && type !== 'ed25519') return 'an Ed25519 key when ALGORITHM is EdDSA';
  return null;
}
