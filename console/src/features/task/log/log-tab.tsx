import type { TaskDetail } from '@client';
import { useMemo } from 'react';
import { Section } from '../../../components/page/page.tsx';
import { Failed, Loading } from '../../../components/states/states.tsx';
import { useSearchState } from '../../../router/use-search.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ErrorNotice } from '../item/error-notice.tsx';
import { ItemLog } from '../item/item-log.tsx';
import { useItem } from '../items/use-items.ts';
import { taskSearch } from '../task-search.ts';
import { isSingle, tabsOf } from '../task-tabs.ts';
import { useLiveItems } from '../use-task.ts';
import { Failures } from './failures.tsx';
import styles from './log.module.css';
import { LogItems } from './log-items.tsx';
import { Timeline } from './timeline.tsx';

/** The timeline of the task, its failures, and the log of each attempt. */
export function LogTab({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const codec = useMemo(() => taskSearch(tabsOf(task)), [task]);
  const [search, setSearch] = useSearchState(codec);
  useLiveItems(task);
  return (
    <div className={styles.log}>
      <div className={styles.main}>
        {isSingle(task) ? (
          <SingleLog task={task} />
        ) : (
          <>
            <Failures task={task} onItem={(item) => setSearch({ item, status: 'failed', page: 1 }, 'push')} />
            <LogItems task={task} search={search} onSearch={setSearch} />
          </>
        )}
      </div>
      <Section title={w.timeline}>
        <Timeline task={task} />
      </Section>
    </div>
  );
}

function SingleLog({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const { data: item, error, refetch } = useItem(task.id, 0);
  if (!item) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />;
  return (
    <Section title={w.attempts}>
      {item.error && item.status !== 'processing' && <ErrorNotice error={item.error} single />}
      <ItemLog task_id={task.id} item={item} />
    </Section>
  );
}
