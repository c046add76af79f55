/**
 * Items that do nothing, with two exceptions: those in `fail` fail at their first attempt, and those from `held_from` on end only once
 * the file `gate` exists. Each attempt adds a line `<index> <attempt>` to `journal`.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface HalfHeld {
  count: number;
  held_from: number;
  fail: number[];
  gate: string;
  journal: string;
}

export default {
  type: 'half-held',
  isolation: 'inline',
  attempts: 1,
  concurrency: 16,
  params: {
    type: 'object',
    properties: {
      count: { type: 'integer' },
      held_from: { type: 'integer' },
      fail: { type: 'array', items: { type: 'integer' } },
      gate: { type: 'string' },
      journal: { type: 'string' },
    },
    required: ['count', 'held_from', 'fail', 'gate', 'journal'],
    additionalProperties: false,
  },
  plan: ({ count, held_from, fail, gate, journal }: HalfHeld) => ({
    count,
    item: (index: number) => ({
      input: { fails: fail.includes(index), gate: index < held_from ? null : gate, journal },
    }),
  }),
  async run(
    { fails, gate, journal }: { fails: boolean; gate: string | null; journal: string },
    { index, attempt, signal }: { index: number; attempt: number; signal: AbortSignal },
  ): Promise<void> {
    appendFileSync(journal, `${index} ${attempt}\n`);
    if (fails && attempt === 1) throw new Error('not the first time');
    while (gate && !existsSync(gate)) await sleep(5, undefined, { signal });
  },
};
