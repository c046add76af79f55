import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { focusFirstRow } from './focus-first-row.ts';
import styles from './tasks.module.css';

/** Offers to show newer tasks, because rows never move by themselves. */
export function Arrivals({ count, onShow }: { count: number; onShow(): void }) {
  const { tasks: w } = useWords();
  // The button disappears, so the focus moves to the new rows.
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
