import type { Schedule } from '@client';
import { Link } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Until } from '../../components/time/until.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useUser } from '../../session/use-session.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import { LastRun } from './last-run.tsx';
import styles from './schedules.module.css';
import { useSchedules } from './use-schedules.ts';

export default function SchedulesPage() {
  const { schedules: w } = useWords();
  const me = useUser();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSchedules();
  const first = data?.pages[0];
  const schedules = data?.pages.flatMap((page) => page.items) ?? [];
  const empty = data !== undefined && schedules.length === 0;
  const everybody = may(me, 'delete');
  const columns = [
    { key: 'name', label: w.name },
    { key: 'when', label: w.when },
    ...(everybody ? [{ key: 'owner', label: w.owner }] : []),
    { key: 'next', label: w.next },
    { key: 'last', label: w.last },
  ];
  const create = (
    <ButtonLink to="/schedules/new" look="primary" icon="plus">
      {w.new}
    </ButtonLink>
  );
  return (
    <Page
      title={w.title}
      text={first && first.total > 0 && w.found(first.total, first.total_capped === true)}
      actions={!empty && create}
    >
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {empty && (
        <State icon="calendar" title={w.empty_title} text={w.empty_text}>
          {create}
        </State>
      )}
      {schedules.length > 0 && (
        <Table label={w.title} columns={columns}>
          {schedules.map((schedule) => (
            <Row key={schedule.id} schedule={schedule} everybody={everybody} />
          ))}
        </Table>
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </Page>
  );
}

function Row({ schedule, everybody }: { schedule: Schedule; everybody: boolean }) {
  const { schedules: w, components } = useWords();
  const language = useLanguage();
  const formats = useFormats();
  const { id, name, text, time_zone, owner, next_run_at } = schedule;
  const here = next_run_at ? formats.time(next_run_at) : '';
  const there = next_run_at ? formats.time(next_run_at, time_zone) : '';
  return (
    <tr>
      <td>
        <Link href={`/schedules/${id}`} className={styles.name}>
          {name}
        </Link>
      </td>
      <td>
        {text[language]}
        <span className={styles.zone}>{time_zone}</span>
      </td>
      {everybody && <td>{owner?.fullname || owner?.email || components.none}</td>}
      <td className={styles.time}>
        {next_run_at ? (
          <>
            {there}
            <span className={styles.zone}>
              {there !== here && `${w.your_time(here)} · `}
              <Until time={next_run_at} />
            </span>
          </>
        ) : (
          <Mark>{w.off}</Mark>
        )}
      </td>
      <td className={styles.time}>
        <LastRun schedule={schedule} short />
      </td>
    </tr>
  );
}
