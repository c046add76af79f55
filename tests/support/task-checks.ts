/** Looks at tasks through the API, as any client could. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

/** How many attempts have begun, by the journal that `probe` items write. */
export const attemptsIn = (journal: string): number =>
  existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n').length : 0;

/** That many tasks of that many items which sleep, half of them inline; returns their ids. */
export const createSleepers = (
  client: Client,
  tasks: number,
  params: { count: number; ms: number; journal: string },
) =>
  Promise.all(
    Array.from({ length: tasks }, async (_, at) => {
      const type = at % 2 ? 'inline-probe' : 'probe';
      const body = { type, params: { ...params, concurrency: 12, does: 'sleep' } };
      return (await client.ok('POST', '/tasks/', body)).id as string;
    }),
  );

/** Waits for the end of each, at most `timeout_ms` for all together, and asserts that nothing is missing. */
export async function assertAllComplete(
  client: Client,
  ids: string[],
  count: number,
  timeout_ms: number,
): Promise<void> {
  const limit = performance.now() + timeout_ms;
  for (const id of ids) {
    await ended(client, id, limit - performance.now());
    await assertComplete(client, id, count);
  }
}
