import type { TaskDetail } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './task.module.css';

export function TaskFacts({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const formats = useFormats();
  const titleOf = useTypeTitle();
  const { started_at, finished_at, owner } = task;
  const facts: [string, string][] = [
    [w.type, titleOf(task.type)],
    [w.owner, owner ? owner.fullname || owner.email : tasks.owner_gone],
    [w.priority, formats.number(task.priority)],
    [w.created, formats.fullTime(task.created_at)],
    ...(started_at && finished_at
      ? ([[w.took, formats.duration(Date.parse(finished_at) - Date.parse(started_at))]] as [string, string][])
      : []),
    [w.id, task.id],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details className={styles.params}>
        <summary>{w.params}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{JSON.stringify(task.params, null, 2)}</pre>
      </details>
    </>
  );
}
