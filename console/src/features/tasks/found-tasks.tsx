import { useRef } from 'react';
import { Button } from '../../components/button/button.tsx';
import { focusSearch } from '../../components/states/states.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './tasks.module.css';
import type { useTaskList } from './use-task-list.ts';

interface Props {
  list: ReturnType<typeof useTaskList>;
  /** Null without a filter. */
  onClear: (() => void) | null;
}

/** The number of tasks that match. With a filter, a button clears it; an empty list has a button of its own. */
export function FoundTasks({ list: { settled, total, capped, rows }, onClear }: Props) {
  const { tasks: w, components } = useWords();
  const known = useRef(false);
  known.current ||= settled;
  const words = w.found(total, capped);
  return (
    <>
      {/* The number of an earlier visit is seen until the new one is there, and not read out. */}
      <span role="status">{known.current ? words : <span aria-hidden="true">{words}</span>}</span>
      {onClear && rows.length > 0 && (
        <Button
          size="s"
          look="quiet"
          className={styles.clear}
          onClick={() => {
            focusSearch();
            onClear();
          }}
        >
          {components.clear_filters}
        </Button>
      )}
    </>
  );
}
