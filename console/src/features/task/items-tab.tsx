import type { TaskDetail } from '@client';
import { Section } from '../../components/page/page.tsx';
import { Values } from '../../components/values/values.tsx';
import { saidValue } from '../../words/said-value.ts';
import { useWords } from '../../words/words-context.tsx';
import { FailedItems } from './failed-items.tsx';
import { Items } from './items/items.tsx';
import { SingleItem } from './single-item.tsx';
import styles from './task.module.css';
import { isSingle } from './task-tabs.ts';

/** The result of the task and its items. For a task with one item, both are the same and shown once. */
export function ItemsTab({ task }: { task: TaskDetail }) {
  const words = useWords();
  const { task: w } = words;
  const { result, error } = task;
  const titles: Record<string, string | undefined> = w.result_titles;
  const say = (name: string, value: string) => saidValue(words, name, value);
  if (isSingle(task)) return <SingleItem task={task} />;
  return (
    <div className={styles.panel}>
      {error && <FailedItems task={task} error={error} />}
      {result !== null && (
        <Section title={w.result}>
          <Values value={result} titleOf={(name) => titles[name]} say={say} />
        </Section>
      )}
      <Items task={task} />
    </div>
  );
}
