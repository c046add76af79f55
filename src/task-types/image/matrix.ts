import { randomInt } from 'node:crypto';
import { Fault, type FaultDetail } from '../../errors.ts';
import type { Plan } from '../definition/define-task-type.ts';
import { ratioFault } from './dimensions.ts';
import {
  highestSeed,
  type ImageFormat,
  type ImageParams,
  type ImageRequest,
  imageDefaults,
  namePattern,
} from './params.ts';
import { fillTemplate, parseTemplate, type Template } from './placeholders.ts';
import { type StyleChoice, styleChoices } from './styles/catalogue.ts';

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

type Wrong = Pick<FaultDetail, 'message' | 'zh'>;

/** Variables that set a param of the same name, and the check of their values. */
const special: Record<'seed' | 'ratio' | 'style', (value: string) => Wrong | undefined> = {
  seed: (value) =>
    /^\d{1,10}$/.test(value) && Number(value) <= highestSeed
      ? undefined
      : {
          message: `must be a whole number from 0 to ${highestSeed}`,
          zh: `必须是 0 到 ${highestSeed} 的整数`,
        },
  ratio: ratioFault,
  style: (value) =>
    (styleChoices as readonly string[]).includes(value)
      ? undefined
      : {
          message: `must be one of ${styleChoices.join(', ')}`,
          zh: `必须是以下之一：${styleChoices.join('、')}`,
        },
};

const isSpecial = (name: string): name is keyof typeof special => Object.hasOwn(special, name);

/** Characters of a prompt with its longest values; values of 500 characters in many places would reach millions. */
const longestPrompt = 32_000;

/**
 * The params with every default filled in and a seed chosen, so that the task can be repeated from what it records.
 * Throws one 422 that names every fault: placeholders and variables that do not match, values a special variable
 * cannot take, more than `max_items` items.
 */
export function prepareImageParams(request: ImageRequest, limits: { max_items: number }): ImageParams {
  const params: ImageParams = { ...imageDefaults, ...request };
  if (request.variables) params.variables = composed(request.variables);
  const faults = [...sameNameFaults(request), ...namesFaults(params), ...valueFaults(params)];
  const wrong = ratioFault(params.ratio);
  if (wrong) faults.push({ path: 'params.ratio', ...wrong });
  const { variables = {} } = params;
  const counts = Object.values(variables).map((values) => values.length);
  const count = counts.reduce((product, n) => product * n, 1);
  if (count > limits.max_items)
    faults.push({
      path: 'params.variables',
      message: `make ${counts.join(' × ')} = ${count} items; at most ${limits.max_items} are allowed`,
      zh: `会产生 ${counts.join(' × ')} = ${count} 个任务项；最多允许 ${limits.max_items} 个`,
    });
  if (faults.length > 0) throw new Fault('validation_failed', { details: faults });
  if (params.seed === undefined && !Object.hasOwn(variables, 'seed'))
    params.seed = randomInt(highestSeed + 1);
  return params;
}

/** Names in normalized form (NFC), because `é` can be written as one character or as two. */
function composed(variables: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(variables).map(([name, values]) => [name.normalize(), values]));
}

function sameNameFaults({ variables = {} }: ImageRequest): FaultDetail[] {
  const names = Object.keys(variables);
  const again = names.filter(
    (name, at) => names.findIndex((other) => other.normalize() === name.normalize()) < at,
  );
  return again.map((name) => ({
    path: `params.variables.${name}`,
    message: 'stands for the same name as another variable',
    zh: '与另一个变量的名称相同',
  }));
}

/** Placeholders without a variable and variables without a placeholder. */
function namesFaults({ prompt, variables = {} }: ImageParams): FaultDetail[] {
  const template = parseTemplate(prompt);
  const faults = [...new Set(template.names)].flatMap((name) => placeholderFaults(name, variables));
  for (const name of Object.keys(variables)) {
    const path = `params.variables.${name}`;
    if (name === '__proto__') faults.push({ path, message: 'is not allowed as a name', zh: '不能用作名称' });
    else if (!isSpecial(name) && !template.names.includes(name))
      faults.push({
        path,
        message: `is used nowhere; put {${name}} into the prompt or remove it`,
        zh: `没有被使用；请在提示词中加入 {${name}}，或删除该变量`,
      });
  }
  return [...faults, ...lengthFaults(template, variables)];
}

function placeholderFaults(name: string, variables: Record<string, string[]>): FaultDetail[] {
  const path = 'params.prompt';
  if (isSpecial(name))
    return [
      {
        path,
        message: `{${name}} cannot stand in the prompt: a variable ${name} sets the ${name} itself; use another name for text, or {{${name}}} for the braces`,
        zh: `提示词中不能使用 {${name}}：变量 ${name} 用于设置 ${name} 本身；文字请换用其他名称，花括号请写作 {{${name}}}`,
      },
    ];
  if (Object.hasOwn(variables, name)) return [];
  if (!new RegExp(namePattern, 'u').test(name))
    return [
      {
        path,
        message: `{${name}} cannot be a variable: a name has 1 to 40 letters, digits and underscores; use such a name, or write {{${name}}} for the braces`,
        zh: `{${name}} 不能作为变量：名称须由 1 到 40 个字母、数字或下划线组成；请改用这样的名称，花括号请写作 {{${name}}}`,
      },
    ];
  return [
    {
      path,
      message: `{${name}} has no variable; add params.variables.${name}, or write {{${name}}} for the braces`,
      zh: `{${name}} 没有对应的变量；请添加 params.variables.${name}，花括号请写作 {{${name}}}`,
    },
  ];
}

function lengthFaults(template: Template, variables: Record<string, string[]>): FaultDetail[] {
  const longest = fillTemplate(template, (name) =>
    Object.hasOwn(variables, name)
      ? (variables[name] ?? []).reduce((a, b) => (b.length > a.length ? b : a), '')
      : '',
  ).length;
  if (longest <= longestPrompt) return [];
  return [
    {
      path: 'params.prompt',
      message: `grows to ${longest} characters with its longest values; at most ${longestPrompt} are allowed`,
      zh: `代入最长的值后将达到 ${longest} 个字符；最多允许 ${longestPrompt} 个`,
    },
  ];
}

function valueFaults({ variables = {} }: ImageParams): FaultDetail[] {
  const faults: FaultDetail[] = [];
  for (const [name, values] of Object.entries(variables)) {
    if (!isSpecial(name)) continue;
    for (const [i, value] of values.entries()) {
      const wrong = special[name](value);
      if (wrong) faults.push({ path: `params.variables.${name}.${i}`, ...wrong });
    }
  }
  return faults;
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
