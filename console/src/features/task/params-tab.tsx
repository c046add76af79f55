import type { TaskDetail } from '@client';
import { Section } from '../../components/page/page.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './task.module.css';
import { TaskFacts } from './task-facts.tsx';
import { TaskParams } from './task-params.tsx';

/** The parameters of the task, and facts such as its owner and priority. */
export function ParamsTab({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  return (
    <div className={styles.beside}>
      <TaskParams task={task} />
      <Section title={w.details}>
        <TaskFacts task={task} />
      </Section>
    </div>
  );
}
