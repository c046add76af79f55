import type { TaskType } from '@client';
import { useRef, useState } from 'react';
import fieldStyles from '../../../components/field/field.module.css';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { useReorder } from '../../../components/reorder/use-reorder.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { faultAt } from '../faults.ts';
import { propertiesOf } from '../schema/json-schema.ts';
import type { NamedList } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import { isName, namesIn } from './prompt-parts.ts';
import styles from './variable-list.module.css';
import { VariableRow } from './variable-row.tsx';
import { countOf, isSpecial } from './variables.ts';
import { VaryMore } from './vary-more.tsx';

interface Props {
  editing: Editing;
  prompt: string;
  variables: readonly NamedList[];
  onVariables(variables: NamedList[]): void;
  /** Inserts a placeholder into the prompt. */
  onInsert(name: string): void;
}

const pathOf = (name: string): string => `params.variables.${name}`;

/** Of a task with too many items, the variables with the most values, and what to do. The preview has the numbers. */
function useTooLong(variables: readonly NamedList[], { max_items }: TaskType) {
  const words = useWords();
  const formats = useFormats();
  if (countOf(variables) <= max_items) return { names: [] as string[], said: null };
  const most = Math.max(...variables.map(({ values }) => values.length));
  const names = variables.filter(({ values }) => values.length === most).map(({ name }) => name);
  return {
    names,
    said: words.new_task.too_many(formats.list(names.map((name) => `“${saidName(words, name)}”`))),
  };
}

export function VariableList({ editing, prompt, variables, onVariables, onInsert }: Props) {
  const { new_task: w, components } = useWords();
  /** The variable that was just added with a button; its field for values takes the focus. */
  const [fresh, setFresh] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const { faults, type } = editing;
  const used = namesIn(prompt);
  const schema = propertiesOf(type).find(({ name }) => name === 'variables')?.schema;
  const most = schema?.maxProperties ?? Number.POSITIVE_INFINITY;
  const isUsed = (name: string) => used.includes(name);
  // The row itself says that the prompt does not use it, and the prompt that its name is none.
  const faultInside = (name: string) => {
    const own = isSpecial(name) || (isUsed(name) && isName(name));
    const fault = faultAt(own ? faults : faults.filter(({ path }) => path !== pathOf(name)), pathOf(name));
    // The message of the server names identifiers, which are not what is shown here.
    return fault !== undefined && name === 'style' ? w.no_style : fault;
  };
  const whole = faults.filter(({ path }) => path === 'params.variables');
  const long = useTooLong(variables, type);
  const fault = long.said ?? faultAt(whole, 'params.variables');
  const order = useReorder({
    list: variables,
    onList: onVariables,
    say: ({ name }, place) => components.moved(name, place + 1, variables.length),
  });
  return (
    <div ref={root} className={styles.variables}>
      {variables.length > 0 && (
        <ul className={styles.list} aria-label={w.variables}>
          {variables.map((variable, index) => (
            <li
              key={variable.name}
              className={styles.item}
              data-over={order.over === index}
              {...order.target(index)}
            >
              <VariableRow
                variable={variable}
                place={index}
                fresh={variable.name === fresh}
                used={isUsed(variable.name)}
                type={type}
                error={faultInside(variable.name)}
                over={long.names.includes(variable.name)}
                refused={faults.some(({ path }) => path === pathOf(variable.name))}
                handle={order.handle(index)}
                onValues={(values) =>
                  onVariables(variables.map((one, at) => (at === index ? { ...one, values } : one)))
                }
                onInsert={() => onInsert(variable.name)}
                onRemove={() => {
                  onVariables(variables.filter((_, at) => at !== index));
                  focusAfter(() => root.current?.querySelector<HTMLElement>('[data-vary] button'));
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {fault && (
        <p className={fieldStyles.error} role="alert">
          {fault}
        </p>
      )}
      {variables.length < most ? (
        <VaryMore variables={variables} onVariables={onVariables} onInsert={onInsert} onAdded={setFresh} />
      ) : (
        <p className={fieldStyles.hint}>{w.most_variables(most)}</p>
      )}
    </div>
  );
}
