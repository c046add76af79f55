import { waitFor } from '../../tests/support/wait-for.ts';
import type { Client } from './client.ts';

/** Fills this many places of the workers (8 is one process's default) with items that only a cancel ends. */
export async function occupyWorkers(client: Client, places = 8): Promise<void> {
  const { id } = await client.ok('POST', '/tasks/', {
    type: 'hold',
    params: { count: places, concurrency: places },
    priority: 10,
  });
  await waitFor(async () => (await client.ok('GET', `/tasks/${id}`)).in_flight === places, {
    what: 'all places to be taken',
  });
}
