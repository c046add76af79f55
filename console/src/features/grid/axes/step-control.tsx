import type { ReactNode } from 'react';
import { IconButton } from '../../../components/button/icon-button.tsx';
import { Select } from '../../../components/select/select.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Variable } from '../view/matrix.ts';
import styles from './axes-bar.module.css';

interface Props {
  variable: Variable;
  shown: readonly number[];
  at: number;
  onAt(value: number): void;
  /** Its chip. */
  children: ReactNode;
}

/** The one value of a variable that the grid shows, and the ones before and after it. */
export function StepControl({ variable: { name, values }, shown, at, onAt, children }: Props) {
  const { grid: w, components } = useWords();
  const place = shown.indexOf(at);
  const to = (step: number) => onAt(shown[(place + step + shown.length) % shown.length] ?? at);
  return (
    <span className={styles.step}>
      {children}
      {shown.length > 1 && (
        <IconButton icon="chevron_left" label={w.step_back(name)} onClick={() => to(-1)} />
      )}
      <Select
        compact
        className={styles.stepSelect}
        label={w.value_of(name)}
        options={shown.map((value) => ({
          value: String(value),
          label: values[value] || components.none,
        }))}
        value={String(at)}
        onValue={(value) => onAt(Number(value))}
      />
      {shown.length > 1 && <IconButton icon="chevron_right" label={w.step_on(name)} onClick={() => to(1)} />}
    </span>
  );
}
