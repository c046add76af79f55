/** Looks at tasks through the API, as any client could. */
import assert from 'node:assert/strict';
import type { Client } from './backend.ts';
import { waitFor } from './wait-for.ts';

export const isFinal = (task: { status: string }): boolean =>
  ['completed', 'failed', 'cancelled'].includes(task.status);

/** The task once it is final. */
export const ended = (client: Client, id: string, timeout_ms = 30_000) =>
  waitFor(
    async () => {
      const task = await client.ok('GET', `/tasks/${id}`);
      return isFinal(task) && task;
    },
    { timeout_ms, what: `the end of task ${id}` },
  );

export async function allItems(client: Client, id: string) {
  const items = [];
  for (let cursor = ''; ; ) {
    const page = await client.ok('GET', `/tasks/${id}/items?page_size=100${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    if (!page.next_cursor) return items;
    cursor = page.next_cursor;
  }
}

/** Every item of a `probe` task completed, its result there, the counters exact. */
export async function assertComplete(client: Client, id: string, count: number): Promise<void> {
  const task = await client.ok('GET', `/tasks/${id}`);
  assert.deepEqual(
    [
      task.status,
      task.completed_items,
      task.failed_items,
      task.cancelled_items,
      task.in_flight,
      task.progress,
    ],
    ['completed', count, 0, 0, 0, 100],
  );
  const items = await allItems(client, id);
  assert.deepEqual(
    items.map((item) => [item.index, item.status, item.result]),
    Array.from({ length: count }, (_, index) => [index, 'completed', { index }]),
  );
}
