import { randomInt } from 'node:crypto';
import { normalText } from '../../runtime/text.ts';
import type { Plan } from '../definition/define-task-type.ts';
import {
  highestSeed,
  type ImageFormat,
  type ImageParams,
  type ImageRequest,
  imageDefaults,
} from './params.ts';
import { fillTemplate, parseTemplate } from './placeholders.ts';
import type { StyleChoice } from './styles/catalogue.ts';

/** The input of one item of an image task. */
export interface ImageInput {
  /** With the variables filled in. */
  prompt: string;
  seed: number;
  /** `W:H` */
  ratio: string;
  style: StyleChoice;
  /** Long edge, pixels. */
  size: number;
  format: ImageFormat;
}

/** The params with every default filled in and a seed chosen, so that the task can be repeated from what it records. */
export function prepareImageParams(request: ImageRequest): ImageParams {
  const params: ImageParams = { ...imageDefaults, ...request };
  if (request.variables) params.variables = composed(request.variables);
  if (params.seed === undefined && !Object.hasOwn(params.variables ?? {}, 'seed'))
    params.seed = randomInt(highestSeed + 1);
  return params;
}

/** Names in normalized form (NFC), because `é` can be written as one character or as two. */
function composed(variables: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(variables).map(([name, values]) => [normalText(name), values]));
}

/**
 * The cartesian product of the variables, the last one fastest. An item is worked out from its index alone; the product
 * never exists as a list.
 */
export function planImages(params: ImageParams): Plan {
  const variables = Object.entries(params.variables ?? {});
  const count = variables.reduce((product, [, values]) => product * values.length, 1);
  const template = parseTemplate(params.prompt);
  const item = (index: number) => {
    const values = new Map<string, string>();
    let rest = index;
    for (const [name, list] of variables.toReversed()) {
      values.set(name, list[rest % list.length] as string);
      rest = Math.floor(rest / list.length);
    }
    const input: ImageInput = {
      prompt: fillTemplate(template, (name) => values.get(name) ?? ''),
      seed: Number(values.get('seed') ?? params.seed ?? 0),
      ratio: values.get('ratio') ?? params.ratio,
      style: (values.get('style') as StyleChoice | undefined) ?? params.style,
      size: params.size,
      format: params.format,
    };
    const label = Object.fromEntries(variables.map(([name]) => [name, values.get(name) as string]));
    return { input, label: variables.length > 0 ? label : null };
  };
  return { count, item };
}
