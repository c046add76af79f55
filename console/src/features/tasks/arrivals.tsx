import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { focusFirstRow } from './focus-first-row.ts';
import styles from './tasks.module.css';

/** Says that there are newer tasks: rows never jump by themselves. */
export function Arrivals({ count, onShow }: { count: number; onShow(): void }) {
  const { tasks: w } = useWords();
  // The button goes away: the rows that it showed are what is next.
  const show = () => {
    onShow();
    focusFirstRow();
  };
  return (
    <div role="status" className={styles.arrivals}>
      {count > 0 && (
        <Button size="s" icon="retry" onClick={show}>
          {w.arrived(count)}
        </Button>
      )}
    </div>
  );
}
