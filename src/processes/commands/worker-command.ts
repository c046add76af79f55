import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';

export const worker: Command = {
  usage: 'worker [--processes N] [--concurrency M]',
  about:
    'Runs items in N processes (default 1), M items at the same time in each (default WORKER_CONCURRENCY).',
  options: { processes: { type: 'string', short: 'p' }, concurrency: { type: 'string', short: 'c' } },
  async run({ processes, concurrency }) {
    const count = processes === undefined ? 1 : wholeNumber(processes, 'processes', 256);
    const places =
      concurrency === undefined ? undefined : String(wholeNumber(concurrency, 'concurrency', 1_000));
    if (count === 1) {
      const { serve } = await import('../serve.ts');
      return serve('worker', ['worker'], places ? { WORKER_CONCURRENCY: places } : {});
    }
    const { WorkerFleet } = await import('./worker-fleet.ts');
    return new WorkerFleet(places ? ['--concurrency', places] : []).serve(count);
  },
};

function wholeNumber(value: unknown, name: string, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new UsageError(`--${name} takes a whole number from 1 to ${max}`);
  return number;
}
