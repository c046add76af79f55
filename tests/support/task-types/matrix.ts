/** A matrix of pictures of one colour each. Items can also fail, attach something other than a picture, or wait. */
import { setTimeout as sleep } from 'node:timers/promises';

interface Matrix {
  variables: Record<string, string[]>;
  /** What an item does instead of drawing, by index. */
  does?: Record<string, 'fail' | 'nothing' | 'broken' | 'wait'>;
  size?: { width: number; height: number };
}

interface Context {
  index: number;
  signal: AbortSignal;
  attach(
    name: string,
    bytes: Uint8Array,
    type: string,
    size?: { width: number; height: number },
  ): Promise<void>;
}

/** The colour of a cell, which depends only on its index. */
const colourOf = (index: number) => ({ r: 20 + index * 10, g: 200 - index * 10, b: (index * 50) % 200 });

export default {
  type: 'matrix',
  isolation: 'inline',
  attempts: 1,
  concurrency: 8,
  params: {
    type: 'object',
    properties: { variables: { type: 'object' }, does: { type: 'object' }, size: { type: 'object' } },
    required: ['variables'],
    additionalProperties: false,
  },
  plan(params: Matrix) {
    const variables = Object.entries(params.variables);
    return {
      count: variables.reduce((product, [, values]) => product * values.length, 1),
      item(index: number) {
        let rest = index;
        const label: [string, string][] = [];
        for (const [name, values] of variables.toReversed()) {
          label.unshift([name, values[rest % values.length] as string]);
          rest = Math.floor(rest / values.length);
        }
        return { input: params, label: Object.fromEntries(label) };
      },
    };
  },
  async run({ does = {}, size = { width: 40, height: 40 } }: Matrix, ctx: Context) {
    const what = does[ctx.index];
    if (what === 'fail') throw new Error(`nothing came of item ${ctx.index}`);
    if (what === 'wait') await sleep(600_000, undefined, { signal: ctx.signal });
    if (what === 'nothing') return null;
    if (what === 'broken') return ctx.attach('image.png', Buffer.from('no picture'), 'image/png');
    // Every process of the tests loads this module, but few of them draw.
    const { default: sharp } = await import('sharp');
    const background = colourOf(ctx.index);
    const bytes = await sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer();
    await ctx.attach('image.png', bytes, 'image/png', size);
    return null;
  },
};
