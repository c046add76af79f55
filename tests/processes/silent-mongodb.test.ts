import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { assertAllComplete, attemptsIn, createSleepers } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const GRACE_MS = 1_000;
/** Above `SHUTDOWN_GRACE`: two seconds, and the rest for a machine that has other things to do. Whoever waits for MongoDB waits half a minute. */
const MORE_MS = 24_000;

if (requireService('mongodb', 'redis')) {
  test('a stop does not wait for a MongoDB that takes connections and answers nothing', async () => {
    const cluster = await sharedCluster.take();
    const env = { SHUTDOWN_GRACE: String(GRACE_MS / 1_000) };
    const [busy, scheduler] = await Promise.all([
      cluster.start('worker', { env }),
      cluster.start('scheduler', { env }),
    ]);
    try {
      const journal = join(await tempFolder(), 'journal');
      const client = await cluster.client();
      const ids = await createSleepers(client, 3, { count: 12, ms: 3_000, journal });
      // More than the other three have places for.
      await waitFor(() => attemptsIn(journal) >= 28);
      await cluster.mongod.pause();
      await Promise.all(
        [busy, scheduler].map(async ({ child, lines }) => {
          child.ref();
          const begun = performance.now();
          child.kill('SIGTERM');
          await once(child, 'exit');
          const took = performance.now() - begun;
          assert.ok(took < GRACE_MS + MORE_MS, `${lines.at(-1)}: ${Math.round(took)} ms`);
        }),
      );
      cluster.mongod.continue();
      // What was in hand is rescued and runs again.
      await assertAllComplete(client, ids, 12);
    } finally {
      cluster.mongod.continue();
      await sharedCluster.leave();
    }
  });
}
