import type { Item } from '@client';
import { StatusBadge } from '../../../components/badge/badge.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ErrorNotice } from '../../task/item/error-notice.tsx';
import { useMade } from '../../task/item/use-made.tsx';
import { RunsAlone } from '../../task/runs-alone.tsx';
import type { Variable } from '../view/matrix.ts';
import styles from './lightbox.module.css';

/** The values of a cell, its status or error, and facts about how it was made. */
export function CellFacts({ item, variables }: { item: Item; variables: readonly Variable[] }) {
  const { grid: w } = useWords();
  const madeOf = useMade();
  const formats = useFormats();
  const { status, error, attempt, started_at, finished_at } = item;
  const run: [string, string | null][] = [
    [
      w.took,
      started_at && finished_at ? formats.duration(Date.parse(finished_at) - Date.parse(started_at)) : null,
    ],
    [w.attempt, attempt > 1 || status === 'failed' ? formats.number(attempt) : null],
  ];
  const facts = [
    ...madeOf(item, variables),
    ...run.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
  ];
  return (
    <>
      <StatusBadge status={status} />
      <RunsAlone what="item" shown={item.runs_alone} />
      {error && status !== 'failed' && status !== 'processing' && <ErrorNotice error={error} />}
      <dl className={styles.list}>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
