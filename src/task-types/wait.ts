import { setTimeout as sleep } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { defineTaskType } from './definition/define-task-type.ts';

const waitParams = (longest: number) =>
  Type.Object(
    {
      seconds: Type.Number({
        minimum: 0,
        maximum: longest,
        title: 'Seconds',
        description: 'How long to wait.',
        zh: { title: '秒数', description: '等待多长时间。' },
      }),
      steps: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1000,
          default: 10,
          title: 'Steps',
          description: 'How many times progress is reported on the way.',
          zh: { title: '步数', description: '途中报告进度的次数。' },
        }),
      ),
    },
    { additionalProperties: false },
  );

type WaitParams = Static<ReturnType<typeof waitParams>>;

/** One item that only waits, to try out progress, cancelling and schedules. */
export default defineTaskType<WaitParams>({
  type: 'wait',
  title: { en: 'Wait', zh: '等待' },
  description: {
    en: 'Waits for some seconds and reports its progress; for trying things out.',
    zh: '等待若干秒并报告进度，用于试用系统。',
  },
  // A waiting item occupies a place for which others wait.
  params: ({ wait_max_seconds }) => waitParams(wait_max_seconds),
  // Must be longer than the longest wait.
  timeout: 86_460_000,
  isolation: 'inline',
  concurrency: 1,
  name: ({ seconds }) => ({ en: `Wait ${seconds} s`, zh: `等待 ${seconds} 秒` }),
  async run({ seconds, steps = 10 }: WaitParams, ctx) {
    const { signal } = ctx;
    const start = performance.now();
    for (let step = 1; step <= steps; step++) {
      signal.throwIfAborted();
      // Measured from the start each time, because the delays of a thousand short sleeps would add up.
      const left = start + (seconds * 1000 * step) / steps - performance.now();
      if (left > 0)
        await sleep(left, undefined, { signal }).catch((error) => {
          throw signal.reason ?? error;
        });
      ctx.progress(step / steps);
    }
    return { seconds };
  },
});
