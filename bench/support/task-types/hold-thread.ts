/** Items that wait for their signal, and write down when they began and when they heard it (a line each in `journal`). */
import { appendFileSync } from 'node:fs';

interface HoldParams {
  count?: number;
  concurrency?: number;
  journal?: string;
}

interface HoldContext {
  signal: AbortSignal;
  task_id: string;
  index: number;
  attempt: number;
}

export const definition = {
  type: 'hold-thread',
  timeout: 2_000_000_000,
  params: {
    type: 'object',
    properties: { count: { type: 'integer' }, concurrency: { type: 'integer' }, journal: { type: 'string' } },
    additionalProperties: false,
  },
  concurrency: (params: HoldParams) => params.concurrency ?? 3,
  plan: (params: HoldParams) => ({ count: params.count ?? 1, item: () => ({ input: params }) }),
  run(params: HoldParams, { signal, task_id, index, attempt }: HoldContext): Promise<never> {
    const note = (what: string) => {
      if (params.journal)
        appendFileSync(params.journal, `${what} ${task_id} ${index} ${attempt} ${Date.now()}\n`);
    };
    note('began');
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        note('heard');
        reject(signal.reason);
      });
    });
  },
};

export default definition;
