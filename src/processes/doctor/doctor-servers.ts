import { inspectMongo, type MongoReport } from '../../data/mongodb/inspect-mongo.ts';
import { inspectRedis, type RedisReport } from '../../data/redis/inspect-redis.ts';
import type { Kept } from './doctor-embedded.ts';
import { type Finding, messageOf, ok, problem, schemaFinding, warning } from './doctor-findings.ts';

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
    note(
      problem(
        `MongoDB cannot be used: ${messageOf(error)}`,
        'check MONGODB_URL, the server and its firewall',
      ),
    );
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
  return report;
}

export async function checkRedis(url: string, note: Note): Promise<void> {
  let report: RedisReport;
  try {
    report = await inspectRedis(url, WAIT_MS);
  } catch (error) {
    note(
      problem(`Redis cannot be used: ${messageOf(error)}`, 'check REDIS_URL, the server and its firewall'),
    );
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
