/** What a schema finds wrong with a value, in the words of the API: the same for bodies, queries and the params of task types. */
import type { Locale } from 'typebox/system';
import type { FaultDetail } from './errors.ts';
import { cutValue } from './runtime/cut-value.ts';
import { cutText } from './runtime/text.ts';
import { schemaWords } from './schema-words.ts';

export type SchemaError = Parameters<typeof Locale.en_US>[0];

const MOST_SHOWN = 30;
/** Details of one answer: who sends more wrong values than this learns of the others afterwards. */
const MOST_DETAILS = 50;
/** The name of a field stands in the answer as the caller wrote it, and may be as long as a body. */
const LONGEST_PATH = 200;
/** Describing what is wrong takes far longer than finding that something is: microseconds for each value that is looked at. */
const MOST_VALUES = 1_500;
/** What is untrue of a value of which a part is left out. */
const OF_WHOLE_VALUES = new Set(['required', 'minItems', 'minProperties', 'contains', 'dependentRequired']);

/**
 * What the schema finds wrong with a value that failed its check, looking at a bounded number of the values in it: the time
 * it takes does not depend on what a caller sends. Empty when the fault lies beyond those.
 */
export function schemaErrors(
  find: (value: unknown) => readonly SchemaError[],
  given: unknown,
): readonly SchemaError[] {
  const { value, cut } = cutValue(given, MOST_VALUES);
  const errors = find(value);
  return cut.size === 0
    ? errors
    : errors.filter(({ keyword, instancePath }) => !cut.has(instancePath) || !OF_WHOLE_VALUES.has(keyword));
}

/**
 * One detail for each value at fault, in both languages; an unknown or missing field is named by its own path. `root` is
 * the path of the value itself; `within` says whether the paths of its fields begin with it.
 */
export function schemaFaults(
  errors: readonly SchemaError[],
  { root, within }: { root: string; within: boolean },
): FaultDetail[] {
  const found = new Map<string, FaultDetail>();
  const add = (steps: string[], message: string, zh: string) => {
    if (found.size >= MOST_DETAILS) return;
    const path = cutText([...(within ? [root] : []), ...steps].join('.') || root, LONGEST_PATH);
    // Alternatives of a schema may find the same fault twice.
    found.set(`${path} ${message}`, { path, message, zh });
  };
  for (const error of errors) {
    const steps = stepsOf(error.instancePath);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) add([...steps, name], UNKNOWN.en, UNKNOWN.zh);
    } else if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) add([...steps, name], REQUIRED.en, REQUIRED.zh);
    } else if (error.keyword === 'enum') {
      const allowed = error.params.allowedValues.slice(0, MOST_SHOWN);
      add(steps, `must be one of ${allowed.join(', ')}`, `必须是以下之一：${allowed.join('、')}`);
      // The schema `false` that an unknown field meets. Of many at once, these alone are told.
    } else if (error.keyword === 'pattern' && listOf(`${error.params.pattern}`)) {
      const names = listOf(`${error.params.pattern}`) ?? [];
      const zh = `必须是以下之一或多个，用逗号分隔：${names.join('、')}`;
      add(steps, `must be one or several of ${names.join(', ')}, separated by commas`, zh);
    } else if (error.keyword === 'boolean') add(steps, UNKNOWN.en, UNKNOWN.zh);
    else {
      const { en, zh } = schemaWords(error);
      add(steps, en, zh);
    }
  }
  return found.size > 0 ? [...found.values()] : [{ path: root, message: INVALID.en, zh: INVALID.zh }];
}

/** The names that a pattern of names separated by commas allows; null for another pattern. */
const listOf = (pattern: string): string[] | null =>
  /^\^\(([\w|]+)\)\(,\(\1\)\)\{0,\d+\}\$$/.exec(pattern)?.[1]?.split('|') ?? null;

/** A value that must be there and is not. */
export const REQUIRED = { en: 'is required', zh: '必须填写' } as const;

const UNKNOWN = { en: 'is not a known field', zh: '不是已知的字段' } as const;

/** What is wrong lies deep in a large value. */
const INVALID = { en: 'is not valid', zh: '无效' } as const;

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
