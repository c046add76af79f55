import type { Item, ItemLogLine } from '@client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { Mark, StatusBadge } from '../../../components/badge/badge.tsx';
import { Failed, Loading } from '../../../components/states/states.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { useWaitingWords } from '../use-waiting-words.ts';
import { attemptsOf } from './attempts.ts';
import styles from './item.module.css';
import { LogLine } from './log-line.tsx';

const EVERY_MS = 1_500;
/** Milliseconds after the end of an item within which its last log lines may still arrive. */
const LATE_MS = 5_000;

const useLog = (id: string, { index, status, finished_at }: Item) =>
  useQuery({
    queryKey: keys.itemLogs(id, index),
    queryFn: async ({ signal }) => {
      const lines: ItemLogLine[] = [];
      for await (const line of api.listItemLogs({ id, index, page_size: 100 }, { signal })) lines.push(line);
      return lines;
    },
    ...((status === 'processing' || (finished_at && Date.now() - Date.parse(finished_at) < LATE_MS)) && {
      refetchInterval: EVERY_MS,
    }),
  });

/** The attempts of an item with their log lines, kept current while the item runs. */
export function ItemLog({ task_id, item }: { task_id: string; item: Item }) {
  const { task: w } = useWords();
  const own = useWaitingWords();
  const formats = useFormats();
  const { data, error, refetch } = useLog(task_id, item);
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />;
  const attempts = attemptsOf(item, data);
  if (attempts.length === 0) return <p className={styles.quiet}>{w.not_run_yet}</p>;
  return (
    <ol className={styles.attempts} aria-label={w.attempts}>
      {attempts.map(({ number, status, started_at, lines }) => (
        <li key={number} className={styles.attempt} data-status={status}>
          <p className={styles.attemptHead}>
            <strong>{w.attempt(number)}</strong>
            {status === 'interrupted' ? <Mark>{own.interrupted}</Mark> : <StatusBadge status={status} />}
            {started_at && <time dateTime={started_at}>{formats.time(started_at)}</time>}
          </p>
          {lines.length === 0 ? (
            <p className={styles.quiet}>{w.no_lines}</p>
          ) : (
            <ol className={styles.lines}>
              {lines.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line has no id, and lines are only added
                <LogLine key={at} line={line} />
              ))}
            </ol>
          )}
        </li>
      ))}
    </ol>
  );
}
