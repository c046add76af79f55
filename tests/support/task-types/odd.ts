/** Items that misbehave in various ways; the name of an item says how. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

interface OddContext {
  signal: AbortSignal;
  attach(name: string, bytes: unknown, content_type: string, size?: unknown): Promise<void>;
  progress(fraction: unknown): void;
}

/** As the server's own code in the thread does. The number of the run is guessed. */
async function postAsOurs(message: object): Promise<void> {
  for (let run = 1; run < 100; run += 1) parentPort?.postMessage({ from: 'backend2', run, ...message });
  await sleep(60_000);
}

const changeJson = () => {
  JSON.stringify = () => '{';
};

/** What reaches the server or the next items of the thread. */
const DISTURBS = new Map<string, () => unknown>([
  ['post lines that are none', () => postAsOurs({ kind: 'log', lines: null })],
  ['post an answer that is none', () => postAsOurs({ kind: 'done', answer: { result: '{', error: null } })],
  ['change JSON', changeJson],
  ['change JSON later', () => void setTimeout(changeJson, 0)],
  ['change toJSON', () => Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'changed' })],
  ['change an array', () => Object.defineProperty(Array.prototype, 'at', { value: () => 'changed' })],
]);

const run = async (does: string, ctx: OddContext): Promise<unknown> => {
  await DISTURBS.get(does)?.();
  switch (does) {
    case 'throw null':
      throw null;
    case 'throw a trap':
      throw new Proxy(
        {},
        {
          getPrototypeOf() {
            throw new Error('not even this');
          },
        },
      );
    case 'post':
      parentPort?.postMessage(null);
      parentPort?.postMessage({ kind: 'done', outcome: { result: '"forged"', error: null } });
      break;
    case 'leave a rejection':
      void Promise.reject(new Error('left at once'));
      break;
    case 'leave a rejection for later':
      setTimeout(() => void Promise.reject(new Error('left for later')), 30);
      break;
    case 'leave a throw for later':
      setTimeout(() => {
        throw new Error('thrown later');
      }, 30);
      break;
    case 'leave an exit':
      setTimeout(() => process.exit(5), 100);
      break;
    case 'leave a loop':
      setImmediate(() => {
        for (;;);
      });
      break;
    case 'leave a program for later':
      setTimeout(() => spawn('sleep', ['1000']), 30);
      break;
    case 'throw beside':
      setTimeout(() => {
        throw new Error('thrown beside');
      }, 30);
      await sleep(60_000);
      break;
    case 'throw when stopped':
      ctx.signal.addEventListener('abort', () => {
        throw new Error('thrown when stopped');
      });
      await sleep(60_000, undefined, { signal: ctx.signal });
      break;
    case 'take a while':
      await sleep(400);
      break;
    case 'attach a text':
      await ctx.attach('a.txt', 'a text', 'text/plain');
      break;
    case 'report percent':
      for (const percent of [37, 38, Number.NaN]) ctx.progress(percent);
      break;
    case 'attach an odd size':
      await ctx.attach('a.txt', new Uint8Array(3), 'text/plain', { width: 'x', height: Number.NaN });
      break;
  }
  return does;
};

export const definition = {
  type: 'odd',
  attempts: 1,
  params: {
    type: 'object',
    properties: { does: { type: 'string' } },
    required: ['does'],
    additionalProperties: false,
  },
  prepare(params: { does: string }) {
    if (params.does === 'prepare and leave a rejection') void Promise.reject(new Error('left by prepare'));
    if (params.does === 'throw in prepare') throw new Error('prepare cannot');
    return params;
  },
  plan: ({ does }: { does: string }) => ({
    count: 1,
    item: () => {
      if (does === 'plan nothing') return null;
      if (does === 'plan null thrown') throw null;
      if (does === 'plan a text for a label') return { input: does, label: 'a text' };
      return { input: does };
    },
  }),
  run,
};

export default definition;
