/** Checks tasks through the API, like any client. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { Client } from './backend.ts';
import { waitFor } from './wait-for.ts';

/** How long work may take that goes on after processes or servers were lost, on a busy machine. Nothing waits for it to pass. */
export const RECOVERY_MS = 120_000;

export const isFinal = (task: { status: string }): boolean =>
  ['completed', 'failed', 'cancelled'].includes(task.status);

/** Waits until the task is final and returns it. */
export const ended = (client: Client, id: string, timeout_ms = RECOVERY_MS) =>
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

/** Asserts that every item of a `probe` task completed with its result and that the counters are exact. */
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

/** Number of attempts that have begun, according to the journal that `probe` items write. */
export const attemptsIn = (journal: string): number =>
  existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n').length : 0;

/** Creates this many tasks with this many sleeping items each, half of them inline; returns their ids. */
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

/** Waits until all have ended, at most `RECOVERY_MS` in total, and asserts that nothing is missing. */
export async function assertAllComplete(client: Client, ids: string[], count: number): Promise<void> {
  const limit = performance.now() + RECOVERY_MS;
  for (const id of ids) {
    await ended(client, id, limit - performance.now());
    await assertComplete(client, id, count);
  }
}
