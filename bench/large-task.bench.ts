import { alternate, ratioFigure } from './support/alternate.ts';
import { type Bench, inMs } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import { occupyWorkers } from './support/occupy-workers.ts';
import { startBackend } from './support/processes.ts';
import { median } from './support/statistics.ts';

const EACH = 60;

export const largeTask: Bench = {
  name: 'large-task',
  mark: 'creating and cancelling a task of 10,000 items takes at most twice as long as one of 1 item',
  settings: `medians of ${EACH} calls, one after another; all worker places busy`,
  async run() {
    const backend = await startBackend();
    const client = await signIn(backend.url);
    await occupyWorkers(client);
    const made = { large: [] as string[], small: [] as string[] };
    const create = (kind: 'large' | 'small', count: number) => async () => {
      const times: number[] = [];
      for (let at = 0; at < EACH; at += 1) {
        const start = performance.now();
        const { id } = await client.ok('POST', '/tasks/', { type: 'noop', params: { count } });
        times.push(performance.now() - start);
        made[kind].push(id);
      }
      return median(times);
    };
    const cancel = (kind: 'large' | 'small') => () => cancelSome(client, made[kind]);
    await create('small', 1)();
    await create('large', 10_000)();
    const creating = await alternate(create('large', 10_000), create('small', 1));
    const cancelling = await alternate(cancel('large'), cancel('small'));
    await backend.kill();
    const names = { measured: '10,000 items', reference: '1 item', show: inMs };
    return [
      ratioFigure('creating a 10,000-item task against a 1-item one', creating, { at_most: 2 }, names),
      ratioFigure('cancelling a 10,000-item task against a 1-item one', cancelling, { at_most: 2 }, names),
    ];
  },
};

async function cancelSome(client: Client, ids: string[]): Promise<number> {
  const times: number[] = [];
  for (const id of ids.splice(0, EACH)) {
    const start = performance.now();
    const { status } = await client.ok('POST', `/tasks/${id}/cancel`);
    times.push(performance.now() - start);
    if (status !== 'cancelled') throw new Error(`a waiting task became ${status}`);
  }
  return median(times);
}
