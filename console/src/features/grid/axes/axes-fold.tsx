import { type ReactNode, useId, useState } from 'react';
import { classes } from '../../../components/classes.ts';
import { Icon } from '../../../components/icon/icon.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import type { Variable } from '../view/matrix.ts';
import styles from './axes-bar.module.css';

interface Props {
  narrow: boolean;
  arrangement: Arrangement;
  /** The axes, and what else is folded away with them on a phone. */
  inside: readonly [axes: ReactNode, more: ReactNode];
  /** Always in sight. */
  children: ReactNode;
}

/** The axes in the bar; on a phone one button that says what they are and opens them. */
export function AxesFold({ narrow, arrangement: { rows, columns }, inside: [axes, more], children }: Props) {
  const words = useWords();
  const { grid: w } = words;
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!narrow)
    return (
      <div className={styles.axes}>
        {axes}
        {children}
      </div>
    );
  const named = (variables: readonly Variable[]) =>
    formats.enumeration(variables.map(({ name }) => saidName(words, name)));
  return (
    <>
      <button
        type="button"
        className={styles.fold}
        data-axes
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className="visually-hidden">{words.components.label(w.axes)}</span>
        <span className={styles.foldWords}>{w.axes_to(named(rows.variables), named(columns.variables))}</span>
        <Icon name="chevron_down" size={14} />
      </button>
      {open && (
        <div id={id} className={styles.folded}>
          {axes}
          {more}
        </div>
      )}
      <div className={classes(styles.axes, styles.stepsRow)}>{children}</div>
    </>
  );
}
