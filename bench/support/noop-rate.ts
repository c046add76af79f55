import { setTimeout as sleep } from 'node:timers/promises';
import { watchTask } from '../../tests/support/event-stream.ts';
import type { Client } from './client.ts';
import { load } from './load.ts';

const LOOK_MS = 10;
const ENDED = ['completed', 'failed', 'cancelled'];

/** Items per second of one no-op task, from its creation to the event with its last result. */
export async function noopItemsRate(
  url: string,
  client: Client,
  count: number,
  concurrency: number,
): Promise<number> {
  const start = performance.now();
  const { id } = await client.ok('POST', '/tasks/', { type: 'noop', params: { count, concurrency } });
  const seen = await watchTask(url, client.token, id, ({ status }) => ENDED.includes(status), 120_000);
  const seconds = (performance.now() - start) / 1_000;
  const last = seen.at(-1);
  if (last?.status !== 'completed' || last.completed_items !== count)
    throw new Error(`the task ended as ${JSON.stringify(last)}`);
  return count / seconds;
}

/**
 * Tasks per second of many no-op tasks with one item each, created by 32 callers at once, until the last has ended. The callers use the
 * lean client: with `fetch`, they took nearly half of the processor time and thus measured themselves.
 */
export async function noopTasksRate(url: string, client: Client, count: number): Promise<number> {
  const body = { type: 'noop', params: { count: 1 } };
  const start = performance.now();
  await load({
    url,
    method: 'POST',
    path: '/api/v1/tasks/',
    token: client.token,
    body,
    count,
    again_when_busy: count,
  });
  for (const status of ['pending', 'processing']) {
    // Without a pause, the slower of two servers would be polled more often.
    while ((await client.ok('GET', `/tasks/?status=${status}&page_size=1`)).total > 0) await sleep(LOOK_MS);
  }
  return count / ((performance.now() - start) / 1_000);
}
