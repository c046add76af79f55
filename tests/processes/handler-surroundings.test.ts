import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { signIn, startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const TYPE = `
import v8 from 'node:v8';
const NAMES = ['FROM_DOT_ENV', 'FROM_PROCESS', 'SECRET_KEY', 'ADMIN_PASSWORD', 'IMAGE_PROVIDER', 'IMAGE_MODEL', 'NODE_OPTIONS'];
export default {
  type: 'surroundings',
  attempts: 1,
  params: { type: 'object', properties: { throws: { type: 'boolean' } }, additionalProperties: false },
  run({ throws }) {
    if (throws) throw Object.assign(new TypeError('not today', { cause: { code: 'E1' } }), { log_only: { body: 'for operators' } });
    return {
      env: Object.fromEntries(NAMES.map((name) => [name, process.env[name] ?? null])),
      heap_mb: v8.getHeapStatistics().heap_size_limit / 1024 / 1024,
    };
  },
};
`;

test('handlers see the lines of .env, no secret of the server, and 2 GiB of heap at most whatever NODE_OPTIONS says; their failures are logged', async () => {
  const data_dir = await tempFolder();
  const types = await tempFolder();
  writeFileSync(join(types, 'surroundings.mjs'), TYPE);
  writeFileSync(
    join(data_dir, '.env'),
    'FROM_DOT_ENV="a token"\nSECRET_KEY=a secret that nobody may see\nADMIN_PASSWORD=admin123\n',
  );
  const backend = await startBackend({
    data_dir,
    env: { TASK_TYPES_DIR: types, FROM_PROCESS: 'here', NODE_OPTIONS: '--max-old-space-size=4096' },
  });
  try {
    const client = await signIn(backend.url);
    const ended = async (params: object) => {
      const { id } = await client.ok('POST', '/tasks/', { type: 'surroundings', params });
      const finished = () => client.ok('GET', `/tasks/${id}`);
      return waitFor(async () => {
        const task = await finished();
        return /completed|failed/.test(task.status) && task;
      });
    };
    const { result } = await ended({});
    assert.deepEqual(result.env, {
      FROM_DOT_ENV: 'a token',
      FROM_PROCESS: 'here',
      SECRET_KEY: null,
      ADMIN_PASSWORD: null,
      IMAGE_PROVIDER: 'local',
      IMAGE_MODEL: 'gpt-image-1',
      NODE_OPTIONS: null,
    });
    assert.ok(result.heap_mb < 2_150, `${result.heap_mb} MiB`);

    const failed = await ended({ throws: true });
    assert.deepEqual([failed.error.type, failed.error.message], ['TypeError', 'not today']);
    const line = await waitFor(() =>
      backend.lines.map((text) => JSON.parse(text)).find(({ msg }) => msg === 'an item failed'),
    );
    assert.deepEqual(
      [line.level, line.task_id, line.index, line.attempt, line.task_type],
      [50, failed.id, 0, 1, 'surroundings'],
    );
    assert.deepEqual([line.error.type, line.error.cause.message], ['TypeError', '{"code":"E1"}']);
    assert.match(line.error.stack, /surroundings\.mjs:\d+/);
    assert.deepEqual(line.error.log_only, { body: 'for operators' });
    const metrics = await (await fetch(`${backend.url}/metrics`)).text();
    assert.match(metrics, /^item_attempts_total\{type="surroundings",outcome="failed"\} 1$/m);
    assert.match(metrics, /^item_attempts_total\{type="surroundings",outcome="completed"\} 1$/m);
    assert.equal(JSON.stringify(failed).includes('for operators'), false);
  } finally {
    await backend.stop();
  }
});
