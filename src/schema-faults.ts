/** What a schema finds wrong with a value, in the words of the API: the same for bodies, queries and the params of task types. */
import { Locale } from 'typebox/system';
import type { FaultDetail } from './errors.ts';

export type SchemaError = Parameters<typeof Locale.en_US>[0];

const MOST_SHOWN = 30;

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
    const path = [...(within ? [root] : []), ...steps].join('.') || root;
    // Alternatives of a schema may find the same fault twice.
    found.set(`${path} ${message}`, { path, message, zh });
  };
  for (const error of errors) {
    const steps = stepsOf(error.instancePath);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties)
        add([...steps, name], 'is not a known field', '不是已知的字段');
    } else if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) add([...steps, name], REQUIRED.en, REQUIRED.zh);
    } else if (error.keyword === 'enum') {
      const allowed = error.params.allowedValues.slice(0, MOST_SHOWN);
      add(steps, `must be one of ${allowed.join(', ')}`, `必须是以下之一：${allowed.join('、')}`);
      // Each unknown field is reported a second time, by the schema `false` it meets.
    } else if (error.keyword !== 'boolean') add(steps, Locale.en_US(error), Locale.zh_Hans(error));
  }
  return [...found.values()];
}

/** A value that must be there and is not. */
export const REQUIRED = { en: 'is required', zh: '必须填写' } as const;

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
