import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './preview-panel.module.css';

const NEAR = 0.8;

/** Shows how much of the item limit the draft uses. */
export function LimitMeter({ count, most }: { count: number; most: number }) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  const share = count / most;
  const state = share > 1 ? 'over' : share > NEAR ? 'near' : 'fine';
  return (
    <div className={styles.limit} data-state={state}>
      <span className={styles.meter} aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <p role={state === 'over' ? 'alert' : undefined}>
        {state === 'over' ? w.over_limit(formats.number(most)) : w.limit(formats.number(most))}
      </p>
    </div>
  );
}
