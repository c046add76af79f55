import type { TaskDetail } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './task.module.css';

/** Whose task it is, and when what happened to it. */
export function TaskFacts({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const formats = useFormats();
  const titleOf = useTypeTitle();
  const { created_at, started_at, finished_at, owner, retry_round } = task;
  const span = (from: string, to: string) => formats.duration(Date.parse(to) - Date.parse(from));
  const facts: [string, string][] = [
    [w.type, titleOf(task.type)],
    [w.owner, owner ? owner.fullname || owner.email : tasks.owner_gone],
    [w.priority, w.priority_of(task.priority)],
    [w.at_once, formats.number(task.concurrency)],
    [w.sharing, task.shared ? w.sharing_all : w.sharing_own],
    [w.id, task.id],
  ];
  const steps: [string, string | null, string][] = [
    [w.created, created_at, ''],
    [w.started, started_at, started_at ? w.waited(span(created_at, started_at)) : ''],
    [w.finished, finished_at, started_at && finished_at ? w.took_time(span(started_at, finished_at)) : ''],
  ];
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ol className={styles.steps} aria-label={w.timeline}>
        {steps.map(([name, at, more]) => (
          <li key={name} data-done={at !== null}>
            <strong>{name}</strong>
            <span>{at ? formats.fullTime(at) : w.not_yet}</span>
            {more && <span className={styles.more}>{more}</span>}
            {name === w.started && retry_round > 0 && (
              <span className={styles.more}>{w.rounds(retry_round)}</span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
