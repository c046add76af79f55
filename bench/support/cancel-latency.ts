import { waitFor } from '../../tests/support/wait-for.ts';
import type { Client } from './client.ts';
import { createJournal } from './journal.ts';

/**
 * Milliseconds from each cancel call to the signal of the handler. `count` tasks of this type are cancelled one after another while
 * `at_once` of them run.
 */
export async function measureCancels(
  client: Client,
  type: 'hold' | 'hold-thread',
  count: number,
  at_once: number,
): Promise<number[]> {
  const { file, read } = await createJournal();
  const called = new Map<string, number>();
  const body = { type, params: { journal: file } };
  while (called.size < count) {
    const made = await Promise.all(Array.from({ length: at_once }, () => client.ok('POST', '/tasks/', body)));
    const began = () => new Set(read().flatMap((line) => (line.what === 'began' ? [line.task_id] : [])));
    await waitFor(() => made.every(({ id }) => began().has(id)), {
      what: 'the items to begin',
      timeout_ms: 30_000,
    });
    for (const { id } of made) {
      called.set(id, Date.now());
      await client.ok('POST', `/tasks/${id}/cancel`);
    }
    const heard = () => new Set(read().flatMap((line) => (line.what === 'heard' ? [line.task_id] : [])));
    await waitFor(() => made.every(({ id }) => heard().has(id)), { what: 'the signals', timeout_ms: 30_000 });
  }
  return read()
    .filter(({ what }) => what === 'heard')
    .map(({ task_id, at }) => at - (called.get(task_id) as number));
}
