import { Button } from '../../../components/button/button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { NamedList } from '../schema/values.ts';
import styles from './variable-list.module.css';
import { freeName, SPECIAL } from './variables.ts';

interface Props {
  variables: readonly NamedList[];
  onVariables(variables: NamedList[]): void;
  onInsert(name: string): void;
}

/** One more dimension: a placeholder in the prompt, or a param that takes several values. */
export function VaryMore({ variables, onVariables, onInsert }: Props) {
  const { new_task: w } = useWords();
  const free = SPECIAL.filter((name) => !variables.some((one) => one.name === name));
  const words = { seed: w.seed, style: w.style, ratio: w.ratio };
  return (
    <div className={styles.more}>
      <span className={styles.moreLabel}>{w.vary}</span>
      <Button size="s" icon="plus" onClick={() => onInsert(freeName(w.new_variable, variables))}>
        {w.variable}
      </Button>
      {free.map((name) => (
        <Button
          key={name}
          size="s"
          icon="plus"
          onClick={() => onVariables([...variables, { name, values: [] }])}
        >
          {words[name]}
        </Button>
      ))}
    </div>
  );
}
