import { type Static, Type } from 'typebox';
import { ratioPattern } from './dimensions.ts';
import { imageFormats } from './formats.ts';
import { styleChoices } from './style-names.ts';

/** Seeds are 32-bit: 0 to this. */
export const highestSeed = 4_294_967_295;

/** Letters, digits, underscores and Chinese characters. */
const namePattern = '^[A-Za-z0-9_\\u3400-\\u9fff]{1,40}$';

/** What a request for pictures may say. What the schema cannot say is checked by `prepareImageParams`. */
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
        Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 50 }),
        {
          maxProperties: 6,
          additionalProperties: false,
          title: 'Variables',
          description:
            'Values by name; one picture for every combination, the last variable changing fastest. ' +
            'The names seed, ratio and style set those instead of being put into the prompt.',
        },
      ),
    ),
    ratio: Type.Optional(
      Type.String({
        pattern: ratioPattern,
        default: '1:1',
        title: 'Ratio',
        description: 'Width to height, such as 16:9; at most 8:1 either way.',
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 64,
        maximum: 2048,
        default: 512,
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
        default: 'auto',
        title: 'Style',
        description: 'auto chooses by the words of the prompt.',
      }),
    ),
    format: Type.Optional(Type.Enum([...imageFormats], { default: 'webp', title: 'Format' })),
    concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 5,
        default: 3,
        title: 'Concurrency',
        description: 'Pictures of this task drawn at once.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type ImageParams = Static<typeof imageParams>;
