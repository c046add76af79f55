import { useEffect, useEffectEvent } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { Notice } from '../notice/notice.tsx';
import { faultOf } from './fault-of.ts';
import styles from './states.module.css';

/** Milliseconds between two attempts while nothing answers. */
const AGAIN_MS = 5_000;

interface Props {
  error: unknown;
  onRetry(): unknown;
  /** A button beside it asks for the same. */
  plain?: boolean;
}

/** Says that the rest of what is shown could not be loaded. While nothing answers, it is asked for again without a press. */
export function RestFailed({ error, onRetry, plain = false }: Props) {
  const { components: w } = useWords();
  const { away, message } = faultOf(error);
  const again = useEffectEvent(() => void onRetry());
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(() => again(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [away]);
  return (
    <Notice tone={away ? 'warn' : 'bad'}>
      <div className={styles.rest}>
        <span>{away ? w.offline_title : `${w.failed_title}: ${message}`}</span>
        {!plain && (
          <Button size="s" icon="retry" onClick={() => void onRetry()}>
            {w.retry}
          </Button>
        )}
      </div>
    </Notice>
  );
}
