import { settingSpecs } from '../../settings.ts';
import type { Command } from './command.ts';
import { OF_FLEET, reportRefusal } from './fleet-messages.ts';
import { nounCommand } from './noun-command.ts';
import { found, idPart, rowsOf } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

const workers = nounCommand('worker', {
  usage: ['list', 'drain ID'],
  about: 'Lists the running workers, or drains one: it finishes its running items and takes no new ones.',
  actions: {
    async list({ api, list }) {
      list(await rowsOf(api, '/workers', {}, 1_000), {
        id: (one) => one.id,
        host: (one) => one.host,
        pid: (one) => one.pid,
        version: (one) => one.version,
        pools: (one) => one.pools.join(','),
        running: (one) => `${one.running}/${one.places}`,
        draining: (one) => (one.draining ? 'yes' : 'no'),
        started: (one) => one.started_at,
      });
    },
    async drain({ api, names: [id = ''], done }) {
      done(
        `The worker ${id} takes no further items; its running items go on.`,
        await found(
          api.call('POST', `/workers/${idPart(id, { a: 'a worker', command: 'worker list' })}/drain`),
          `no worker with the id ${id} is running; "worker list" shows those that are`,
        ),
      );
    },
  },
});

export const worker: Command = {
  usage: `worker [--processes N] [--concurrency M] [--pools A,B] | ${workers.usage}`,
  about:
    'Runs items in N processes (default 1), M items at the same time in each (default WORKER_CONCURRENCY), of task types in these pools (default WORKER_POOLS); or lists the running workers, or drains one, so that it takes no further items.',
  options: {
    processes: { type: 'string', short: 'p' },
    concurrency: { type: 'string', short: 'c' },
    pools: { type: 'string' },
    json: { type: 'boolean' },
    // For the processes that `--processes` starts.
    [OF_FLEET]: { type: 'boolean' },
  },
  async run({ processes, concurrency, pools, json, [OF_FLEET]: of_fleet }, positionals) {
    if (positionals.length > 0) return workers.run({ json }, positionals);
    const count = processes === undefined ? 1 : wholeNumber(processes, 'processes', 256);
    const places =
      concurrency === undefined ? undefined : String(wholeNumber(concurrency, 'concurrency', 1_000));
    if (pools !== undefined && settingSpecs.WORKER_POOLS.read(String(pools)) === undefined)
      throw new UsageError(`--pools takes ${settingSpecs.WORKER_POOLS.rule}`);
    if (count === 1) {
      const { serve } = await import('../serve.ts');
      const given: Record<string, string> = {};
      if (places) given.WORKER_CONCURRENCY = places;
      if (pools !== undefined) given.WORKER_POOLS = String(pools);
      const running = serve('worker', ['worker'], given);
      return of_fleet ? reportRefusal(running) : running;
    }
    const { WorkerFleet } = await import('./worker-fleet.ts');
    const each = places ? ['--concurrency', places] : [];
    if (pools !== undefined) each.push('--pools', String(pools));
    return new WorkerFleet(each).serve(count);
  },
};

function wholeNumber(value: unknown, name: string, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new UsageError(`--${name} takes a whole number from 1 to ${max}`);
  return number;
}
