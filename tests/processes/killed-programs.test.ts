import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { signIn, startBackend } from '../support/backend.ts';
import { processesWith } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';

const linux = process.platform === 'linux' ? false : 'processes are read from /proc';

/** A time to sleep that no other program on this machine has. */
const unique = () => `1000.${randomInt(1_000_000_000)}`;

test('programs of a process that was killed are ended by the next start; a stop ends those of its own', {
  skip: linux,
}, async () => {
  const seconds = unique();
  const killed = await startBackend();
  const client = await signIn(killed.url);
  await client.ok('POST', '/tasks/', { type: 'programs', params: { does: 'never end', seconds } });
  await waitFor(() => processesWith(seconds).length === 1);
  const [program] = processesWith(seconds);
  await killed.kill();
  assert.deepEqual(processesWith(seconds), [program]);

  const next = await startBackend({ data_dir: killed.data_dir, env: { SHUTDOWN_GRACE: '0' } });
  await waitFor(() => !processesWith(seconds).includes(program as number));
  // The item runs again and starts its program anew.
  await waitFor(() => processesWith(seconds).length === 1);
  assert.equal(await next.stop(), 0);
  await waitFor(() => processesWith(seconds).length === 0);
});

test('a stop leaves no program of threads that handlers have started', { skip: linux }, async () => {
  const backend = await startBackend({ env: { SHUTDOWN_GRACE: '0' } });
  const client = await signIn(backend.url);
  const running = ['programs', 'inline-programs'].flatMap((type) =>
    ['go on in a thread', 'go on and never end'].map((does) => ({ type, does, seconds: unique() })),
  );
  for (const { type, ...params } of running) await client.ok('POST', '/tasks/', { type, params });
  const endless = running.filter(({ does }) => does === 'go on and never end');
  await waitFor(() => endless.every(({ seconds }) => processesWith(seconds).length > 0));
  assert.equal(await backend.stop(), 0);
  for (const { type, does, seconds } of running)
    assert.deepEqual(processesWith(seconds), [], `${type}: ${does}`);
});
