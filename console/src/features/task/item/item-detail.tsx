import type { Item, TaskDetail } from '@client';
import type { ReactNode } from 'react';
import { Progress } from '../../../components/progress/progress.tsx';
import { Values } from '../../../components/values/values.tsx';
import { useRunningNow } from '../../../formats/clock.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidValue } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { matrixOf } from '../../grid/view/matrix.ts';
import { RunsAlone } from '../runs-alone.tsx';
import { ErrorNotice } from './error-notice.tsx';
import styles from './item.module.css';
import { ItemFiles } from './item-files.tsx';
import { ItemLog } from './item-log.tsx';
import { type Fact, isPicture, useMade } from './use-made.tsx';

/** An item in full: its error or progress, its files and its result. */
export function ItemOutcome({ task, item, single }: { task: TaskDetail; item: Item; single?: boolean }) {
  const words = useWords();
  const { task: w } = words;
  const say = (name: string, value: string) => saidValue(words, name, value);
  const made = useMade()(item, matrixOf(task) ?? []);
  const titles: Record<string, string | undefined> = w.result_titles;
  return (
    <>
      {/* Of the only item, the head of the page says it. */}
      <RunsAlone what="item" shown={item.runs_alone && !single} />
      {/* Errors of earlier attempts are in the log. */}
      {item.error && item.status !== 'processing' && <ErrorNotice error={item.error} single={single} />}
      {/* The bar of its task stands above. */}
      {item.status === 'processing' && single && <p className={styles.note}>{item.note || w.is_running}</p>}
      {item.status === 'processing' && !single && (
        <div className={styles.progress}>
          <Progress value={item.progress} label={w.progress} status={item.status} />
          {item.note && <p className={styles.note}>{item.note}</p>}
        </div>
      )}
      <ItemFiles item={item} />
      {made.length > 0 && (
        <Part title={w.details}>
          <FactList facts={made} />
        </Part>
      )}
      {item.result !== null && !isPicture(item.result) && (
        <Part title={w.result}>
          <Values value={item.result} titleOf={(name) => titles[name]} say={say} />
        </Part>
      )}
    </>
  );
}

export function ItemDetail({ task, item }: { task: TaskDetail; item: Item }) {
  const { task: w } = useWords();
  return (
    <>
      <ItemOutcome task={task} item={item} />
      <Facts item={item} />
      <Part title={w.attempts}>
        <ItemLog task_id={task.id} item={item} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Facts({ item }: { item: Item }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const now = useRunningNow(item.status === 'processing');
  const { started_at, finished_at, attempt } = item;
  const facts: [string, string | null][] = [
    [w.started, started_at && formats.time(started_at)],
    [
      w.took,
      started_at && formats.duration((finished_at ? Date.parse(finished_at) : now) - Date.parse(started_at)),
    ],
    [w.attempt_count, attempt > 0 ? formats.number(attempt) : null],
  ];
  return <FactList facts={facts.flatMap(([name, value]) => (value ? [{ name, value }] : []))} />;
}

function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
