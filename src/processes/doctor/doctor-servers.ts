import {
  addressOfMongo,
  inspectMongo,
  type MongoReport,
  tryMongo,
} from '../../data/mongodb/inspect-mongo.ts';
import { refusalText } from '../../data/mongodb/mongo-errors.ts';
import { placeOf } from '../../data/redis/connections.ts';
import { inspectRedis, type RedisReport } from '../../data/redis/inspect-redis.ts';
import { type RedisTrial, tryRedis } from '../../data/redis/try-redis.ts';
import { hintFor } from '../../runtime/net/who-listens.ts';
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
    note(
      warning(
        'MongoDB is a single server without replicas',
        'for high availability, use a replica set of three members',
      ),
    );
  } else if (topology === 'replica set' && (members < 3 || arbiters > 0)) {
    const text = `the replica set of MongoDB has too few members with data: ${members}${arbiters > 0 ? ' and an arbiter' : ''}`;
    note(warning(text, 'use three, so that writes go on when one fails'));
  } else note(ok(`MongoDB is a ${topology}${topology === 'replica set' ? ` of ${members}` : ''}`));
  // Set by the program; the URL cannot change it.
  note(ok('writes to MongoDB are confirmed by a majority and its journals'));
  note(clockOf('MongoDB', report.clock_ahead_ms));
  const { schema_version, known_schema_version } = report;
  // An empty database gets its schema from the first start.
  if (schema_version > 0) note(schemaFinding(schema_version, known_schema_version));
  note(await mongoTrial(url, db_name));
  if (report.missing_rights) note(refused(report.missing_rights));
  return report;
}

async function mongoTrial(url: string, db_name: string): Promise<Finding> {
  try {
    await tryMongo(url, db_name, WAIT_MS);
    return ok('a test write to MongoDB succeeded');
  } catch (error) {
    return mongoProblem(error, url, db_name);
  }
}

async function mongoProblem(error: unknown, url: string, db_name: string): Promise<Finding> {
  const refusal = refusalText(error, db_name);
  if (refusal) return refused(refusal);
  const address = addressOrNull(url);
  const todo = address
    ? await hintFor('MongoDB', url, address)
    : 'check MONGODB_URL, the server and its firewall';
  return problem(`MongoDB cannot be used: ${messageOf(error)}`, todo);
}

/** `refusal`: a text that follows "MongoDB", with what to do after a semicolon. */
function refused(refusal: string): Finding {
  const [what = '', ...todo] = refusal.split('; ');
  return problem(`MongoDB ${what}`, todo.join('; '));
}

/** Null also for an invalid URL, which the driver's error already reports. */
function addressOrNull(url: string): ReturnType<typeof addressOfMongo> {
  try {
    return addressOfMongo(url);
  } catch {
    // The driver refuses the same URL and says why.
    return null;
  }
}

/** `installation_id` of the database is compared with that of the user of this Redis; null if there is none, undefined if unknown. */
export async function checkRedis(
  url: string,
  db_name: string,
  installation_id: string | null | undefined,
  note: Note,
): Promise<void> {
  try {
    const trial = await tryRedis(url, db_name, WAIT_MS);
    if (trial.obstacle !== null) {
      note(await redisProblem(trial.obstacle, url));
      return;
    }
    noteReport(await inspectRedis(url, WAIT_MS), note);
    noteTrial(trial, db_name, installation_id, note);
  } catch (error) {
    note(problem(`Redis cannot be used: ${messageOf(error)}`, 'check the server and its log'));
  }
}

/** `obstacle`: what a start would say of this Redis. */
async function redisProblem(obstacle: string, url: string): Promise<Finding> {
  const [what = '', ...todo] = obstacle.split('; ');
  const text = `Redis ${what}`;
  if (todo.length > 0 && !what.startsWith('cannot be reached')) return problem(text, todo.join('; '));
  return problem(text, await hintFor('Redis', url, placeOf(url)));
}

function noteReport(report: RedisReport, note: Note): void {
  note(
    isOlder(report.version, OLDEST_REDIS)
      ? problem(`Redis ${report.version} is too old`, `upgrade it to ${OLDEST_REDIS} or later`)
      : ok(`Redis ${report.version} answers`),
  );
  note(policyOf(report));
  note(persistenceOf(report));
  note(clockOf('Redis', report.clock_ahead_ms));
}

function noteTrial(
  trial: RedisTrial,
  db_name: string,
  installation_id: string | null | undefined,
  note: Note,
): void {
  const { queue_fault, arrives, roles, others } = trial;
  note(
    arrives
      ? ok('a test write to Redis succeeded, and a published message arrived')
      : problem(
          'a test write to Redis succeeded, but a published message did not arrive',
          'set REDIS_URL to one primary, without a proxy that blocks PUBLISH',
        ),
  );
  note(
    queue_fault === null
      ? ok('a turn was put into the queue and taken from it')
      : problem(
          `the queue in Redis does not work: ${queue_fault}`,
          'until it works, tasks are stored and wait; see docs/troubleshooting.md',
        ),
  );
  if (others.length > 0) {
    const text = `another installation with DB_NAME ${db_name} uses this Redis, in database ${others.join(', ')}`;
    note(
      warning(
        text,
        'give each installation its own DB_NAME: permissions and channels of Redis apply to all database numbers',
      ),
    );
  }
  const other =
    installation_id !== undefined &&
    trial.installation_id !== null &&
    trial.installation_id !== installation_id;
  if (other) {
    const text = `another installation uses this Redis with the same DB_NAME ${db_name} but another MongoDB`;
    note(problem(text, 'set another DB_NAME for this installation'));
    return;
  }
  const missing = ['worker', 'scheduler'].filter((role) => !roles.includes(role));
  if (roles.length === 0) note(ok('no process of this installation is running'));
  else if (missing.length === 0) note(ok(`running processes: ${roles.join(', ')}`));
  for (const role of roles.length > 0 ? missing : [])
    note(
      warning(
        `no ${role} is running`,
        role === 'worker'
          ? 'start one; until then, tasks wait'
          : 'start one; until then, items of failed workers wait and schedules do not run',
      ),
    );
}

function policyOf({ maxmemory, maxmemory_policy }: RedisReport): Finding {
  if (maxmemory_policy === 'noeviction')
    return ok('Redis deletes nothing when its memory is full (maxmemory-policy noeviction)');
  const text = `Redis has maxmemory-policy ${maxmemory_policy}`;
  const todo = 'set it to noeviction; otherwise Redis deletes parts of the queue when its memory is full';
  return maxmemory > 0 ? problem(text, todo) : warning(text, todo);
}

/** Redis may lose all its data without harm; stored data only shortens the time after its restart. */
function persistenceOf({ persistence }: RedisReport): Finding {
  if (persistence === null) return ok('Redis does not report whether it saves its data, which is not needed');
  return ok(
    persistence === 'none'
      ? 'Redis does not save its data, which is not needed: the queue is rebuilt after a restart'
      : `Redis saves its data in ${persistence === 'snapshots' ? 'snapshots' : 'an append-only file'}`,
  );
}

function clockOf(server: string, ahead_ms: number): Finding {
  const seconds = (Math.abs(ahead_ms) / 1_000).toFixed(1);
  return Math.abs(ahead_ms) <= CLOCK_LIMIT_MS
    ? ok(`the clocks of ${server} and this machine agree`)
    : warning(
        `the clock of ${server} is ${seconds} s ${ahead_ms > 0 ? 'ahead of' : 'behind'} this machine's`,
        'synchronise the clocks of all machines (NTP)',
      );
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least_major = 0, least_minor = 0] = than.split('.').map(Number);
  return major < least_major || (major === least_major && minor < least_minor);
}
