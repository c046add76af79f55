/** For the screenshots of the docs: imports of product feeds, one item per shop. One feed cannot be read; nothing is really fetched. */
import { setTimeout as sleep } from 'node:timers/promises';

interface Params {
  shops: string[];
  seconds: number;
}

interface Context {
  signal: AbortSignal;
  progress(share: number): void;
}

const BROKEN = 'Lumen & Söhne';

export default {
  type: 'feed-import',
  title: { en: 'Feed import', zh: '商品数据导入' },
  isolation: 'inline',
  attempts: 1,
  params: {
    type: 'object',
    required: ['shops'],
    properties: {
      shops: { type: 'array', items: { type: 'string' } },
      seconds: { type: 'number', default: 0 },
    },
  },
  plan: ({ shops, seconds = 0 }: Params) => ({
    count: shops.length,
    item: (index: number) => ({ input: { shop: shops[index], seconds }, label: { shop: shops[index] } }),
  }),
  async run({ shop, seconds }: { shop: string; seconds: number }, { signal, progress }: Context) {
    if (shop === BROKEN) throw new Error('The feed cannot be read from line 4711 on');
    for (let second = 0; second < seconds; second += 1) {
      progress(second / seconds);
      await sleep(1_000, undefined, { signal });
    }
    return { created: 311, changed: 1_204 };
  },
};
