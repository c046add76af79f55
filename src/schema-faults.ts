/** Describes the faults that a schema finds in a value. The texts are the same for bodies, queries and the params of task types. */
import { Locale, Settings } from 'typebox/system';
import { type FaultDetail, MOST_DETAILS, moreFaults, upToMost } from './errors.ts';
import { cutValue } from './runtime/cut-value.ts';
import { grouped } from './runtime/grouped.ts';
import { cutText } from './runtime/text.ts';

export type SchemaError = Parameters<typeof Locale.en_US>[0];

const MOST_SHOWN = 30;
/** The answer contains the name of a field as the caller wrote it, and it may be as long as a body. */
const LONGEST_PATH = 200;
/** Describing faults takes much longer than detecting that there are any: microseconds for each examined value. */
const MOST_VALUES = 1_500;
/** Faults that cannot be relied on if a part of the value is left out. */
const OF_WHOLE_VALUES = new Set(['required', 'minItems', 'minProperties', 'contains', 'dependentRequired']);

// TypeBox stops at 8 by default. One more than is reported shows that there are others.
Settings.Set({ maxErrors: MOST_DETAILS + 1 });

/**
 * The faults of a value that failed its check. Examines a limited number of nested values, so that the time does not depend on what a
 * caller sends. Empty if the fault is in a value that was not examined.
 */
export function schemaErrors(
  find: (value: unknown) => readonly SchemaError[],
  given: unknown,
): readonly SchemaError[] {
  const { value, cut } = cutValue(given, MOST_VALUES);
  const errors = find(value);
  if (cut.size === 0) return errors;
  const kept = errors.filter(
    ({ keyword, instancePath }) => !cut.has(instancePath) || !OF_WHOLE_VALUES.has(keyword),
  );
  const last = kept.at(-1);
  // The list was full, so there may be others: it stays longer than what is reported. The same fault is reported once.
  return last && errors.length > MOST_DETAILS
    ? [...kept, ...Array<SchemaError>(errors.length - kept.length).fill(last)]
    : kept;
}

/**
 * One detail for each invalid value, in both languages; an unknown or missing field has its own path. `root` is the path of the value
 * itself; `within` says whether the paths of its fields begin with it.
 */
export function schemaFaults(
  errors: readonly SchemaError[],
  { root, within }: { root: string; within: boolean },
): FaultDetail[] {
  const found = new Map<string, FaultDetail>();
  const add = (steps: string[], message: string, zh: string) => {
    const path = cutText([...(within ? [root] : []), ...steps].join('.') || root, LONGEST_PATH);
    // Alternatives of a schema may find the same fault twice.
    found.set(`${path} ${message}`, { path, message, zh });
  };
  for (const error of withoutAlternatives(errors)) {
    if (found.size > MOST_DETAILS) break;
    const steps = stepsOf(error.instancePath);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties.slice(0, MOST_DETAILS + 1))
        add([...steps, name], UNKNOWN.en, UNKNOWN.zh);
    } else if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties.slice(0, MOST_DETAILS + 1))
        add([...steps, name], REQUIRED.en, REQUIRED.zh);
    } else if (error.keyword === 'enum') {
      const allowed = error.params.allowedValues.slice(0, MOST_SHOWN);
      add(steps, `must be one of ${allowed.join(', ')}`, `必须是以下之一：${allowed.join('、')}`);
      // An unknown field violates the schema `false`. Of several unknown fields, only these are reported.
    } else if (error.keyword === 'pattern' && listOf(`${error.params.pattern}`)) {
      const names = listOf(`${error.params.pattern}`) ?? [];
      const zh = `必须是以下之一或多个，用逗号分隔：${names.join('、')}`;
      add(steps, `must be one or several of ${names.join(', ')}, separated by commas`, zh);
    } else if (error.keyword === 'pattern' && PATTERNS.has(`${error.params.pattern}`)) {
      const { en, zh } = PATTERNS.get(`${error.params.pattern}`) ?? INVALID;
      add(steps, en, zh);
    } else if (error.keyword === 'boolean') add(steps, UNKNOWN.en, UNKNOWN.zh);
    else {
      const { en, zh } = schemaWords(error);
      add(steps, en, zh);
    }
  }
  if (found.size === 0) return [{ path: root, message: INVALID.en, zh: INVALID.zh }];
  const all = [...found.values()];
  return errors.length > MOST_DETAILS && all.length <= MOST_DETAILS
    ? [...all, moreFaults(root, all.length)]
    : upToMost(all, root);
}

/** Reports a value that violates all alternatives of a schema only once, preferably by the alternative of its own type. */
function withoutAlternatives(errors: readonly SchemaError[]): readonly SchemaError[] {
  const chosen = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map((one) => one.instancePath));
  if (chosen.size === 0) return errors;
  const inKind = new Set<string>();
  const told = new Set<string>();
  for (const { keyword, instancePath } of errors) {
    if (keyword !== 'anyOf') told.add(instancePath);
    for (const at of chosen)
      if (instancePath === at ? keyword !== 'anyOf' && keyword !== 'type' : instancePath.startsWith(`${at}/`))
        inKind.add(at);
  }
  return errors.filter(({ keyword, instancePath: at }) => {
    if (!chosen.has(at)) return true;
    return keyword === 'anyOf' ? !told.has(at) : keyword !== 'type' || !inKind.has(at);
  });
}

/** The fields of an object without a fault. */
export function soundFields(values: unknown, details: FaultDetail[]): Record<string, unknown> {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return {};
  const told = new Set(details.map(({ path }) => path.split('.', 1)[0]));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !told.has(name)));
}

/** The names that a pattern of names separated by commas allows; null for another pattern. */
const listOf = (pattern: string): string[] | null =>
  /^\^\(([\w|]+)\)\(,\(\1\)\)\{0,\d+\}\$$/.exec(pattern)?.[1]?.split('|') ?? null;

/** A required value is missing. */
export const REQUIRED = { en: 'is required', zh: '必须填写' } as const;

const UNKNOWN = { en: 'is not a known field', zh: '不是已知的字段' } as const;

/** The fault is deep inside a large value. */
const INVALID = { en: 'is not valid', zh: '无效' } as const;

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const TYPES: Record<string, { en: string; zh: string }> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  integer: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  object: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
  null: { en: 'null', zh: 'null' },
};

const FORMATS: Record<string, { en: string; zh: string }> = {
  'date-time': { en: 'a time such as 2027-01-31T08:00:00Z', zh: '时间，例如 2027-01-31T08:00:00Z' },
  uri: { en: 'an address such as https://example.com/path', zh: '网址，例如 https://example.com/path' },
  email: { en: 'an e-mail address', zh: '邮箱地址' },
  name: {
    en: 'one line of visible text without control characters',
    zh: '一行可见的文字，不含控制字符',
  },
  uuid: { en: 'an id (a UUID)', zh: 'ID（UUID）' },
};

/** Descriptions of the patterns in the API and in the built-in task types. */
const PATTERNS = new Map<string, { en: string; zh: string }>([
  ['^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', { en: 'must be an id', zh: '必须是 ID' }],
  [
    '^([1-9][0-9]?|100):([1-9][0-9]?|100)$',
    {
      en: 'must be W:H with whole numbers from 1 to 100, such as 16:9',
      zh: '必须是“宽:高”的形式，两者均为 1 到 100 的整数，例如 16:9',
    },
  ],
  [
    '^[\\x21-\\x7e]{1,200}$',
    {
      en: 'must have 1 to 200 visible ASCII characters, without spaces',
      zh: '必须是 1 到 200 个可见的 ASCII 字符，不含空格',
    },
  ],
  [
    '^[a-z][a-z0-9_-]{0,63}$',
    {
      en: 'must have 1 to 64 of a–z, 0–9, - and _, beginning with a letter',
      zh: '必须由 1 到 64 个 a–z、0–9、- 或 _ 组成，并以字母开头',
    },
  ],
  [
    '^[a-z][a-z0-9_-]*$',
    {
      en: 'must consist of a–z, 0–9, - and _, beginning with a letter',
      zh: '必须由 a–z、0–9、- 或 _ 组成，并以字母开头',
    },
  ],
]);

const counted = (count: number, one: string, many = `${one}s`) =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** With a space between Chinese characters and Latin letters. */
const spaced = (text: string): string =>
  text.replace(/(\p{Script=Han})(?=[a-z])/giu, '$1 ').replace(/([a-z])(?=\p{Script=Han})/giu, '$1 ');

/** Faults in plain words. Any other fault has the message of TypeBox. */
function schemaWords(error: SchemaError): { en: string; zh: string } {
  switch (error.keyword) {
    case 'type': {
      const types = [error.params.type].flat().map((type) => TYPES[type] ?? { en: type, zh: type });
      return {
        en: `must be ${types.map(({ en }) => en).join(' or ')}`,
        zh: spaced(`必须是${types.map(({ zh }) => zh).join('或')}`),
      };
    }
    case 'minimum':
      return {
        en: `must be at least ${grouped(error.params.limit)}`,
        zh: `不能小于 ${grouped(error.params.limit)}`,
      };
    case 'maximum':
      return {
        en: `must be at most ${grouped(error.params.limit)}`,
        zh: `不能大于 ${grouped(error.params.limit)}`,
      };
    case 'exclusiveMinimum':
      return {
        en: `must be greater than ${grouped(error.params.limit)}`,
        zh: `必须大于 ${grouped(error.params.limit)}`,
      };
    case 'exclusiveMaximum':
      return {
        en: `must be less than ${grouped(error.params.limit)}`,
        zh: `必须小于 ${grouped(error.params.limit)}`,
      };
    case 'minLength':
      return {
        en: `must have at least ${counted(error.params.limit, 'character')}`,
        zh: `至少需要 ${grouped(error.params.limit)} 个字符`,
      };
    case 'maxLength':
      return {
        en: `must have at most ${counted(error.params.limit, 'character')}`,
        zh: `最多 ${grouped(error.params.limit)} 个字符`,
      };
    case 'minItems':
      return {
        en: `must have at least ${counted(error.params.limit, 'entry', 'entries')}`,
        zh: `至少需要 ${grouped(error.params.limit)} 项`,
      };
    case 'maxItems':
      return {
        en: `must have at most ${counted(error.params.limit, 'entry', 'entries')}`,
        zh: `最多 ${grouped(error.params.limit)} 项`,
      };
    case 'minProperties':
      return {
        en: `must have at least ${counted(error.params.limit, 'field')}`,
        zh: `至少需要 ${grouped(error.params.limit)} 个字段`,
      };
    case 'maxProperties':
      return {
        en: `must have at most ${counted(error.params.limit, 'field')}`,
        zh: `最多 ${grouped(error.params.limit)} 个字段`,
      };
    case 'uniqueItems':
      return { en: 'must not have the same entry twice', zh: '不能有重复项' };
    case 'multipleOf':
      return {
        en: `must be a multiple of ${grouped(error.params.multipleOf)}`,
        zh: `必须是 ${grouped(error.params.multipleOf)} 的倍数`,
      };
    case 'format': {
      const known = FORMATS[error.params.format];
      if (known) return { en: `must be ${known.en}`, zh: spaced(`必须是${known.zh}`) };
    }
  }
  return { en: Locale.en_US(error), zh: Locale.zh_Hans(error).replace(/\.$/, '。') };
}
