import type { TaskDetail } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './task.module.css';

/** Type, owner, priority and similar facts about the task. */
export function TaskFacts({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const formats = useFormats();
  const titleOf = useTypeTitle();
  const { owner } = task;
  const facts: [string, string][] = [
    [w.type, titleOf(task.type)],
    [w.owner, owner ? owner.fullname || owner.email : tasks.owner_gone],
    [w.priority, w.priority_of(task.priority)],
    // A parameter of the same meaning stands among the parameters.
    ...(hasOwn(task.params, 'concurrency')
      ? []
      : [[w.at_once, formats.number(task.concurrency)] as [string, string]]),
    [w.sharing, task.shared ? w.sharing_all : w.sharing_own],
    [w.id, task.id],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const hasOwn = (params: unknown, name: string): boolean =>
  typeof params === 'object' && params !== null && Object.hasOwn(params, name);
