import type { Item } from '@client';
import { useLocation } from 'wouter';
import { Button } from '../../../components/button/button.tsx';
import { focusAfter } from '../../../components/reorder/focus-after.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ErrorNotice } from '../../task/item/error-notice.tsx';
import styles from './lightbox.module.css';

interface Props {
  id: string;
  item: Item;
  error: NonNullable<Item['error']>;
  onRetry: ((items: number[]) => void) | null;
}

/** In the place of a picture that failed: why, and what can be done. */
export function FailedCell({ id, item: { index }, error, onRetry }: Props) {
  const { grid: w } = useWords();
  const [, navigate] = useLocation();
  return (
    <div className={styles.why}>
      <ErrorNotice error={error} />
      <div className={styles.again}>
        {onRetry && (
          <Button
            look="primary"
            icon="retry"
            onClick={() => {
              onRetry([index]);
              // The button goes away with the failure.
              focusAfter(() => document.querySelector<HTMLElement>('[role=dialog] [data-walk] button'));
            }}
          >
            {w.retry}
          </Button>
        )}
        <Button onClick={() => navigate(`/tasks/${id}?tab=log&status=failed&item=${index}`)}>
          {w.show_log}
        </Button>
      </div>
    </div>
  );
}
