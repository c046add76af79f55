/**
 * Items that do what a test asks for. Each attempt adds a line `<index> <attempt>` to `journal`. `inline-probe` is the same on the event
 * loop.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProbeParams {
  count?: number;
  concurrency?: number;
  /** What the items do. */
  does?:
    | 'end'
    | 'sleep'
    | 'listen'
    | 'loop'
    | 'throw'
    | 'throw-final'
    | 'throw-zh'
    | 'throw-once'
    | 'kill'
    | 'exit'
    | 'hoard'
    | 'attach'
    | 'gather';
  /** Only these items do it; the others end immediately. */
  only?: number[];
  /** Milliseconds for `sleep` and `listen`. */
  ms?: number;
  /** The file that `gather` waits for. */
  gate?: string;
  /** A file to which each attempt adds a line; with `listen`, another line when the item receives its abort signal. */
  journal?: string;
}

interface ProbeContext {
  signal: AbortSignal;
  attempt: number;
  index: number;
  progress(fraction: number): void;
  attach(name: string, bytes: Uint8Array, content_type: string): Promise<void>;
}

export const run = async (params: ProbeParams, ctx: ProbeContext): Promise<unknown> => {
  const note = (text: string) => {
    if (params.journal) appendFileSync(params.journal, `${text}\n`);
  };
  note(`${ctx.index} ${ctx.attempt}`);
  if (params.only && !params.only.includes(ctx.index)) return { index: ctx.index };
  const ms = params.ms ?? 60_000;
  switch (params.does) {
    case 'sleep':
      await sleep(ms);
      break;
    case 'listen':
      await sleep(ms, undefined, { signal: ctx.signal }).catch((error: unknown) => {
        note(`${ctx.index} heard ${Date.now()}`);
        throw error;
      });
      break;
    case 'loop':
      for (;;);
    case 'throw':
      throw new TypeError(`item ${ctx.index} cannot`);
    case 'throw-once':
      if (ctx.attempt === 1) throw new RangeError('not the first time');
      break;
    case 'throw-zh':
      throw Object.assign(new Error('closed'), { final: true, zh: '已关闭' });
    case 'throw-final':
      throw Object.assign(new Error('never'), { final: true });
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      await sleep(60_000);
      break;
    case 'exit':
      process.exit(3);
      break;
    case 'hoard': {
      const hoard: number[][] = [];
      // The garbage collector does not look into arrays of fractions, so memory is full in a third of the time.
      for (;;) hoard.push(new Array(1_000_000).fill(0.5));
    }
    case 'attach':
      ctx.progress(0.5);
      await ctx.attach('a note.txt', new TextEncoder().encode(`item ${ctx.index}`), 'text/plain');
      break;
    // Ends when the test says so, and returns the id of its process.
    case 'gather':
      while (!existsSync(params.gate ?? '')) await sleep(20, undefined, { signal: ctx.signal });
      return { index: ctx.index, pid: process.pid };
  }
  return { index: ctx.index };
};

export const definition = {
  type: 'probe',
  attempts: 3,
  backoff: { initial: 50, factor: 2, max: 200 },
  params: {
    type: 'object',
    properties: {
      count: { type: 'integer', minimum: 1 },
      concurrency: { type: 'integer' },
      does: { type: 'string' },
      only: { type: 'array', items: { type: 'integer' } },
      ms: { type: 'integer' },
      gate: { type: 'string' },
      journal: { type: 'string' },
    },
    additionalProperties: false,
  },
  concurrency: (params: ProbeParams) => params.concurrency ?? 3,
  plan: (params: ProbeParams) => ({
    count: params.count ?? 1,
    item: (index: number) => ({ input: params, label: { n: String(index) } }),
  }),
  run,
};

export default definition;
