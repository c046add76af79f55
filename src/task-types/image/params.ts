import { type Static, Type } from 'typebox';
import { ratioPattern } from './dimensions.ts';
import { type StyleChoice, styleChoices } from './styles/catalogue.ts';

/** The formats in which a picture can be requested. */
export const imageFormats = ['webp', 'png', 'jpeg'] as const;

export type ImageFormat = (typeof imageFormats)[number];

/** The largest seed: seeds are unsigned 32-bit numbers. */
export const highestSeed = 4_294_967_295;

export const MOST_VARIABLES = 6;
/** Maximum number of values of one variable. */
export const MOST_VALUES = 50;

/** Letters and digits of any script, and underscores. */
export const namePattern = '^[\\p{L}\\p{M}\\p{N}_]{1,40}$';

/** The default values of omitted params. */
export const imageDefaults = {
  ratio: '1:1',
  size: 512,
  style: 'auto' as StyleChoice,
  format: 'webp' as ImageFormat,
  concurrency: 3,
};

/** The schema of the params in a request. `imageFaults` checks what the schema cannot express. */
export const imageParams = Type.Object(
  {
    prompt: Type.String({
      minLength: 1,
      maxLength: 4000,
      title: 'Prompt',
      zh: { title: '提示词' },
      description:
        'What to draw. {name} is replaced by each value of the variable of that name; {{ is a brace.',
    }),
    variables: Type.Optional(
      Type.Record(
        Type.String({ pattern: namePattern }),
        Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: MOST_VALUES }),
        {
          maxProperties: MOST_VARIABLES,
          additionalProperties: false,
          title: 'Variables',
          zh: { title: '变量' },
          description:
            'Values by name; one picture for every combination, the last variable changing fastest. An empty value is allowed. ' +
            'The names seed, ratio and style set those instead of being put into the prompt.',
        },
      ),
    ),
    ratio: Type.Optional(
      Type.String({
        pattern: ratioPattern,
        default: imageDefaults.ratio,
        title: 'Ratio',
        zh: { title: '比例' },
        description: 'Width to height, such as 16:9; at most 8:1 either way.',
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 64,
        maximum: 2048,
        default: imageDefaults.size,
        title: 'Long edge',
        zh: { title: '长边' },
        description: 'The long edge in pixels.',
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: highestSeed,
        title: 'Seed',
        zh: { title: '种子' },
        description: 'The same seed gives the same picture; left out, one is chosen and recorded.',
      }),
    ),
    style: Type.Optional(
      Type.Enum([...styleChoices], {
        default: imageDefaults.style,
        title: 'Style',
        zh: { title: '风格' },
        description: 'auto chooses by the words of the prompt.',
      }),
    ),
    format: Type.Optional(
      Type.Enum([...imageFormats], {
        default: imageDefaults.format,
        title: 'Format',
        zh: { title: '格式' },
      }),
    ),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 5,
        default: imageDefaults.concurrency,
        title: 'Pictures at once',
        zh: { title: '同时运行数' },
        description: 'Pictures of this task drawn at once.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The params in a request. */
export type ImageRequest = Static<typeof imageParams>;

/** The params that a task stores, with every default filled in. `seed` is absent if a variable sets it. */
export type ImageParams = ImageRequest & Required<Pick<ImageRequest, keyof typeof imageDefaults>>;
