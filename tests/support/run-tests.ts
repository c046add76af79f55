/**
 * What `npm test` runs: every tests/**\/*.test.ts, each file in its own process or, where group-files.ts says so,
 * with others. Arguments filter the files by a part of
 * their path (`npm test -- contract api/auth`); `--name=PATTERN` filters the tests by name. The last line is always
 * `N passed, N failed`; the exit code is 0 only when at least one test passed and none failed.
 */
import { glob } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningApiCluster, startApiCluster } from '../api/api-cluster.ts';
import { groupFiles } from './group-files.ts';
import { memoryFolder } from './memory-folder.ts';
import { mongodAvailable } from './mongod.ts';
import { redisAvailable } from './redis.ts';

const FILE_TIMEOUT_MS = 300_000;
const GROUP = resolve(import.meta.dirname, 'test-group.ts');
// Files start servers of their own and some measure time: on two cores more than two busy ones disturb one another.
const CONCURRENCY = Math.max(1, Math.min(4, availableParallelism()));
/** Files that wait most of their time (for a lease to end, a server to come back): two of them run beside the busy ones. */
const WAITS = /^tests\/processes\/(?!killed-workers|crash)|^tests\/contract\/mongodb-outages/;
const WAITING = 2;
/** Files that start processes wait for them, so busy ones leave time over: so often, one more begins where so much of it is idle. */
const LOOK_MS = 2_000;
const IDLE_SHARE = 0.2;
const MOST_BUSY = CONCURRENCY * 2;
/**
 * The longest begin first, so that none runs alone at the end; then those that call the cluster, which take turns; the others follow by
 * name.
 */
const LONGEST = [
  'killed-workers',
  'lost-stores',
  'crash',
  '(scaled out)',
  'batches-and-retries',
  'console/look',
  'scale-out',
  'silent-mongodb',
  'start-stop',
  'contract/mongodb.test',
  'mongodb-plans',
  'mongodb-outages',
  'lapsed-lease',
  'doctor',
  'tests/services (',
  'tests/api (',
  'console/building',
];
// Compiling the sources and stripping their types is a third of a short file's work: done once, for all processes, as bin/backend2.js does.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
// Most of what MongoDB and SQLite would wait for is the disk.
process.env.TMPDIR = memoryFolder() ?? tmpdir();
const root = resolve(import.meta.dirname, '../..');
/** As bin/backend2.js does: each file imports a thousand modules of packages otherwise. */
const BUNDLED = ['--import', join(import.meta.dirname, 'bundled-packages.ts')];

const args = process.argv.slice(2);
const names = args.filter((arg) => arg.startsWith('--name=')).map((arg) => new RegExp(arg.slice(7)));
const parts = args.filter((arg) => !arg.startsWith('--'));
const files: string[] = [];
for await (const file of glob(['tests/**/*.test.ts', 'console/src/**/*.test.ts'], { cwd: root })) {
  if (parts.length === 0 || parts.some((part) => file.includes(part))) files.push(resolve(root, file));
}
files.sort();

interface Job {
  file: string;
  label: string;
  env: NodeJS.ProcessEnv;
  waits: boolean;
  /** Runs when no other job does that speaks to the same processes. */
  of_cluster?: boolean;
}

let passed = 0;
let failed = 0;
let skipped = 0;
const failures: string[] = [];
const durations: { label: string; ms: number }[] = [];

/**
 * Runs one file and gives its events once it has ended. `run()` of all files at once would be shorter, but its `timeout`
 * does not end a file whose process stays (a handle left open); the signal does.
 */
async function runFile({ file, label, env }: Job): Promise<TestEvent[]> {
  const signal = AbortSignal.timeout(file === GROUP ? 2 * FILE_TIMEOUT_MS : FILE_TIMEOUT_MS);
  const events: TestEvent[] = [];
  const filter = names.length > 0 ? { testNamePatterns: names } : {};
  const begun = performance.now();
  for await (const event of run({ files: [file], cwd: root, signal, env, execArgv: BUNDLED, ...filter })) {
    count(event, file, label);
    // The totals of one file; those of all come last.
    if (event.type !== 'test:summary' && event.type !== 'test:diagnostic') events.push(event);
  }
  // Those of a group are told by its suites.
  if (file !== GROUP) durations.push({ label, ms: performance.now() - begun });
  return events;
}

function count({ type, data }: TestEvent, file: string, label: string): void {
  if ((type === 'test:pass' || type === 'test:fail') && file === GROUP && isFile(data))
    durations.push({ label: `${data.name}${SUFFIX.exec(label)?.[0] ?? ''}`, ms: data.details.duration_ms });
  if (type === 'test:pass') {
    const of_file = data.nesting === 0 && resolve(root, data.name) === file;
    if (data.details.type === 'suite' || of_file) return;
    if (data.skip !== undefined || data.todo !== undefined) skipped++;
    else passed++;
  }
  if (type === 'test:fail') {
    // A suite fails with its tests; by itself it counts only where one of its hooks or its own body failed.
    const { failureType } = data.details.error as { failureType?: string };
    if (failureType === 'subtestsFailed' || data.todo !== undefined) return;
    failed++;
    const what = failureType === 'testAborted' ? `did not end within ${FILE_TIMEOUT_MS / 1000} s` : data.name;
    const where = file === GROUP && data.file ? `${label}, ${relative(root, data.file)}` : label;
    failures.push(`${where}: ${what}`);
  }
}

const SUFFIX = / \(scaled out\)$/;

/** A suite that stands for a file of a group. */
const isFile = ({ nesting, name }: { nesting: number; name: string }) =>
  nesting === 0 && name.endsWith('.test.ts');

/** Each file once, and those of the API again as clients of real processes: see tests/api/api-cluster.ts. */
const labels = files.map((file) => relative(root, file));
const jobs = jobsOf(labels);
const scaledOut = jobsOf(
  labels.filter((label) => label.startsWith('tests/api/') && !label.startsWith('tests/api/embedded/')),
);
const cluster = await clusterFor(scaledOut);
if (cluster) {
  const again = scaledOut.map((job) => ({
    ...job,
    label: `${job.label} (scaled out)`,
    env: { ...job.env, ...cluster.env },
    of_cluster: true,
  }));
  // First, as they take turns.
  jobs.unshift(...again);
}
const rank = ({ label }: Job) => {
  const at = LONGEST.findIndex((name) => label.includes(name));
  return at === -1 ? LONGEST.length : at;
};
jobs.sort((a, b) => rank(a) - rank(b));

function jobsOf(labels: string[]): Job[] {
  const groups = groupFiles(labels);
  const grouped = new Set(groups.flatMap(({ files }) => files));
  const alone = labels.filter((label) => !grouped.has(label));
  return [
    ...groups.map(({ label, files }) => {
      const TEST_GROUP = JSON.stringify(files.map((one) => resolve(root, one)));
      return { file: GROUP, label, env: { ...process.env, TEST_GROUP }, waits: false };
    }),
    ...alone.map((label) => ({
      ...{ file: resolve(root, label), label, env: process.env },
      waits: WAITS.test(label),
    })),
  ];
}

async function clusterFor(scaledOut: Job[]): Promise<RunningApiCluster | null> {
  if (scaledOut.length === 0) return null;
  try {
    if (mongodAvailable() && redisAvailable()) return await startApiCluster();
    console.error('!!! SKIPPED: tests/api on MongoDB and Redis; get them with: npm run services');
    if (process.env.REQUIRE_SERVICES === '1') noteFailure('tests/api: needs MongoDB and Redis');
  } catch (error) {
    noteFailure(`tests/api: its processes do not start: ${(error as Error).message}`);
  }
  return null;
}

function noteFailure(line: string): void {
  failed++;
  failures.push(line);
}

/** How much of the processors' time is idle. */
class Idleness {
  #last = this.#now();

  /** Its share since the last look. */
  look(): number {
    const now = this.#now();
    const { idle, all } = this.#last;
    this.#last = now;
    return now.all > all ? (now.idle - idle) / (now.all - all) : 0;
  }

  #now() {
    const times = cpus().map(({ times }) => times);
    const sum = (of: (typeof times)[number]) => of.user + of.nice + of.sys + of.idle + of.irq;
    return {
      idle: times.reduce((total, { idle }) => total + idle, 0),
      all: times.reduce((total, one) => total + sum(one), 0),
    };
  }
}

async function* runAll(): AsyncGenerator<TestEvent> {
  const left = [...jobs];
  const running = new Map<Job, Promise<{ job: Job; events: TestEvent[] }>>();
  const idleness = new Idleness();
  let more = 0;
  const next = () => {
    const now = [...running.keys()];
    const waiting = now.filter(({ waits }) => waits).length;
    const busy = now.length - waiting;
    const taken = now.some(({ of_cluster }) => of_cluster);
    const at = left.findIndex(({ waits, of_cluster }) => {
      if (of_cluster && taken) return false;
      const most = CONCURRENCY + more;
      return waits ? waiting < WAITING || now.length < most : busy < most;
    });
    more = 0;
    return at === -1 ? null : (left.splice(at, 1)[0] as Job);
  };
  while (left.length > 0 || running.size > 0) {
    for (let job = next(); job; job = next()) {
      const started = job;
      running.set(
        started,
        runFile(started).then((events) => ({ job: started, events })),
      );
    }
    const look = sleep(LOOK_MS, null, { ref: false });
    const ended = await Promise.race([...running.values(), look]);
    if (!ended) {
      // A lane more for one file: `next` takes it back.
      const busy = [...running.keys()].filter(({ waits }) => !waits).length;
      if (idleness.look() > IDLE_SHARE && busy < MOST_BUSY) more = Math.max(1, busy + 1 - CONCURRENCY);
      continue;
    }
    const { job, events } = ended;
    running.delete(job);
    if (job.of_cluster && ![...left, ...running.keys()].some(({ of_cluster }) => of_cluster))
      await endCluster();
    yield* events;
  }
}

/** As soon as nobody calls it: what runs then has the machine to itself. */
async function endCluster(): Promise<void> {
  for (const line of (await cluster?.stop()) ?? []) noteFailure(`the processes of tests/api: ${line}`);
}

await pipeline(runAll(), new spec(), process.stdout, { end: false });

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
if (durations.length > 1) {
  const slowest = durations
    .sort((a, b) => b.ms - a.ms)
    .slice(0, args.includes('--times') ? durations.length : 5);
  console.log(`\nThe slowest of ${durations.length} runs of files, in ${seconds(performance.now())}:`);
  for (const { label, ms } of slowest) console.log(`  ${seconds(ms).padStart(8)}  ${label}`);
}
if (files.length === 0) console.log(`No test file matches ${parts.join(' ')}.`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}\n`);
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
