import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './new-task.module.css';

/** Says that the form starts with what was left, and offers to begin anew. */
export function KeptNotice({ onStartOver }: { onStartOver(): void }) {
  const { new_task: w } = useWords();
  return (
    <p role="status" className={styles.kept}>
      {w.draft_kept}
      <Button size="s" look="quiet" onClick={onStartOver}>
        {w.start_over}
      </Button>
    </p>
  );
}
