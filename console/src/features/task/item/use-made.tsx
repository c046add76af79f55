import type { Item } from '@client';
import type { ReactNode } from 'react';
import { HueMark } from '../../../components/hue/hue.tsx';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import { type Variable, valueAt } from '../../grid/view/matrix.ts';

export interface Fact {
  name: string;
  value: ReactNode;
}

/** What made the picture of an item: the values of its variables and the facts in its result, in one order and under the same names everywhere. */
export function useMade(): (item: Item, variables: readonly Variable[]) => Fact[] {
  const words = useWords();
  return ({ index, result }, variables) => [
    ...variables.map((variable) => ({
      name: saidName(words, variable.name),
      value: (
        <HueMark place={variable.place}>
          {saidValue(words, variable.name, variable.values[valueAt(variable, index)] ?? '') ||
            words.components.none}
        </HueMark>
      ),
    })),
    ...(isPicture(result) ? factsOf(words, result, variables) : []),
  ];
}

/** Whether the result tells how a picture was made. */
export const isPicture = (result: unknown): result is Record<string, unknown> =>
  typeof result === 'object' && result !== null && 'generator' in result && 'width' in result;

function factsOf(words: Words, made: Record<string, unknown>, variables: readonly Variable[]): Fact[] {
  const { grid: w, task } = words;
  const { generator, version, width, height } = made;
  // Facts that a variable sets are shown with the variables.
  const unvaried = (name: string) =>
    variables.some((one) => one.name === name) ? null : saidValue(words, name, text(made[name]) ?? '');
  // The version of the built-in generator tells nothing; that of another one is its model.
  const model = generator === 'local' ? null : text(version);
  const made_by = saidValue(words, 'generator', text(generator) ?? '');
  const facts: [string, string | null][] = [
    [w.prompt, text(made.prompt)],
    [w.seed, unvaried('seed')],
    [w.style, unvaried('style')],
    [saidName(words, 'ratio'), unvaried('ratio')],
    [w.size_of, width && height ? task.size(Number(width), Number(height)) : null],
    [w.made_by, model ? `${made_by}, ${model}` : made_by],
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;
