import { type ReactNode, useState } from 'react';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { useNarrow } from '../page/use-narrow.ts';
import styles from './filter-fold.module.css';

interface Props {
  /** How many of the filters are set. */
  active: number;
  /** Stands beside the filters, and beside their button. */
  beside?: ReactNode;
  children: ReactNode;
}

/** The filters of a list. On a phone, where they would push the list down, they fold behind a button that says how many are set. */
export function FilterFold({ active, beside, children }: Props) {
  const { components: w } = useWords();
  const formats = useFormats();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  if (!narrow)
    return (
      <>
        {children}
        {beside}
      </>
    );
  return (
    <>
      <Button
        icon="filter"
        aria-expanded={open}
        className={active > 0 ? styles.set : undefined}
        onClick={() => setOpen(!open)}
      >
        {w.filters}
        {active > 0 && (
          <>
            <span className={styles.count} aria-hidden="true">
              {formats.number(active)}
            </span>
            <span className="visually-hidden">{w.filters_set(active)}</span>
          </>
        )}
      </Button>
      {beside}
      {open && children}
    </>
  );
}
