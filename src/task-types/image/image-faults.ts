/** Finds faults in the params of pictures that the schema cannot express. */
import type { FaultDetail } from '../../errors.ts';
import { grouped } from '../../runtime/grouped.ts';
import { normalText } from '../../runtime/text.ts';
import type { IsSound, PrepareLimits } from '../definition/define-task-type.ts';
import { ratioFault } from './dimensions.ts';
import { highestSeed, MOST_VALUES, MOST_VARIABLES, namePattern } from './params.ts';
import { fillTemplate, fullWidthNames, parseTemplate, type Template } from './placeholders.ts';
import { styleChoices } from './styles/catalogue.ts';

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

const nameTest = new RegExp(namePattern, 'u');
const isName = (name: string): boolean => nameTest.test(name);

/** Maximum number of characters of a prompt with its longest values; long values in many places would reach millions. */
const longestPrompt = 32_000;

/** Values by name, as they were sent; null for a value that is not a list of texts, which the schema reports. */
type Variables = Map<string, string[] | null>;

/**
 * Finds placeholders and variables that do not match, invalid values of special variables, and more than `max_items` items. Values that the
 * schema refuses are left out; all other faults are reported.
 */
export function imageFaults(
  { prompt, variables: given, ratio }: Record<string, unknown>,
  sound: IsSound,
  { max_items }: Pick<PrepareLimits, 'max_items'>,
): FaultDetail[] {
  const faults: FaultDetail[] = [];
  const variables = variablesOf(given, sound);
  if (variables) {
    faults.push(...sameNameFaults(variables));
    if (typeof prompt === 'string' && sound('params.prompt')) faults.push(...namesFaults(prompt, variables));
    faults.push(...valueFaults(variables), ...countFaults(variables, max_items));
  }
  const wrong = typeof ratio === 'string' && sound('params.ratio') && ratioFault(ratio);
  if (wrong) faults.push({ path: 'params.ratio', ...wrong });
  return faults;
}

/** Null if the variables cannot be read, or if there are too many of them. */
function variablesOf(given: unknown, sound: IsSound): Variables | null {
  if (given === undefined) return new Map();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const names = Object.keys(given);
  if (names.length > MOST_VARIABLES) return null;
  return new Map(
    names.map((name) => {
      const values: unknown = (given as Record<string, unknown>)[name];
      const read = Array.isArray(values) && values.length <= MOST_VALUES && sound(`params.variables.${name}`);
      return [name, read ? values : null];
    }),
  );
}

function countFaults(variables: Variables, max_items: number): FaultDetail[] {
  const counts = [...variables.values()].map((values) => values?.length ?? 1);
  const count = counts.reduce((product, n) => product * n, 1);
  if (count <= max_items) return [];
  const sum = `${counts.map(grouped).join(' × ')} = ${grouped(count)}`;
  return [
    {
      path: 'params.variables',
      message: `would make ${sum} pictures; a task has at most ${grouped(max_items)}`,
      zh: `会产生 ${sum} 张图片；每个任务最多 ${grouped(max_items)} 张`,
    },
  ];
}

function sameNameFaults(variables: Variables): FaultDetail[] {
  const names = [...variables.keys()];
  const normal = names.map((name) => normalText(name));
  const again = names.filter((_, at) => normal.indexOf(normal[at] as string) < at);
  return again.map((name) => ({
    path: `params.variables.${name}`,
    message: 'has the same name as another variable',
    zh: '与另一个变量的名称相同',
  }));
}

/** Placeholders without a variable and variables without a placeholder. */
function namesFaults(prompt: string, variables: Variables): FaultDetail[] {
  const template = parseTemplate(prompt);
  const known: Variables = new Map([...variables].map(([name, values]) => [normalText(name), values]));
  const faults = [...new Set(template.names)].flatMap((name) => placeholderFaults(name, known));
  const wide = fullWidthNames(prompt);
  for (const [name, values] of known) {
    const path = `params.variables.${name}`;
    if (name === '__proto__') faults.push({ path, message: 'is not allowed as a name', zh: '不能用作名称' });
    // A variable with a fault that the schema reports may be unused as well.
    else if (!isSpecial(name) && !template.names.includes(name) && (values || isName(name)))
      faults.push({ path, ...unused(name, wide.includes(name)) });
  }
  return [...faults, ...lengthFaults(template, known)];
}

const unused = (name: string, is_wide: boolean): Wrong =>
  is_wide
    ? {
        message: `stands in full-width braces, which are ordinary characters; write {${name}} instead`,
        zh: `写在全角花括号中，只是普通文字；请将花括号改为半角：{${name}}`,
      }
    : {
        message: `is not used in the prompt; put {${name}} into it, or remove the variable`,
        zh: `没有在提示词中使用；请在提示词中加入 {${name}}，或移除该变量`,
      };

function placeholderFaults(name: string, variables: Variables): FaultDetail[] {
  const path = 'params.prompt';
  if (isSpecial(name))
    return [
      {
        path,
        message: `{${name}} is reserved; use another name, or remove it and add the variable ${name}`,
        zh: `{${name}} 是保留名称；请换用其他名称，或将其移除并添加变量 ${name}`,
      },
    ];
  if (!isName(name))
    return [
      {
        path,
        message: `{${name}} cannot be a variable: a name has 1 to 40 letters, digits and underscores; use such a name, or write {{${name}}} for the braces`,
        zh: `{${name}} 不能作为变量：名称须由 1 到 40 个汉字、字母、数字或下划线组成；请改用这样的名称，花括号请写作 {{${name}}}`,
      },
    ];
  if (variables.has(name)) return [];
  return [
    {
      path,
      message: `{${name}} has no variable; add a variable ${name}, or write {{${name}}} for the braces`,
      zh: `{${name}} 没有对应的变量；请添加变量 ${name}，花括号请写作 {{${name}}}`,
    },
  ];
}

function lengthFaults(template: Template, variables: Variables): FaultDetail[] {
  const longest = fillTemplate(template, (name) =>
    (variables.get(name) ?? []).reduce((a, b) => (b.length > a.length ? b : a), ''),
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

function valueFaults(variables: Variables): FaultDetail[] {
  const faults: FaultDetail[] = [];
  for (const [name, values] of variables) {
    if (!isSpecial(name)) continue;
    for (const [i, value] of (values ?? []).entries()) {
      const wrong = special[name](value);
      if (wrong) faults.push({ path: `params.variables.${name}.${i}`, ...wrong });
    }
  }
  return faults;
}
