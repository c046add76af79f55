import { watchTask } from '../../tests/support/event-stream.ts';
import type { Client } from './client.ts';

const ENDED = ['completed', 'failed', 'cancelled'];

/** Items a second of one no-op task, from its creation to the event that tells its last result. */
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

/** Tasks a second of many no-op tasks with one item each, made by 32 callers at once. */
export async function noopTasksRate(client: Client, count: number): Promise<number> {
  const start = performance.now();
  let left = count;
  let last = '';
  const actor = async () => {
    while (left > 0) {
      left -= 1;
      const { id } = await client.ok('POST', '/tasks/', { type: 'noop', params: { count: 1 } });
      if (id > last) last = id;
    }
  };
  await Promise.all(Array.from({ length: 32 }, actor));
  for (const status of ['pending', 'processing']) {
    while ((await client.ok('GET', `/tasks/?status=${status}&page_size=1`)).total > 0);
  }
  return count / ((performance.now() - start) / 1_000);
}
