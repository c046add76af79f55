import { skipToken, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { Status } from '../../../components/announce/status.tsx';
import { Mark } from '../../../components/badge/badge.tsx';
import { scrolls } from '../../../components/scroll/scrolls.ts';
import { live } from '../../../live/live.ts';
import { useWords } from '../../../words/words-context.tsx';
import { useTypeTitle } from '../use-task-types.ts';
import styles from './bulk.module.css';
import type { Action, RowResult } from './bulk-action.ts';

/** Of tasks that failed; the others are counted. */
const MOST_FAILED = 50;

/** The result of each task: changed or failed. Those that were skipped, and those changed whose names are not loaded, are counted in one row each. */
export function BulkResults({ action, results }: { action: Action; results: readonly RowResult[] }) {
  const { tasks: w } = useWords();
  const done = results.filter(({ ok }) => ok);
  const named = done.filter(({ id }) => live.tasks.get(id)?.name);
  const nameless = done.length - named.length;
  const skipped = results.filter((row) => row.skipped);
  const failed = results.filter((row) => !row.ok && !row.skipped);
  const said = w.bulk_done(done.length, action);
  return (
    <>
      <Status className="visually-hidden">{said}</Status>
      <div className={styles.results} {...scrolls(said)}>
        <ul>
          {failed.slice(0, MOST_FAILED).map(({ id, message }) => (
            <Row key={id} name={<Name id={id} />} fault={message} />
          ))}
          {failed.length > MOST_FAILED && (
            <Row name={w.and_more(failed.length - MOST_FAILED)} fault={w.filters.failed} />
          )}
          {named.map(({ id }) => (
            <Row key={id} name={<Name id={id} />} />
          ))}
          {nameless > 0 && <Row name={named.length > 0 ? w.and_more(nameless) : w.found(nameless, false)} />}
          {skipped.length > 0 && <li className={styles.skipped}>{w.bulk_skipped(skipped.length, action)}</li>}
        </ul>
      </div>
    </>
  );
}

/** One result; without a fault, the task was changed. */
function Row({ name, fault }: { name: ReactNode; fault?: string | null }) {
  const { tasks: w } = useWords();
  return (
    <li className={styles.result}>
      <span className={styles.name}>{name}</span>
      <Mark tone={fault ? 'bad' : 'ok'}>{fault ?? w.row_done}</Mark>
    </li>
  );
}

/** The name of a task, which is asked for if the list has not loaded it; the id of one that cannot be seen. */
function Name({ id }: { id: string }) {
  const titleOf = useTypeTitle();
  const loaded = live.tasks.get(id);
  const { data = loaded } = useQuery({
    queryKey: keys.task(id),
    queryFn: loaded ? skipToken : ({ signal }) => api.getTask({ id }, { signal }),
    retry: false,
  });
  return data ? data.name || titleOf(data.type) : id;
}
