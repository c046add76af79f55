import { type Static, Type } from 'typebox';
import { ratioPattern } from './dimensions.ts';
import { type StyleChoice, styleChoices } from './styles/catalogue.ts';

/** The formats a picture can be asked for in. */
export const imageFormats = ['webp', 'png', 'jpeg'] as const;

export type ImageFormat = (typeof imageFormats)[number];

/** Seeds are 32-bit: 0 to this. */
export const highestSeed = 4_294_967_295;

export const MOST_VARIABLES = 6;
/** Of one variable. */
export const MOST_VALUES = 50;

/** Letters and digits of any script, and underscores. */
export const namePattern = '^[\\p{L}\\p{M}\\p{N}_]{1,40}$';

/** What stands for a param that a request leaves out. */
export const imageDefaults = {
  ratio: '1:1',
  size: 512,
  style: 'auto' as StyleChoice,
  format: 'webp' as ImageFormat,
  concurrency: 3,
};

/** What a request for pictures may say. What the schema cannot say is checked by `imageFaults`. */
export const imageParams = Type.Object(
  {
    prompt: Type.String({
      minLength: 1,
      maxLength: 4000,
      title: 'Prompt',
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
        description: 'Width to height, such as 16:9; at most 8:1 either way.',
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 64,
        maximum: 2048,
        default: imageDefaults.size,
        title: 'Size',
        description: 'The long edge in pixels.',
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: highestSeed,
        title: 'Seed',
        description: 'The same seed gives the same picture; left out, one is chosen and recorded.',
      }),
    ),
    style: Type.Optional(
      Type.Enum([...styleChoices], {
        default: imageDefaults.style,
        title: 'Style',
        description: 'auto chooses by the words of the prompt.',
      }),
    ),
    format: Type.Optional(Type.Enum([...imageFormats], { default: imageDefaults.format, title: 'Format' })),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 5,
        default: imageDefaults.concurrency,
        title: 'Concurrency',
        description: 'Pictures of this task drawn at once.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What a request says. */
export type ImageRequest = Static<typeof imageParams>;

/** What a task records: with every default filled in. `seed` is absent where a variable sets it. */
export type ImageParams = ImageRequest & Required<Pick<ImageRequest, keyof typeof imageDefaults>>;
