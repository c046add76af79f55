/**
 * `npm test`: runs every tests/**\/*.test.ts, each file in a process of its own unless group-files.ts groups it with others. Arguments
 * select files by a part of their path (`npm test -- contract api/auth`); `--name=PATTERN` selects tests by name; `--root=FOLDER` runs the
 * files of another folder. The last line is always `N passed, N failed`; the exit code is 0 only if at least one test passed and none failed.
 */
import { glob } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileCacheFolder } from '../../bin/compile-cache.js';
import { type RunningApiCluster, startApiCluster } from '../api/api-cluster.ts';
import { groupFiles } from './group-files.ts';
import { Idleness } from './idleness.ts';
import { memoryFolder } from './memory-folder.ts';
import { mongodAvailable } from './mongod.ts';
import { SHORT_LIVED } from './node-flags.ts';
import { redisAvailable } from './redis.ts';

/** For a file that hangs. On a machine with other work, one that starts processes many times takes minutes. */
const FILE_TIMEOUT_MS = 600_000;
const GROUP = resolve(import.meta.dirname, 'test-group.ts');
// Files start their own servers, and some measure time: on two cores, more than two busy files disturb one another.
const CONCURRENCY = Math.max(1, Math.min(4, availableParallelism()));
/** Files that mostly wait (for a lease to expire, a server to return, a limit to pass): two of them run beside the busy ones. */
const WAITS =
  /^tests\/processes( \(|\/(?!crash))|^tests\/contract\/(mongodb-outages|redis-refusals|\()|^tests\/(services \(|client\/)/;
const WAITING = 2;
/** Busy files also wait for the processes that they start. This often, another file starts if this share of the processors is idle. */
const LOOK_MS = 1_000;
const IDLE_SHARE = 0.08;
const MOST_BUSY = CONCURRENCY * 2;
/**
 * The longest files start first, so that none of them runs alone at the end, and those that wait before those that only work, which keep
 * the processors busy to the end. Then come those that call the cluster, which run one after
 * another, and then the others by name.
 */
const LONGEST = [
  'tests/processes (',
  'crash',
  '(scaled out)',
  'console/look',
  'tests/console (',
  'start-stop',
  'task-life',
  'start-limits.test',
  'on MongoDB',
  'mongodb-outages',
  'doctor',
  'console/scaled-out',
  'tests/contract (',
  'services/programs',
  'client/',
  'docs-page',
  'contract/',
  'unit/processes/',
  'tests/services (',
  'tests/api (',
  'console/building',
  'small-heap',
  'task-downloads',
  'omissions',
];
// Compiling the sources and stripping their types takes a third of the time of a short file. The compile cache does it once for all, in a
// folder of the tests: the servers that they start have other V8 flags (bin/backend2.js), so each would replace what the other compiled.
const cache = compileCacheFolder(join(import.meta.dirname, '../../node_modules'));
process.env.NODE_COMPILE_CACHE ??= cache ? join(cache, 'tests') : '';
// MongoDB and SQLite would mostly wait for the disk.
process.env.TMPDIR = memoryFolder() ?? tmpdir();
/** Uses the bundle like bin/backend2.js: otherwise, each file would import a thousand modules of packages. */
const BUNDLED = ['--import', join(import.meta.dirname, 'bundled-packages.ts')];

const args = process.argv.slice(2);
const root = resolve(
  args.find((arg) => arg.startsWith('--root='))?.slice(7) ?? join(import.meta.dirname, '../..'),
);
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
  /** Never runs at the same time as another job that uses the same processes. */
  of_cluster?: boolean;
}

let passed = 0;
let failed = 0;
let skipped = 0;
const failures: string[] = [];
const durations: { label: string; ms: number }[] = [];

/**
 * Runs one file and returns its events once it has ended. A single `run()` for all files would be shorter, but its `timeout` does not
 * end a file whose process stays alive (because of an open handle); the signal does.
 */
async function runFile({ file, label, env, of_cluster }: Job): Promise<TestEvent[]> {
  const called = of_cluster ? await runningCluster() : null;
  if (of_cluster && !called) return [];
  const signal = AbortSignal.timeout(file === GROUP ? 2 * FILE_TIMEOUT_MS : FILE_TIMEOUT_MS);
  const events: TestEvent[] = [];
  const filter = names.length > 0 ? { testNamePatterns: names } : {};
  const begun = performance.now();
  let ended = false;
  for await (const event of run({
    files: [file],
    cwd: root,
    signal,
    env: { ...env, ...called?.env },
    execArgv: [...SHORT_LIVED, ...BUNDLED],
    ...filter,
  })) {
    count(event, file, label);
    // A process that ends itself, for example by `process.exit(0)`, reports neither its remaining tests nor its totals, which come last.
    if (event.type === 'test:fail' || (event.type === 'test:summary' && event.data.file)) ended = true;
    // The totals of one file; the totals of all files come last.
    if (event.type !== 'test:summary' && event.type !== 'test:diagnostic') events.push(event);
  }
  if (!ended) noteFailure(`${label}: its process ended before its tests did`);
  // The suites of a group report its files.
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
    // A suite fails if one of its tests fails; it counts as a failure of its own only if a hook or its body failed.
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

/** Each file once, and the files of the API again as clients of real processes: see tests/api/api-cluster.ts. */
const labels = files.map((file) => relative(root, file));
const jobs = jobsOf(labels);
const scaledOut = jobsOf(
  labels.filter((label) => label.startsWith('tests/api/') && !label.startsWith('tests/api/embedded/')),
);
/** Started by the first file that calls it, beside the files that do not; null if its processes do not start. */
let cluster: Promise<RunningApiCluster | null> | null = null;
if (canScaleOut(scaledOut)) {
  // These come first, because they run one after another.
  jobs.unshift(...scaledOut.map((job) => ({ ...job, label: `${job.label} (scaled out)`, of_cluster: true })));
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
      return { file: GROUP, label, env: { ...process.env, TEST_GROUP }, waits: WAITS.test(label) };
    }),
    ...alone.map((label) => ({
      ...{ file: resolve(root, label), label, env: process.env },
      waits: WAITS.test(label),
    })),
  ];
}

function canScaleOut(scaledOut: Job[]): boolean {
  if (scaledOut.length === 0) return false;
  if (mongodAvailable() && redisAvailable()) return true;
  console.error('!!! SKIPPED: tests/api on MongoDB and Redis; get them with: npm run services');
  if (process.env.REQUIRE_SERVICES === '1') noteFailure('tests/api: needs MongoDB and Redis');
  return false;
}

function runningCluster(): Promise<RunningApiCluster | null> {
  cluster ??= startApiCluster().catch((error: Error) => {
    noteFailure(`tests/api: its processes do not start: ${error.message}`);
    return null;
  });
  return cluster;
}

function noteFailure(line: string): void {
  failed++;
  failures.push(line);
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
      // Adds a lane for one file; `next` removes it again.
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

/** Stops the cluster as soon as no file calls it, so that the remaining files have the machine to themselves. */
async function endCluster(): Promise<void> {
  for (const line of (await (await cluster)?.stop()) ?? [])
    noteFailure(`the processes of tests/api: ${line}`);
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
