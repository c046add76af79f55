import { defineTaskType } from '../definition/define-task-type.ts';
import { dimensions } from './dimensions.ts';
import { imageFaults } from './image-faults.ts';
import { type ImageInput, planImages, prepareImageParams } from './matrix.ts';
import { type ImageParams, type ImageRequest, imageParams } from './params.ts';
import type { ImageProvider } from './providers/provider.ts';
import { imageProviderFrom } from './providers/provider-settings.ts';
import { promptWithValues } from './summary.ts';

/** What an item's result says about its picture; `width` and `height` are in pixels. */
export interface ImageResult {
  /** `local` or `openai`. */
  generator: string;
  /** Of the local generator, or the provider's model. */
  version: string;
  prompt: string;
  seed: number;
  style: string;
  ratio: string;
  width: number;
  height: number;
}

/** Made once in each thread, when it is first needed. A wrong setting fails every item at once and clearly. */
class ThreadProvider {
  #provider: Promise<ImageProvider> | undefined;

  get(): Promise<ImageProvider> {
    this.#provider ??= imageProviderFrom(process.env);
    return this.#provider;
  }
}

const provider = new ThreadProvider();

/** Pictures from one prompt, one for every combination of its variables. */
export default defineTaskType<ImageParams, ImageRequest>({
  type: 'image',
  title: { en: 'Image matrix', zh: '图片矩阵' },
  description: {
    en: 'Pictures from one prompt with variables: one for every combination of their values.',
    zh: '用一条带变量的提示词生成图片：变量取值的每种组合各生成一张。',
  },
  params: imageParams,
  attempts: 3,
  timeout: 600_000,
  isolation: 'thread',
  concurrency: ({ concurrency }) => concurrency,
  name: (params) => {
    const characters = [...params.prompt.replaceAll(/\s+/g, ' ').trim()];
    return characters.length > 60
      ? `${characters.slice(0, 59).join('')}…`
      : characters.join('') || { en: 'Image matrix', zh: '图片矩阵' };
  },
  summary: promptWithValues,
  check: imageFaults,
  prepare: prepareImageParams,
  plan: planImages,
  async run(input: ImageInput, ctx): Promise<ImageResult> {
    const make = await provider.get();
    const { width, height } = dimensions(input.ratio, input.size);
    const { prompt, seed, ratio } = input;
    const picture = await make(
      { prompt, seed, style: input.style, width, height, format: input.format },
      {
        signal: ctx.signal,
        isCancelled: () => ctx.cancelled,
        progress: (fraction, note) => ctx.progress(fraction * 0.95, note),
      },
    );
    await ctx.attach(`image.${input.format}`, picture.bytes, `image/${input.format}`, { width, height });
    ctx.progress(1);
    const { generator, version, style } = picture;
    return { generator, version, prompt, seed, style, ratio, width, height };
  },
});
