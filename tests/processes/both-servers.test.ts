/** A start says at once what is wrong with each of its servers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { endWithParent } from '../support/end-with-parent.ts';
import { commandLine } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const CLOSED = 1;
const servers: Record<'web' | 'silent', Server> = {
  web: createWebServer((_, response) => response.end('a page')),
  silent: createServer(() => {}),
};
const portOf = (server: Server) => (server.address() as { port: number }).port;

before(async () => {
  for (const server of Object.values(servers)) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});

after(() => {
  for (const server of Object.values(servers)) server.close();
});

async function startWith(mongo_port: number, redis_port: number) {
  const [program, ...args] = commandLine('web');
  const child = spawn(program, args, {
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: await tempFolder(), PORT: '0' },
      ...{
        MONGODB_URL: `mongodb://127.0.0.1:${mongo_port}/`,
        REDIS_URL: `redis://127.0.0.1:${redis_port}`,
      },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithParent(child.pid as number);
  const output = { text: '', errors: '' };
  child.stdout.on('data', (part) => {
    output.text += part;
  });
  child.stderr.on('data', (part) => {
    output.errors += part;
  });
  return { child, output };
}

test('neither MongoDB nor Redis answers: both are named, and a signal ends the start', async () => {
  const { child, output } = await startWith(CLOSED, CLOSED + 1);
  const named = () =>
    /MongoDB at 127\.0\.0\.1:1/.test(output.text) && /Redis at 127\.0\.0\.1:2/.test(output.text);
  await waitFor(named, { timeout_ms: 15_000 });
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

const WRONG = {
  'both are web servers': [
    'web',
    'web',
    /MongoDB at .* cannot be used: a web server .*; Redis at .* (cannot be used: a web|is not a Redis) server/,
  ],
  'MongoDB is a web server, and nothing is at Redis': [
    'web',
    null,
    /MongoDB at .* a web server .*; Redis at .* cannot be reached \(.*ECONNREFUSED/,
  ],
  'MongoDB is silent, and Redis is a web server': [
    'silent',
    'web',
    /MongoDB at .* cannot be reached yet \(.*\); Redis at .* (cannot be used: a web|is not a Redis) server/,
  ],
  'nothing is at MongoDB, and Redis is a web server': [
    null,
    'web',
    /MongoDB at .* cannot be reached yet \(.*ECONNREFUSED.*\); Redis at .* (cannot be used: a web|is not a Redis) server/,
  ],
} as const;

for (const [what, [mongodb, redis, expected]] of Object.entries(WRONG))
  test(`${what}: the last line names both`, async () => {
    const port = (name: 'web' | 'silent' | null) => (name ? portOf(servers[name]) : CLOSED);
    const { child, output } = await startWith(port(mongodb), port(redis));
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.match(output.errors, expected);
    assert.equal(output.errors.trim().split('\n').length, 1, output.errors);
  });
