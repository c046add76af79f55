import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { signIn, startBackend } from '../support/backend.ts';
import { processesWith } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';

const linux = process.platform === 'linux' ? false : 'processes are read from /proc';

test('programs of a process that was killed are ended by the next start; a stop ends those of its own', {
  skip: linux,
}, async () => {
  const seconds = `1000.${randomInt(1_000_000_000)}`;
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
