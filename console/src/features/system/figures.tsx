import type { System } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './system.module.css';

/** Four figures that tell whether the system keeps up with its tasks. */
export function Figures({ system }: { system: System }) {
  const { system: w } = useWords();
  const { tasks, queue, workers } = system;
  const formats = useFormats();
  const active = tasks.pending + tasks.processing + tasks.cancelling;
  const oldest = queue.oldest_waiting_ms;
  const figures = [
    {
      name: w.waiting,
      value: queue.turns_waiting === null ? w.unknown : formats.number(queue.turns_waiting),
      more: oldest === null ? w.nothing_waits : w.oldest_waits(formats.duration(oldest)),
    },
    {
      name: w.running,
      value: formats.number(workers.running),
      more: w.of_places(workers.places),
    },
    {
      name: w.active_tasks,
      value: system.tasks_capped ? w.more_than(formats.number(active)) : formats.number(active),
      more: w.not_started(tasks.pending),
    },
    {
      name: w.workers,
      value: formats.number(workers.count),
      more: workers.count === 0 ? w.workers_none : w.workers_alive,
      bad: workers.count === 0,
    },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value, more, bad }) => (
        <div key={name} data-bad={bad || undefined}>
          <dt>{name}</dt>
          <dd>
            <span className={styles.value}>{value}</span>
            <span className={styles.more}>{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
