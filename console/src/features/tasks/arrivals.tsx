import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './tasks.module.css';

/** Says that there are newer tasks: rows never jump by themselves. */
export function Arrivals({ count, onShow }: { count: number; onShow(): void }) {
  const { tasks: w } = useWords();
  return (
    <div role="status" className={styles.arrivals}>
      {count > 0 && (
        <Button size="s" icon="retry" onClick={onShow}>
          {w.arrived(count)}
        </Button>
      )}
    </div>
  );
}
