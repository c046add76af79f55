import { useId } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { saidName } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { NamedList } from '../schema/values.ts';
import styles from './variable-list.module.css';
import { freeName, SPECIAL } from './variables.ts';

interface Props {
  variables: readonly NamedList[];
  onVariables(variables: NamedList[]): void;
  onInsert(name: string): void;
  /** Called with the name of the added variable. */
  onAdded(name: string): void;
}

/** Adds a variable: a placeholder in the prompt, or a param with several values. */
export function VaryMore({ variables, onVariables, onInsert, onAdded }: Props) {
  const id = useId();
  const words = useWords();
  const { new_task: w } = words;
  const free = SPECIAL.filter((name) => !variables.some((one) => one.name === name));
  return (
    // The buttons have the same names as fields below, so the name of the group says what they do.
    <fieldset className={styles.more} aria-labelledby={id} data-vary>
      <span id={id} className={styles.moreLabel}>
        {w.vary}
      </span>
      <Button
        size="s"
        icon="plus"
        onClick={() => {
          const name = freeName(w.new_variable, variables);
          onAdded(name);
          onInsert(name);
        }}
      >
        {w.variable}
      </Button>
      {free.map((name) => (
        <Button
          key={name}
          size="s"
          icon="plus"
          onClick={() => {
            onAdded(name);
            onVariables([...variables, { name, values: [] }]);
          }}
        >
          {saidName(words, name)}
        </Button>
      ))}
    </fieldset>
  );
}
