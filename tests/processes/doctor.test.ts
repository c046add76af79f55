import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Redis } from 'ioredis';
import { runDoctor } from '../../src/processes/doctor/doctor.ts';
import { SettingsError } from '../../src/settings.ts';
import { sqliteVersion1 } from '../contract/version-1.ts';
import { signIn, startBackend } from '../support/backend.ts';
import { freePort } from '../support/free-port.ts';
import { startMongod } from '../support/mongod.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function doctor(env: Record<string, string>, dot_env_names: string[] = []) {
  const lines: string[] = [];
  const environment = { PORT: '0', ...env };
  const code = await runDoctor(
    () => ({ environment, dot_env_names }),
    (line) => lines.push(line),
  );
  const has = (pattern: RegExp) =>
    assert.ok(
      lines.some((line) => pattern.test(line)),
      `no line matches ${pattern}:\n${lines.join('\n')}`,
    );
  for (const line of lines.slice(0, -1)) assert.match(line, /^(ok|warning|problem) +\S/);
  return { code, lines, has, text: lines.join('\n') };
}

/** The output that a page shows, with this version of Node.js. */
function sampleIn(page: string): string {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const [, sample = ''] = /```\n(ok {7}Node\.js.*?)\n```/s.exec(text) ?? [];
  return sample.replace(/Node\.js \S+/, `Node.js ${process.versions.node}`);
}

suite('doctor, embedded', () => {
  test('a folder that is not there yet: no problem, and it is not made', async () => {
    const folder = join(await tempFolder(), 'data');
    const { code, has } = await doctor({ DATA_DIR: folder });
    assert.equal(code, 0);
    has(/^ok +mode: embedded/);
    has(/^ok .*the first start creates it$/);
    has(/^ok +task types: image, wait$/);
    has(/^warning +ADMIN_PASSWORD is the default/);
    has(/^0 problems, 1 warning\.$/);
    assert.equal(existsSync(folder), false);
  });

  test('a bad setting is a problem, named without its value', async () => {
    const { code, has, text } = await doctor({ PORT: 'sesame', REDIS_URL: 'redis://u:sesame@localhost' });
    assert.equal(code, 1);
    has(/^problem +PORT must be a whole number/);
    has(/^problem +MONGODB_URL must be set when REDIS_URL is/);
    assert.doesNotMatch(text, /sesame/);
  });

  test('a name in .env that is almost a setting is a warning', async () => {
    const { code, has, text } = await doctor({ DATA_DIR: await tempFolder() }, ['PROT', 'MY_HANDLERS_KEY']);
    assert.equal(code, 0);
    has(/^warning +PROT in \.env is not a setting → did you mean PORT\?$/);
    assert.doesNotMatch(text, /MY_HANDLERS_KEY/);
  });

  test('a .env file that cannot be read as it is written is one finding of the list', async () => {
    const lines: string[] = [];
    const read = () => {
      throw new SettingsError('.env, line 3: a line must be NAME=value');
    };
    assert.equal(await runDoctor(read, (line) => lines.push(line)), 1);
    assert.match(lines[0] as string, /^ok +Node\.js /);
    assert.deepEqual(lines.slice(1), [
      'problem  .env, line 3: a line must be NAME=value → see docs/configuration.md',
      '1 problem, 0 warnings.',
    ]);
  });

  test('a port at which another program listens is a problem, unless it is the server', async () => {
    const other = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const PORT = String((other.address() as { port: number }).port);
    const taken = await doctor({ DATA_DIR: await tempFolder(), PORT });
    assert.equal(taken.code, 1);
    taken.has(
      /^problem +the server cannot listen on 127\.0\.0\.1:\d+: another program .* → stop it, or set PORT/,
    );
    other.close();
    const free = await doctor({ DATA_DIR: await tempFolder(), PORT: '0' });
    free.has(/^ok +the server can listen on 127\.0\.0\.1:0$/);
    const nowhere = await doctor({ DATA_DIR: await tempFolder(), HOST: '203.0.113.1' });
    nowhere.has(/^problem .*this machine has no such address → set HOST to one that it has$/);
  });

  test('before an upgrade, nothing is a problem', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'backend2.db'), sqliteVersion1());
    const { has } = await doctor({ DATA_DIR: folder });
    has(
      /^warning +the database has schema version 1; .* → make a backup; the next start upgrades the database$/,
    );
    has(/^ok .* can be checked after the upgrade$/);
    has(/^0 problems, 1 warning\.$/);
  });

  test('a file where the folder should be is a problem', async () => {
    const file = join(await tempFolder(), 'data');
    await writeFile(file, '');
    const { code, has } = await doctor({ DATA_DIR: join(file, 'below') });
    assert.equal(code, 1);
    has(/^problem .*lies below a file/);
  });

  test('something that is no database is a problem', async () => {
    const folder = await tempFolder();
    await writeFile(
      join(folder, 'backend2.db'),
      'no database at all, but long enough to be read as one'.repeat(20),
    );
    const { code, has } = await doctor({ DATA_DIR: folder });
    assert.equal(code, 1);
    has(/^problem +the database cannot be opened/);
    has(/^warning .*could not be checked/);
  });

  test('a broken task type is a problem that names the file', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'types'));
    await writeFile(join(folder, 'types', 'half.js'), 'export default {');
    const { code, has } = await doctor({ DATA_DIR: folder, TASK_TYPES_DIR: join(folder, 'types') });
    assert.equal(code, 1);
    has(/^problem .*half\.js/);
  });

  test('a task type whose pool no worker of this process belongs to is a warning, with the setting', async () => {
    const folder = await tempFolder();
    const type = "export default { type: 'render', params: { type: 'object' }, pool: 'gpu', run() {} };";
    await writeFile(join(folder, 'render.mjs'), type);
    const env = { DATA_DIR: join(folder, 'data'), TASK_TYPES_DIR: folder };
    const { has } = await doctor(env);
    has(/^warning +items of the task types render do not run: .* → set WORKER_POOLS=default,gpu$/);
    const served = await doctor({ ...env, WORKER_POOLS: 'default,gpu' });
    served.has(/^ok +pools of task types: default, gpu$/);
  });

  test('beside a running server; the default password is noticed until it is changed', async () => {
    const backend = await startBackend();
    const { port } = new URL(backend.url);
    const before = await doctor({ DATA_DIR: backend.data_dir, PORT: port });
    assert.equal(before.code, 0);
    for (const page of ['docs/troubleshooting.md', 'docs/zh-CN/troubleshooting.md'])
      assert.equal(
        before.text
          .replaceAll(backend.data_dir, './data')
          .replace(port, '8000')
          .replace(/[\d.]+ GiB/, '77.9 GiB'),
        sampleIn(page),
      );
    const admin = await signIn(backend.url);
    await admin.ok('PUT', '/users/me/password', {
      current_password: 'admin123',
      new_password: 'a better one',
    });
    const after = await doctor({ DATA_DIR: backend.data_dir });
    after.has(/^0 problems, 0 warnings\.$/);
    await backend.stop();
    const stopped = await doctor({ DATA_DIR: backend.data_dir });
    stopped.has(/^ok +no server is running on/);
  });
});

suite('doctor, scaled out', () => {
  test('servers that cannot be reached are problems; no password is shown', async () => {
    const port = await freePort();
    const { code, has, text } = await doctor({
      MONGODB_URL: `mongodb://someone:sesame@127.0.0.1:${port}/?serverSelectionTimeoutMS=300`,
      REDIS_URL: `redis://someone:sesame@127.0.0.1:${port}`,
    });
    assert.equal(code, 1);
    has(/^problem +MongoDB cannot be used/);
    has(/^problem +Redis cannot be reached \(.*ECONNREFUSED.*\) → nothing listens at /);
    // What stands in the database is not known, and nothing is said of it.
    has(/^warning .*could not be checked/);
    assert.doesNotMatch(text, /first start|not in use|default password/);
    assert.doesNotMatch(text, /sesame/);
  });

  test('a server that takes the connection and says nothing is a problem within seconds', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const { code, has } = await doctor({
      MONGODB_URL: `mongodb://127.0.0.1:${port}`,
      REDIS_URL: `redis://127.0.0.1:${port}`,
    });
    assert.equal(code, 1);
    has(/^problem +MongoDB cannot be used/);
    has(/^problem +Redis cannot be reached/);
    silent.close();
  });

  if (requireService('mongodb', 'redis')) {
    test('with MongoDB and Redis as they should be, and as they should not', async () => {
      const [mongod, redis] = await Promise.all([startMongod({ replica_set: true }), startRedis()]);
      const env = { MONGODB_URL: mongod.url, REDIS_URL: redis.url };
      const good = await doctor(env);
      assert.equal(good.code, 0);
      good.has(/^ok +mode: scaled out/);
      good.has(/^ok +MongoDB \d+\.\d+\.\d+ answers$/);
      good.has(/^warning +the replica set of MongoDB has too few members with data: 1/);
      good.has(/^ok +writes to MongoDB are confirmed by a majority and its journals$/);
      good.has(/^ok +the clocks of MongoDB and this machine agree$/);
      good.has(/^ok +Redis \d+\.\d+\.\d+ answers$/);
      good.has(/^ok .*noeviction/);
      good.has(/^ok +Redis does not save its data/);
      good.has(/^ok +the clocks of Redis and this machine agree$/);
      good.has(/^ok +a test write to MongoDB succeeded$/);
      good.has(/^ok +a test write to Redis succeeded, and a published message arrived$/);
      good.has(/^ok +a turn was put into the queue and taken from it$/);
      good.has(/^ok +no process of this installation is running$/);

      const client = new Redis(redis.url);
      await client.set('backend2:running:web', '1');
      await client.set('backend2:installation', 'of another MongoDB');
      await client.set('backend2:queue:turns:counts', 'x');
      const shared = await doctor(env);
      shared.has(
        /^problem +another installation uses this Redis with the same DB_NAME backend2 but another MongoDB/,
      );
      shared.has(
        /^problem +the queue in Redis does not work: the key backend2:queue:turns:counts .*; delete the key/,
      );
      await client.del('backend2:installation', 'backend2:queue:turns:counts');
      const alone = await doctor({ ...env, REDIS_URL: redis.url });
      alone.has(/^warning +no worker is running → start one/);
      alone.has(/^warning +no scheduler is running → start one/);
      client.disconnect();

      const swapped = await doctor({
        MONGODB_URL: `mongodb://${new URL(redis.url).host}`,
        REDIS_URL: `redis://${new URL(mongod.url).host}`,
      });
      swapped.has(
        /^problem +MongoDB cannot be used: .* → Redis answers at \S+, not MongoDB: correct the port in MONGODB_URL$/,
      );
      swapped.has(/^problem +Redis .* → MongoDB answers at \S+, not Redis: correct the port in REDIS_URL$/);

      const eager = await startRedis(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
      const wrong = await doctor({ MONGODB_URL: mongod.url, REDIS_URL: eager.url });
      assert.equal(wrong.code, 1);
      wrong.has(/^problem +Redis has maxmemory-policy allkeys-lru/);
      await Promise.all([mongod.stop(), redis.stop(), eager.stop()]);
    });

    test('what Redis refuses is told as a start tells it', async (t) => {
      const printed = (['log', 'warn', 'error'] as const).map((name) => t.mock.method(console, name));
      const redis = await startRedis();
      const client = new Redis(redis.url);
      const server = new URL(redis.url).host;
      const ofRedis = async (url: string) => {
        const { lines } = await doctor({
          MONGODB_URL: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100',
          REDIS_URL: url,
        });
        const [line = '', ...more] = lines.filter((line) => /^(problem|warning) .*Redis/.test(line));
        assert.deepEqual(more, []);
        return line.replace(/^problem +Redis /, '');
      };
      await client.acl('SETUSER', 'few', 'on', '>word', '~backend2:*', '&backend2:*', '+@all', '-@dangerous');
      assert.equal(
        await ofRedis(`redis://few:word@${server}`),
        'does not allow its user INFO → give it the rights ~backend2:* &backend2:* +@all -@dangerous +info',
      );
      assert.match(
        await ofRedis(`redis://few:wrong@${server}`),
        /^refuses the user or password .* → correct/,
      );
      assert.match(await ofRedis(`redis://${server}/99`), /^has no database 99 → leave it out of REDIS_URL$/);
      await client.replicaof('127.0.0.1', 1);
      assert.match(await ofRedis(redis.url), /^is a read-only replica → REDIS_URL must name the primary$/);
      await client.replicaof('NO', 'ONE');
      await client.config('SET', 'maxmemory', '1');
      assert.match(await ofRedis(redis.url), /^is full and takes no writes → give it more memory/);
      await client.config('SET', 'maxmemory', '0');
      await client.config('SET', 'requirepass', 'sesame');
      assert.match(await ofRedis(redis.url), /^wants a password → put it.* into REDIS_URL$/);
      // The driver has a message of its own for some of them.
      assert.deepEqual(
        printed.flatMap(({ mock }) => mock.calls.map((call) => call.arguments)),
        [],
      );
      client.disconnect();
      await redis.stop();
    });
  }
});
