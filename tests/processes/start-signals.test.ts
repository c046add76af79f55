/** A signal ends a start within two seconds, whatever it is doing. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, suite, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { sqliteVersion1 } from '../contract/version-1.ts';
import { endWithParent } from '../support/end-with-parent.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { type Redis, startRedis } from '../support/redis.ts';
import { commandLine } from '../support/run-command.ts';
import { requireService } from '../support/services.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const MOST_MS = 2_000;

class Start {
  readonly child: ChildProcess;
  text = '';
  #signalled = 0;

  constructor(command: string, env: Record<string, string>) {
    const [program, ...args] = commandLine(command);
    this.child = spawn(program, args, {
      env: { PATH: process.env.PATH, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithParent(this.child.pid as number);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (part) => {
        this.text += part;
      });
  }

  signal(name: NodeJS.Signals): void {
    this.#signalled = performance.now();
    this.child.kill(name);
  }

  /** After `signal`: that it has ended in good order or by the signal, soon. */
  async ends(): Promise<void> {
    const [code, signal] = await once(this.child, 'exit');
    const ms = performance.now() - this.#signalled;
    assert.ok(code === 0 || signal !== null, `${code} ${signal}: ${this.text}`);
    assert.ok(ms < MOST_MS, `it took ${Math.round(ms)} ms: ${this.text}`);
    assert.doesNotMatch(this.text, /"ready"|\n {4}at /);
  }
}

/** For NODE_OPTIONS: the start gets a signal so long after it began to listen for it. */
const signalItself = (delay_ms: number): string =>
  `--import=data:text/javascript,${encodeURIComponent(`
    if (process.argv[2] === 'start') {
      const timer = setInterval(() => {
        if (process.listenerCount('SIGTERM') === 0) return;
        clearInterval(timer);
        setTimeout(() => process.kill(process.pid, 'SIGTERM'), ${delay_ms});
      }, 1);
    }`)}`;

suite('a signal ends an embedded start', () => {
  test('that is about to load, or loads, a task type that never ends', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'loops.mjs'), "await 1; process.stdout.write('loops'); for (;;);");
    for (const delay_ms of [0, 20, 60]) {
      const env = { DATA_DIR: await tempFolder(), TASK_TYPES_DIR: folder };
      const began = performance.now();
      const start = new Start('start', { ...env, NODE_OPTIONS: signalItself(delay_ms) });
      const [code, signal] = await once(start.child, 'exit');
      assert.ok(code === 0 || signal === 'SIGTERM', `${code} ${signal}: ${start.text}`);
      assert.ok(performance.now() - began < 15_000, start.text);
      assert.doesNotMatch(start.text, /not finished/);
    }
    const start = new Start('start', { DATA_DIR: await tempFolder(), TASK_TYPES_DIR: folder });
    await waitFor(() => start.text.includes('loops'));
    start.signal('SIGINT');
    await start.ends();
  });

  test('that upgrades its database', async () => {
    const DATA_DIR = await tempFolder();
    const file = join(DATA_DIR, 'backend2.db');
    writeFileSync(file, sqliteVersion1());
    const holder = new DatabaseSync(file);
    holder.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
    const start = new Start('start', { DATA_DIR });
    await waitFor(() => hasOpen(start.child.pid as number, file), { timeout_ms: 20_000 });
    start.signal('SIGTERM');
    await start.ends();
    holder.close();
  });
});

function hasOpen(pid: number, file: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((one) => readlinkSync(join(folder, one)) === file);
  } catch {
    // A file that has just been closed.
    return false;
  }
}

suite('a signal ends a scaled-out start', () => {
  requireService('mongodb', 'redis');
  let mongod: Mongod;
  let redis: Redis;
  let silent: Server;
  let silent_port = 0;

  before(async () => {
    silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    silent_port = (silent.address() as { port: number }).port;
    [mongod, redis] = await Promise.all([startMongod(), startRedis()]);
  });

  after(async () => {
    silent.close();
    await Promise.all([mongod?.stop(), redis?.stop()]);
  });

  const urls = () => ({ MONGODB_URL: mongod.url, REDIS_URL: redis.url });

  test('that waits for MongoDB, for Redis, or for both', async () => {
    const mongodb = { MONGODB_URL: `mongodb://127.0.0.1:${silent_port}` };
    const silent_redis = { REDIS_URL: `redis://127.0.0.1:${silent_port}` };
    const both = { ...mongodb, ...silent_redis };
    const cases = [
      ['web', mongodb, 'SIGTERM'],
      ['worker', silent_redis, 'SIGTERM'],
      ['scheduler', both, 'SIGINT'],
      ['web', both, 'SIGHUP'],
    ] as const;
    const endSoon = async ([command, wrong, signal]: (typeof cases)[number]) => {
      const start = new Start(command, { ...urls(), ...wrong });
      await waitFor(() => / at 127\.0\.0\.1:\d+ /.test(start.text), { timeout_ms: 30_000 });
      start.signal(signal);
      await start.ends();
    };
    await Promise.all(cases.map(endSoon));
  });

  test('that waits for the upgrade by another process', async () => {
    const client = await MongoClient.connect(mongod.url);
    const schema = client.db('upgraded').collection<{ _id: string }>('schema');
    const lock = { holder: 'another', until: new Date(Date.now() + 600_000) };
    await schema.updateOne({ _id: 'lock' }, { $set: lock }, { upsert: true });
    const start = new Start('web', { ...urls(), DB_NAME: 'upgraded' });
    const waits = () => client.db('admin').aggregate([{ $currentOp: { idleConnections: true } }]);
    await waitFor(async () => (await waits().toArray()).some(({ appName }) => appName === 'backend2'), {
      timeout_ms: 20_000,
    });
    start.signal('SIGTERM');
    await start.ends();
    await client.close();
  });
});
