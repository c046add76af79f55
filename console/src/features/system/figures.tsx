import type { System } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './system.module.css';
import { useWorkers } from './use-system.ts';
import { useSystemWords } from './use-system-words.ts';

/** Four figures that tell whether the system keeps up with its tasks. */
export function Figures({ system }: { system: System }) {
  const w = useSystemWords();
  const { tasks, queue, workers } = system;
  const formats = useFormats();
  const titleOf = useTypeTitle();
  const { data: all } = useWorkers();
  // They still run what they have begun, and take nothing new.
  const drained = workers.count > 0 && all !== undefined && all.items.every(({ draining }) => draining);
  // The list beside it is newer than what workers have counted themselves.
  const listed = all?.items.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const active = tasks.pending + tasks.processing + tasks.cancelling;
  const oldest = queue.oldest_waiting_ms;
  const waits = oldest === null ? w.nothing_waits : w.oldest_waits(formats.duration(oldest));
  const paused = formats.list(system.paused_types.map(titleOf));
  const not_started = tasks.pending === 0 ? w.all_started : w.not_started(tasks.pending);
  const figures = [
    {
      name: w.waiting,
      value: queue.turns_waiting === null ? w.unknown : formats.number(queue.turns_waiting),
      more: queue.turns_waiting === null ? w.queue_away : waits,
      bad: queue.turns_waiting === null,
    },
    {
      name: w.running,
      value: formats.number(Math.max(workers.running, listed)),
      more:
        system.running_alone.length > 0
          ? w.runs_alone(system.running_alone.length)
          : w.of_places(workers.places),
    },
    {
      name: w.active_tasks,
      value: system.tasks_capped ? w.more_than(formats.number(active)) : formats.number(active),
      more: paused && active > 0 ? w.and_paused(not_started, paused) : not_started,
    },
    {
      name: w.workers,
      value: formats.number(workers.count),
      more: workers.count === 0 ? w.workers_none : drained ? w.workers_drained : w.workers_alive,
      bad: workers.count === 0 || drained,
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
