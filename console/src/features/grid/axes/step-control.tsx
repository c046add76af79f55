import type { ReactNode } from 'react';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { Select } from '../../../components/select/select.tsx';
import { saidName, saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Variable } from '../view/matrix.ts';
import styles from './axes-bar.module.css';

interface Props {
  variable: Variable;
  shown: readonly number[];
  at: number;
  onAt(value: number): void;
  /** The chip of the variable. */
  children: ReactNode;
}

/** Chooses the one value of a variable that the grid shows. */
export function StepControl({ variable: { name, values }, shown, at, onAt, children }: Props) {
  const words = useWords();
  const { grid: w, components } = words;
  const title = saidName(words, name);
  const place = shown.indexOf(at);
  const to = (step: number) => onAt(shown[(place + step + shown.length) % shown.length] ?? at);
  return (
    <span className={styles.step}>
      {children}
      {shown.length > 1 && (
        <IconButton icon="chevron_left" label={w.step_back(title)} onClick={() => to(-1)} />
      )}
      <Select
        compact
        className={styles.stepSelect}
        label={w.value_of(title)}
        options={shown.map((value) => ({
          value: String(value),
          label: saidValue(words, name, values[value] ?? '') || components.none,
        }))}
        value={String(at)}
        onValue={(value) => onAt(Number(value))}
      />
      {shown.length > 1 && <IconButton icon="chevron_right" label={w.step_on(title)} onClick={() => to(1)} />}
    </span>
  );
}
