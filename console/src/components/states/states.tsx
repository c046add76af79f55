import { useIsFetching } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMissing } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { Icon, type IconName } from '../icon/icon.tsx';
import { faultOf } from './fault-of.ts';
import { useIsLong, useSaidLoading } from './loading.ts';
import styles from './states.module.css';

interface StateProps {
  icon: IconName;
  tone?: 'quiet' | 'bad' | 'warn';
  /** Left out if the heading of the page says it. */
  title?: string;
  text?: ReactNode;
  children?: ReactNode;
}

/** Fills the place of missing content and says why it is missing. Loading, empty, filtered, failed and offline look different. */
export function State({ icon, tone = 'quiet', title, text, children }: StateProps) {
  return (
    <div className={styles.state} data-tone={tone}>
      <span className={styles.picture}>
        <Icon name={icon} size={20} />
      </span>
      {title && <h2 className={styles.title}>{title}</h2>}
      {text && <div className={styles.text}>{text}</div>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

/** The button that clears filters goes away with them: the search is next, or else the page. */
export function focusSearch(): void {
  const next = document.querySelector<HTMLElement>('#content input[type=search]');
  (next ?? document.getElementById('content'))?.focus();
}

export function Filtered({ text, onClear }: { text?: string | undefined; onClear?: () => void }) {
  const { components: w } = useWords();
  const clear = () => {
    focusSearch();
    onClear?.();
  };
  return (
    <State icon="filter" title={w.filtered_title} text={text ?? w.filtered_text}>
      {onClear && <Button onClick={clear}>{w.clear_filters}</Button>}
    </State>
  );
}

/** Which of the two does not answer: the server, or the network of this device. */
function useAwayWords() {
  const { components: w } = useWords();
  return useMissing() === 'network'
    ? { title: w.no_network_title, text: w.no_network_text }
    : { title: w.offline_title, text: w.offline_text };
}

/** Shows an error with the id of the request. An unreachable server has its own look. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { components: w } = useWords();
  const { away, message, request_id } = faultOf(error);
  const of_away = useAwayWords();
  const words = away ? of_away : { title: w.failed_title, text: message };
  const trying = useIsFetching({ predicate: ({ state }) => state.status === 'error' }) > 0;
  return (
    <div role="alert">
      <State icon={away ? 'offline' : 'alert'} tone={away ? 'warn' : 'bad'} {...words}>
        {onRetry && (
          <Button icon="retry" busy={trying} onClick={onRetry}>
            {w.retry}
          </Button>
        )}
        {request_id && <code className={styles.request}>{w.request_id(request_id)}</code>}
      </State>
    </div>
  );
}

/** Grey lines in place of content that is loading. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const { components: w } = useWords();
  useSaidLoading();
  const long = useIsLong();
  const away = useAwayWords();
  // It stands here for as long as the server is away, and what loads then replaces it.
  if (useMissing())
    return (
      <div data-loading>
        <State icon="offline" tone="warn" {...away} />
      </div>
    );
  return (
    <div className={styles.loading} data-loading>
      <span className="visually-hidden">{w.loading}</span>
      {Array.from({ length: lines }, (_, index) => 92 - ((index * 23) % 38)).map((percent) => (
        <span key={percent} className={styles.line} style={{ width: `${percent}%` }} />
      ))}
      {long && <span className={styles.long}>{w.loading_long}</span>}
    </div>
  );
}
