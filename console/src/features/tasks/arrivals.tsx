import { useEffect, useRef } from 'react';
import { Button } from '../../components/button/button.tsx';
import { useThrottled } from '../../live/use-throttled.ts';
import { useWords } from '../../words/words-context.tsx';
import { focusRow } from './focus-row.ts';
import styles from './tasks.module.css';

/** Screen readers hear of a stream of new tasks no more often than this. */
const SAID_EVERY_MS = 10_000;

interface Props {
  count: number;
  /** The id of the first row. */
  first: string | undefined;
  onShow(): void;
}

/** Offers to show newer tasks, because rows never move by themselves. */
export function Arrivals({ count, first, onShow }: Props) {
  const { tasks: w } = useWords();
  const said = useThrottled(count, SAID_EVERY_MS);
  const asked = useRef(false);
  // The button disappears, so the focus moves to the rows: to the new ones as soon as they are there.
  const show = () => {
    asked.current = true;
    scrollTo({ top: 0 });
    focusRow();
    onShow();
  };
  useEffect(() => {
    if (asked.current && first !== undefined) focusRow();
    asked.current = false;
  }, [first]);
  return (
    <>
      <p role="status" className="visually-hidden">
        {count > 0 && said > 0 && w.arrived(said)}
      </p>
      {count > 0 && (
        <div className={styles.arrivals}>
          <Button size="s" icon="retry" onClick={show}>
            {w.arrived(count)}
          </Button>
        </div>
      )}
    </>
  );
}
