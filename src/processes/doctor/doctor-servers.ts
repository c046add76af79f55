import {
  addressOfMongo,
  inspectMongo,
  type MongoReport,
  tryMongo,
} from '../../data/mongodb/inspect-mongo.ts';
import { refusalText } from '../../data/mongodb/mongo-errors.ts';
import { inspectRedis, type RedisReport } from '../../data/redis/inspect-redis.ts';
import { type RedisTrial, tryRedis } from '../../data/redis/try-redis.ts';
import type { Kept } from './doctor-embedded.ts';
import { type Finding, messageOf, ok, problem, schemaFinding, warning } from './doctor-findings.ts';
import { hintFor } from './who-listens.ts';

const WAIT_MS = 3_000;
const CLOCK_LIMIT_MS = 2_000;
const OLDEST_MONGODB = '6.0';
const OLDEST_REDIS = '6.2';

type Note = (finding: Finding) => void;

export async function checkMongo(url: string, db_name: string, emails: string[], note: Note): Promise<Kept> {
  let report: MongoReport;
  try {
    report = await inspectMongo(url, db_name, emails, WAIT_MS);
  } catch (error) {
    note(await mongoProblem(error, url, db_name));
    return 'unknown';
  }
  const { version, topology, members, arbiters } = report;
  note(
    isOlder(version, OLDEST_MONGODB)
      ? problem(`MongoDB ${version} is too old`, `upgrade it to ${OLDEST_MONGODB} or later`)
      : ok(`MongoDB ${version} answers`),
  );
  if (topology === 'standalone') {
    note(warning('MongoDB is one server without a copy', 'run a replica set of three where work must go on'));
  } else if (topology === 'replica set' && (members < 3 || arbiters > 0)) {
    const text = `the replica set has too few members with data: ${members}${arbiters > 0 ? ', and an arbiter' : ''}`;
    note(warning(text, 'have three, so that one may fail and writes go on'));
  } else note(ok(`MongoDB is a ${topology}${topology === 'replica set' ? ` of ${members}` : ''}`));
  // Set on the database by us; nothing in the URL changes it.
  note(ok('writes wait for the majority and its journal'));
  note(clockOf('MongoDB', report.clock_ahead_ms));
  const { schema_version, known_schema_version } = report;
  // An empty database gets its schema from the first start.
  if (schema_version > 0) note(schemaFinding(schema_version, known_schema_version));
  note(await mongoTrial(url, db_name));
  return report;
}

async function mongoTrial(url: string, db_name: string): Promise<Finding> {
  try {
    await tryMongo(url, db_name, WAIT_MS);
    return ok('MongoDB takes a write');
  } catch (error) {
    return mongoProblem(error, url, db_name);
  }
}

async function mongoProblem(error: unknown, url: string, db_name: string): Promise<Finding> {
  const refusal = refusalText(error, db_name);
  if (refusal) {
    const [what = '', todo = ''] = refusal.split('; ');
    return problem(`MongoDB ${what}`, todo);
  }
  const address = addressOrNull(url);
  const todo = address
    ? await hintFor('MongoDB', url, address)
    : 'check MONGODB_URL, the server and its firewall';
  return problem(`MongoDB cannot be used: ${messageOf(error)}`, todo);
}

/** Null also for what is no URL, which the driver's error says already. */
function addressOrNull(url: string): ReturnType<typeof addressOfMongo> {
  try {
    return addressOfMongo(url);
  } catch {
    return null;
  }
}

/** `installation_id`: of the database, to be compared with the one that uses this Redis; null when it has none, undefined when it is not known. */
export async function checkRedis(
  url: string,
  db_name: string,
  installation_id: string | null | undefined,
  note: Note,
): Promise<void> {
  let report: RedisReport;
  try {
    report = await inspectRedis(url, WAIT_MS);
  } catch (error) {
    const { hostname, port, protocol } = new URL(url);
    const address = {
      host: hostname || 'localhost',
      port: Number(port) || 6_379,
      tls: protocol === 'rediss:',
    };
    const refused = /^(NOAUTH|WRONGPASS|NOPERM|ERR)/.test(messageOf(error));
    const todo = refused
      ? 'check the user, password and database number in REDIS_URL'
      : await hintFor('Redis', url, address);
    note(problem(`Redis cannot be used: ${messageOf(error)}`, todo));
    return;
  }
  note(
    isOlder(report.version, OLDEST_REDIS)
      ? problem(`Redis ${report.version} is too old`, `upgrade it to ${OLDEST_REDIS} or later`)
      : ok(`Redis ${report.version} answers`),
  );
  if (report.is_cluster) {
    note(problem('this Redis is a cluster', 'use one primary, with a replica if you like'));
  }
  if (report.role !== 'master' && report.role !== 'unknown') {
    note(problem(`this Redis is a ${report.role}, which cannot be written`, 'name the primary in REDIS_URL'));
  }
  note(policyOf(report));
  note(persistenceOf(report));
  note(clockOf('Redis', report.clock_ahead_ms));
  try {
    noteTrial(await tryRedis(url, db_name, WAIT_MS), db_name, installation_id, note);
  } catch (error) {
    note(problem(`Redis cannot be used: ${messageOf(error)}`, 'check the server and its log'));
  }
}

function noteTrial(
  trial: RedisTrial,
  db_name: string,
  installation_id: string | null | undefined,
  note: Note,
): void {
  const { obstacle, arrives, roles, others } = trial;
  if (obstacle !== null) {
    const [what = '', ...todo] = obstacle.split('; ');
    note(problem(`Redis ${what}`, todo.join('; ') || 'check the server and its log'));
    return;
  }
  note(
    arrives
      ? ok('Redis takes a write, and a published message arrives')
      : problem(
          'Redis takes a write, but a published message does not arrive',
          'name one primary in REDIS_URL, without a proxy that leaves PUBLISH out',
        ),
  );
  if (others.length > 0) {
    const text = `another installation with DB_NAME ${db_name} runs on this Redis, in database ${others.join(', ')}`;
    note(
      warning(
        text,
        'give each installation a DB_NAME of its own: rights and channels of Redis know no database numbers',
      ),
    );
  }
  const other =
    installation_id !== undefined &&
    trial.installation_id !== null &&
    trial.installation_id !== installation_id;
  if (other) {
    const text = `another installation with DB_NAME ${db_name}, which has another MongoDB, runs on this Redis`;
    note(problem(text, 'give this one a DB_NAME of its own'));
    return;
  }
  const missing = ['worker', 'scheduler'].filter((role) => !roles.includes(role));
  if (roles.length === 0) note(ok('no process of this installation runs now'));
  else if (missing.length === 0) note(ok(`processes run: ${roles.join(', ')}`));
  for (const role of roles.length > 0 ? missing : [])
    note(
      warning(
        `no ${role} runs`,
        role === 'worker'
          ? 'start one, or tasks wait'
          : 'start one, or items of dead workers wait and schedules do not fire',
      ),
    );
}

function policyOf({ maxmemory, maxmemory_policy }: RedisReport): Finding {
  if (maxmemory_policy === 'noeviction')
    return ok('Redis drops nothing when full (maxmemory-policy noeviction)');
  const text = `Redis has maxmemory-policy ${maxmemory_policy}`;
  const todo = 'set it to noeviction, or turns vanish when memory is full';
  return maxmemory > 0 ? problem(text, todo) : warning(text, todo);
}

/** Redis may lose everything without harm; what it keeps only shortens the time after its restart. */
function persistenceOf({ persistence }: RedisReport): Finding {
  if (persistence === null) return ok('Redis does not tell whether it saves anything; it need not');
  return ok(
    persistence === 'none'
      ? 'Redis saves nothing; it need not: turns are pushed again after a restart'
      : `Redis saves ${persistence === 'snapshots' ? 'snapshots' : 'an append-only file'}`,
  );
}

function clockOf(server: string, ahead_ms: number): Finding {
  const seconds = (Math.abs(ahead_ms) / 1_000).toFixed(1);
  return Math.abs(ahead_ms) <= CLOCK_LIMIT_MS
    ? ok(`the clocks of ${server} and this machine agree`)
    : warning(
        `the clock of ${server} is ${seconds} s ${ahead_ms > 0 ? 'ahead of' : 'behind'} this machine's`,
        'run a time service (NTP) on every machine',
      );
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least_major = 0, least_minor = 0] = than.split('.').map(Number);
  return major < least_major || (major === least_major && minor < least_minor);
}
