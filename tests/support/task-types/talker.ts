/** Items that log and report progress; the name of an item says how. `inline-talker` is the same on the event loop. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunContext } from '../../../src/task-types/definition/define-task-type.ts';

const run = async (does: string, ctx: RunContext): Promise<unknown> => {
  const { log, progress, signal } = ctx;
  switch (does) {
    case 'log anything': {
      const circular: Record<string, unknown> = { n: 1n, level: 'x', task_id: 'mine' };
      circular.self = circular;
      log('circular', circular);
      log({ not: 'a text' }, 7);
      log.warn('half \ud83d', { cause: new TypeError('no', { cause: 'because' }) });
      log.error('bare');
      log(Symbol('s'), () => {});
      break;
    }
    case 'log a lot':
      for (let at = 0; at < 100_000; at += 1) log(`line ${at}`);
      break;
    case 'log the reason first':
      log.error('REASON');
      for (let at = 0; at < 1_000; at += 1) log(`line ${at}`);
      throw new Error('failed');
    case 'log and exit':
      log('first');
      log('second');
      log.error('REASON');
      log('last');
      process.exit(1);
      break;
    case 'log a lot and fail unhandled':
      for (let at = 0; at < 9_000; at += 1) log(`line ${at}`);
      for (let at = 0; at < 20; at += 1) log.error(`REASON ${at}`);
      setTimeout(() => {
        throw new Error('unhandled');
      }, 0);
      await sleep(60_000, undefined, { signal });
      break;
    case 'log and wait':
      log('waiting');
      progress(0.25, 'a quarter');
      await sleep(60_000, undefined, { signal });
      break;
    case 'report out of range':
      for (let at = 0; at < 1_000_000; at += 1) progress(37, 'on and on');
      break;
    case 'keep a file':
      writeFileSync(join(ctx.temp, 'a'), 'kept');
      return { folder: ctx.temp, kept: readFileSync(join(ctx.temp, 'a'), 'utf8') };
    case 'keep a file and wait':
      writeFileSync(join(ctx.temp, 'a'), 'kept');
      progress(0.5, ctx.temp);
      await sleep(60_000, undefined, { signal });
      break;
    case 'fail with a cause':
      progress(0.5, 'half way');
      throw new RangeError('out', { cause: new TypeError('why') });
  }
  return does;
};

export const definition = {
  type: 'talker',
  attempts: 1,
  params: {
    type: 'object',
    properties: { does: { type: 'string' } },
    required: ['does'],
    additionalProperties: false,
  },
  plan: ({ does }: { does: string }) => ({ count: 1, item: () => ({ input: does }) }),
  run,
};

export default definition;
