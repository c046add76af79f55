import { waitFor } from '../../tests/support/wait-for.ts';
import type { Client } from './client.ts';

/** Fills this many places of the workers (8 is the default of one process) with items that end only when they are cancelled; returns the id of their task. */
export async function occupyWorkers(client: Client, places = 8): Promise<string> {
  const { id } = await client.ok('POST', '/tasks/', {
    type: 'hold',
    params: { count: places, concurrency: places },
    priority: 10,
  });
  await waitFor(async () => (await client.ok('GET', `/tasks/${id}`)).in_flight === places, {
    what: 'all places to be taken',
  });
  return id;
}
